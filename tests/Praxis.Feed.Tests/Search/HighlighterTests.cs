namespace Praxis.Feed.Tests.Search;

public class HighlighterTests
{
    private static string Show(IEnumerable<TextPart> parts) => string.Concat(parts.Select(part => part.Marked ? $"[{part.Text}]" : part.Text));

    private static Highlighter Of(params string[] words) => new(words.Select(word => PorterStemmer.Stem(word)), []);

    [Theory]
    [InlineData("Low-rank factorisation of layers", "[Low]-[rank] [factorisation] of layers")]
    [InlineData("Factorised, LOW RANKS.", "[Factorised], [LOW] [RANKS].")]
    [InlineData("slow ranking", "slow [ranking]")]
    [InlineData("<b>rank</b> & \"low\"", "<b>[rank]</b> & \"[low]\"")]
    [InlineData("nothing here", "nothing here")]
    [InlineData("", "")]
    public void All_forms_of_the_words_are_marked_and_nothing_else(string text, string shown) => Assert.Equal(shown, Show(Of("low", "rank", "factorize").Mark(text)));

    [Fact]
    public void Letters_in_other_dress_and_beginnings_are_marked()
    {
        Assert.Equal("[Poincaré]'s maps 🦦", Show(Of("poincare").Mark("Poincaré's maps 🦦")));
        Assert.Equal("[Quagga] or zebra", Show(new Highlighter([], ["quag"]).Mark("Quagga or zebra")));
    }

    [Fact]
    public void Every_word_is_marked_by_its_own_stem_and_by_its_beginning()
    {
        var words = Paraphrases.All.SelectMany(one => SearchWords.Of(one.Query)).Select(word => word.Text).Concat(["eyed", "eyes", "ying", "used", "ies", "flies", "y", "x"]).Distinct().ToList();
        Assert.True(words.Count > 1000);
        foreach (var word in words)
        {
            Assert.Equal($"[{word}]", Show(Of(word).Mark(word)));
            Assert.Equal($"[{word}]", Show(new Highlighter([], [word[..1]]).Mark(word)));
            Assert.Equal($"[{word}]", Show(new Highlighter([], [word[..Math.Min(3, word.Length)]]).Mark(word)));
        }
    }

    [Fact]
    public void Marked_pieces_joined_are_the_text()
    {
        var random = new Random(3);
        const string letters = "ab low rank <>&\"'\u00e9\ud83e\udda6\ud800\u0301-.";
        for (var i = 0; i < 300; i++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(60)).Select(_ => letters[random.Next(letters.Length)])]);
            Assert.Equal(text, string.Concat(Of("low", "rank").Mark(text).Select(part => part.Text)));
            Of("low", "rank").Excerpt(text, 20);
        }
    }

    [Fact]
    public void The_excerpt_is_the_part_with_most_of_the_words()
    {
        var text = string.Join(' ', Enumerable.Repeat("filler", 100)) + " the low rank of it " + string.Join(' ', Enumerable.Repeat("filler", 100));
        var shown = Show(Of("low", "rank").Excerpt(text, 120));
        Assert.StartsWith("… ", shown, StringComparison.Ordinal);
        Assert.EndsWith(" …", shown, StringComparison.Ordinal);
        Assert.Contains("the [low] [rank] of it", shown, StringComparison.Ordinal);
        Assert.InRange(shown.Length, 60, 140);
        Assert.StartsWith("filler filler", Show(Of("absent").Excerpt(text, 120)), StringComparison.Ordinal);
    }
}
