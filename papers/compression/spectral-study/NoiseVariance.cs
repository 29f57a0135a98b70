using Praxis.Lab.Figures;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.SpectralStudy;

/// <summary>Estimates σ² of the noise from eigenvalues of which a few belong to signals.</summary>
public static class NoiseVariance
{
    private const int FitSteps = 400;

    /// <summary>The variance of the noise.</summary>
    /// <param name="eigenvalues">The eigenvalues that are not zero, in any order.</param>
    /// <param name="ratio">q = dimensions/samples.</param>
    /// <param name="estimate">How.</param>
    /// <exception cref="ArgumentException">No eigenvalues, or one that is not positive and finite.</exception>
    public static double Of(IReadOnlyList<double> eigenvalues, double ratio, NoiseEstimate estimate)
    {
        if (eigenvalues.Count == 0)
            throw new ArgumentException("Without eigenvalues there is no noise to measure.", nameof(eigenvalues));
        for (int i = 0; i < eigenvalues.Count; i++)
            if (!(eigenvalues[i] > 0 && double.IsFinite(eigenvalues[i])))
                throw new ArgumentException($"Eigenvalue {i + 1} is {eigenvalues[i]}; leave out zeros and give positive finite numbers.", nameof(eigenvalues));
        double median = Summary.Median(eigenvalues);
        return estimate switch
        {
            NoiseEstimate.RawMedian => median,
            NoiseEstimate.LawMedian => median / new MarchenkoPastur(ratio).Median,
            _ => Fit(eigenvalues, ratio, median / new MarchenkoPastur(ratio).Median),
        };
    }

    // Least squares between the density and a histogram of the bulk, over variances from half to twice the first estimate.
    private static double Fit(IReadOnlyList<double> eigenvalues, double ratio, double first)
    {
        double edge = new MarchenkoPastur(ratio, first).Upper;
        double[] bulk = [.. eigenvalues.Where(value => value <= edge)];
        // The width of Freedman and Diaconis: twice the distance of the quartiles by the cube root of the count.
        double width = 2 * (Summary.Quantile(bulk, 0.75) - Summary.Quantile(bulk, 0.25)) / Math.Cbrt(bulk.Length);
        double spread = bulk.Max() - bulk.Min();
        int bins = width > 0 ? Math.Clamp((int)Math.Ceiling(spread / width), 5, 100) : 5;
        var histogram = Histogram.Of(bulk, bins, density: true);
        double share = (double)bulk.Length / eigenvalues.Count;
        double best = first, least = double.PositiveInfinity;
        for (int step = 0; step <= FitSteps; step++)
        {
            double variance = first * Math.Pow(2, (2.0 * step / FitSteps) - 1), misfit = 0;
            var law = new MarchenkoPastur(ratio, variance);
            for (int bin = 0; bin < bins; bin++)
                misfit += Math.Pow((share * histogram.Counts[bin]) - law.Density((histogram.Edges[bin] + histogram.Edges[bin + 1]) / 2), 2);
            if (misfit < least)
                (best, least) = (variance, misfit);
        }

        return best;
    }
}
