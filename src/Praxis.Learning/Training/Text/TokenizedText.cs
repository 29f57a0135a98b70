using System.Runtime.InteropServices;
using System.Text;
using Praxis.Learning.Tokenizers;

namespace Praxis.Learning.Training;

/// <summary>A text as tokens, with the number of its bytes in UTF-8.</summary>
/// <param name="Tokens">The tokens.</param>
/// <param name="Bytes">The bytes of the text; special tokens have none.</param>
public sealed record TokenizedText(TokenSequence Tokens, long Bytes)
{
    /// <summary>Tokenizes documents one after the other.</summary>
    /// <param name="documents">The texts.</param>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="after">A token that is put behind every document, or null.</param>
    public static TokenizedText From(IReadOnlyList<string> documents, Tokenizer tokenizer, int? after)
    {
        var tokens = new List<int>();
        foreach (string document in documents)
        {
            tokens.AddRange(tokenizer.Encode(document, addSpecialTokens: false));
            if (after is { } special)
                tokens.Add(special);
        }

        return new TokenizedText(
            TokenSequence.Of(CollectionsMarshal.AsSpan(tokens), tokenizer.VocabularySize), TrainingTexts.Bytes(documents));
    }

    /// <summary>The bytes of documents one after the other, each a token.</summary>
    public static TokenizedText OfBytes(IReadOnlyList<string> documents)
    {
        byte[] bytes = [.. documents.SelectMany(Encoding.UTF8.GetBytes)];
        return new TokenizedText(TokenSequence.OfBytes(bytes), bytes.Length);
    }
}
