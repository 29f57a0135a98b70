using Praxis.Numerics;

namespace Praxis.Learning.Training;

/// <summary>How well a masked language model guesses hidden tokens. Which are hidden depends on the text's length and the context alone.</summary>
public static class MaskedEvaluation
{
    // Another mask would give other numbers; this one is fixed for all time.
    private const long MaskSeed = 15;

    /// <summary>What is measured, in words for reports.</summary>
    public static string Protocol(int context) =>
        $"Windows of {context - 2} tokens side by side between [CLS] and [SEP]; in each 15 % of the tokens, chosen once and for all, are replaced by [MASK] and guessed from the others on both sides. Pseudo-perplexity is exp of the mean of −ln p over them; it cannot be compared with the perplexity of models that see only what is before.";

    /// <summary>The hidden tokens of a text, guessed by a model.</summary>
    /// <param name="logits">The model: tokens I64 (batch, time) → scores (batch, time, vocabulary).</param>
    /// <param name="text">The text, one window at least.</param>
    /// <param name="vocabulary">The special tokens.</param>
    /// <param name="context">The tokens of a window with [CLS] and [SEP].</param>
    /// <param name="count">The most windows, spread evenly; null for all.</param>
    /// <param name="batch">The windows that are computed at a time.</param>
    /// <param name="progress">Told the share that is done.</param>
    /// <param name="cancel">Stops it.</param>
    public static MaskedScore Score(
        Func<Tensor, Tensor> logits, TokenSequence text, MaskedVocabulary vocabulary, int context, int? count = null, int batch = 8,
        IProgress<double>? progress = null, CancellationToken cancel = default)
    {
        long hidden = 0;
        double nats = 0;
        foreach (int[] chunk in Windows(text, context, count).Chunk(batch))
        {
            cancel.ThrowIfCancellationRequested();
            using var memory = TensorScope.Begin();
            using var unrecorded = NoGradient.Scope();
            var tokens = Tensor.Zeros(DType.I64, chunk.Length, context);
            var places = new int[chunk.Length][];
            for (int row = 0; row < chunk.Length; row++)
            {
                var window = tokens.AsSpan<long>().Slice(row * context, context);
                (window[0], window[^1]) = (vocabulary.Begin, vocabulary.End);
                text.CopyTo(chunk[row] * (context - 2), window[1..^1]);
                places[row] = Hidden(chunk[row], context);
                foreach (int place in places[row])
                    window[place + 1] = vocabulary.Mask;
            }

            var scores = logits(tokens).Contiguous(); // (batch, time, vocabulary)
            for (int row = 0; row < chunk.Length; row++)
                foreach (int place in places[row])
                {
                    nats += TargetLikelihood.Nats(scores, (row * context) + place + 1, text[(chunk[row] * (context - 2)) + place]);
                    hidden++;
                }

            progress?.Report((chunk[^1] + 1) * (double)(context - 2) / text.Length);
        }

        return new MaskedScore(hidden, nats);
    }

    /// <summary>The same hidden tokens, guessed by their frequency alone, and from their two neighbours.</summary>
    public static (MaskedScore Unigram, MaskedScore Neighbours) Score(NeighbourPredictor predictor, TokenSequence text, int context, CancellationToken cancel = default)
    {
        int[] windows = [.. Windows(text, context, null)];
        var parts = new (long Hidden, double Unigram, double Neighbours)[windows.Length];
        Parallel.For(0, windows.Length, new ParallelOptions { CancellationToken = cancel }, window =>
        {
            int start = window * (context - 2);
            int[] places = Hidden(window, context);
            foreach (int place in places)
            {
                int token = text[start + place];
                parts[window].Hidden++;
                parts[window].Unigram -= Math.Log(predictor.Unigram(token));
                parts[window].Neighbours -= Math.Log(predictor.Probability(token, Seen(place - 1), Seen(place + 1)));
            }

            int? Seen(int place) => place < 0 || place >= context - 2 || places.Contains(place) ? null : text[start + place];
        });
        long hidden = parts.Sum(part => part.Hidden);
        return (new MaskedScore(hidden, parts.Sum(part => part.Unigram)), new MaskedScore(hidden, parts.Sum(part => part.Neighbours)));
    }

    private static IEnumerable<int> Windows(TokenSequence text, int context, int? count)
    {
        int fitting = text.Length / (context - 2);
        if (fitting == 0)
            throw new LearningException($"A text of {text.Length} tokens is shorter than one window of {context - 2}; take more text or a shorter context.");
        int taken = Math.Min(count ?? fitting, fitting);
        return Enumerable.Range(0, taken).Select(i => (int)((long)i * fitting / taken));
    }

    /// <summary>Which tokens of a window are hidden, counted from the window's first token after [CLS].</summary>
    /// <param name="window">The number of the window when the whole text is cut into windows side by side.</param>
    /// <param name="context">The tokens of a window with [CLS] and [SEP].</param>
    public static int[] Hidden(int window, int context)
    {
        int length = context - 2;
        return new RandomStream(MaskSeed).Fork(window).Choose(Math.Max(1, (int)Math.Round(MaskedBatches.PublishedShare * length)), length);
    }
}
