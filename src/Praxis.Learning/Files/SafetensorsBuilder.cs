using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Praxis.Learning.Files;

/// <summary>
/// Writes a safetensors file tensor by tensor, for models that are larger than memory: each tensor goes to the disk when it is added. The header stands
/// first in the file and is known last, so room is kept for it, which blanks fill up; if it needs more, the data are moved once.
/// </summary>
/// <remarks>The file lies under its name while it is being written; write into a folder that is renamed when all is done.</remarks>
public sealed class SafetensorsBuilder : IDisposable
{
    // Type, shape, offsets and punctuation of a tensor in the header, and the room for a name.
    private const int UsualEntryBytes = 176;
    private const int Alignment = 64;
    private const int BlockBytes = 8 << 20;

    private readonly string _path;
    private readonly FileStream _file;
    private readonly BufferedStream _blocks;
    private readonly IReadOnlyDictionary<string, string>? _metadata;
    private readonly int _dataStart;
    private readonly List<(string Name, StoredType Type, long[] Shape, long Begin, long End)> _entries = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private long _end;
    private bool _closed;

    /// <summary>Begins a file.</summary>
    /// <param name="path">The file, which must not be there; its folder must.</param>
    /// <param name="expectedTensors">About how many tensors will be added; more are no error.</param>
    /// <param name="metadata">Free texts to carry along.</param>
    /// <exception cref="ModelFileException">The file cannot be written.</exception>
    public SafetensorsBuilder(string path, int expectedTensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfNegative(expectedTensors);
        (_path, _metadata) = (path, metadata);
        _dataStart = Aligned(SafetensorsHeader.LengthBytes + Text().Length + Math.Min((long)expectedTensors * UsualEntryBytes, SafetensorsHeader.LongestText / 2));
        try
        {
            _file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(cause);
        }

        _file.Position = _dataStart;
        _blocks = new BufferedStream(_file, BlockBytes);
    }

    /// <summary>Adds a tensor.</summary>
    /// <exception cref="ModelFileException">The name is taken, a number does not fit the type it is to be stored as, or the file cannot be written.</exception>
    public void Add(TensorToWrite tensor)
    {
        ElementEncoding.CheckType(_path, tensor);
        Begin(tensor.Name, tensor.Type, [.. tensor.Tensor.Shape.ToArray().Select(length => (long)length)], tensor.ByteCount);
        Guarded(() => ElementEncoding.Write(_blocks, _path, tensor));
    }

    /// <summary>Adds a tensor of another file as it lies there.</summary>
    /// <param name="name">Its name in this file.</param>
    /// <param name="tensor">The other file's tensor.</param>
    /// <exception cref="ModelFileException">The name is taken, the tensor is of a type that safetensors does not have, or the file cannot be written.</exception>
    public void Add(string name, StoredTensor tensor)
    {
        if (tensor.Type is StoredType.Q4_0 or StoredType.Q8_0)
            throw new ModelFileException(_path, ModelFileException.Tensor(name), $"safetensors has no type {tensor.Type}", "convert it with ToTensor");
        Begin(name, tensor.Type, tensor.Shape.ToArray(), tensor.ByteCount);
        Guarded(() => tensor.CopyTo(_blocks));
    }

    /// <summary>Writes the header and closes the file.</summary>
    /// <exception cref="ModelFileException">The header is longer than the format allows, or the file cannot be written.</exception>
    public void Finish() => Guarded(() =>
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        _blocks.Flush();
        byte[] text = Text();
        int start = Math.Max(_dataStart, Aligned(SafetensorsHeader.LengthBytes + (long)text.Length));
        if (start - SafetensorsHeader.LengthBytes > SafetensorsHeader.LongestText)
            throw new ModelFileException(_path, "header", $"names and texts take {text.Length} bytes and {SafetensorsHeader.LongestText} are allowed", "write several files, or shorter texts");
        if (start > _dataStart)
            MoveData(start);
        byte[] header = new byte[start];
        header.AsSpan().Fill((byte)' ');
        text.CopyTo(header, SafetensorsHeader.LengthBytes);
        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)(start - SafetensorsHeader.LengthBytes));
        _file.Position = 0;
        _file.Write(header);
        _file.Flush(flushToDisk: true);
        _closed = true;
        _file.Dispose();
    });

    /// <summary>Closes the file; an unfinished one is removed.</summary>
    public void Dispose()
    {
        if (_closed)
            return;
        _closed = true;
        _file.Dispose();
        File.Delete(_path);
    }

    private void Begin(string name, StoredType type, long[] shape, long bytes)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name == SafetensorsHeader.MetadataName || !_names.Add(name))
            throw new ModelFileException(_path, ModelFileException.Tensor(name), "this name is reserved or another tensor has it", "give each tensor its own");
        _entries.Add((name, type, shape, _end, _end + bytes));
        _end += bytes;
    }

    private byte[] Text()
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            if (_metadata is { Count: > 0 })
            {
                json.WriteStartObject(SafetensorsHeader.MetadataName);
                foreach (var (name, value) in _metadata)
                    json.WriteString(name, value);
                json.WriteEndObject();
            }

            foreach (var entry in _entries)
            {
                json.WriteStartObject(entry.Name);
                json.WriteString("dtype", entry.Type == StoredType.Bool ? "BOOL" : entry.Type.ToString());
                json.WriteStartArray("shape");
                foreach (long length in entry.Shape)
                    json.WriteNumberValue(length);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(entry.Begin);
                json.WriteNumberValue(entry.End);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        return text.ToArray();
    }

    // From the end on, so that nothing is overwritten before it is moved.
    private void MoveData(int start)
    {
        byte[] block = new byte[BlockBytes];
        for (long left = _end; left > 0;)
        {
            int length = (int)Math.Min(block.Length, left);
            left -= length;
            _file.Position = _dataStart + left;
            _file.ReadExactly(block, 0, length);
            _file.Position = start + left;
            _file.Write(block, 0, length);
        }
    }

    private static int Aligned(long bytes) => checked((int)((bytes + Alignment - 1) / Alignment * Alignment));

    private void Guarded(Action write)
    {
        try
        {
            write();
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(cause);
        }
    }

    private ModelFileException Unwritable(Exception cause) => new(
        _path, "writing", $"the file cannot be written ({cause.Message.TrimEnd('.')})", "check the folder, its rights and the free space", cause);
}
