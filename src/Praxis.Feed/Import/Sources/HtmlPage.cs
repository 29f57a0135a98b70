using System.Globalization;
using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Praxis.Feed;

/// <summary>
/// Reads the HTML of a Daily Papers page. The list that the page carries for its scripts (an attribute data-props with dailyPapers) has everything; a page that was
/// saved without it still shows, in each article, a heading that links to /papers/NUMBER.
/// </summary>
internal static class HtmlPage
{
    private const string ListName = "dailyPapers";

    public static IReadOnlyList<FeedPage> Read(Stream stream, string name, int? year, DateOnly today)
    {
        // A parser alone: no scripts run and nothing is loaded.
        using var document = new HtmlParser().ParseDocument(stream);
        foreach (var element in document.QuerySelectorAll("[data-props]"))
        {
            string props = element.GetAttribute("data-props") ?? "";
            if (!props.Contains($"\"{ListName}\"", StringComparison.Ordinal)) continue;
            try
            {
                using var json = JsonDocument.Parse(props, new JsonDocumentOptions { MaxDepth = 64 });
                if (json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty(ListName, out _))
                    return JsonLists.Read(json.RootElement, name, new FeedSource(SourceKind.Page, name), today);
            }
            catch (JsonException)
            {
                // The page shows its papers besides.
            }
        }

        return Shown(document, name, year, today);
    }

    private static IReadOnlyList<FeedPage> Shown(IDocument document, string name, int? year, DateOnly today)
    {
        var days = new DayLists(name, new FeedSource(SourceKind.Page, name), today);
        var day = DayOf(document, year ?? today.Year);
        int number = 0;
        foreach (var article in document.QuerySelectorAll("article"))
        {
            var link = article.QuerySelector("h1 a[href], h2 a[href], h3 a[href], h4 a[href]");
            string path = (link?.GetAttribute("href") ?? "").Split('?', '#')[0];
            int papers = path.LastIndexOf("/papers/", StringComparison.Ordinal);
            if (link is null || papers < 0) continue;
            number++;
            if (days.Texts(number, link.TextContent, article.QuerySelector("p")?.TextContent) is not { } texts) continue;
            days.Add(day ?? Time(article), new PageEntry
            {
                Line = number,
                Title = texts.Title,
                Abstract = texts.Abstract,
                Arxiv = ArxivNumber.Read(path[(papers + "/papers/".Length)..]),
                Published = Time(article),
            });
        }

        if (number == 0) throw new FeedException(name, 1, "this HTML shows no papers: save a Daily Papers page, or give the address of one");
        return days.Pages();
    }

    // The day that the page is of: its address says it, or the line below the heading.
    private static DateOnly? DayOf(IDocument document, int year)
    {
        foreach (var link in document.QuerySelectorAll("link[rel=canonical][href], meta[property='og:url'][content]"))
        {
            string last = (link.GetAttribute("href") ?? link.GetAttribute("content") ?? "").TrimEnd('/').Split('/')[^1];
            if (DateOnly.TryParseExact(last, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
        }

        foreach (var time in document.QuerySelectorAll("time[datetime]").Where(time => time.Closest("article") is null))
            if (JsonFields.Day(time.GetAttribute("datetime")) is { } day)
                return day;
        foreach (var heading in document.QuerySelectorAll("h1, h2"))
            if (heading.NextElementSibling is { } below && PageDate.TryParse(PageText.Clean(below.TextContent), out var date, out _))
                return date.In(date.Year ?? year);
        return null;
    }

    private static DateOnly? Time(IElement article) => JsonFields.Day(article.QuerySelector("time[datetime]")?.GetAttribute("datetime"));
}
