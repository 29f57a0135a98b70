using System.Text;
using Praxis.Learning.Training;

namespace Praxis.Learning.Tests.Training;

public class StreamedTextTests
{
    [Theory]
    [InlineData("plain")]
    [InlineData("naïve – “quoted” … 𝔘 😀 日本語")]
    public void Pieces_side_by_side_are_the_text_and_no_letter_is_cut(string text)
    {
        var stream = new StreamedText(Bytes);
        var pieces = Encoding.UTF8.GetBytes(text).Select(octet => stream.Add(octet)).ToList();
        Assert.DoesNotContain(pieces, piece => piece.Contains('\uFFFD', StringComparison.Ordinal));
        Assert.Equal(text, string.Concat(pieces) + stream.Finish());
        Assert.True(pieces.Count(piece => piece.Length > 0) == text.EnumerateRunes().Count());
    }

    [Fact]
    public void What_never_becomes_a_letter_is_told_in_the_end()
    {
        var stream = new StreamedText(Bytes);
        Assert.Equal("a", stream.Add('a'));
        Assert.Equal("", stream.Add(0xE2));
        Assert.Equal("", stream.Add(0x80));
        Assert.Equal("\uFFFD", stream.Finish());
        Assert.Equal("", stream.Finish());
    }

    [Fact]
    public void Bytes_that_are_no_letter_do_not_hold_up_what_follows()
    {
        var stream = new StreamedText(Bytes);
        string told = string.Concat(new[] { 0xFF, 0xFF, 0xFF, 0xFF, (int)'b', 'c' }.Select(stream.Add)) + stream.Finish();
        Assert.Equal("\uFFFD\uFFFD\uFFFD\uFFFDbc", told);
    }

    [Fact]
    public void A_space_that_only_the_first_piece_loses_stays_within()
    {
        // As tokenizers after SentencePiece do: every token begins with a space, and the text does not.
        string[] words = [" In", " the", " begin", "ning"];
        var stream = new StreamedText(tokens => string.Concat(tokens.Select(token => words[token])).TrimStart(' '));
        Assert.Equal(["In", " the", " begin", "ning"], Enumerable.Range(0, 4).Select(stream.Add));
    }

    private static string Bytes(IReadOnlyList<int> tokens) => Encoding.UTF8.GetString([.. tokens.Select(token => (byte)token)]);
}
