using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.Funbat;

/// <summary>C1: the synthetic tensor, against Tucker on binned coordinates and a full Gaussian process.</summary>
internal static class SyntheticExperiment
{
    private static readonly int[] CellCounts = [15, 50, 150];
    private static readonly double[] Ridges = [0.001, 0.01, 0.1, 1];

    public static void Run(StudyContext context, FindingsBuilder found, CancellationToken cancel)
    {
        int[] ranks = context.Pick<int[]>(smoke: [1], small: [1, 2], full: [1, 2, 3, 5]);
        var starts = context.Pick(smoke: 1, small: 3, full: 3);
        // Everything that is chosen is chosen on one draw that is not reported.
        var tuning = SyntheticTensor.Draw(context.Random(0, "tuning: synthetic"));
        var options = ranks.ToDictionary(rank => rank, rank => LengthScaleSearch.Choose(tuning.Train, Options(rank, starts), context.Random(0, $"tuning: length scales, rank {rank}"), splits: context.Pick(smoke: 1, small: 3, full: 3), cancel));
        var ridges = CellCounts.ToDictionary(cells => cells, cells => context.Pick([0.01], Ridges, Ridges).MinBy(ridge => Binned(tuning, cells, ridge, starts, context.Random(0, "tuning: binned")).Root));
        var process = ScatteredGaussianProcess.Tune(context.Scale == Scale.Smoke ? tuning.Train.Take([.. Enumerable.Range(0, 150)]) : tuning.Train, cancel);

        var results = new Result[context.Seeds.Count];
        var done = 0;
        Parallel.For(0, results.Length, new ParallelOptions { CancellationToken = cancel }, s =>
        {
            results[s] = Measure(context, context.Seeds[s], options, ridges, process, cancel);
            context.Report("synthetic tensor", 0.05 + 0.35 * Interlocked.Increment(ref done) / results.Length);
        });

        for (var s = 0; s < results.Length; s++)
        {
            var (result, seed) = (results[s], context.Seeds[s]);
            foreach (var (cells, error) in CellCounts.Zip(result.Binned))
                found.ObservePair("C1", "below-binned-tucker", $"{cells} cells", seed, result.Functional[0].Root, error);
            found.ObservePair("C1", "near-gaussian-process", "", seed, result.Functional[0].Root, result.Process);
            for (var mode = 0; mode < 2; mode++) found.Observe("C1", "functions", $"U{(mode == 0 ? '¹' : '²')}", seed, result.FunctionErrors[mode]);
            found.Observe("C1", "coverage-low", "held-out values", seed, result.Functional[0].Coverage);
            found.Observe("C1", "coverage-low", "noise-free surface", seed, result.Functional[0].SurfaceCoverage);
            found.Observe("C1", "coverage-high", "held-out values", seed, result.Functional[0].Coverage);
        }
        found.Add(FunbatFigures.Functions(context, SyntheticTensor.Draw(context.Random(context.Seeds[0], "synthetic")), options[1], cancel));
        found.Add(new FindingsTable(
            $"Synthetic tensor: mean over {results.Length} draws, errors in standard deviations of the noise",
            ["method", "error on held-out values", "coverage of held-out values", "coverage of the surface", "length scales"],
            [
                .. ranks.Select((rank, i) => (IReadOnlyList<string>)
                [
                    $"FunBaT, rank {rank}", Mean(r => r.Functional[i].Root / r.Noise), Mean(r => r.Functional[i].Coverage), Mean(r => r.Functional[i].SurfaceCoverage),
                    string.Join(", ", options[rank].LengthScales),
                ]),
                ["FunBaT, rank 1, prior of the noise a₀ = b₀ = 1", Mean(r => r.WeakNoise.Root / r.Noise), Mean(r => r.WeakNoise.Coverage), Mean(r => r.WeakNoise.SurfaceCoverage), string.Join(", ", options[1].LengthScales)],
                .. CellCounts.Select((cells, i) => (IReadOnlyList<string>)[$"Tucker on {cells} cells, rank 1", Mean(r => r.Binned[i] / r.Noise), "", "", ""]),
                ["Gaussian process", Mean(r => r.Process / r.Noise), "", "", string.Join(", ", process.LengthScales.Select(Numbers.Short))],
                ["mean of the training values", Mean(r => r.Constant / r.Noise), "", "", ""],
            ]));

        string Mean(Func<Result, double> part) => Numbers.Short(results.Average(part));
    }

