using System.Buffers.Binary;

namespace Praxis.Learning.Files;

/// <summary>
/// A .gguf file (version 2 or 3) mapped into memory: opening reads metadata and the list of tensors, and a tensor is converted when it is
/// asked for. F32, F16, BF16, F64 and integers are read as they are, Q8_0 and Q4_0 as the F32 numbers they stand for.
/// </summary>
/// <remarks>
/// No other program may shorten the file meanwhile; the system would end this one. May be used from several threads, but not while it is
/// disposed of.
/// </remarks>
public sealed class GgufFile : IStoredTensors
{
    private const string Kind = "a .gguf file";
    private const int LeastBytes = 24;
    private const uint UsualAlignment = 32;
    private const string AlignmentKey = "general.alignment";

    private readonly MappedBytes _bytes;
    private readonly StoredTensorTable _tensors;
    private readonly Dictionary<string, string> _unreadable = new(StringComparer.Ordinal);

    private unsafe GgufFile(string file, MappedBytes bytes)
    {
        Path = file;
        _bytes = bytes;
        var reader = new GgufReader(file, bytes.Start, bytes.Length);
        Version = ReadVersion(file, ref reader);
        ulong tensorCount = reader.Number<ulong>("header");
        ulong metadataCount = reader.Number<ulong>("header");
        Metadata = new GgufMetadata(file, GgufMetadataReading.Read(ref reader, metadataCount));
        uint alignment = Alignment(ref reader);
        var entries = GgufLayout.Read(ref reader, tensorCount, alignment);
        var start = GgufLayout.Align(reader.Position, alignment);
        GgufLayout.Check(ref reader, entries, (long)Int128.Max(bytes.Length - start, 0), alignment);
        foreach (var entry in entries.Where(entry => entry.Type.Stored is null))
            _unreadable.Add(entry.Name, entry.Type.Name);
        _tensors = new StoredTensorTable(file, entries.Where(entry => entry.Type.Stored is not null).Select(entry =>
            new StoredTensor(file, bytes, entry.Name, entry.Type.Stored!.Value, entry.Shape, (long)start + entry.Offset)));
        Names = [.. entries.Select(entry => entry.Name)];
    }

    /// <summary>The file as the caller named it.</summary>
    public string Path { get; }

    /// <summary>The version of the format: 2 or 3.</summary>
    public int Version { get; }

    /// <summary>What the file says of its model.</summary>
    public GgufMetadata Metadata { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; }

    /// <summary>A tensor as it is stored; nothing of it is read yet.</summary>
    /// <exception cref="ModelFileException">There is no such tensor, or it is quantised in a way that is not read here.</exception>
    public StoredTensor this[string name] => _unreadable.TryGetValue(name, out string? type)
        ? throw new ModelFileException(
            Path, ModelFileException.Tensor(name), $"its type {type} is not read here", "convert the file to F32, F16, BF16, Q8_0 or Q4_0 (all tensors of it)")
        : _tensors.Contains(name) ? _tensors[name] : throw StoredTensorTable.Missing(Path, name, Names);

    /// <summary>Maps a file and checks metadata and list of tensors; no tensor is read yet.</summary>
    /// <exception cref="ModelFileException">The file is missing, damaged or of another kind.</exception>
    public static GgufFile Open(string path) => Open(path, MappedBytes.Open(path, Kind, LeastBytes));

    /// <summary>The same for a file that is in memory already; the bytes are used in place.</summary>
    /// <param name="name">What messages call it.</param>
    /// <param name="content">The whole file.</param>
    /// <exception cref="ModelFileException">It is damaged or of another kind.</exception>
    public static GgufFile FromMemory(string name, ReadOnlyMemory<byte> content) => Open(name, MappedBytes.Of(name, Kind, LeastBytes, content));

    /// <inheritdoc/>
    public bool Contains(string name) => _tensors.Contains(name) || _unreadable.ContainsKey(name);

    /// <inheritdoc cref="IStoredTensors.Read"/>
    public Tensor Read(string name) => this[name].ToTensor();

    /// <summary>Unmaps and closes the file; its tensors can no longer be read.</summary>
    public void Dispose() => _bytes.Dispose();

    private static int ReadVersion(string file, ref GgufReader reader)
    {
        const uint Magic = 0x46554747; // "GGUF"
        if (reader.Number<uint>("header") != Magic)
            throw new ModelFileException(file, "byte 0", "this is no .gguf file (it does not begin with GGUF)", "check the path");
        uint version = reader.Number<uint>("header");
        if (version is 2 or 3)
            return (int)version;
        string problem = BinaryPrimitives.ReverseEndianness(version) is 2 or 3 ? "it is big-endian" : $"version {version} of the format is not known here";
        throw new ModelFileException(file, "byte 4", problem, "convert it to version 3, little-endian");
    }

    private uint Alignment(ref GgufReader reader)
    {
        if (!Metadata.Contains(AlignmentKey))
            return UsualAlignment;
        long alignment = Metadata.Integer(AlignmentKey);
        return alignment is >= 8 and <= 1 << 20 && long.IsPow2(alignment)
            ? (uint)alignment
            : throw reader.Refuse($"metadata '{AlignmentKey}'", $"the alignment {alignment} is no power of two from 8 to {1 << 20}");
    }

    private static GgufFile Open(string name, MappedBytes bytes)
    {
        try
        {
            return new GgufFile(name, bytes);
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }
}
