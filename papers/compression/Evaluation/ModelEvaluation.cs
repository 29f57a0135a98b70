using System.Diagnostics;
using Praxis.Lab;
using Praxis.Learning;
using Praxis.Learning.Models;
using Praxis.Numerics;

namespace Praxis.Papers.Compression;

/// <summary>How good, how large and how fast a model is on a text: the same for every method.</summary>
public sealed record ModelEvaluation
{
    /// <summary>
    /// exp of the mean of −ln p over the asked places, with its 95 % interval over the windows; for a masked model the pseudo-perplexity.
    /// </summary>
    public required Interval Perplexity { get; init; }

    /// <summary>The mean of −ln p of each window, by which two evaluations of one text are compared pair by pair.</summary>
    public required IReadOnlyList<double> WindowNats { get; init; }

    /// <summary>The number of asked places.</summary>
    public required long Targets { get; init; }

    /// <summary>The share of places at which the most likely token is the original model's, with its 95 % interval over the windows; null without an original.</summary>
    public Interval? Agreement { get; init; }

    /// <summary>Parameters, bytes and operations.</summary>
    public required ModelSize Size { get; init; }

    /// <summary>Tokens a second through the whole model, in batches and without gradients; the first batch is not counted if there are others.</summary>
    public required double TokensPerSecond { get; init; }

    /// <summary>Tokens a second when a text is written token by token; null for a masked model.</summary>
    public double? WrittenTokensPerSecond { get; init; }

    /// <summary>The most memory the process had while the text passed, in megabytes (10⁶ bytes): the program and all models in memory included.</summary>
    public required double PeakMegabytes { get; init; }

    /// <summary>The factor by which the perplexity is that of another evaluation of the same text, with its 95 % interval over pairs of windows.</summary>
    /// <exception cref="ArgumentException">The other evaluation has other windows.</exception>
    public Interval RatioTo(ModelEvaluation other)
    {
        if (other.WindowNats.Count != WindowNats.Count || other.Targets != Targets)
            throw new ArgumentException($"Evaluations of {WindowNats.Count} and {other.WindowNats.Count} windows cannot be compared pair by pair.", nameof(other));
        return Exponential(Interval.OfMean([.. WindowNats.Zip(other.WindowNats, (mine, theirs) => mine - theirs)]));
    }

    /// <summary>Measures a model.</summary>
    /// <param name="model">The model as it computes now.</param>
    /// <param name="text">Two windows at least, none that the model was calibrated on.</param>
    /// <param name="forms">The forms of its replaced maps, for the size.</param>
    /// <param name="original">The choices of the model it is compared with, on the same windows.</param>
    /// <param name="batch">The windows that pass at a time.</param>
    /// <param name="progress">Told the share that is done.</param>
    /// <param name="cancel">Stops it.</param>
    /// <exception cref="ArgumentException">There is one window only, the choices are of other windows, or a score is not finite.</exception>
    public static ModelEvaluation Of(
        LanguageModel model, TextWindows text, IReadOnlyDictionary<string, CompressedWeight>? forms = null, NextTokens? original = null,
        int batch = 8, IProgress<double>? progress = null, CancellationToken cancel = default)
    {
        if (text.Count < 2)
            throw new ArgumentException("An interval needs two windows of text at least; take more text or a shorter context.", nameof(text));
        if (original is not null && original.Count != text.Count)
            throw new ArgumentException($"The original's choices are of {original.Count} windows and the text has {text.Count}.", nameof(original));
        bool wasTraining = model.IsTraining;
        model.Eval();
        (var nats, var shares) = (new List<double>(), new List<double>());
        (long targets, double seconds, long timed) = (0, 0, 0);
        using var memory = new PeakMemory();
        foreach ((int first, int count) in text.Batches(batch))
        {
            cancel.ThrowIfCancellationRequested();
            using var scope = TensorScope.Begin();
            using var unrecorded = NoGradient.Scope();
            var asked = text.At(first, count);
            long start = Stopwatch.GetTimestamp();
            var scores = model.Forward(asked.Tokens).Data.Contiguous();     // (batch, time, vocabulary)
            if (first > 0 || text.Count <= batch)
                (seconds, timed) = (seconds + Stopwatch.GetElapsedTime(start).TotalSeconds, timed + asked.Tokens.Length);
            nats.AddRange(WindowLosses.Means(scores, asked.Targets));
            int[][] chosen = NextTokens.Chosen(scores, asked.Targets);
            targets += chosen.Sum(window => (long)window.Length);
            if (original is not null)
                shares.AddRange(chosen.Select((window, row) => Share(window, original.Window(first + row))));
            progress?.Report((first + count) / (double)text.Count);
        }

        double peak = memory.Megabytes;
        double? written = model is CausalLanguageModel causal ? WritingSpeed(causal, text.At(0, 1).Tokens) : null;
        model.Train(wasTraining);
        return new ModelEvaluation
        {
            Perplexity = Exponential(Interval.OfMean([.. nats])),
            WindowNats = nats,
            Targets = targets,
            Agreement = original is null ? null : Interval.OfMean([.. shares]),
            Size = ModelSize.Of(model, forms),
            TokensPerSecond = timed / seconds,
            WrittenTokensPerSecond = written,
            PeakMegabytes = peak,
        };
    }

    private static double Share(ReadOnlySpan<int> mine, ReadOnlySpan<int> theirs)
    {
        int same = 0;
        for (int i = 0; i < mine.Length; i++)
            same += mine[i] == theirs[i] ? 1 : 0;
        return (double)same / mine.Length;
    }

    // The tokens of a window one by one after each other; the first eighth only warms up.
    private static double WritingSpeed(CausalLanguageModel model, Tensor tokens)
    {
        using var scope = TensorScope.Begin();
        int count = Math.Min(tokens.Shape[1], 128), warm = count / 8;
        var cache = model.CreateCache(capacity: count);
        long start = 0;
        for (int place = 0; place < count; place++)
        {
            if (place == warm)
                start = Stopwatch.GetTimestamp();
            model.Forward(tokens.Slice(1, place, 1), cache);
        }

        return (count - warm) / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static Interval Exponential(Interval logarithm) =>
        new(Math.Exp(logarithm.Estimate), Math.Exp(logarithm.Low), Math.Exp(logarithm.High));
}
