using System.Text.Encodings.Web;
using Praxis.Lab;
using Praxis.Web.Pages;
using Praxis.Web.Rendering;

namespace Praxis.Site.Tests.Rendering;

public sealed class TextTests
{
    [Theory]
    [InlineData("A$^2$ATS", "A²ATS")]
    [InlineData("The $\\ell_p$ norm", "The ℓₚ norm")]
    [InlineData("$\\ell_\\infty$", "$\\ell_\\infty$")]
    [InlineData("$O(n^{10})$ steps", "O(n¹⁰) steps")]
    [InlineData("$\\mathcal{O}(\\log n)$", "O(log n)")]
    [InlineData("5$ and 6 more", "5$ and 6 more")]
    [InlineData("costs $5 or $6", "costs $5 or $6")]
    [InlineData("$n$th of $n$ items", "nth of n items")]
    [InlineData("$\\unknown{x}$ stays", "$\\unknown{x}$ stays")]
    [InlineData("$$", "$$")]
    [InlineData("no formula", "no formula")]
    public void Short_formulas_are_shown_in_plain_signs(string tex, string plain) => Assert.Equal(plain, MathText.Plain(tex));

    [Fact]
    public void Many_dollar_signs_take_no_time()
    {
        var text = string.Concat(Enumerable.Repeat("$\\q", 50_000));
        Assert.Equal(text, MathText.Plain(text));
    }

    [Fact]
    public void Markdown_renders_but_its_html_is_text_and_its_links_are_of_the_web()
    {
        var html = Html("*a* <script>x</script> [b](javascript:alert(1)) [c](https://example.org/) ![d](https://example.org/d.png)");
        Assert.Contains("<em>a</em>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("javascript:", html, StringComparison.Ordinal);
        Assert.Contains("href=\"https://example.org/\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("d.png", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[a]: javascript:alert(1)\n\n[a]")]
    [InlineData("<javascript:alert(1)>")]
    [InlineData("[x](data:text/html,hello)")]
    [InlineData("[x](JaVaScRiPt:alert(1))")]
    public void No_spelling_of_a_link_leads_out_of_the_web(string markdown) =>
        Assert.DoesNotMatch("href=\"(?i:javascript|data):", Html(markdown));

    [Theory]
    [InlineData("Short.", 20, "Short.")]
    [InlineData("One sentence. Another one that is longer.", 20, "One sentence.")]
    [InlineData("words without an end of a sentence", 20, "words without an end …")]
    [InlineData("abcdefghijklmnopqrstuvwxyz", 10, "abcdefghij …")]
    public void An_excerpt_ends_with_a_sentence_or_a_word(string text, int length, string excerpt) => Assert.Equal(excerpt, PlainText.Excerpt(text, length));

    [Theory]
    [InlineData("https://github.com/a/b", "https://github.com/a/b")]
    [InlineData("javascript:alert(1)", null)]
    [InlineData("//example.org", null)]
    [InlineData("file:///etc/passwd", null)]
    [InlineData(null, null)]
    public void Only_addresses_of_the_web_become_links(string? address, string? link) => Assert.Equal(link, WebLink.Of(address));

    [Fact]
    public void Verdicts_of_one_kind_and_reach_are_counted_together()
    {
        var counts = VerdictCounts.Of(
            new Dictionary<string, Verdict?> { ["C1"] = Verdict.Holds, ["C2"] = null, ["C3"] = Verdict.Holds, ["C4"] = Verdict.Fails, ["C5"] = Verdict.Inconclusive, ["C6"] = Verdict.Inconclusive },
            paper: null);
        Assert.Equal(["2 hold", "1 fails", "2 inconclusive", "1 not checked here"], counts.Groups.Select(group => group.Words));
    }

    [Fact]
    public void Every_verdict_has_a_shape_and_a_word_of_its_own()
    {
        var marks = new Verdict?[] { Verdict.Holds, Verdict.Fails, Verdict.Inconclusive, null }.Select(verdict => Write(VerdictMark.Of(verdict))).ToList();
        Assert.Equal(4, marks.Select(mark => mark[mark.IndexOf("<svg", StringComparison.Ordinal)..mark.IndexOf("</svg>", StringComparison.Ordinal)]).Distinct().Count());
        Assert.Equal(["holds", "fails", "inconclusive", "not checked here"], marks.Select(mark => mark[(mark.IndexOf("</svg>", StringComparison.Ordinal) + 6)..^"</span>".Length]));
    }

    private static string Html(string markdown) => Write(MarkdownText.Html(markdown));

    private static string Write(Microsoft.AspNetCore.Html.IHtmlContent content)
    {
        using var writer = new StringWriter();
        content.WriteTo(writer, HtmlEncoder.Default);
        return writer.ToString();
    }
}
