using System.Text.Json;

namespace Praxis.Feed;

/// <summary>Reads lists of papers in JSON: Hugging Face's and Praxis' own.</summary>
internal static class JsonLists
{
    private const int MostPapers = 1_000_000;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 32 };

    public static IReadOnlyList<FeedPage> Read(Stream stream, string name, DateOnly today)
    {
        try
        {
            using var document = JsonDocument.Parse(stream, Options);
            return Read(document.RootElement, name, new FeedSource(SourceKind.HuggingFace, name), today);
        }
        catch (JsonException e)
        {
            throw new FeedException(name, (int)(e.LineNumber ?? 0) + 1, $"this is no valid JSON: column {(e.BytePositionInLine ?? 0) + 1} is unexpected, or the text is cut off", e);
        }
    }

    /// <summary>A list that was found in JSON, or in a page.</summary>
    public static IReadOnlyList<FeedPage> Read(JsonElement root, string name, FeedSource source, DateOnly today)
    {
        if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("praxis", out _)) return PraxisExportReader.Read(root, name, today);
        var list = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("dailyPapers", out var inside) ? inside : root;
        if (list.ValueKind != JsonValueKind.Array)
            throw new FeedException(name, 1, "this JSON is no list of papers; a list such as that of /api/daily_papers, or an export of Praxis, is read");
        if (list.GetArrayLength() > MostPapers) throw new FeedException(name, 1, $"the list has {list.GetArrayLength():N0} papers; at most {MostPapers:N0} are read");
        var days = new DayLists(name, source, today);
        foreach (var (index, item) in list.EnumerateArray().Index()) HuggingFaceEntry.Read(item, index + 1, days);
        return days.Pages();
    }
}
