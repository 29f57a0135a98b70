using Praxis.Lab;
using Praxis.Learning;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.Eora;

/// <summary>Fine-tunes the low-rank paths of a compressed model from different beginnings (C3); all else is frozen.</summary>
internal sealed class PathTuning(StudyContext context, CompensatedModel compensated)
{
    public const string Zero = "zero";

    /// <summary>The beginnings that are compared.</summary>
    public static readonly string[] Starts = [CompensatedModel.Eora, CompensatedModel.Svd, Zero];

    private const int Rank = 8, WindowsAStep = 4;

    private static readonly double[] Rates = [1e-3, 3e-3, 1e-2];

    private static CompressedBase Base => CompressedBase.TwoOfFourThreeBits;

    private int Steps => context.Pick(smoke: 1, small: 12, full: 24);

    /// <summary>What a seed gave from one beginning.</summary>
    /// <param name="Before">Test loss before fine-tuning.</param>
    /// <param name="After">Test loss after it.</param>
    /// <param name="Curve">Training loss step by step.</param>
    internal sealed record Tuned(double Before, double After, double[] Curve);

    /// <summary>The learning rate with which a beginning reaches the least loss on the validation books, from a stream of its own.</summary>
    public double ChooseRate(string start, CancellationToken cancel)
    {
        if (context.Scale == Scale.Smoke)
            return Rates[1];
        var validation = compensated.Bundled.Validation(compensated.Test.Count, compensated.Length);
        return Rates.MinBy(rate => Run(start, -1, rate, validation, cancel).After);
    }

    /// <summary>Fine-tunes from a beginning with the text of a seed.</summary>
    public Tuned Run(string start, long seed, double rate, CancellationToken cancel) => Run(start, seed, rate, compensated.Test, cancel);

    private Tuned Run(string start, long seed, double rate, TextWindows measured, CancellationToken cancel)
    {
        var model = compensated.Model;
        Begin(start, seed, cancel);
        var required = model.NamedParameters().Select(named => (named.Parameter, named.Parameter.RequiresGrad)).ToList();
        foreach ((string name, var parameter) in model.NamedParameters())
            parameter.RequiresGrad = name.Contains(".terms.1.", StringComparison.Ordinal); // the paths
        try
        {
            double before = WindowLosses.Of(model, measured, cancel: cancel).Average();
            double[] curve = Train(seed, rate, cancel);
            return new Tuned(before, WindowLosses.Of(model, measured, cancel: cancel).Average(), curve);
        }
        finally
        {
            foreach ((var parameter, bool gradient) in required)
                parameter.RequiresGrad = gradient;
            foreach (var map in compensated.Maps)
                map.Restore();
        }
    }

    private void Begin(string start, long seed, CancellationToken cancel)
    {
        var statistics = start == CompensatedModel.Eora ? compensated.Calibrated(seed, context.Pick(smoke: 2, small: 32, full: 64), cancel) : null;
        var directions = start == Zero ? null : compensated.Directions(Base, start, statistics, Rank);
        var random = context.Random(seed, "right factors");
        for (int l = 0; l < compensated.Maps.Count; l++)
        {
            var map = compensated.Maps[l];
            // LoRA's usual beginning: the right factor normal with variance 1/inputs, the left one zero.
            var path = directions?[l].Truncate(Rank)
                ?? new LowRankWeight(Tensor.Zeros(map.Outputs, Rank), random.Fork(map.Name).Normal(Rank, map.Inputs) / Math.Sqrt(map.Inputs));
            map.ReplaceBy(new SumWeight(Base.Compress(map.Weight), path));
        }
    }

    private double[] Train(long seed, double highest, CancellationToken cancel)
    {
        var model = compensated.Model;
        var optimizer = new AdamW(model.Parameters().Where(parameter => parameter.RequiresGrad), highest, weightDecay: 0);
        var rate = Schedules.Cosine(highest, Steps, highest / 10);
        var random = context.Random(seed, "fine-tuning");
        var text = compensated.Bundled.Calibration(random.Fork("text"), Steps * WindowsAStep, compensated.Length);
        int[] order = random.Fork("order").Permutation(text.Count);
        var curve = new double[Steps];
        for (int step = 0; step < Steps; step++)
        {
            cancel.ThrowIfCancellationRequested();
            using var memory = TensorScope.Begin();
            optimizer.LearningRate = rate(step);
            var windows = Enumerable.Range(0, WindowsAStep).Select(w => text.At(order[(step * WindowsAStep) + w], 1)).ToList();
            var loss = Loss.CrossEntropy(
                model.Forward(Tensor.Concat(0, [.. windows.Select(window => window.Tokens)])),  // (windows, time, vocabulary)
                Tensor.Concat(0, [.. windows.Select(window => window.Targets)]));
            curve[step] = loss.ToScalar();
            loss.Backward();
            optimizer.Step();
            optimizer.ZeroGrad();
        }

        return curve;
    }
}
