namespace Praxis.Learning.Training;

/// <summary>Simpler models, counted on the training text and measured on the others.</summary>
public static class Baselines
{
    private const int HighestTokenOrder = 5;
    private const int HighestByteOrder = 7;

    /// <summary>Modified Kneser–Ney n-grams over the same tokens, orders 1 to 5, and over bytes, orders 1 to 7.</summary>
    /// <param name="tokens">The training text in tokens, and what is told, by name of split.</param>
    /// <param name="bytes">The same in bytes.</param>
    /// <param name="progress">Told the share that is done.</param>
    /// <param name="cancel">Stops it.</param>
    public static IReadOnlyList<Baseline> NGrams(
        (TokenizedText Train, IReadOnlyList<(string Split, TokenizedText Text)> Told) tokens,
        (TokenizedText Train, IReadOnlyList<(string Split, TokenizedText Text)> Told) bytes,
        IProgress<double>? progress = null, CancellationToken cancel = default)
    {
        var ofTokens = NGrams("token", HighestTokenOrder, tokens.Train, tokens.Told, cancel);
        progress?.Report(0.4);
        var ofBytes = NGrams("byte", HighestByteOrder, bytes.Train, bytes.Told, cancel);
        progress?.Report(1);
        return [.. ofTokens, .. ofBytes];
    }

    /// <summary>Hidden tokens guessed by frequency, and from both neighbours.</summary>
    public static IReadOnlyList<Baseline> Masked(TokenSequence train, IReadOnlyList<(string Split, TokenizedText Text)> told, int context, CancellationToken cancel = default)
    {
        var predictor = new NeighbourPredictor(train, cancel);
        var scores = told.Select(entry => (entry.Split, Scores: MaskedEvaluation.Score(predictor, entry.Text.Tokens, context, cancel))).ToList();
        return
        [
            new Baseline("frequency of tokens", "token", null, false, [.. scores.Select(entry => SplitScore.Of(entry.Split, entry.Scores.Unigram))]),
            new Baseline("bigrams with the left and the right neighbour", "token", null, true, [.. scores.Select(entry => SplitScore.Of(entry.Split, entry.Scores.Neighbours))]),
        ];
    }

    private static List<Baseline> NGrams(
        string unit, int highest, TokenizedText train, IReadOnlyList<(string Split, TokenizedText Text)> told, CancellationToken cancel)
    {
        highest = Math.Min(Math.Min(highest, KneserNey.LargestOrder(train.Tokens.VocabularySize)), train.Tokens.Length);
        var model = KneserNey.Train(train.Tokens, highest, cancel);
        var nats = told.Select(entry => model.NegativeLogLikelihoods(entry.Text.Tokens, cancel)).ToList();
        int best = nats.Count == 0 ? 0 : Array.IndexOf(nats[0], nats[0].Min());
        return [.. Enumerable.Range(0, highest).Select(i => new Baseline(
            $"{i + 1}-gram of {unit}s, modified Kneser–Ney",
            unit,
            i + 1,
            i == best,
            [.. told.Select((entry, split) => SplitScore.Of(entry.Split, new TextScore(entry.Text.Tokens.Length, entry.Text.Bytes, nats[split][i])))]))];
    }
}
