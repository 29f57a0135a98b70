using System.Buffers.Binary;
using System.Text.Unicode;

namespace Praxis.Learning.Files;

/// <summary>
/// The beginning of a safetensors file: the length of the header (8 bytes), the header (JSON), then the data of all tensors without gaps.
/// </summary>
/// <param name="Entries">The tensors in the order of the header.</param>
/// <param name="Metadata">Free texts by name.</param>
/// <param name="DataStart">The byte at which the data begins.</param>
internal sealed record SafetensorsHeader(
    IReadOnlyList<SafetensorsEntry> Entries, IReadOnlyDictionary<string, string> Metadata, long DataStart)
{
    /// <summary>What a header may take, as in the format's first implementation.</summary>
    public const int LongestText = 100_000_000;

    /// <summary>The bytes of the header's length; a file has at least these and "{}".</summary>
    public const int LengthBytes = sizeof(ulong);

    private const string Again = "the file is damaged; save or download it again";

    /// <summary>The first entry of a header may hold free texts under this name.</summary>
    public const string MetadataName = "__metadata__";

    /// <summary>Reads the header in place and checks all it claims against the bytes that are there, before any memory is taken for it.</summary>
    /// <exception cref="ModelFileException">The file is malformed.</exception>
    public static unsafe SafetensorsHeader Read(string file, MappedBytes bytes)
    {
        long there = bytes.Length - LengthBytes;
        ulong claimed = BinaryPrimitives.ReadUInt64LittleEndian(new ReadOnlySpan<byte>(bytes.Start, LengthBytes));
        if (claimed > LongestText)
            throw new ModelFileException(
                file, "header", $"a header of {claimed} bytes is longer than the {LongestText} allowed", "check that this is a safetensors file; " + Again);
        if ((long)claimed > there)
            throw new ModelFileException(file, "header", $"the header is to take {claimed} bytes and {there} are there", Again);
        var text = new ReadOnlySpan<byte>(bytes.Start + LengthBytes, (int)claimed);
        if (text.Length == 0 || text[0] != (byte)'{')
            throw new ModelFileException(file, "header", "the header does not begin with '{'", "check that this is a safetensors file; " + Again);
        if (!Utf8.IsValid(text))
            throw new ModelFileException(file, "header", "the header is not UTF-8", Again);
        var header = new SafetensorsHeaderText(file, text).Parse(LengthBytes + text.Length);
        header.Check(file, there - text.Length);
        return header;
    }

    private void Check(string file, long dataBytes)
    {
        foreach (var entry in Entries)
            CheckEntry(file, entry, dataBytes);
        long end = 0;
        SafetensorsEntry? previous = null;
        foreach (var entry in Entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End))
        {
            if (entry.Begin > end)
                throw Refuse(file, entry, $"{entry.Begin - end} bytes before its data belong to no tensor");
            if (entry.Begin < end)
                throw Refuse(file, entry, $"its data overlaps that of {ModelFileException.Tensor(previous!.Name)} by {Math.Min(end, entry.End) - entry.Begin} bytes");
            (end, previous) = (entry.End, entry);
        }

        if (end < dataBytes)
            throw new ModelFileException(file, $"byte {DataStart + end}", $"{dataBytes - end} bytes behind the last tensor belong to none", Again);
    }

    private static void CheckEntry(string file, SafetensorsEntry entry, long dataBytes)
    {
        if (entry.Begin > entry.End)
            throw Refuse(file, entry, $"its data is to begin at byte {entry.Begin} and to end before, at byte {entry.End}");
        if (entry.End > dataBytes)
            throw Refuse(file, entry, $"its data is to end at byte {entry.End} and the file has {dataBytes} bytes of data, so it is cut short");
        long count = StoredTypes.Count(entry.Shape);
        Int128 needed = count < 0 ? Int128.MaxValue : entry.Type.Bytes(count);
        if (needed != entry.End - entry.Begin)
        {
            string size = count < 0 ? "more bytes than a file can have" : $"{needed} bytes";
            throw Refuse(file, entry, $"shape {ModelFileException.Shape(entry.Shape)} of {entry.Type} takes {size} and its data has {entry.End - entry.Begin}");
        }
    }

    private static ModelFileException Refuse(string file, SafetensorsEntry entry, string problem) =>
        new(file, ModelFileException.Tensor(entry.Name), problem, Again);
}