    private static FunctionalTuckerOptions Options(int rank, int starts) => new() { Ranks = [rank, rank], Centre = false, Starts = starts };

    private static PredictionError Binned(SyntheticDraw draw, int cells, double ridge, int starts, RandomStream random) =>
        PredictionError.Of(new BinnedFactorization(draw.Train, new([cells, cells], 1, ridge, Canonical: false) { Starts = starts }, centre: false, random).Predict(draw.Test), draw.Measured);

    private static Result Measure(StudyContext context, long seed, Dictionary<int, FunctionalTuckerOptions> options, Dictionary<int, double> ridges, GaussianProcessParameters process, CancellationToken cancel)
    {
        var draw = SyntheticTensor.Draw(context.Random(seed, "synthetic"));
        var mean = draw.Train.Values.Mean();
        var models = options.Values.Select(o => FunctionalTucker.Fit(draw.Train, o, context.Random(seed, $"start, rank {o.Ranks[0]}"), cancel)).ToList();
        var weak = FunctionalTucker.Fit(draw.Train, options[1] with { NoisePrior = 1 }, context.Random(seed, "start, rank 1"), cancel);
        var noise = PredictionError.Of(draw.Surface, draw.Measured).Root;
        return new(
            [.. models.Select(Judge)], Judge(weak),
            [.. CellCounts.Select(cells => Binned(draw, cells, ridges[cells], options[1].Starts, context.Random(seed, $"binned, {cells}")).Root)],
            PredictionError.Of(ScatteredGaussianProcess.Fit(draw.Train, process).Predict(draw.Test), draw.Measured).Root,
            PredictionError.Of([.. draw.Measured.Select(_ => mean)], draw.Measured).Root,
            noise,
            [.. Enumerable.Range(0, 2).Select(mode => FunctionError(models[0], mode))]);

        Fitted Judge(FunctionalTuckerModel model)
        {
            var predicted = model.Predict(draw.Test);
            return new(PredictionError.Of(predicted.Mean.ToArray(), draw.Measured).Root, predicted.Coverage(draw.Measured, measured: true), predicted.Coverage(draw.Surface, measured: false));
        }
    }

    /// <summary>The first recovered function of a mode on [0, 1], its free scale set by least squares, and the truth.</summary>
    public static (double[] X, double[] Truth, double[] Found, double[] Deviation) Align(FunctionalTuckerModel model, int mode)
    {
        double[] x = [.. Enumerable.Range(0, 201).Select(i => i / 200.0)], truth = [.. x.Select(SyntheticTensor.Functions[mode])];
        var (mean, deviation) = model.Modes[mode].At(x);
        double[] found = mean.Column(0).ToArray();
        var scale = found.Zip(truth, (u, t) => u * t).Sum() / found.Sum(u => u * u);
        return (x, truth, [.. found.Select(u => scale * u)], [.. deviation.Column(0).ToArray().Select(u => Math.Abs(scale) * u)]);
    }

    private static double FunctionError(FunctionalTuckerModel model, int mode)
    {
        var (_, truth, found, _) = Align(model, mode);
        return Math.Sqrt(truth.Zip(found, (t, u) => (t - u) * (t - u)).Sum() / truth.Sum(t => t * t));
    }

    private sealed record Fitted(double Root, double Coverage, double SurfaceCoverage);

    private sealed record Result(Fitted[] Functional, Fitted WeakNoise, double[] Binned, double Process, double Constant, double Noise, double[] FunctionErrors);
}
