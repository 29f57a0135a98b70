namespace Praxis.Feed.Tests.Search;

public class SearchWordsTests
{
    // The examples of Porter's article and of his list of words.
    [Theory]
    [InlineData("caresses", "caress")]
    [InlineData("ponies", "poni")]
    [InlineData("cats", "cat")]
    [InlineData("agreed", "agre")]
    [InlineData("plastered", "plaster")]
    [InlineData("motoring", "motor")]
    [InlineData("sing", "sing")]
    [InlineData("conflated", "conflat")]
    [InlineData("hopping", "hop")]
    [InlineData("falling", "fall")]
    [InlineData("filing", "file")]
    [InlineData("happy", "happi")]
    [InlineData("sky", "sky")]
    [InlineData("relational", "relat")]
    [InlineData("conditional", "condit")]
    [InlineData("digitizer", "digit")]
    [InlineData("decisiveness", "decis")]
    [InlineData("sensibiliti", "sensibl")]
    [InlineData("triplicate", "triplic")]
    [InlineData("electrical", "electr")]
    [InlineData("goodness", "good")]
    [InlineData("allowance", "allow")]
    [InlineData("adjustable", "adjust")]
    [InlineData("adoption", "adopt")]
    [InlineData("effective", "effect")]
    [InlineData("probate", "probat")]
    [InlineData("rate", "rate")]
    [InlineData("controlling", "control")]
    [InlineData("rolling", "roll")]
    [InlineData("as", "as")]
    [InlineData("a2ats", "a2ats")]
    [InlineData("深度学习", "深度学习")]
    public void A_word_has_its_stem(string word, string stem) => Assert.Equal(stem, PorterStemmer.Stem(word));

    [Theory]
    [InlineData("factorised", "factorization")]
    [InlineData("quantisation", "quantized")]
    [InlineData("behaviour", "behavior")]
    [InlineData("modelling", "models")]
    [InlineData("labelled", "label")]
    [InlineData("analysed", "analyzing")]
    [InlineData("centre", "center")]
    public void Spellings_on_both_sides_of_the_ocean_meet(string one, string other) => Assert.Equal(PorterStemmer.Stem(one), PorterStemmer.Stem(other));

    [Fact]
    public void Packed_words_come_out_as_they_went_in()
    {
        (int Word, float Amount)[] words = [(1, 0.02f), (2, 1), (130, 0.5f), (70_000, 3.3f), (9_999_999, 40)];
        var found = new List<(int Word, float Amount)>();
        foreach (var (word, amount) in new PaperWords(PaperWords.Pack(words))) found.Add((word, PaperWords.Amount(amount)));
        Assert.Equal(words.Select(word => word.Word), found.Select(word => word.Word));
        foreach (var (wanted, got) in words.Zip(found)) Assert.InRange(got.Amount, wanted.Amount * 0.8f, wanted.Amount * 1.2f + 0.001f);
    }

    [Fact]
    public void The_packed_product_is_the_sum_of_products()
    {
        var random = new Random(5);
        var a = new sbyte[LatentModel.Dimensions];
        var b = new sbyte[LatentModel.Dimensions];
        for (var round = 0; round < 50; round++)
        {
            for (var i = 0; i < a.Length; i++) (a[i], b[i]) = ((sbyte)random.Next(-127, 128), (sbyte)random.Next(-127, 128));
            Assert.Equal(a.Zip(b, (x, y) => x * y).Sum(), PackedVector.Dot(Array.ConvertAll(a, value => (short)value), b));
        }
        Array.Fill(a, (sbyte)-127);
        Assert.Equal(127 * 127 * a.Length, PackedVector.Dot(Array.ConvertAll(a, value => (short)value), a));
    }
}
