using System.Globalization;
using System.Net;
using System.Text;
using Praxis.Feed;
using Praxis.Lab;
using Praxis.Web.Accounts;
using Praxis.Web.Pages;
using Praxis.Web.Rendering;

namespace Praxis.Web.Mail;

/// <summary>
/// Writes digests, as text and as HTML. Mail programs show neither scripts nor SVG, and drop most style: figures are tables whose cells are as wide as the intervals. No colour
/// is set behind text and none on it but for verdicts, so that each program's own light or dark page stays readable.
/// </summary>
internal sealed class DigestWriter(SubscriberLinks links, PaperLibrary library, SiteFace face) : IDigestWriter
{
    private const int Excerpt = 260;
    private const int LongestClaim = 150;

    // Mail programs cut a mail at about 100,000 characters: past this length measurements are told in words, which takes a fifth of a figure's room.
    private const int LongestWithFigures = 55_000;

    public DigestContent Write(Subscriber subscriber, DateOnly day, IReadOnlyList<CatalogueEntry> papers)
    {
        var shown = papers.Take(MailLimits.MostPapers).Select(Read).ToList();
        var title = $"{PlainText.Count(papers.Count, "new paper")}, {Dates.Short(day)}";
        var subject = papers.Count == 1 ? $"Praxis: {shown[0].Title}" : $"Praxis: {shown[0].Title} and {papers.Count - 1:N0} more";
        var manage = face.Link($"/subscribe/manage?t={links.Make(subscriber.Id, SubscriberLink.Manage)}");
        var end = face.Link($"/unsubscribe?t={links.Make(subscriber.Id, SubscriberLink.Unsubscribe)}");
        var why = $"You get this because {subscriber.Email} subscribed to: {SubscriptionMail.Topics(subscriber.Topics)} ({(subscriber.Rhythm == DigestRhythm.Weekly ? "weekly" : "daily")}).";
        var rest = papers.Count - shown.Count;
        return new DigestContent(subject, Text(title, shown, rest, why, manage, end), Html(title, shown, rest, why, manage, end), end);
    }

    private string Text(string title, IReadOnlyList<DigestPaper> papers, int rest, string why, string manage, string end)
    {
        var text = new StringBuilder();
        text.Append(title).Append("\n\n");
        foreach (var paper in papers)
        {
            text.Append(paper.Title).Append('\n');
            if (paper.By.Length > 0) text.Append(paper.By).Append('\n');
            text.Append(face.Link($"/papers/{paper.Slug}")).Append('\n');
            if (paper.Excerpt.Length > 0) text.Append('\n').Append(paper.Excerpt).Append('\n');
            foreach (var claim in paper.Claims) text.Append(CultureInfo.InvariantCulture, $"\n  {Wording.Symbol(claim.Verdict)} {Wording.Of(claim.Verdict)}: {claim.Says}{(claim.Measured.Length > 0 ? $"\n    measured {claim.Measured}" : "")}");
            if (paper.Claims.Count > 0) text.Append('\n');
            text.Append("\n\n");
        }
        if (rest > 0) text.Append(CultureInfo.InvariantCulture, $"And {rest:N0} more: {face.Link("/")}\n\n");
        return text.Append(CultureInfo.InvariantCulture, $"-- \n{why}\nChange it: {manage}\nUnsubscribe: {end}\n").ToString();
    }

