namespace Praxis.Learning.Training;

/// <summary>
/// Guesses a hidden token from the tokens beside it: p(w | l, r) ∝ p(w | l) · p(r | w), both bigrams of modified Kneser–Ney smoothing; where a
/// neighbour is hidden too, or there is none, its factor is left out, and with neither this is the unigram distribution.
/// </summary>
public sealed class NeighbourPredictor
{
    /// <summary>The largest vocabulary: all pairs of tokens are kept.</summary>
    public const int LargestVocabulary = 4096;

    private readonly double[] _unigram;
    private readonly float[] _bigram; // (before, token)

    /// <summary>Counts a text.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The vocabulary is larger than <see cref="LargestVocabulary"/>.</exception>
    public NeighbourPredictor(TokenSequence text, CancellationToken cancel = default)
    {
        int size = text.VocabularySize;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, LargestVocabulary, nameof(text));
        var model = KneserNey.Train(text, 2, cancel);
        _unigram = [.. Enumerable.Range(0, size).Select(token => model.Probability(1, [], token))];
        _bigram = new float[size * size];
        Parallel.For(0, size, new ParallelOptions { CancellationToken = cancel }, before =>
        {
            for (int token = 0; token < size; token++)
                _bigram[(before * size) + token] = (float)model.Probability(2, [before], token);
        });
    }

    /// <summary>The probability of a token by itself.</summary>
    public double Unigram(int token) => _unigram[token];

    /// <summary>The probability of a token between two others, either of which may be unknown (null).</summary>
    public double Probability(int token, int? left, int? right)
    {
        int size = _unigram.Length;
        double sum = 0;
        double own = 0;
        for (int other = 0; other < size; other++)
        {
            double weight = (left is { } l ? _bigram[(l * size) + other] : _unigram[other]) * (right is { } r ? _bigram[(other * size) + r] : 1);
            sum += weight;
            if (other == token)
                own = weight;
        }

        return own / sum;
    }
}
