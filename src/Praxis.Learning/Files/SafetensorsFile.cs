namespace Praxis.Learning.Files;

/// <summary>
/// A safetensors file mapped into memory: opening reads the header only, and a tensor is converted when it is asked for.
/// </summary>
/// <remarks>
/// No other program may shorten the file meanwhile; the system would end this one. May be used from several threads, but not while it is
/// disposed of.
/// </remarks>
public sealed class SafetensorsFile : IStoredTensors
{
    private const string Kind = "a safetensors file";
    private const int LeastBytes = SafetensorsHeader.LengthBytes + 2;

    private readonly MappedBytes _bytes;
    private readonly StoredTensorTable _tensors;

    private SafetensorsFile(string file, MappedBytes bytes)
    {
        Path = file;
        _bytes = bytes;
        var header = SafetensorsHeader.Read(file, bytes);
        Metadata = header.Metadata;
        _tensors = new StoredTensorTable(file, header.Entries.Select(entry =>
            new StoredTensor(file, bytes, entry.Name, entry.Type, entry.Shape, header.DataStart + entry.Begin)));
    }

    /// <summary>The file as the caller named it.</summary>
    public string Path { get; }

    /// <summary>Free texts that the file carries ("__metadata__").</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Names => _tensors.Names;

    /// <inheritdoc/>
    public StoredTensor this[string name] => _tensors[name];

    /// <summary>Maps a file and checks its header; no tensor is read yet.</summary>
    /// <exception cref="ModelFileException">The file is missing, damaged or of another kind.</exception>
    public static SafetensorsFile Open(string path) => Open(path, MappedBytes.Open(path, Kind, LeastBytes));

    /// <summary>The same for a file that is in memory already; the bytes are used in place.</summary>
    /// <param name="name">What messages call it.</param>
    /// <param name="content">The whole file.</param>
    /// <exception cref="ModelFileException">It is damaged or of another kind.</exception>
    public static SafetensorsFile FromMemory(string name, ReadOnlyMemory<byte> content) =>
        Open(name, MappedBytes.Of(name, Kind, LeastBytes, content));

    /// <summary>
    /// Writes tensors, whole or not at all. The header lists them in the given order; in the data the widest elements come first, so that
    /// every tensor is aligned though the format allows no gaps.
    /// </summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="tensors">The tensors with their names, each of which stands once.</param>
    /// <param name="metadata">Free texts to carry along.</param>
    /// <exception cref="ModelFileException">
    /// A name is empty, reserved, taken or no proper text, a number does not fit the type it is to be stored as, or the file cannot be written.
    /// </exception>
    public static void Write(string path, IReadOnlyList<TensorToWrite> tensors, IReadOnlyDictionary<string, string>? metadata = null) =>
        SafetensorsWriting.Write(path, tensors, metadata);

    /// <summary>Writes tensors as <see cref="Write(string, IReadOnlyList{TensorToWrite}, IReadOnlyDictionary{string, string})"/> does.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="tensors">The tensors by name.</param>
    /// <param name="floatsAs">How to store F32 and F64 tensors; as they are when null.</param>
    /// <param name="metadata">Free texts to carry along.</param>
    /// <exception cref="ModelFileException">As there.</exception>
    public static void Write(
        string path, IReadOnlyDictionary<string, Tensor> tensors, StoredType? floatsAs = null, IReadOnlyDictionary<string, string>? metadata = null) =>
        SafetensorsWriting.Write(path, TensorToWrite.All(tensors, floatsAs), metadata);

    /// <inheritdoc/>
    public bool Contains(string name) => _tensors.Contains(name);

    /// <inheritdoc cref="IStoredTensors.Read"/>
    public Tensor Read(string name) => this[name].ToTensor();

    /// <summary>Unmaps and closes the file; its tensors can no longer be read.</summary>
    public void Dispose() => _bytes.Dispose();

    private static SafetensorsFile Open(string name, MappedBytes bytes)
    {
        try
        {
            return new SafetensorsFile(name, bytes);
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }
}
