using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.DppLeastSquares;

/// <summary>
/// Measures the error of weighted fits on volume-rescaled and repeated determinantal designs against the best error in the space, the
/// constant for uniform norms, and how many points each design needs to be stable; baselines are independent points from the optimal
/// density and plain volume-rescaled sampling.
/// </summary>
[Paper("dpp-least-squares")]
public sealed class DppLeastSquaresStudy : IStudy
{
    private const double Stable = 0.5;
    private const int MostTimes = 24;

    private static readonly Design[] Weighted = [Design.Independent, Design.Volume, Design.Repeated];

    /// <inheritdoc/>
    public Task<Findings> RunAsync(StudyContext context, CancellationToken cancel)
    {
        var found = new FindingsBuilder();
        var spaces = Spaces(context);
        var stability = new List<StabilityResult>();
        for (var s = 0; s < spaces.Count; s++)
        {
            var (make, name) = spaces[s];
            var grid = new Lazy<GridSpace>(make);
            context.Report($"errors, {name}", 0.9 * s / spaces.Count);
            var errors = context.Once($"errors, {name}", () => context.Seeds.Select(seed => MeasureErrors(context, grid.Value, name, seed, cancel)).ToArray());
            Record(context, found, name, errors);
            context.Report($"points needed, {name}", 0.9 * (s + 0.5) / spaces.Count);
            stability.Add(context.Once($"points needed, {name}", () => MeasureStability(context, grid.Value, name, cancel)));
        }
        foreach (var result in stability)
            for (var i = 0; i < context.Seeds.Count; i++)
            {
                found.ObservePair("C3", "points-against-independent", result.Name, context.Seeds[i], result.Needed[2][i], result.Needed[0][i]);
                found.ObservePair("C3", "points-against-volume", result.Name, context.Seeds[i], result.Needed[2][i], result.Needed[1][i]);
            }

        var curves = context.Once("error curves", () => MeasureCurves(context, cancel));
        found.Add(DppFigures.StableShare(stability));
        found.Add(DppFigures.ErrorAgainstPoints(curves));
        found.Add(DppFigures.PointsNeeded(stability));
        found.Add(MomentTable(context, cancel));
        found.Remark("All spaces live on fine grids (4,000 points on a line, 64 × 64 in the square), orthonormal for the grid's measure, so that best errors are exact sums and no quadrature stands between a sample and its error.");
        found.Remark("Each seed draws its own samples and its own random function; functions that the space contains to 7 digits are left out. 'For the worst of four functions' takes the largest of the four means in each seed, which is a little above the largest mean.");
        found.Remark($"Points needed are looked for up to {MostTimes}·m; where a design was not stable by then, {MostTimes}·m is taken, which flatters that design. A determinantal design that is cut short is still one with the right marginals, so n need not be a multiple of m.");
        found.Remark("At n = m all determinantal designs are one and the same. Means of the error ratio of independent points at small n are ruled by rare samples with nearly singular G, so the curves show medians.");
        found.Remark("The almost sure bound for H = L^∞ is judged through a constant that holds for every f at once: f̂ − v is the projection of f − v in the seminorm of the points, which is at most √(mean weight)·max|f − v|. Whether the paper's constant is this one is not known to us.");
        return Task.FromResult(found.Build());
    }

    private static IReadOnlyList<(Func<GridSpace> Make, string Name)> Spaces(StudyContext context)
    {
        int[] line = context.Pick<int[]>(smoke: [5, 10], small: [5, 10, 20], full: [5, 10, 20, 40]);
        int[] degrees = context.Pick<int[]>(smoke: [2], small: [2, 3, 5], full: [2, 3, 5, 8]);
        return
        [
            .. line.Select(m => ((Func<GridSpace>)(() => PolynomialSpaces.Legendre(m)), $"Legendre, m = {m}")),
            .. line.Take(context.Pick(smoke: 1, small: 3, full: 4)).Select(m => ((Func<GridSpace>)(() => PolynomialSpaces.Hermite(m)), $"Hermite, m = {m}")),
            .. degrees.Select(degree => ((Func<GridSpace>)(() => PolynomialSpaces.Legendre2(degree)), $"Legendre in 2 variables, m = {(degree + 1) * (degree + 2) / 2}")),
        ];
    }

    /// <summary>n = ⌈4·m·ln m⌉.</summary>
    private static int EnoughPoints(int m) => (int)Math.Ceiling(4 * m * Math.Log(m));

