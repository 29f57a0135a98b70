using Praxis.Learning.Tests.Files;

namespace Praxis.Learning.Tests.Tokenizers;

public sealed class PatternTests
{
    [Theory]
    [InlineData(@"\p{L}+", "a𝒳b 1𐐀", "a𝒳b|𐐀|")]
    [InlineData(@"[^\s\p{L}]+", "a𝒳 😀!b\U0001D7D8", "😀!|\U0001D7D8|")]
    [InlineData(@"\p{N}{1,3}", "1234567 𝟘𝟙𝟚𝟛", "123|456|7|𝟘𝟙𝟚|𝟛|")]
    [InlineData(@"[\x{1F600}-\x{1F64F}]", "a😀😃b", "😀|😃|")]
    [InlineData(@".", "𝒳y\nz", "𝒳|y|z|")]
    [InlineData(@"(?i:'s|k)", "'S 'ſ k K K x", "'S|'ſ|k|K|K|")]
    [InlineData(@"(?i:[a-c]+)X", "abCX aBx", "abCX|")]
    [InlineData(@"\s+(?!\S)|\s+", "a   b", "  | |")]
    [InlineData(@"\s+", "a\u0085\u00A0\u2003b\u200Bc\u180Ed", "\u0085\u00A0\u2003|")]
    [InlineData(@"\w+", "a_1é\u0301 ² Ⅷ Ⓐ 🄰-\u200D", "a_1é\u0301|²|Ⅷ|Ⓐ|🄰|")]
    [InlineData(@"[\w]+", "a² b", "a|b|")]
    [InlineData(@"\d+|\D\b", "٣4 ab", "٣4| |b|")]
    [InlineData(@"[a-z&&[^aeiou]]+", "abcde", "bcd|")]
    [InlineData(@"[[:punct:]]+", "a!$b", "!$|")]
    [InlineData(@"\p{Han}+|\p{^L}", "漢字かな1", "漢字|1|")]
    [InlineData(@"a*+b|a", "aab aaa", "aab|a|a|a|")]
    [InlineData(@"(?>a+)c|x{2}|y{1,}?", "aac xxx yy", "aac|xx|y|y|")]
    [InlineData(@"^a|b$|\Ac", "a\nab b\nb", "a|a|b|b|")]
    [InlineData(@"(?<=a)b|(?<!a)c", "abcac", "b|c|")]
    [InlineData(@"[]a-]+|\{|}", "]-a{}", "]-a|{|}|")]
    public void Patterns_mean_what_they_mean_to_Oniguruma(string pattern, string text, string expected) =>
        Assert.Equal(expected, SmallTokenizers.Matches(pattern, text));

    [Theory]
    [InlineData("(a", "does not end")]
    [InlineData("a)", "closes nothing")]
    [InlineData("[a", "does not end")]
    [InlineData("*a", "repeats nothing")]
    [InlineData(@"\p{Klingon}", "'Klingon' is not known here")]
    [InlineData(@"(a)\1", @"\1 is not known here")]
    [InlineData("(?<n>a)", "group is not known here")]
    [InlineData("[z-a]", "wrong way round")]
    [InlineData("a{5,2}", "wrong way round")]
    [InlineData("a{2000}", "more than 1000")]
    [InlineData(@"\x{110000}", "no code point")]
    [InlineData(@"a\", "lone backslash")]
    [InlineData("^*", "anchor")]
    public void Damaged_and_unknown_patterns_are_refused_with_their_place(string pattern, string problem) =>
        ScratchFolder.Refused(() => SmallTokenizers.Matches(pattern, "a"), "given.json", "'pre_tokenizer.pattern.Regex'", problem);

    [Fact]
    public void Deep_nesting_is_refused() =>
        ScratchFolder.Refused(() => SmallTokenizers.Matches(new string('(', 5000), "a"), "nests too deeply");
}
