namespace Praxis.Learning.Training;

/// <summary>The numbers of a masked language model's special tokens, and of those it may guess.</summary>
/// <param name="Begin">[CLS], before each window.</param>
/// <param name="End">[SEP], after it.</param>
/// <param name="Mask">[MASK].</param>
/// <param name="Size">The number of all tokens.</param>
public sealed record MaskedVocabulary(int Begin, int End, int Mask, int Size)
{
    /// <summary>The special tokens of a tokenizer.</summary>
    /// <param name="tokenId">The number of a token, if there is one.</param>
    /// <param name="size">The number of all tokens.</param>
    /// <exception cref="LearningException">One is missing.</exception>
    public static MaskedVocabulary From(Func<string, int?> tokenId, int size)
    {
        return new MaskedVocabulary(Id(MaskedTokens.Begin), Id(MaskedTokens.End), Id(MaskedTokens.Mask), size);

        int Id(string token) => tokenId(token)
            ?? throw new LearningException($"The tokenizer has no token {token}, which a masked language model needs; take one with {string.Join(", ", MaskedTokens.All)}.");
    }
}
