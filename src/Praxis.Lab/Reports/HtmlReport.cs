namespace Praxis.Lab;

/// <summary>A run's report as one HTML file that needs nothing else: to keep, to print, to send.</summary>
public static class HtmlReport
{
    /// <summary>The whole file. It holds no script, loads nothing, and forbids both to whatever a text may have smuggled in.</summary>
    /// <param name="paper">The paper as paper.md states it.</param>
    /// <param name="report">A run of this paper.</param>
    public static string Write(Paper paper, RunReport report)
    {
        var page = new HtmlPage(paper.Title, By(paper));
        foreach (var notice in paper.Notices)
            page.Raw($"""<p class="notice"><strong>{Text(Capital(Wording.Of(notice.Kind)))}.</strong> {Text(notice.Reason)}</p>""" + "\n");
        page.Raw("</header>\n<section>\n<h2>Claims</h2>\n");
        foreach (var judgement in report.Claims) Claim(page, paper, judgement);
        page.Raw("</section>\n");
        page.Figures(report.Findings.Figures);
        page.Tables(report.Findings.Tables);
        page.List("Remarks", report.Findings.Remarks);
        page.List("How this was made", Wording.Made(report));
        return page.Close();
    }

    private static void Claim(HtmlPage page, Paper paper, ClaimJudgement judgement)
    {
        var claim = paper.Claims.FirstOrDefault(claim => claim.Id == judgement.Id);
        page.Raw($"""
            <article class="claim {Class(judgement.Verdict)}">
            <p class="verdict"><span class="id">{Text(judgement.Id)}</span> <span class="sign" aria-hidden="true">{Wording.Symbol(judgement.Verdict)}</span> <strong>{Wording.Of(judgement.Verdict)}</strong> <span class="reach">{Wording.Of(judgement.Reach)}</span></p>

            """);
        if (claim is not null) page.Raw($"<p class=\"says\">{Text(claim.Says)}</p>\n");
        page.Raw("<dl>\n");
        if (claim is not null) page.Entry("Published", claim.Published);
        foreach (var check in judgement.Checks)
        {
            var stated = claim?.Checks.FirstOrDefault(stated => stated.Id == check.Id);
            var sign = judgement.Checks.Count > 1 ? $"{Wording.Symbol(check.Verdict)} {Wording.Of(check.Verdict)}: " : "";
            page.Raw($"""
                <dt>Measured</dt><dd>{sign}{Text(stated?.Measure ?? check.Id)}: <strong class="number">{Text(Wording.Measured(check, stated?.Unit ?? "1"))}</strong><br><small>{Text(Wording.How(check, stated))}</small></dd>

                """);
        }
        if (claim is not null)
        {
            page.Entry("The paper used", claim.PaperUsed);
            page.Entry("Here", claim.ReachBecause);
            if (claim.SecondPath is { } path) page.Entry("Second path", path);
        }
        page.Raw("</dl>\n</article>\n");
    }

    private static string By(Paper paper) => string.Join(" · ", ((string?[])
    [
        paper.Authors ?? paper.Organisation,
        paper.Published?.ToString(),
        paper.Arxiv is { } number ? $"arXiv:{number}" : null,
    ]).OfType<string>());

    private static string Class(Verdict? verdict) => verdict is null ? "unchecked" : Wording.Of(verdict);

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static string Text(string text) => HtmlPage.Text(text);
}
