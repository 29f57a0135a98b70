using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Dapper;
using Praxis.Lab;

namespace Praxis.Feed;

/// <summary>The layouts in which papers leave Praxis.</summary>
public enum ExportFormat
{
    /// <summary>Everything that Praxis knows of them; Praxis imports it.</summary>
    Json,

    /// <summary>BibTeX, for reference managers.</summary>
    BibTex,

    /// <summary>A table, for spreadsheets.</summary>
    Csv,
}

/// <summary>A paper as it is exported.</summary>
internal sealed record ExportedPaper
{
    public required string Slug { get; init; }

    public required string Title { get; init; }

    public string? Arxiv { get; init; }

    public string? Authors { get; init; }

    public int? AuthorCount { get; init; }

    public string? Published { get; init; }

    public string? OrganisationHandle { get; init; }

    public string? OrganisationName { get; init; }

    public string? Family { get; init; }

    public string? Code { get; init; }

    public string? Summary { get; init; }

    public string? Abstract { get; init; }

    public int? Comments { get; init; }

    public int? Upvotes { get; init; }

    /// <summary>The days on which a list has shown it.</summary>
    public IReadOnlyList<string> Days { get; init; } = [];

    /// <summary>Where it was seen.</summary>
    public IReadOnlyList<FeedSource> Sources { get; init; } = [];
}

/// <summary>Writes papers as JSON, BibTeX or CSV.</summary>
/// <param name="store">The store, opened with <see cref="Catalogue.Module"/>.</param>
public sealed class PaperExport(PraxisStore store)
{
    /// <summary>What the JSON's field <c>praxis</c> says, and the newest layout that is read.</summary>
    public const int Version = 1;

    private static readonly JsonSerializerOptions Indented = new(LabJson.Plain) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes papers.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="format">The layout.</param>
    /// <param name="slugs">Which papers, in order; null for all, by slug.</param>
    /// <returns>How many were written.</returns>
    public int Write(Stream stream, ExportFormat format, IReadOnlyCollection<string>? slugs = null)
    {
        var papers = Papers(slugs);
        switch (format)
        {
            case ExportFormat.Json:
                JsonSerializer.Serialize(stream, new { praxis = Version, papers }, Indented);
                break;
            case ExportFormat.BibTex:
                using (var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" })
                    foreach (var paper in papers) BibTexEntry.Write(writer, paper);
                break;
            case ExportFormat.Csv:
                using (var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\r\n" })
                    CsvTable.Write(writer, papers);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(format));
        }

        return papers.Count;
    }

    private List<ExportedPaper> Papers(IReadOnlyCollection<string>? slugs)
    {
        using var connection = store.Connect();
        // One transaction, so that papers, days and sources are of one moment.
        using var transaction = connection.BeginTransaction(deferred: true);
        var days = connection.Query<(string Slug, string Day)>("SELECT slug, day FROM feed_entries ORDER BY day", transaction: transaction).ToLookup(row => row.Slug, row => row.Day);
        var sources = connection.Query<(string Slug, string Kind, string Address)>("SELECT slug, kind, address FROM paper_sources ORDER BY kind, address", transaction: transaction)
            .ToLookup(row => row.Slug, row => new FeedSource(Enum.Parse<SourceKind>(row.Kind), row.Address));
        using var command = CatalogueReader.Command(connection, $"SELECT {CatalogueReader.Columns}, c.upvotes FROM catalogue c ORDER BY c.slug");
        command.Transaction = transaction;
        var papers = CatalogueReader.Read(connection, command, reader => reader.IsDBNull(16) ? (int?)null : reader.GetInt32(16)).Select(row => Exported(row.Entry, row.Extra));
        if (slugs is null) return [.. papers];
        var known = papers.ToDictionary(paper => paper.Slug, StringComparer.Ordinal);
        return [.. slugs.Where(known.ContainsKey).Select(slug => known[slug])];

        ExportedPaper Exported(CatalogueEntry entry, int? upvotes) => new()
        {
            Slug = entry.Slug,
            Title = entry.Title,
            Arxiv = entry.Arxiv,
            Authors = entry.Authors,
            AuthorCount = entry.AuthorCount,
            Published = entry.Published?.ToString(),
            OrganisationHandle = entry.OrganisationHandle,
            OrganisationName = entry.OrganisationName,
            Family = entry.Family,
            Code = entry.Code,
            Summary = entry.Summary.Length > 0 ? entry.Summary : null,
            Abstract = entry.Abstract,
            Comments = entry.Comments,
            Upvotes = upvotes,
            Days = [.. days[entry.Slug]],
            Sources = [.. sources[entry.Slug]],
        };
    }
}

/// <summary>Reads what <see cref="PaperExport"/> writes as JSON.</summary>
internal static class PraxisExportReader
{
    private const int MostDays = 10_000;
    private const int MostSources = 1_000;
    private const int LongestAddress = 2_000;

    public static IReadOnlyList<FeedPage> Read(JsonElement root, string name, DateOnly today)
    {
        if (root.Number("praxis") is not { } version) throw new FeedException(name, 1, "the field praxis of an export is a number");
        if (version > PaperExport.Version) throw new FeedException(name, 1, $"the export was made by a newer Praxis (layout {version.ToString(CultureInfo.InvariantCulture)}, this one knows {PaperExport.Version}); update Praxis");
        var days = new DayLists(name, new FeedSource(SourceKind.Praxis, name), today);
        foreach (var (index, paper) in root.Items("papers").Index()) Read(paper, index + 1, days);
        return days.Pages();
    }

    private static void Read(JsonElement paper, int number, DayLists days)
    {
        if (days.Texts(number, paper.Text("title"), paper.Text("abstract")) is not { } texts) return;
        var published = JsonFields.Day(paper.Text("published"));
        var entry = new PageEntry
        {
            Line = number,
            Title = texts.Title,
            Abstract = texts.Abstract,
            Arxiv = ArxivNumber.Read(paper.Text("arxiv")),
            AuthorNames = EntryText.Names((paper.Text("authors") ?? "").Split(',')),
            Authors = EntryText.Count(paper.Number("authorCount")),
            Published = published,
            Organisation = EntryText.Organisation(paper.Text("organisationHandle"), paper.Text("organisationName")),
            Comments = EntryText.Count(paper.Number("comments")),
            Upvotes = EntryText.Count(paper.Number("upvotes")),
            Sources = [.. paper.Items("sources").Take(MostSources).Select(Source).OfType<FeedSource>()],
        };
        var shown = paper.Items("days").Take(MostDays).Select(day => day.ValueKind == JsonValueKind.String ? JsonFields.Day(day.GetString()) : null).OfType<DateOnly>().ToList();
        foreach (var day in shown) days.Add(day, entry);
        if (shown.Count == 0) days.Add(published ?? FirstOfMonth(paper.Text("published")), entry with { OnlyWhenNew = true });
    }

    private static FeedSource? Source(JsonElement source) =>
        Enum.TryParse<SourceKind>(source.Text("kind"), ignoreCase: true, out var kind) && Enum.IsDefined(kind) && source.Text("address") is { Length: > 0 and <= LongestAddress } address
            ? new FeedSource(kind, PageText.Clean(address))
            : null;

    private static DateOnly? FirstOfMonth(string? month) => PublicationDate.TryParse(month, out var date) ? new DateOnly(date.Year, date.Month, date.Day ?? 1) : null;
}
