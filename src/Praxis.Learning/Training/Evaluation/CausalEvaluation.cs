using Praxis.Numerics;

namespace Praxis.Learning.Training;

/// <summary>How well a causal language model tells a text in advance.</summary>
public static class CausalEvaluation
{
    /// <summary>How the whole evaluation treats the beginning of windows, in words for reports.</summary>
    public static string Protocol(int context, int stride) =>
        $"Windows of {context} tokens that move by {stride}; of each only the last {stride} tokens count (of the first window all), so that every token is told once, from at least {context - stride} tokens before it unless the text has fewer. The first token of the text has nothing before it and is charged log2 of the vocabulary's size.";

    /// <summary>Every token of a text, each from the longest context that the stride allows.</summary>
    /// <param name="logits">The model: tokens I64 (batch, time) → scores (batch, time, vocabulary).</param>
    /// <param name="text">The text, one token at least.</param>
    /// <param name="context">The tokens of a window.</param>
    /// <param name="stride">By how many tokens the window moves, at most the context.</param>
    /// <param name="batch">The windows that are computed at a time.</param>
    /// <param name="progress">Told the share that is done.</param>
    /// <param name="cancel">Stops it.</param>
    public static TextScore Whole(
        Func<Tensor, Tensor> logits, TokenizedText text, int context, int stride, int batch = 8, IProgress<double>? progress = null, CancellationToken cancel = default)
    {
        var tokens = text.Tokens;
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tokens.Length, nameof(text));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(stride);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(stride, context);
        double nats = Math.Log(tokens.VocabularySize);
        int length = Math.Min(context, tokens.Length - 1);
        var windows = Windows(tokens.Length, length, stride);
        foreach (var chunk in windows.Chunk(batch))
        {
            cancel.ThrowIfCancellationRequested();
            nats += Sum(logits, tokens, length, chunk);
            progress?.Report(chunk[^1].End / (double)tokens.Length);
        }

        return new TextScore(tokens.Length, text.Bytes, nats);
    }

    /// <summary>The mean of −ln p over some windows, spread evenly over a text: a quick look, for which nothing counts twice.</summary>
    /// <param name="logits">The model: tokens I64 (batch, time) → scores (batch, time, vocabulary).</param>
    /// <param name="text">The text, two tokens at least.</param>
    /// <param name="context">The tokens of a window; every one counts, whatever stands before it.</param>
    /// <param name="count">The most windows.</param>
    /// <param name="batch">The windows that are computed at a time.</param>
    public static double Glance(Func<Tensor, Tensor> logits, TokenSequence text, int context, int count, int batch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(text.Length, 2, nameof(text));
        int length = Math.Min(context, text.Length - 1);
        int fitting = (text.Length - 1) / length;
        count = Math.Min(count, fitting);
        var windows = Enumerable.Range(0, count)
            .Select(i => (int)((long)i * fitting / count) * length)
            .Select(start => new Window(start, start + 1, start + 1 + length));
        return windows.Chunk(batch).Sum(chunk => Sum(logits, text, length, chunk)) / ((long)count * length);
    }

    // Windows side by side, each with the targets that count in it; the last ends with the text.
    private static IEnumerable<Window> Windows(int textLength, int length, int stride)
    {
        for (int counted = 1; counted < textLength;)
        {
            int end = Math.Min(textLength, counted == 1 ? 1 + length : counted + stride);
            yield return new Window(end - 1 - length, counted, end);
            counted = end;
        }
    }

    private static double Sum(Func<Tensor, Tensor> logits, TokenSequence text, int length, Window[] windows)
    {
        using var memory = TensorScope.Begin();
        using var unrecorded = NoGradient.Scope();
        var tokens = Tensor.Zeros(DType.I64, windows.Length, length);
        for (int row = 0; row < windows.Length; row++)
            text.CopyTo(windows[row].Start, tokens.AsSpan<long>().Slice(row * length, length));
        var scores = logits(tokens).Contiguous(); // (batch, time, vocabulary)
        double[] sums = new double[windows.Length];
        Parallel.For(0, windows.Length, row =>
        {
            var window = windows[row];
            for (int target = window.FirstTarget; target < window.End; target++)
                sums[row] += TargetLikelihood.Nats(scores, (row * length) + target - 1 - window.Start, text[target]);
        });
        return sums.Sum();
    }

    private readonly record struct Window(int Start, int FirstTarget, int End);
}
