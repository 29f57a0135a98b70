using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.SpectralStudy;

/// <summary>Counts spikes of known strength in Gaussian noise.</summary>
internal static class SpikePart
{
    /// <summary>Strengths of five spikes in units of the threshold √q; the last one lies below it.</summary>
    public static readonly double[] Strengths = [18, 9, 4.5, 2.24, 0.67];

    private const int Strong = 4;

    /// <summary>Dimensions and samples.</summary>
    public static (int Dimensions, int Samples)[] Sizes(StudyContext context) => context.Pick<(int, int)[]>(
        smoke: [(60, 300)],
        small: [(200, 1000), (100, 1000), (300, 200)],
        full: [(200, 1000), (100, 1000), (300, 200)]);

    /// <summary>The eigenvalues of noise of variance 1 with spikes along the first axes: XᵀX/n, those that are not zero, descending.</summary>
    /// <param name="noise">Standard normal numbers: (n, d).</param>
    /// <param name="strengths">θ of each spike.</param>
    public static double[] Eigenvalues(Tensor noise, params IReadOnlyList<double> strengths)
    {
        var x = noise.Clone();
        for (int j = 0; j < strengths.Count; j++)
            x.Slice(1, j, 1).CopyFrom(x.Slice(1, j, 1) * Math.Sqrt(1 + strengths[j]));
        bool tall = x.Rows >= x.Columns;
        double[] values = LinearAlgebra.SymmetricEigenvalues(LinearAlgebra.MatMul(x, x, transposeA: tall, transposeB: !tall) / x.Rows).ToArray();
        Array.Reverse(values);
        return values;
    }

    /// <summary>Observes C4.</summary>
    /// <returns>By size: eigenvalues of the first seed, and mean counts by estimate.</returns>
    public static IReadOnlyList<SpikeCounts> Observe(StudyContext context, FindingsBuilder found, CancellationToken cancel)
    {
        var estimates = Enum.GetValues<NoiseEstimate>();
        var counts = new List<SpikeCounts>();
        foreach (var (d, n) in Sizes(context))
        {
            double q = (double)d / n, threshold = Math.Sqrt(q);
            string setting = $"d = {d}, n = {n}";
            double[] strengths = [.. Strengths.Select(strength => strength * threshold)];
            var law = new MarchenkoPastur(q);
            double[]? shown = null;
            var numbers = estimates.ToDictionary(estimate => estimate, _ => new List<double>());
            var variances = estimates.ToDictionary(estimate => estimate, _ => new List<double>());
            foreach (long seed in context.Seeds)
            {
                cancel.ThrowIfCancellationRequested();
                var noise = context.Random(seed, $"noise {d} {n}").Normal(n, d);
                double[] spiked = Eigenvalues(noise, strengths);
                double alone = Eigenvalues(noise)[0];
                shown ??= spiked;
                for (int j = 0; j < Strong; j++)
                {
                    double theta = strengths[j], deviation = (1 + theta) * Math.Sqrt(2 * (1 - (q / (theta * theta))) / n);
                    found.Observe("C4", "position", $"{setting}, θ = {Strengths[j]:0.##} √q", seed, Math.Abs(spiked[j] - law.SpikePosition(theta)) / deviation);
                }

                found.ObservePair("C4", "detached", setting, seed, Eigenvalues(noise, 2.24 * threshold)[0], alone);
                foreach (double weak in (double[])[0.3, 0.67])
                    found.ObservePair("C4", "hidden", $"{setting}, θ = {weak} √q", seed, Eigenvalues(noise, weak * threshold)[0], alone);
                foreach (var estimate in estimates)
                {
                    double variance = NoiseVariance.Of(spiked, q, estimate);
                    variances[estimate].Add(variance);
                    numbers[estimate].Add(spiked.Count(value => value > new MarchenkoPastur(q, variance).Upper));
                }

                double corrected = Math.Abs(numbers[NoiseEstimate.LawMedian][^1] - Strong);
                found.Observe("C4", "count", setting, seed, corrected);
                found.ObservePair("C4", "against-raw", setting, seed, corrected, Math.Abs(numbers[NoiseEstimate.RawMedian][^1] - Strong));
            }

            counts.Add(new SpikeCounts(d, n, shown!, [.. estimates.Select(e => numbers[e].Average())], [.. estimates.Select(e => variances[e].Average())]));
            context.Report(setting, 0);
        }

        return counts;
    }
}

/// <summary>Spikes in noise of one size.</summary>
/// <param name="Dimensions">d.</param>
/// <param name="Samples">n.</param>
/// <param name="Shown">Eigenvalues of the first seed, descending.</param>
/// <param name="Counts">Mean number beyond the edge, by estimate.</param>
/// <param name="Variances">Mean σ² found, by estimate; 1 is true.</param>
internal sealed record SpikeCounts(int Dimensions, int Samples, double[] Shown, double[] Counts, double[] Variances);
