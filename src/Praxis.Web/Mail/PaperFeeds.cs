using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Xml;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Praxis.Feed;
using Praxis.Lab;
using Praxis.Web.Accounts;
using Praxis.Web.Feeds;
using Praxis.Web.Pages;
using Praxis.Web.Rendering;

namespace Praxis.Web.Mail;

/// <summary>A list of papers for feed readers.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Page">The page that shows the same, from the site's root.</param>
/// <param name="Papers">Its papers, each with the day on which it stands, where it has one.</param>
internal sealed record PaperFeed(string Title, string Page, IReadOnlyList<(CatalogueEntry Entry, DateOnly? Day)> Papers);

/// <summary>Every list and search as Atom (RFC 4287) and as JSON Feed 1.1, under <c>/feeds/…</c>.</summary>
internal sealed class PaperFeeds(Catalogue catalogue, TopicSearch search, PaperActivity activity, ReadingLists lists, PaperLibrary library, SiteFace face)
{
    private const int LongestQuery = 200;
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static void Map(IEndpointRouteBuilder site) => site.MapGet("/feeds/{**name}", (string name, string? sort, string? q, string? family, string? verdict, bool? runnable, PaperFeeds feeds, HttpContext context) =>
    {
        var isAtom = name.EndsWith(".atom", StringComparison.Ordinal);
        if (!isAtom && !name.EndsWith(".json", StringComparison.Ordinal)) return Results.NotFound();
        if (feeds.Find(name[..^5], sort, q, family, verdict, runnable == true) is not { } feed) return Results.NotFound();
        // Feed readers ask often; some minutes' age do no harm.
        context.Response.Headers.CacheControl = "public, max-age=300";
        var own = $"/feeds/{string.Join('/', name.Split('/').Select(Uri.EscapeDataString))}{context.Request.QueryString.Value}";
        return isAtom ? Results.Text(feeds.ToAtom(feed, own), "application/atom+xml", Encoding.UTF8) : Results.Text(feeds.ToJson(feed, own), "application/feed+json", Encoding.UTF8);
    }).ExcludeFromDescription();

