using Praxis.Lab;

namespace Praxis.Feed.Tests;

public class TitleTextTests
{
    [Theory]
    [InlineData(@"Bounds for $\ell_p$ Sampling", "Bounds for ell_p Sampling")]
    [InlineData(@"Bounds for $\ell_p$ Sampling", "Bounds for ℓp Sampling")]
    [InlineData(@"Bounds for $\ell_{p}$ Sampling", "bounds  for ℓ_p  SAMPLING")]
    [InlineData(@"Regression with $\ell_\infty$ Guarantee", "Regression with ell_infty Guarantee")]
    [InlineData(@"Regression with $\ell_{\infty}$ Guarantee", "Regression with ℓ_∞ Guarantee")]
    [InlineData(@"Regression with $\ell_\infty$ Guarantee", "Regression with ℓ∞ guarantee")]
    [InlineData("A$^2$ATS: Retrieval", "A²ATS: Retrieval")]
    [InlineData("A$^2$ATS: Retrieval", "A2ATS Retrieval")]
    [InlineData("A$^{2}$ATS: Retrieval", "A^2ATS: Retrieval")]
    [InlineData(@"The $\varepsilon$-Net and $\alpha$", "The ε-net and α")]
    [InlineData(@"The $\epsilon$-Net", "The epsilon net")]
    [InlineData(@"$O(n \log n)$ in $\mathbb{R}^d$", "O(n log n) in R^d")]
    [InlineData(@"Sorting in $\mathcal{O}(n)$", "Sorting in 𝒪(n)")]
    [InlineData(@"Poincar\'e Maps", "Poincaré Maps")]
    [InlineData("Poincare\u0301 Maps", "Poincare Maps")]
    [InlineData(@"M\""obius & Erdős", "Möbius and Erdos")]
    [InlineData("Pruning—Taxonomy", "Pruning-Taxonomy")]
    [InlineData("A \u201cQuoted\u201d Kaprekar\u2019s Title", "A \"quoted\" Kaprekar's title")]
    [InlineData("State of the Art", "State-of-the-Art")]
    [InlineData("Efﬁcient Ｆull Width", "Efficient Full Width")]
    [InlineData(@"Rates $n \le 3$, $a \rightarrow b$", "Rates n ≤ 3, a → b")]
    public void Spellings_of_one_title_have_one_key(string one, string other) =>
        Assert.Equal(TitleText.Key(one), TitleText.Key(other));

    [Theory]
    [InlineData("Bounds for ℓ_1 Sampling", "Bounds for ℓ_2 Sampling")]
    [InlineData("Scaling Laws: Part I", "Scaling Laws: Part II")]
    [InlineData("Learning with α", "Learning with β")]
    [InlineData("深度学习", "机器学习")]
    public void Different_titles_have_different_keys(string one, string other) =>
        Assert.NotEqual(TitleText.Key(one), TitleText.Key(other));

    [Theory]
    [InlineData("")]
    [InlineData("?! — …")]
    [InlineData("\\")]
    [InlineData("$$ {} ^^ \\\\")]
    [InlineData("\ud800")]
    public void Text_without_letters_has_an_empty_key(string text) => Assert.Equal("", TitleText.Key(text));

    [Fact]
    public void Words_are_separate_and_symbols_are_words() =>
        Assert.Equal("sharper bounds for ell p sampling a2ats x1", TitleText.Words(@" Sharper  Bounds for $\ell_p$-Sampling: A$^2$ATS, x₁ "));

    [Fact]
    public void No_two_papers_of_the_catalogue_share_a_title()
    {
        var rooms = PaperLibrary.Load(TestRooms.Real).Rooms;
        var owners = rooms
            .SelectMany(room => room.Paper.AlsoTitled.Prepend(room.Paper.Title).Select(title => (Key: TitleText.Key(title), room.Paper.Slug)))
            .Distinct()
            .ToList();
        Assert.All(owners, owner => Assert.NotEqual("", owner.Key));
        Assert.Equal(owners.Count, owners.Select(owner => owner.Key).Distinct().Count());
        Assert.True(rooms.Count >= 165);
    }

    [Fact]
    public void Every_catalogue_title_is_known_again_however_it_is_typeset()
    {
        foreach (var paper in PaperLibrary.Load(TestRooms.Real).Rooms.Select(room => room.Paper))
        {
            var key = TitleText.Key(paper.Title);
            Assert.Equal(key, TitleText.Key(paper.Title.ToUpperInvariant().Replace("$\\ELL", "$\\ell", StringComparison.Ordinal)));
            Assert.Equal(key, TitleText.Key(paper.Title.Replace(" ", "  ", StringComparison.Ordinal)));
            Assert.Equal(key, TitleText.Key(paper.Title.Replace(":", " -", StringComparison.Ordinal).Replace("-", "\u2013", StringComparison.Ordinal)));
            Assert.Equal(key, TitleText.Key(paper.Title.Replace("ℓ", "$\\ell$", StringComparison.Ordinal).Replace("∞", "\\infty", StringComparison.Ordinal)));
            Assert.Equal(key, TitleText.Key(paper.Title.Replace("ℓ", "ell", StringComparison.Ordinal).Replace("∞", "infty", StringComparison.Ordinal).Replace("$", "", StringComparison.Ordinal)));
        }
    }
}
