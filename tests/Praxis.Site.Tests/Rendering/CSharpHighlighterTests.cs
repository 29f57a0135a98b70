using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Html;
using Praxis.Lab;
using Praxis.Web.Rendering;

namespace Praxis.Site.Tests.Rendering;

public sealed class CSharpHighlighterTests
{
    [Fact]
    public void Every_source_of_every_room_comes_out_whole()
    {
        foreach (var file in PaperLibrary.Load(PaperLibrary.FindFolder()).Rooms.SelectMany(room => SourceFile.Of(room)))
            Assert.Equal(file.Text, Text(Html(file.Text)));
    }

    [Theory]
    [InlineData("return x;", "<span class=\"k\">return</span> x;")]
    [InlineData("// <b>", "<span class=\"c\">// &lt;b&gt;</span>")]
    [InlineData("/// a\nb", "<span class=\"d\">/// a</span>\nb")]
    [InlineData("/* a\n*/b", "<span class=\"c\">/* a\n*/</span>b")]
    [InlineData("1.5e-3+x", "<span class=\"n\">1.5e-3</span>+x")]
    [InlineData("0xE+1", "<span class=\"n\">0xE</span>+<span class=\"n\">1</span>")]
    [InlineData("1..2", "<span class=\"n\">1</span>..<span class=\"n\">2</span>")]
    [InlineData("f(x)", "<span class=\"m\">f</span>(x)")]
    [InlineData("a.value", "a.value")]
    [InlineData("Tensor t", "<span class=\"t\">Tensor</span> t")]
    public void Tokens_get_the_class_of_their_kind(string source, string html) => Assert.Equal(html, Html(source));

    [Theory]
    [InlineData("\"a \\\" b\"")]
    [InlineData("@\"a \\\"")]
    [InlineData("@\"a \"\" b\"")]
    [InlineData("$\"a {b} {{c}}\"")]
    [InlineData("$\"a {(b ? \"c\" : \"d\")} e\"")]
    [InlineData("$\"{x:0.0} %\"")]
    [InlineData("$@\"a {b} \"")]
    [InlineData("\"\"\"a \" b \"\" c\"\"\"")]
    [InlineData("$$\"\"\"a {{b}} \" c\"\"\"")]
    [InlineData("\"\"")]
    [InlineData("'\\''")]
    public void A_string_is_one_token_whatever_it_holds(string literal)
    {
        var html = Html($"{literal}; x");
        Assert.StartsWith("<span class=\"s\">", html, StringComparison.Ordinal);
        Assert.EndsWith("</span>; x", html, StringComparison.Ordinal);
        Assert.Equal($"{literal}; x", Text(html));
        Assert.Single(Regex.Matches(html, "<span"));
    }

    [Theory]
    [InlineData("\"")]
    [InlineData("$\"{")]
    [InlineData("$@")]
    [InlineData("/*")]
    [InlineData("'")]
    [InlineData("\"\"\"")]
    [InlineData("<")]
    [InlineData("1e")]
    [InlineData("#")]
    [InlineData("\"\n")]
    public void Hostile_text_takes_time_in_proportion_and_stays_whole(string pattern)
    {
        var source = string.Concat(Enumerable.Repeat(pattern, 100_000));
        var clock = Stopwatch.StartNew();
        var html = Html(source);
        Assert.Equal(source, Text(html));
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 20);
    }

    private static string Html(string source) => ((HtmlString)CSharpHighlighter.Html(source)).Value!;

    private static string Text(string html) => WebUtility.HtmlDecode(Regex.Replace(html, "</?span[^>]*>", ""));
}
