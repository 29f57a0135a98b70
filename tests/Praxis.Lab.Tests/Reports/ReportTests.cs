using System.Xml.Linq;
using Spectre.Console;

namespace Praxis.Lab.Tests;

public sealed class ReportTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly Room _room;
    private readonly RunReport _report;

    public ReportTests()
    {
        _room = Samples.Library(_folder).Find("steady")!;
        _report = Reports.Steady(_room);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(80)]
    [InlineData(160)]
    public void The_console_tells_claims_verdicts_reach_and_how(int width)
    {
        var text = Console(_room.Paper, _report, width);
        Assert.All(text.Split('\n'), line => Assert.True(line.TrimEnd().Length <= width, line));
        var flat = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("✓ holds (full reach)", flat);
        Assert.Contains("– not checked here (out of reach)", flat);
        Assert.Contains("at most 0.95", flat);
        Assert.Contains("paired log ratios; ratio to the plain method", flat);
        Assert.Contains("true with a proviso: Only for <small> sizes.", flat);
        Assert.Contains("There is one machine.", flat);
        Assert.Contains("Sizes beyond 3 were not looked at.", flat);
        Assert.Contains("Cost by size", flat);
        Assert.Contains("seeds 1 to 5", flat);
        Assert.Contains("Difference Engine", flat);
    }

    [Fact]
    public void Square_brackets_in_texts_are_no_markup()
    {
        var paper = _room.Paper with { Title = "[red]A[/] [title]", Claims = [.. _room.Paper.Claims.Select(claim => claim with { Says = "It is in [0, 1]." })] };
        var report = _report with { Findings = _report.Findings with { Remarks = ["[bold"], Tables = [new FindingsTable("[t]", ["[c]"], [["[/]"]])] } };
        var text = Console(paper, report, 120);
        Assert.Contains("[red]A[/] [title]", text);
        Assert.Contains("It is in [0, 1].", text);
        Assert.Contains("[bold", text);
        Assert.Contains("[/]", text);
    }

    [Fact]
    public void The_HTML_file_is_well_formed_and_needs_nothing_else()
    {
        var html = HtmlReport.Write(_room.Paper, _report);
        var document = Parse(html);
        Assert.DoesNotContain(document.Descendants(), element => element.Name.LocalName is "script" or "link" or "img" or "iframe");
        Assert.DoesNotContain(document.Descendants().Attributes(), attribute => attribute.Name.LocalName is "src" or "style" || attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        Assert.DoesNotMatch(@"url\((?!#)", html); // clip paths within the file are its own
        Assert.DoesNotContain("@import", html);
        Assert.Contains("default-src 'none'", html);
        Assert.Contains("prefers-color-scheme: dark", html);
        Assert.Contains("@media print", html);
        Assert.Equal(3, document.Descendants("article").Count());
        var first = document.Descendants("article").First();
        Assert.Contains("holds", (string)first.Attribute("class")!);
        Assert.Contains("✓ holds full reach", Flat(first));
        Assert.Contains("at most 0.95", Flat(first));
        Assert.Equal("A steady method", document.Descendants("h1").Single().Value);
        Assert.Equal(["size", "cost"], document.Descendants("th").Select(th => th.Value));
    }

    [Fact]
    public void Hostile_text_stays_text()
    {
        const string attack = "<script>alert(1)</script><img src=x onerror=\"alert(1)\">&amp;'";
        var paper = _room.Paper with
        {
            Title = attack,
            Authors = attack,
            Notices = [new Notice(NoticeKind.Code, attack)],
            Claims = [.. _room.Paper.Claims.Select(claim => claim with { Says = attack, Published = attack, PaperUsed = attack, ReachBecause = attack, SecondPath = attack })],
        };
        var report = _report with
        {
            Backend = attack,
            Machine = _report.Machine with { Processor = attack },
            Findings = _report.Findings with
            {
                Remarks = [attack],
                Tables = [new FindingsTable(attack, [attack], [[attack]])],
                Figures = [.. _report.Findings.Figures.Select(figure => figure with { Title = attack, Description = attack })],
            },
        };
        var document = Parse(HtmlReport.Write(paper, report));
        Assert.DoesNotContain(document.Descendants(), element => element.Name.LocalName is "script" or "img");
        Assert.Equal(attack, document.Descendants("h1").Single().Value);
        Assert.Equal(attack, document.Descendants("td").Single().Value);
    }

    [Fact]
    public void The_figures_are_in_the_file()
    {
        var document = Parse(HtmlReport.Write(_room.Paper, _report));
        var svg = document.Descendants().Single(element => element.Name.LocalName == "svg");
        Assert.Contains("Cost by size", svg.Value);
    }

    public void Dispose() => _folder.Dispose();

    private static string Console(Paper paper, RunReport report, int width)
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text), Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors });
        console.Profile.Width = width;
        ConsoleReport.Write(console, paper, report);
        return text.ToString();
    }

    // What a browser forgives an XML parser does not: the void elements are closed for it, everything else must be right as it is.
    private static XDocument Parse(string html) =>
        XDocument.Parse(System.Text.RegularExpressions.Regex.Replace(html.Replace("<!DOCTYPE html>", ""), "<(meta [^>]*|br)>", "<$1/>"), LoadOptions.PreserveWhitespace);

    private static string Flat(XElement element) => string.Join(' ', element.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