    private static ErrorResult MeasureErrors(StudyContext context, GridSpace grid, string name, long seed, CancellationToken cancel)
    {
        var samples = context.Pick(smoke: 10, small: 20, full: 40);
        var (space, m) = (grid.Space, grid.Space.Dimension);
        var random = context.Random(seed, $"errors, {name}");
        var target = TestFunctions.On(grid, random.Fork("function"));
        double[] Means(Design design, int n) => Enumerable.Range(0, samples)
            .Select(i =>
            {
                cancel.ThrowIfCancellationRequested();
                return new WeightedFit(space, design.Draw(space, n, random.Fork($"{design.Name}, {n}").Fork(i)), design.Weighted).ErrorRatios(target);
            })
            .Aggregate((a, b) => [.. a.Zip(b, (x, y) => x + y)])
            .Select(sum => sum / samples).ToArray();

        // C2: only samples with λ_min(G) ≥ 1/2 count; they are drawn until they come.
        var uniform = name.StartsWith("Legendre, m", StringComparison.Ordinal)
            ? Enumerable.Range(0, target.SquaredErrors.Length).Select(k => UniformError.LowerBound(space, target.Values.Column(k).Contiguous())).ToArray()
            : null;
        double constant = 0, ratio = 0, draws = 0;
        for (var i = 0; i < samples; i++)
        {
            cancel.ThrowIfCancellationRequested();
            var (fit, tries) = Design.Volume.DrawStable(space, EnoughPoints(m), Stable, random.Fork("stable").Fork(i));
            constant = Math.Max(constant, fit.UniformConstant);
            draws += (double)tries / samples;
            if (uniform is null) continue;
            var squared = fit.ErrorRatios(target);
            for (var k = 0; k < uniform.Length; k++) ratio = Math.Max(ratio, Math.Sqrt(squared[k] * target.SquaredErrors[k]) / uniform[k]);
        }
        return new ErrorResult(Means(Design.Volume, EnoughPoints(m)).Max(), Means(Design.Repeated, 4 * m).Max(), constant, uniform is null ? null : ratio, draws);
    }

    private static void Record(StudyContext context, FindingsBuilder found, string name, ErrorResult[] errors)
    {
        for (var i = 0; i < errors.Length; i++)
        {
            var seed = context.Seeds[i];
            found.Observe("C1", "mean-ratio", name, seed, errors[i].VolumeMean);
            found.Observe("C2", "every-function", name, seed, errors[i].UniformConstant);
            if (errors[i].LargestUniformRatio is { } ratio) found.Observe("C2", "largest-ratio", name, seed, ratio);
            found.Observe("C3", "repeated-mean-ratio", name, seed, errors[i].RepeatedMean);
        }
    }

    private static StabilityResult MeasureStability(StudyContext context, GridSpace grid, string name, CancellationToken cancel)
    {
        var samples = context.Pick(smoke: 10, small: 20, full: 40);
        var (space, m) = (grid.Space, grid.Space.Dimension);
        var counts = StableShares.Counts(m, MostTimes);
        Design[] designs = [.. Weighted, Design.Plain];
        var shares = designs.Select(_ => new double[counts.Length]).ToArray(); // over all seeds
        var needed = Weighted.Select(_ => new double[context.Seeds.Count]).ToArray();
        for (var s = 0; s < context.Seeds.Count; s++)
            for (var d = 0; d < designs.Length; d++)
            {
                var random = context.Random(context.Seeds[s], $"stability, {name}, {designs[d].Name}");
                var own = new double[counts.Length];
                for (var i = 0; i < samples; i++)
                {
                    cancel.ThrowIfCancellationRequested();
                    var stable = StableShares.Of(space, designs[d].Draw(space, counts[^1], random.Fork(i)), designs[d].Weighted, counts);
                    for (var c = 0; c < counts.Length; c++)
                        if (stable[c]) own[c] += 1.0 / samples;
                }
                if (d < needed.Length) needed[d][s] = StableShares.Needed(counts, own);
                for (var c = 0; c < counts.Length; c++) shares[d][c] += own[c] / context.Seeds.Count;
            }
        return new StabilityResult(name, m, [.. designs.Select(design => design.Name)], counts, shares, needed);
    }

