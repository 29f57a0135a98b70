using Praxis.Lab;

namespace Praxis.Papers.Theory.FatPartitions;

/// <summary>C3: distortion of random ultrametrics in the plane against a lower bound of the smallest one.</summary>
internal sealed class EmbeddingStudy(StudyContext context, FindingsBuilder found, CancellationToken cancel)
{
    private static readonly double[] Exponents = [2, 3, 4, 5, 6]; // Δ = 10^x
    private static readonly int[] Sizes = [50, 150, 300];

    /// <summary>Growth of the factor with the spread and with the number of points.</summary>
    public IReadOnlyList<EmbeddingResult> Check()
    {
        var measured = new Dictionary<(int Points, double Exponent, long Seed), Distortions>();
        foreach (var points in Sizes)
            foreach (var exponent in Exponents)
            {
                context.Report($"ultrametrics of {points} points, spread 10^{exponent:0}", 0.8 + 0.2 * measured.Count / (Sizes.Length * Exponents.Length * context.Seeds.Count));
                foreach (var seed in context.Seeds)
                {
                    cancel.ThrowIfCancellationRequested();
                    measured[(points, exponent, seed)] = Measure(points, exponent, seed);
                }
            }
        foreach (var seed in context.Seeds)
        {
            foreach (var points in Sizes)
                found.ObservePair("C3", "spread", $"{points} points", seed, measured[(points, 6, seed)].Factor, measured[(points, 2, seed)].Factor);
            foreach (var exponent in new double[] { 2, 4, 6 })
                found.ObservePair("C3", "points", $"spread 10^{exponent:0}", seed, measured[(300, exponent, seed)].Factor, measured[(50, exponent, seed)].Factor);
        }

        IReadOnlyList<EmbeddingResult> results = [.. Sizes.SelectMany(points => Exponents.Select(exponent => new EmbeddingResult(
            points, exponent,
            Mean(points, exponent, d => d.Boxes), Mean(points, exponent, d => d.Bound),
            Mean(points, exponent, d => d.Scaling), Mean(points, exponent, d => d.Circles))))];
        found.Add(new FindingsTable(
            "Distortion of random ultrametrics in the plane, geometric means over seeds",
            ["points", "spread", "lower bound", "nested boxes", "boxes ÷ bound", "classical scaling", "nested circles"],
            [.. results.Select(r => (IReadOnlyList<string>)
                [$"{r.Points}", $"10^{r.Exponent:0}", $"{Numbers.Short(r.Bound)}", $"{Numbers.Short(r.Boxes)}", $"{r.Boxes / r.Bound:0.0}", double.IsNaN(r.Scaling) ? "not run" : double.IsFinite(r.Scaling) ? $"{Numbers.Short(r.Scaling)}" : "∞ (points coincide)", $"{Numbers.Short(r.Circles)}"])]));
        found.Remark("The factor to the smallest distortion is at most the one shown, since the smallest distortion is only bounded from below, by a packing argument. Spreads from 10² to 10⁶ and 50 to 300 points cannot tell a power of log Δ from a very small power of Δ.");
        found.Remark("Classical scaling is no rival here: two points that are each other's nearest have the same distance to all others, so by symmetry the two leading eigenvectors put them on the same place and the distortion is infinite. It was run with 50 points only.");
        return results;

        double Mean(int points, double exponent, Func<Distortions, double> pick) =>
            Math.Exp(context.Seeds.Average(seed => Math.Log(pick(measured[(points, exponent, seed)]))));
    }

    private Distortions Measure(int points, double exponent, long seed)
    {
        var ultrametric = Ultrametric.Random(points, Math.Pow(10, exponent), context.Random(seed, $"ultrametric, {points} points, 10^{exponent}"));
        var distances = ultrametric.Distances();
        return new Distortions(
            UltrametricEmbedding.Distortion(distances, UltrametricEmbedding.Embed(ultrametric, 2)),
            ultrametric.DistortionBound(2),
            ScalingDistortion(distances),
            UltrametricEmbedding.Distortion(distances, EmbeddingBaselines.NestedCircles(ultrametric.Dyadic())));
    }

    /// <summary>Classical scaling's distortion; ∞ where points coincide to rounding, NaN where it is not tried because it only repeats that.</summary>
    private static double ScalingDistortion(double[,] distances)
    {
        if (distances.GetLength(0) > Sizes[0]) return double.NaN;
        var distortion = UltrametricEmbedding.Distortion(distances, EmbeddingBaselines.ClassicalScaling(distances));
        return distortion > 1e12 ? double.PositiveInfinity : distortion;
    }

    private sealed record Distortions(double Boxes, double Bound, double Scaling, double Circles)
    {
        public double Factor => Boxes / Bound;
    }
}

/// <summary>Distortions for one number of points and one spread 10^Exponent.</summary>
internal sealed record EmbeddingResult(int Points, double Exponent, double Boxes, double Bound, double Scaling, double Circles);
