using System.Text.Encodings.Web;
using System.Text.Json;

namespace Praxis.Learning.Files;

/// <summary>Which file of a sharded model holds which tensor ("model.safetensors.index.json").</summary>
/// <param name="Files">File names by tensor, in the order of the index.</param>
/// <param name="TotalBytes">The bytes of all tensors, if the index says so.</param>
internal sealed record ShardIndex(IReadOnlyList<KeyValuePair<string, string>> Files, long? TotalBytes)
{
    /// <summary>Reads an index; file names that lead out of its folder are refused.</summary>
    /// <exception cref="ModelFileException">It is missing or malformed.</exception>
    public static ShardIndex Read(string path)
    {
        using var document = JsonFile.ReadObject(path);
        if (!document.RootElement.TryGetProperty("weight_map", out var map) || map.ValueKind != JsonValueKind.Object)
            throw new ModelFileException(path, "weight_map", "the object that names each tensor's file is missing", "download the index again");
        var files = new List<KeyValuePair<string, string>>();
        foreach (var entry in map.EnumerateObject())
        {
            string? file = JsonFile.TextOf(entry.Value);
            bool plain = !string.IsNullOrWhiteSpace(file) && file is not "." and not ".." && file.AsSpan().IndexOfAny("/\\:\0") < 0;
            if (!plain)
                throw new ModelFileException(
                    path, ModelFileException.Tensor(entry.Name), $"its file must be a name within the folder, not {ModelFileException.Quote(entry.Value.GetRawText())}",
                    "put the shard beside the index and name it there");
            files.Add(new(entry.Name, file!));
        }

        long? total = document.RootElement.TryGetProperty("metadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object
            && metadata.TryGetProperty("total_size", out var size) && size.ValueKind == JsonValueKind.Number && size.TryGetInt64(out long bytes) ? bytes : null;
        return new ShardIndex(files, total);
    }

    /// <summary>Writes the index.</summary>
    public void Write(string path) => SafetensorsWriting.Whole(path, stream =>
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteStartObject("metadata");
        if (TotalBytes is { } total)
            json.WriteNumber("total_size", total);
        json.WriteEndObject();
        json.WriteStartObject("weight_map");
        foreach (var (tensor, file) in Files)
            json.WriteString(tensor, file);
        json.WriteEndObject();
        json.WriteEndObject();
    });
}
