namespace Praxis.Learning.Training;

/// <summary>A long text as the numbers of its tokens: two bytes each where the vocabulary allows, else four.</summary>
public sealed class TokenSequence
{
    private readonly ushort[]? _narrow;
    private readonly int[]? _wide;

    private TokenSequence(int vocabularySize, ushort[]? narrow, int[]? wide) =>
        (VocabularySize, _narrow, _wide) = (vocabularySize, narrow, wide);

    /// <summary>The number of different tokens there may be.</summary>
    public int VocabularySize { get; }

    /// <summary>The number of tokens.</summary>
    public int Length => _narrow?.Length ?? _wide!.Length;

    /// <summary>The token at a place.</summary>
    public int this[int place] => _narrow is null ? _wide![place] : _narrow[place];

    /// <summary>Keeps tokens.</summary>
    /// <param name="tokens">Their numbers.</param>
    /// <param name="vocabularySize">How many different ones there may be.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is no token of the vocabulary.</exception>
    public static TokenSequence Of(ReadOnlySpan<int> tokens, int vocabularySize)
    {
        foreach (int token in tokens)
            if ((uint)token >= (uint)vocabularySize)
                throw new ArgumentOutOfRangeException(nameof(tokens), token, $"The vocabulary has {vocabularySize} tokens.");
        if (vocabularySize > ushort.MaxValue + 1)
            return new TokenSequence(vocabularySize, null, tokens.ToArray());
        var narrow = new ushort[tokens.Length];
        for (int i = 0; i < narrow.Length; i++)
            narrow[i] = (ushort)tokens[i];
        return new TokenSequence(vocabularySize, narrow, null);
    }

    /// <summary>The bytes of a text as tokens of a vocabulary of 256.</summary>
    public static TokenSequence OfBytes(ReadOnlySpan<byte> bytes)
    {
        var narrow = new ushort[bytes.Length];
        for (int i = 0; i < narrow.Length; i++)
            narrow[i] = bytes[i];
        return new TokenSequence(256, narrow, null);
    }

    /// <summary>Copies the tokens from a place on, as many as there is room for.</summary>
    /// <exception cref="ArgumentException">There are not so many.</exception>
    public void CopyTo(int start, Span<long> destination)
    {
        if (start < 0 || destination.Length > Length - start)
            throw new ArgumentException($"There are not {destination.Length} tokens from {start} on.", nameof(start));
        for (int i = 0; i < destination.Length; i++)
            destination[i] = this[start + i];
    }
}