    private string Html(string title, IReadOnlyList<DigestPaper> papers, int rest, string why, string manage, string end)
    {
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $$"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="supported-color-schemes" content="light dark">
            <title>{{Encode(title)}}</title>
            <style>:root { color-scheme: light dark; supported-color-schemes: light dark; }</style>
            </head>
            <body style="margin:0;padding:16px;font:15px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif">
            <div style="max-width:600px;margin:0 auto">
            <h1 style="font-size:20px;line-height:1.3;margin:0 0 20px">{{Encode(title)}}</h1>

            """);
        if (papers.Any(paper => paper.Claims.Any(claim => claim.Deciding is not null)))
            html.Append("<p style=\"margin:0;font-size:13px\">Bars are the measured intervals, each on the line on which what was claimed is marked; the line is green where the claim holds.</p>\n");
        foreach (var paper in papers) Append(html, paper);
        if (rest > 0) html.Append(CultureInfo.InvariantCulture, $"<p><a href=\"{Encode(face.Link("/"))}\">And {rest:N0} more</a></p>\n");
        html.Append(CultureInfo.InvariantCulture, $"""
            <p style="margin:28px 0 0;padding:12px 0 0;border-top:1px solid #8a929b;font-size:13px">{Encode(why)}<br>
            <a href="{Encode(manage)}">Change it</a> &middot; <a href="{Encode(end)}">Unsubscribe</a></p>
            </div>
            </body>
            </html>

            """);
        return html.ToString();
    }

    private void Append(StringBuilder html, DigestPaper paper)
    {
        html.Append(CultureInfo.InvariantCulture, $"<h2 style=\"font-size:16px;line-height:1.35;margin:24px 0 0\"><a href=\"{Encode(face.Link($"/papers/{paper.Slug}"))}\">{Encode(paper.Title)}</a></h2>\n");
        if (paper.By.Length > 0) html.Append(CultureInfo.InvariantCulture, $"<p style=\"margin:2px 0 0;font-size:13px\">{Encode(paper.By)}</p>\n");
        if (paper.Excerpt.Length > 0) html.Append(CultureInfo.InvariantCulture, $"<p style=\"margin:6px 0 0\">{Encode(paper.Excerpt)}</p>\n");
        foreach (var claim in paper.Claims)
        {
            html.Append(CultureInfo.InvariantCulture, $"<p style=\"margin:10px 0 0;font-size:14px\"><strong>{Wording.Symbol(claim.Verdict)} {Wording.Of(claim.Verdict)}</strong> {Encode(claim.Says)}</p>\n");
            if (claim.Deciding is { } check) html.Append(html.Length < LongestWithFigures ? IntervalBar.Html(check, claim.Unit) : IntervalBar.Words(check, claim.Unit));
        }
    }

    private DigestPaper Read(CatalogueEntry entry)
    {
        var card = new CardModel(entry, library.Find(entry.Slug)?.Paper);
        var by = string.Join(" · ", ((string?[])[card.By, entry.Published is { } date ? Dates.Short(date) : null, entry.Family is { } family ? Catalogue.FamilyName(family) : null]).OfType<string>());
        return new DigestPaper(entry.Slug, MailText.Line(MathText.Plain(entry.Title)), MailText.Line(by), MailText.Line(entry.Summary.Length > 0 ? MarkdownText.Excerpt(entry.Summary, Excerpt) : PlainText.Excerpt(entry.Abstract ?? "", Excerpt)), Claims(entry));
    }

    // What was recorded, from its own file; a file that cannot be read is a matter for the paper's page, not for a mail.
    private IReadOnlyList<DigestClaim> Claims(CatalogueEntry entry)
    {
        if (entry.Verdicts.Count == 0 || library.Find(entry.Slug) is not { } room) return [];
        try
        {
            if (RecordedRun.Read(room) is not { } recorded) return [];
            return
            [
                .. from judged in recorded.Claims
                   let claim = room.Paper.Claims.FirstOrDefault(known => known.Id == judged.Id)
                   where claim is not null && judged.Verdict is not null
                   let unit = claim.Checks.FirstOrDefault(check => check.Id == judged.Deciding?.Id)?.Unit ?? "1"
                   select new DigestClaim(judged.Verdict, MailText.Line(PlainText.Excerpt(MathText.Plain(claim.Says), LongestClaim)), judged.Deciding, unit),
            ];
        }
        catch (InvalidDataException)
        {
            return [];
        }
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    private sealed record DigestPaper(string Slug, string Title, string By, string Excerpt, IReadOnlyList<DigestClaim> All)
    {
        /// <summary>The claims that are shown.</summary>
        public IReadOnlyList<DigestClaim> Claims { get; } = [.. All.Take(MailLimits.MostClaims)];
    }

    private sealed record DigestClaim(Verdict? Verdict, string Says, CheckJudgement? Deciding, string Unit)
    {
        /// <summary>The measurement in words, or empty.</summary>
        public string Measured => Deciding is { } check ? Wording.Measured(check, Unit) : "";
    }
}