    /// <summary>The feed of a name, or null: an order's name, <c>days/…</c>, <c>weeks/…</c>, <c>months/…</c>, <c>lists/…</c> or <c>papers</c>.</summary>
    public PaperFeed? Find(string name, string? sort, string? query, string? family, string? verdict, bool runnable)
    {
        var parts = name.Split('/');
        if (parts.Length == 1 && name == "papers") return Search(query, family, verdict, runnable);
        if (parts.Length == 1) return FeedOrders.All.Where(order => FeedOrders.Name(order) == name).Select(Order).FirstOrDefault();
        if (parts.Length != 2) return null;
        if (parts[0] == "lists") return long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var id) && lists.Find(id) is { IsPublic: true } list ? List(list) : null;
        return FeedSpan.Parse(parts[1]) is { } span && SpanModel.Of(span.Length) == parts[0] ? Span(span, FeedOrders.Read(sort)) : null;
    }

    private PaperFeed Order(FeedOrder order)
    {
        var page = order == FeedOrder.Newest ? "/" : $"/?sort={FeedOrders.Name(order)}";
        var title = order == FeedOrder.Newest ? "Praxis" : $"Praxis: {FeedOrders.Words(order).ToLowerInvariant()}";
        if (order != FeedOrder.Newest)
        {
            var ranked = catalogue.Find([.. activity.Ranked(order).Take(MailLimits.MostFeedEntries).Select(paper => paper.Slug)]);
            return new PaperFeed(title, page, WithDays(ranked));
        }
        // Each day has a paper at least.
        var days = catalogue.DaysWithPapers().OrderDescending().Take(MailLimits.MostFeedEntries).ToList();
        return new PaperFeed(title, page, days.Count == 0 ? [] : [.. Papers(catalogue.Between(days[^1], days[0])).Take(MailLimits.MostFeedEntries)]);
    }

    private PaperFeed Span(FeedSpan span, FeedOrder order)
    {
        var papers = Papers(catalogue.Between(span.First, span.Last));
        if (order != FeedOrder.Newest)
        {
            var values = activity.Ranked(order).ToDictionary(paper => paper.Slug, paper => paper.Value, StringComparer.Ordinal);
            papers = papers.OrderByDescending(paper => values.GetValueOrDefault(paper.Entry.Slug));
        }
        var path = $"/{SpanModel.Of(span.Length)}/{span.Name}";
        return new PaperFeed($"Praxis: {SpanModel.Short(span)}", order == FeedOrder.Newest ? path : $"{path}?sort={FeedOrders.Name(order)}", [.. papers.Take(MailLimits.MostFeedEntries)]);
    }

    private PaperFeed? Search(string? query, string? family, string? verdictWord, bool runnable)
    {
        var words = MailText.Line(query, LongestQuery);
        Verdict? verdict = Enum.TryParse<Verdict>(verdictWord, ignoreCase: true, out var named) && Enum.IsDefined(named) ? named : null;
        if (family is not null && catalogue.Families().All(known => known.Family != family)) return null;
        var papers = search.Newest(words, family, verdict, runnable, MailLimits.MostFeedEntries);
        var what = string.Join(", ", ((string?[])
        [
            words.Length > 0 ? $"“{words}”" : null, family is null ? null : Catalogue.FamilyName(family), verdict is null ? null : $"a claim {Wording.Of(verdict)}", runnable ? "runs here" : null,
        ]).OfType<string>());
        return new PaperFeed(what.Length == 0 ? "Praxis: papers" : $"Praxis: {what}", FeedLinks.Address("/papers", words, family, verdict is null ? null : Wording.Of(verdict), runnable), WithDays(papers));
    }

    private PaperFeed List(ReadingList list) =>
        new($"Praxis: {MailText.Line(list.Name)}, a list of {list.Owner}", $"/lists/{list.Id}", WithDays(catalogue.Find(lists.Papers(list.Id, MailLimits.MostFeedEntries, 0))));

    private List<(CatalogueEntry Entry, DateOnly? Day)> WithDays(IReadOnlyList<CatalogueEntry> papers)
    {
        var days = catalogue.NewestDays([.. papers.Select(paper => paper.Slug)]);
        return [.. papers.Select(paper => (paper, days.TryGetValue(paper.Slug, out var day) ? day : paper.Published?.Earliest))];
    }

    private static IEnumerable<(CatalogueEntry Entry, DateOnly? Day)> Papers(IEnumerable<FeedDay> days) =>
        days.SelectMany(day => day.Entries.Select(entry => (entry, (DateOnly?)day.Day))).DistinctBy(paper => paper.entry.Slug);

    private string ToAtom(PaperFeed feed, string own)
    {
        var newest = feed.Papers.Select(paper => paper.Day).Max();
        var root = new XElement(Atom + "feed",
            new XElement(Atom + "id", face.Link(own)),
            new XElement(Atom + "title", Clean(feed.Title)),
            new XElement(Atom + "updated", Time(newest)),
            new XElement(Atom + "author", new XElement(Atom + "name", "Praxis")),
            new XElement(Atom + "link", new XAttribute("rel", "self"), new XAttribute("type", "application/atom+xml"), new XAttribute("href", face.Link(own))),
            new XElement(Atom + "link", new XAttribute("rel", "alternate"), new XAttribute("type", "text/html"), new XAttribute("href", face.Link(feed.Page))),
            feed.Papers.Select(paper => new XElement(Atom + "entry",
                new XElement(Atom + "id", Address(paper.Entry)),
                new XElement(Atom + "title", Clean(MathText.Plain(paper.Entry.Title))),
                new XElement(Atom + "link", new XAttribute("rel", "alternate"), new XAttribute("type", "text/html"), new XAttribute("href", Address(paper.Entry))),
                new XElement(Atom + "updated", Time(paper.Day)),
                paper.Day is null ? null : new XElement(Atom + "published", Time(paper.Day)),
                By(paper.Entry) is { } by ? new XElement(Atom + "author", new XElement(Atom + "name", Clean(by))) : null,
                paper.Entry.Family is { } family ? new XElement(Atom + "category", new XAttribute("term", family), new XAttribute("label", Catalogue.FamilyName(family))) : null,
                // As text: markup that an imported abstract has is shown, not taken.
                new XElement(Atom + "summary", new XAttribute("type", "text"), Clean(Summary(paper.Entry))))));
        var text = new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
        using (var writer = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true, Indent = true, NewLineChars = "\n" })) root.Save(writer);
        return text.Append('\n').ToString();
    }

    private string ToJson(PaperFeed feed, string own) => JsonSerializer.Serialize(
        new JsonFeed("https://jsonfeed.org/version/1.1", feed.Title, face.Link(feed.Page), face.Link(own),
        [
            .. feed.Papers.Select(paper => new JsonItem(Address(paper.Entry), Address(paper.Entry), MathText.Plain(paper.Entry.Title), Summary(paper.Entry), paper.Day is null ? null : Time(paper.Day),
                By(paper.Entry) is { } by ? [new JsonAuthor(by)] : null, paper.Entry.Family is { } family ? [family] : null)),
        ]), Json);

    private string Address(CatalogueEntry entry) => face.Link($"/papers/{Uri.EscapeDataString(entry.Slug)}");

    private string Summary(CatalogueEntry entry)
    {
        var card = new CardModel(entry, library.Find(entry.Slug)?.Paper);
        var verdicts = string.Join(", ", card.Verdicts.Groups.Select(group => group.Words));
        return entry.Verdicts.Count > 0 ? $"{card.Excerpt} ({verdicts})" : card.Excerpt;
    }

    private static string? By(CatalogueEntry entry) => entry.Authors ?? entry.OrganisationName;

    private static string Time(DateOnly? day) => (day ?? new DateOnly(1970, 1, 1)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + "T00:00:00Z";

    // Signs that no XML can hold stand in some imported texts.
    private static string Clean(string text) => text.All(XmlConvert.IsXmlChar) ? text : string.Concat(text.EnumerateRunes().Where(rune => rune.Value > 0xFFFF || XmlConvert.IsXmlChar((char)rune.Value)).Select(rune => rune.ToString()));

    private sealed record JsonFeed(string Version, string Title, [property: JsonPropertyName("home_page_url")] string HomePageUrl, [property: JsonPropertyName("feed_url")] string FeedUrl, IReadOnlyList<JsonItem> Items);

    private sealed record JsonItem(string Id, string Url, string Title, [property: JsonPropertyName("content_text")] string ContentText, [property: JsonPropertyName("date_published")] string? DatePublished, IReadOnlyList<JsonAuthor>? Authors, IReadOnlyList<string>? Tags);

    private sealed record JsonAuthor(string Name);
}

/// <summary>The feed that shows what a page shows.</summary>
/// <param name="Name">Its name under <c>/feeds/</c>, without what comes after the dot.</param>
/// <param name="Query">What follows the name, or empty.</param>
internal sealed record FeedLinks(string Name, string Query = "")
{
    /// <summary>The feed of a search.</summary>
    public static FeedLinks Search(string? words, string? family, string? verdict, bool runnable) => new("papers", Address("", words, family, verdict, runnable));

    /// <summary>An address with what is not empty of a search.</summary>
    public static string Address(string path, string? words, string? family, string? verdict, bool runnable)
    {
        var parts = new List<string>();
        foreach (var (name, value) in ((string, string?)[])[("q", words), ("family", family), ("verdict", verdict), ("runnable", runnable ? "true" : null)])
            if (!string.IsNullOrWhiteSpace(value)) parts.Add($"{name}={Uri.EscapeDataString(value)}");
        return parts.Count == 0 ? path : $"{path}?{string.Join('&', parts)}";
    }
}
