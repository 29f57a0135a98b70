namespace Praxis.Learning.Tests.Tokenizers;

public sealed class NormalizerTests
{
    [Theory]
    [InlineData("NFC", "e\u0301 A\u030A \u212B \u1100\u1161\u11A8 a\u0323\u0302 \u0344", "é Å Å 각 ậ \u0308\u0301")]
    [InlineData("NFD", "é Å 각 ậ ｆ", "e\u0301 A\u030A \u1100\u1161\u11A8 a\u0323\u0302 ｆ")]
    [InlineData("NFKC", "ﬁ Ⅳ ㎏ ｆ½ \uFDFA", "fi IV kg f1\u20442 صلى الله عليه وسلم")]
    [InlineData("NFKD", "é ﬁ \u1E9B\u0323", "e\u0301 fi s\u0323\u0307")]
    [InlineData("NFC", "a\u0302\u0323 \u0958 \u1E9B\u0323 \U0001109A \U0001D15E", "ậ \u0915\u093C \u1E9B\u0323 \U0001109A \U0001D157\U0001D165")]
    [InlineData("Lowercase", "ΣΊΣΥΦΟΣ İI K Å 𐐀 ẞ", "σίσυφοσ i̇i k å 𐐨 ß")]
    [InlineData("StripAccents", "e\u0301 \u0903\u20DD é", "e  é")]
    public void Texts_become_what_Unicode_says(string type, string text, string expected) =>
        Assert.Equal(expected, SmallTokenizers.Normalized($$"""{"type":"{{type}}"}""", text));

    [Fact]
    public void Half_of_a_surrogate_pair_counts_as_the_replacement_character() =>
        Assert.Equal("a\uFFFDb", SmallTokenizers.Normalized("""{"type":"NFC"}""", "a\uD835b"));
}
