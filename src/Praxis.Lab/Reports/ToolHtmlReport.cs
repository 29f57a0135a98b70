namespace Praxis.Lab;

/// <summary>What a tool did, as one HTML file that needs nothing else.</summary>
public static class ToolHtmlReport
{
    /// <summary>The whole file.</summary>
    /// <param name="paper">The paper whose method it is.</param>
    /// <param name="command">The command line that made it.</param>
    /// <param name="report">What was done.</param>
    public static string Write(Paper paper, string command, ToolReport report)
    {
        var page = new HtmlPage(paper.Title, command);
        page.Raw($"</header>\n<p class=\"says\">{HtmlPage.Text(report.Headline)}</p>\n<dl>\n");
        page.Entry("Guarantee", report.Guarantee);
        foreach (var measure in report.Measures)
            page.Entry(measure.Name, ToolConsoleReport.Shown(measure) + (measure.Note is { } note ? $" ({note})" : ""));
        page.Raw("</dl>\n");
        page.Figures(report.Figures);
        page.Tables(report.Tables);
        page.List("Remarks", report.Remarks);
        return page.Close();
    }
}
