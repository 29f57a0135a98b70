using Praxis.Learning.Tokenizers.Normalizers;
using Praxis.Learning.Tokenizers.Patterns;

namespace Praxis.Learning.Tokenizers.Decoders;

/// <summary>BERT's: a token that does not go on with a word is set apart by a space; if asked, spaces before signs are taken out.</summary>
internal sealed class WordPieceDecoder(string prefix, bool cleansUp) : Decoder
{
    private static readonly (string From, string To)[] Corrections =
    [
        (" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"), (" n't", "n't"), (" 'm", "'m"), (" do not", " don't"), (" 's", "'s"),
        (" 've", "'ve"), (" 're", "'re"),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Decode(IReadOnlyList<string> tokens) => [.. tokens.Select((token, index) => Clean(Joined(token, index)))];

    private string Joined(string token, int index) => index == 0 ? token
        : token.StartsWith(prefix, StringComparison.Ordinal) ? token[prefix.Length..]
        : " " + token;

    private string Clean(string text) =>
        cleansUp ? Corrections.Aggregate(text, (current, correction) => current.Replace(correction.From, correction.To, StringComparison.Ordinal)) : text;
}

/// <summary>SentencePiece's: visible spaces become spaces, those of the first token nothing if one was put there.</summary>
internal sealed class MetaspaceDecoder(string replacement, bool wasPrepended) : Decoder
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Decode(IReadOnlyList<string> tokens) =>
        [.. tokens.Select((token, index) => token.Replace(replacement, index == 0 && wasPrepended ? "" : " ", StringComparison.Ordinal))];
}

/// <summary>Replaces matches of a pattern in each token.</summary>
internal sealed class ReplaceDecoder(TextPattern pattern, string content) : Decoder
{
    private readonly ReplaceNormalizer _replacing = new(pattern, content);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Decode(IReadOnlyList<string> tokens) => [.. tokens.Select(_replacing.Normalize)];
}

/// <summary>Joins all tokens to one.</summary>
internal sealed class FuseDecoder : Decoder
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Decode(IReadOnlyList<string> tokens) => [string.Concat(tokens)];
}

/// <summary>Takes a character off the ends of each token, at most so many times.</summary>
internal sealed class StripDecoder(string content, int start, int stop) : Decoder
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Decode(IReadOnlyList<string> tokens) => [.. tokens.Select(Strip)];

    private string Strip(string token)
    {
        for (int i = 0; i < start && token.StartsWith(content, StringComparison.Ordinal); i++)
            token = token[content.Length..];
        for (int i = 0; i < stop && token.EndsWith(content, StringComparison.Ordinal); i++)
            token = token[..^content.Length];
        return token;
    }
}

/// <summary>Makes spaces of the suffix that ends a word, and nothing of the last.</summary>
internal sealed class SuffixDecoder(string suffix) : Decoder
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Decode(IReadOnlyList<string> tokens) => suffix.Length == 0
        ? tokens
        : [.. tokens.Select((token, index) => token.Replace(suffix, index == tokens.Count - 1 ? "" : " ", StringComparison.Ordinal))];
}

/// <summary>One decoder after the other.</summary>
internal sealed class SequenceDecoder(IReadOnlyList<Decoder> decoders) : Decoder
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Decode(IReadOnlyList<string> tokens) =>
        decoders.Aggregate(tokens, (current, decoder) => decoder.Decode(current));
}