    /// <summary>Error ratios against n for one function, all samples of all seeds together.</summary>
    private static ErrorCurves MeasureCurves(StudyContext context, CancellationToken cancel)
    {
        const int m = 10;
        var grid = PolynomialSpaces.Legendre(m);
        var target = FitTarget.Of(grid.Space, Tensor.Wrap([.. grid.Points.Select(x => 1 / (1 + 25 * x[0] * x[0]))], grid.Points.Length, 1));
        var samples = context.Pick(smoke: 4, small: 10, full: 30);
        int[] counts = [10, 12, 15, 20, 30, 40, 60];
        Design[] designs = [.. Weighted, Design.Plain];
        var quartiles = designs.Select(design => counts.Select(n =>
        {
            var ratios = context.Seeds.SelectMany(seed => Enumerable.Range(0, samples).Select(i =>
            {
                cancel.ThrowIfCancellationRequested();
                var random = context.Random(seed, $"curve, {design.Name}, {n}").Fork(i);
                return new WeightedFit(grid.Space, design.Draw(grid.Space, n, random), design.Weighted).ErrorRatios(target)[0];
            })).ToList();
            return new[] { Summary.Quantile(ratios, 0.25), Summary.Median(ratios), Summary.Quantile(ratios, 0.75) };
        }).ToArray()).ToArray();
        // The deterministic reference: Chebyshev points, whose density is nearly ν, with the same weights.
        double[] chebyshev = [.. counts.Select(n =>
        {
            int[] places = [.. Enumerable.Range(0, n).Select(i => (int)((1 - Math.Cos(Math.PI * (i + 0.5) / n)) / 2 * grid.Points.Length))];
            return new WeightedFit(grid.Space, places).ErrorRatios(target)[0];
        })];
        return new ErrorCurves(m, counts, [.. designs.Select(design => design.Name)], quartiles, chebyshev);
    }

    /// <summary>E[G⁻¹] of volume-rescaled sampling against its closed form.</summary>
    private static FindingsTable MomentTable(StudyContext context, CancellationToken cancel)
    {
        const int m = 10;
        var space = PolynomialSpaces.Legendre(m).Space;
        var samples = context.Pick(smoke: 10, small: 40, full: 200);
        var rows = new List<IReadOnlyList<string>>();
        foreach (var n in new[] { 20, 30, 60 })
        {
            double[] Traces(Design design) => [.. context.Seeds.SelectMany(seed => Enumerable.Range(0, samples).Select(i =>
            {
                cancel.ThrowIfCancellationRequested();
                var random = context.Random(seed, $"moment, {design.Name}, {n}").Fork(i);
                return LinearAlgebra.SymmetricEigenvalues(new WeightedFit(space, design.Draw(space, n, random)).Gram).ToArray().Sum(value => 1 / Math.Max(value, 1e-12)) / m;
            }))];
            var (volume, repeated, independent) = (Traces(Design.Volume), Traces(Design.Repeated), Traces(Design.Independent));
            var mean = volume.Average();
            var error = Math.Sqrt(volume.Sum(t => (t - mean) * (t - mean))) / volume.Length;
            rows.Add([$"{n}", Numbers.Short((double)n / (n - m + 1)), $"{Numbers.Fixed(mean, 3)} ± {Numbers.Fixed(error, 3)}", Numbers.Fixed(Summary.Median(volume), 3), Numbers.Fixed(Summary.Median(repeated), 3), Numbers.Fixed(Summary.Median(independent), 3)]);
        }
        return new FindingsTable(
            "tr(G⁻¹)/m, Legendre, m = 10: the mean for volume-rescaled sampling is n/(n − m + 1)",
            ["n", "theory", "volume-rescaled, mean ± standard error", "median", "repeated determinantal, median", "independent, median"], rows);
    }
}

/// <summary>Errors of one space and seed.</summary>
internal sealed record ErrorResult(double VolumeMean, double RepeatedMean, double UniformConstant, double? LargestUniformRatio, double DrawsForStable);

/// <summary>Shares of stable samples of one space.</summary>
/// <param name="Name">The space.</param>
/// <param name="Dimension">m.</param>
/// <param name="Designs">Names of the designs.</param>
/// <param name="Counts">n.</param>
/// <param name="Shares">By design and n.</param>
/// <param name="Needed">n for nine tenths, by weighted design and seed.</param>
internal sealed record StabilityResult(string Name, int Dimension, string[] Designs, int[] Counts, double[][] Shares, double[][] Needed);

/// <summary>Quartiles of the error ratio, by design and n.</summary>
internal sealed record ErrorCurves(int Dimension, int[] Counts, string[] Designs, double[][][] Quartiles, double[] Chebyshev);
