using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using Praxis.Web.Accounts;
using Praxis.Web.Accounts.Comments;

namespace Praxis.Site.Tests.People;

public sealed class CommentTextTests
{
    private static readonly Dictionary<string, string> Names = new() { ["ada"] = "Ada", ["e_v-e"] = "e_v-e" };

    public static TheoryData<string> Hostile =>
    [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", "<a href=\"javascript:alert(1)\">x</a>", "<!-- --><b>x</b>", "<style>*{}</style>",
        "[x](javascript:alert(1))", "[x](JaVaScRiPt&colon;alert(1))", "[x](java\nscript:alert(1))", "[x](data:text/html,<script>alert(1)</script>)", "[x](vbscript:x)", "[x](//evil.example)",
        "![x](javascript:alert(1))", "![x](https://evil.example/pixel.png)", "[x]: javascript:alert(1)\n\n[x]", "<javascript:alert(1)>", "<https://evil.example/\"onmouseover=alert(1)>",
        "[x](https://evil.example/\"onmouseover=\"alert(1))", "[x](https://evil.example 'a\" onmouseover=\"alert(1)')", "`<script>`", "```\"><script>alert(1)</script>\n<script>\n```", "    <script>alert(1)</script>",
        "@ada<script>", "@<script>alert(1)</script>", "@ada\" onmouseover=\"alert(1)", "www.evil.example/<script>alert(1)</script>", "https://evil.example/'onclick='alert(1)", "# heading\n\nheading\n===", "&lt;script&gt;alert(1)&lt;/script&gt;",
        "[<img src=x onerror=alert(1)>](https://example.org)", "\\<script>alert(1)\\</script>", "<scr\0ipt>alert(1)</script>", "| a |\n|---|\n| <b>x</b> |", "{onclick=alert(1)}", "text {#id .class onclick=alert(1)}",
    ];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void No_markup_of_a_reader_s_own_reaches_the_page(string text)
    {
        var (read, _) = CommentText.Read(text);
        var html = Html(read);
        // Every tag is one that Markdown makes, with attributes that it sets; everything else is text.
        foreach (Match tag in Regex.Matches(html, "<[^>]*>"))
            Assert.Matches("^</?(p|em|strong|code|pre|ul|ol|li|blockquote|br|hr|a|del)( (href=\"(https?://[^\"]*|/people/[A-Za-z0-9_-]+)\"|rel=\"nofollow ugc noreferrer\"|class=\"(mention|language-[^\"<>]*)\"|title=\"[^\"]*\"|start=\"\\d+\"))*( /)?>$", tag.Value);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("javascript:alert", string.Concat(Regex.Matches(html, "href=\"[^\"]*\"")), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("@ada", true)]
    [InlineData("(@Ada)", true)]
    [InlineData("thanks, @ADA.", true)]
    [InlineData("*@ada*", true)]
    [InlineData("@ada-", true)]
    [InlineData("ada@ada", false)]
    [InlineData("`@ada`", false)]
    [InlineData("\\@ada", false)]
    [InlineData("@@ada", false)]
    [InlineData("https://example.org/@ada", false)]
    [InlineData("[x](https://example.org/@ada)", false)]
    [InlineData("@adam", false)]
    public void A_name_after_an_at_sign_is_a_mention_where_text_is_text(string text, bool mentioned)
    {
        Assert.Equal(mentioned, CommentText.Mentions(text).Contains("ada", StringComparer.OrdinalIgnoreCase));
        Assert.Equal(mentioned, Html(text).Contains("<a class=\"mention\" href=\"/people/Ada\">@Ada</a>", StringComparison.Ordinal));
    }

    [Fact]
    public void Names_with_hyphens_and_underscores_are_whole() => Assert.Equal(["e_v-e"], CommentText.Mentions("hello @e_v-e, _really_"));

    [Fact]
    public void Links_lead_to_the_web_and_give_nothing_away()
    {
        Assert.Equal("<p><a href=\"https://example.org/a\" rel=\"nofollow ugc noreferrer\">b</a></p>\n", Html("[b](https://example.org/a)"));
        Assert.Equal("<p>b and <em>c</em></p>\n", Html("[b and *c*](/papers)"));
        Assert.Equal("<p><a href=\"https://example.org/a.png\" rel=\"nofollow ugc noreferrer\">b</a></p>\n", Html("![b](https://example.org/a.png)"));
    }

    [Theory]
    [InlineData("[")]
    [InlineData("![")]
    [InlineData("*a_")]
    [InlineData("`")]
    [InlineData("@a")]
    [InlineData("<a ")]
    [InlineData("> ")]
    [InlineData("- ")]
    [InlineData("a@b.")]
    [InlineData("www.")]
    [InlineData("](")]
    [InlineData("&#")]
    public void No_comment_takes_long_to_read(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 5000 / piece.Length));
        Html("warm");
        var watch = Stopwatch.StartNew();
        CommentText.Read(text);
        // A guard against backtracking, not a measurement: honest texts take under a hundredth of this.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{piece}: {watch.Elapsed}");
    }

    [Theory]
    [InlineData("a\u202eb\u2066c", "abc")]
    [InlineData("  a \r\n b\t c ", "a b c")]
    [InlineData("a\0b", "a b")]
    [InlineData("a\ud800b", "ab")]
    [InlineData("naïve 日本語 👍🏽", "naïve 日本語 👍🏽")]
    public void A_typed_line_keeps_what_is_seen(string typed, string kept) => Assert.Equal(kept, TypedText.Line(typed));

    private static string Html(string text)
    {
        using var writer = new StringWriter();
        try
        {
            CommentText.Html(text, Names).WriteTo(writer, HtmlEncoder.Default);
        }
        catch (ArgumentException)
        {
            Assert.NotNull(CommentText.Read(text).Problem);
        }
        return writer.ToString();
    }
}
