using System.Text.Json;
using System.Text.Unicode;

namespace Praxis.Learning.Files;

/// <summary>A small JSON file of a model, read whole.</summary>
internal static class JsonFile
{
    /// <summary>The index of the largest models takes a few megabytes.</summary>
    public const long LongestFile = 100_000_000;

    /// <summary>Reads a file whose root is an object.</summary>
    /// <exception cref="ModelFileException">It is missing, too long, not UTF-8, not JSON, or has a name twice.</exception>
    public static JsonDocument ReadObject(string path) => ReadObject(path, ReadBytes(path));

    /// <summary>Reads the content of a file, whose root is an object.</summary>
    /// <exception cref="ModelFileException">It is not UTF-8, not JSON, or has a name twice.</exception>
    public static JsonDocument ReadObject(string path, byte[] bytes)
    {
        var text = bytes.AsMemory(bytes.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0);
        if (!Utf8.IsValid(text.Span))
            throw new ModelFileException(path, "text", "it is not UTF-8", "save it as UTF-8");
        try
        {
            var document = JsonDocument.Parse(text, new JsonDocumentOptions { AllowDuplicateProperties = false });
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return document;
            document.Dispose();
        }
        catch (Exception cause) when (cause is JsonException or InvalidOperationException)
        {
            throw new ModelFileException(path, "text", $"it is not JSON ({cause.Message.TrimEnd('.')})", "mend that place, or download the file again", cause);
        }

        throw new ModelFileException(path, "text", "it is not a JSON object", "check that this is the right file");
    }

    /// <summary>A text, or null if the element is none.</summary>
    public static string? TextOf(JsonElement element)
    {
        try
        {
            return element.ValueKind == JsonValueKind.String ? element.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, written as an escape.
            return null;
        }
    }

    /// <summary>The content of a file.</summary>
    /// <exception cref="ModelFileException">It is missing, too long, or cannot be read.</exception>
    public static byte[] ReadBytes(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            long length = new FileInfo(path).Length;
            if (length > LongestFile)
                throw new ModelFileException(path, "opening", $"{length} bytes are more than such a file has ({LongestFile})", "check that this is the right file");
            return File.ReadAllBytes(path);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            string problem = cause is FileNotFoundException or DirectoryNotFoundException
                ? "there is no such file"
                : $"the file cannot be read ({cause.Message.TrimEnd('.')})";
            throw new ModelFileException(path, "opening", problem, "check the path and the right to read it", cause);
        }
    }
}
