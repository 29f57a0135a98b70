using System.Buffers.Binary;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Praxis.Numerics;

namespace Praxis.Learning.Files;

/// <summary>Writes safetensors files.</summary>
internal static class SafetensorsWriting
{
    // The format asks for 8; with 64 the data of a mapped file begins at a cache line.
    private const int Alignment = 64;

    // What is written in large blocks is cached in large pages, which are mapped faster when the file is read.
    private const int BlockBytes = 8 << 20;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    public static void Write(string path, IReadOnlyList<TensorToWrite> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(tensors);
        Check(path, tensors);
        TensorToWrite[] inData = [.. tensors.OrderByDescending(tensor => tensor.Type.BlockBytes())];
        byte[] header = Header(path, tensors, inData, metadata);
        Whole(path, stream =>
        {
            // Not disposed of, since that would close the file, which is flushed to the disk and closed by who opened it.
            var blocks = new BufferedStream(stream, (int)Math.Min(BlockBytes, header.Length + inData.Sum(tensor => tensor.ByteCount)));
            blocks.Write(header);
            foreach (var tensor in inData)
                ElementEncoding.Write(blocks, path, tensor);
            blocks.Flush();
        });
    }

    /// <summary>Writes a file whole or not at all; what the system refuses names the file.</summary>
    public static void Whole(string path, Action<Stream> write)
    {
        try
        {
            AtomicFile.Write(path, write);
        }
        catch (Exception cause) when (cause is UnauthorizedAccessException or IOException)
        {
            throw new ModelFileException(
                path, "writing", $"the file cannot be written ({cause.Message.TrimEnd('.')})", "check the folder, its rights and the free space", cause);
        }
    }

    private static void Check(string path, IReadOnlyList<TensorToWrite> tensors)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var tensor in tensors)
        {
            string place = ModelFileException.Tensor(tensor.Name);
            if (tensor.Name.Length == 0 || tensor.Name == SafetensorsHeader.MetadataName || !IsText(tensor.Name))
                throw new ModelFileException(path, place, "a tensor cannot have this name (empty, reserved or no proper Unicode)", "give it another name");
            if (!names.Add(tensor.Name))
                throw new ModelFileException(path, place, "two tensors have this name", "give each its own");
            ElementEncoding.CheckType(path, tensor);
        }
    }

    private static bool IsText(string text)
    {
        try
        {
            Strict.GetByteCount(text);
            return true;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }

    private static byte[] Header(
        string path, IReadOnlyList<TensorToWrite> tensors, TensorToWrite[] inData, IReadOnlyDictionary<string, string>? metadata)
    {
        var begins = new Dictionary<string, long>(StringComparer.Ordinal);
        long end = 0;
        foreach (var tensor in inData)
        {
            begins.Add(tensor.Name, end);
            end += tensor.ByteCount;
        }

        using var text = new MemoryStream();
        text.Write(new byte[SafetensorsHeader.LengthBytes]);
        using (var json = new Utf8JsonWriter(text, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
                WriteMetadata(json, metadata);
            foreach (var tensor in tensors)
                WriteEntry(json, tensor, begins[tensor.Name]);
            json.WriteEndObject();
        }

        while (text.Length % Alignment != 0)
            text.WriteByte((byte)' ');
        long length = text.Length - SafetensorsHeader.LengthBytes;
        if (length > SafetensorsHeader.LongestText)
            throw new ModelFileException(
                path, "header", $"names and texts take {length} bytes and {SafetensorsHeader.LongestText} are allowed", "write several files, or shorter texts");
        byte[] header = text.ToArray();
        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)length);
        return header;
    }

    private static void WriteMetadata(Utf8JsonWriter json, IReadOnlyDictionary<string, string> metadata)
    {
        json.WriteStartObject(SafetensorsHeader.MetadataName);
        foreach (var (name, value) in metadata)
            json.WriteString(name, value);
        json.WriteEndObject();
    }

    private static void WriteEntry(Utf8JsonWriter json, TensorToWrite tensor, long begin)
    {
        json.WriteStartObject(tensor.Name);
        json.WriteString("dtype", tensor.Type == StoredType.Bool ? "BOOL" : tensor.Type.ToString());
        json.WriteStartArray("shape");
        foreach (int length in tensor.Tensor.Shape)
            json.WriteNumberValue(length);
        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(begin);
        json.WriteNumberValue(begin + tensor.ByteCount);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
