using Praxis.Learning.Tokenizers.Patterns;

namespace Praxis.Learning.Tokenizers.PreTokenizers;

/// <summary>SentencePiece's: writes spaces as a visible character, puts one before the text, and cuts before each of them.</summary>
internal sealed class MetaspacePreTokenizer(string replacement, string scheme, bool split) : PreTokenizer
{
    private readonly SplitPreTokenizer _cut = new(new LiteralPattern(replacement), SplitBehavior.MergedWithNext, inverted: false);

    /// <summary>Reads its fields; files of older versions say add_prefix_space for the scheme.</summary>
    public static MetaspacePreTokenizer ReadFrom(TokenizerNode node) =>
        new(node.Character("replacement", "▁"), ReadScheme(node), node.Flag("split", true));

    /// <summary>When a replaced space is put before the text: always, first (only where the whole text begins) or never.</summary>
    public static string ReadScheme(TokenizerNode node)
    {
        string scheme = node.TextOrNull("prepend_scheme") ?? (node.Flag("add_prefix_space", true) ? "always" : "never");
        return scheme is "always" or "first" or "never" ? scheme : throw node["prepend_scheme"].Wrong("always, first or never");
    }

    /// <inheritdoc/>
    public override void Split(Piece piece, List<Piece> into)
    {
        string text = piece.Span.ToString().Replace(" ", replacement, StringComparison.Ordinal);
        bool prepends = scheme == "always" || (scheme == "first" && piece.IsFirst);
        if (prepends && !text.StartsWith(replacement, StringComparison.Ordinal))
            text = replacement + text;
        var whole = new Piece(text, 0, text.Length, piece.IsFirst);
        if (split)
            _cut.Split(whole, into);
        else
            into.Add(whole);
    }
}
