using Praxis.Lab;
using Praxis.Lab.Figures;
using Praxis.Numerics;
using Praxis.Papers.TensorsAndFunctions.RbfActiveSubspace.Baselines;

namespace Praxis.Papers.TensorsAndFunctions.RbfActiveSubspace;

/// <summary>C2 on functions of known directions: angles between what is found and what is true.</summary>
internal static class SubspaceExperiment
{
    private static readonly string[] Methods = ["sliced inverse regression", "gradients of an MLP", "gradients of local regressions", "principal components"];

    public static IReadOnlyList<Line> Run(StudyContext context, FindingsBuilder found, StudySizes sizes, double from, double to, CancellationToken cancel)
    {
        var settings = (from two in new[] { false, true } from d in sizes.Dimensions select (Two: two, D: d, Name: $"{(two ? "exp(0.7aᵀx) + (bᵀx)²" : "sin(aᵀx)")}, d = {d}")).ToList();
        var rows = new List<IReadOnlyList<string>>();
        var spectra = new List<Line>();
        foreach (var (index, setting) in settings.Index())
        {
            var each = (to - from) / settings.Count;
            var results = Seeds.Each(context, setting.Name, from + each * index, from + each * (index + 1),
                seed => Measure(setting.Two, setting.D, sizes, context.Random(seed, setting.Name), cancel), cancel);
            var best = Seeds.Best([.. results.Select(r => r.Baselines)], smallest: true);
            foreach (var (seed, result) in context.Seeds.Zip(results))
            {
                found.Observe("C2", "true-subspace", setting.Name, seed, result.Angle);
                found.ObservePair("C2", "against-baselines", setting.Name, seed, result.Angle, result.Baselines[best]);
            }
            rows.Add(
            [
                setting.Name, $"{results.Average(r => r.Angle):0.0}", $"{results.Max(r => r.Angle):0.0}", $"{results.Average(r => r.Share):0.00}",
                .. Methods.Select((_, m) => $"{results.Average(r => r.Baselines[m]):0.0}"), Numbers.Short(Summary.Median(results.Select(r => r.Penalty))),
            ]);
            spectra.Add(Spectrum(setting.Name, [.. results.Select(r => r.Shares)]));
        }
        found.Add(new FindingsTable(
            $"Largest angle to the true directions, degrees, mean of seeds; {sizes.SubspaceRows} rows",
            ["function", "this method", "its worst seed", "share of the leading eigenvalues", .. Methods, "median λ_u"], rows));
        return spectra;
    }

    /// <summary>Eigenvalues as shares of their sum, mean of seeds.</summary>
    public static Line Spectrum(string name, IReadOnlyList<double[]> shares)
    {
        var count = Math.Min(20, shares[0].Length);
        return new Line([.. Enumerable.Range(1, count).Select(k => (double)k)], [.. Enumerable.Range(0, count).Select(k => Math.Round(shares.Average(s => s[k]), 6))], Points: true) { Name = name };
    }

    private static SubspaceResult Measure(bool two, int d, StudySizes sizes, RandomStream random, CancellationToken cancel)
    {
        var sample = KnownSample.Oblique(two, sizes.SubspaceRows, d, random);
        var (x, y, k) = (sample.X, sample.Y.Column(0).Contiguous(), sample.Directions.Columns);
        var selected = NetworkSelection.Fit(x, sample.Y, sizes.Network, sizes.Penalties, random.Fork("network"), cancel: cancel);
        var metric = selected.Network.Metric;
        Tensor[] baselines =
        [
            Directions.SlicedInverseRegression(x, y, k),
            Directions.OfGradients(Perceptron.Fit(x, sample.Y, codes: false, sizes.Passes, random.Fork("perceptron")).InputGradients(x), k),
            Directions.OfGradients(Directions.LocalGradients(x, y, places: 200), k),
            Directions.PrincipalComponents(x, k),
        ];
        return new SubspaceResult(
            Directions.LargestAngle(InOriginalInputs(metric.Leading(k), x), sample.Directions), metric.Share(k),
            [.. baselines.Select(directions => Directions.LargestAngle(directions, sample.Directions))],
            [.. Enumerable.Range(0, d).Select(j => metric.Eigenvalues[j] / metric.Eigenvalues.Sum())], selected.MetricPenalty);
    }

    // The network standardises its inputs: vᵀ(x/σ) = (v/σ)ᵀx.
    private static Tensor InOriginalInputs(Tensor directions, Tensor x) => directions / Standardization.Of(x).Deviations.Reshape(x.Columns, 1);

    private sealed record SubspaceResult(double Angle, double Share, double[] Baselines, double[] Shares, double Penalty);
}
