using Praxis.Numerics;

namespace Praxis.Papers.Compression.SpectralStudy;

/// <summary>The eigenvalues and directions of the covariance of some samples, and how many of them noise cannot explain.</summary>
/// <param name="Samples">n.</param>
/// <param name="Dimensions">d, the features of a sample.</param>
/// <param name="Mean">The mean taken away: (d).</param>
/// <param name="Eigenvalues">Those of XᵀX/n that are not zero, descending.</param>
/// <param name="Directions">Their eigenvectors as columns: (d, eigenvalues).</param>
public sealed record SignalSpectrum(int Samples, int Dimensions, Tensor Mean, IReadOnlyList<double> Eigenvalues, Tensor Directions)
{
    /// <summary>Eigenvalues below this share of the largest are rounding.</summary>
    public const double Tolerance = 1e-10;

    /// <summary>q: dimensions to samples. Where samples abound, dimensions without variance do not count.</summary>
    public double Ratio => (double)(Dimensions <= Samples ? Eigenvalues.Count : Dimensions) / Samples;

    /// <summary>The spectrum of samples.</summary>
    /// <param name="samples">One a row: (n, d), two rows at least.</param>
    /// <param name="centre">Takes the mean away; without it XᵀX/n is as in the thesis.</param>
    /// <exception cref="ArgumentException">No matrix of two rows at least, or nothing varies.</exception>
    /// <exception cref="NonFiniteException">NaN or an infinity.</exception>
    public static SignalSpectrum Of(Tensor samples, bool centre = true)
    {
        if (samples.Rank != 2 || samples.Rows < 2 || samples.Columns < 1)
            throw new ArgumentException("A spectrum needs a matrix of two rows (samples) at least.", nameof(samples));
        samples.EnsureFinite("samples");
        var x = samples.To(DType.F64);
        int n = x.Rows, d = x.Columns;
        var mean = centre ? x.Mean(0) : Tensor.Zeros(d); // (d)
        double size = x.MaxAbs();
        if (centre)
            x -= mean;
        // The smaller of XᵀX (d, d) and XXᵀ (n, n) has all eigenvalues that are not zero.
        bool tall = n >= d;
        var eigen = LinearAlgebra.SymmetricEigen(LinearAlgebra.MatMul(x, x, transposeA: tall, transposeB: !tall) / n);
        double[] values = eigen.Values.ToArray();
        double floor = Math.Max(Tolerance * values[^1], size * size * 1e-24);
        int[] kept = [.. Enumerable.Range(0, values.Length).Reverse().Where(i => values[i] > floor)];
        if (kept.Length == 0)
            throw new ArgumentException("All samples are the same; there is no spectrum.", nameof(samples));
        double[] descending = [.. kept.Select(i => values[i])];
        var vectors = eigen.Vectors.Take(1, kept); // (min(n, d), kept)
        if (!tall)
            vectors = LinearAlgebra.MatMul(x, vectors, transposeA: true, transposeB: false) / Tensor.FromArray(Array.ConvertAll(descending, value => Math.Sqrt(n * value)));
        return new SignalSpectrum(n, d, mean, descending, vectors);
    }

    /// <summary>The law of noise of the variance that an estimate gives.</summary>
    public MarchenkoPastur Noise(NoiseEstimate estimate) => new(Ratio, NoiseVariance.Of(Eigenvalues, Ratio, estimate));

    /// <summary>How many eigenvalues lie beyond the edge of the noise.</summary>
    public int Outliers(NoiseEstimate estimate)
    {
        double edge = Noise(estimate).Upper;
        return Eigenvalues.Count(value => value > edge);
    }

    /// <summary>How many leading directions hold a share of the variance.</summary>
    /// <param name="share">From 0 to 1.</param>
    public int OfVariance(double share)
    {
        double target = share * Eigenvalues.Sum() * (1 - 1e-12), held = 0;
        int count = 0;
        while (count < Eigenvalues.Count && held < target)
            held += Eigenvalues[count++];
        return count;
    }

    /// <summary>The leading directions as columns.</summary>
    /// <returns>(d, count).</returns>
    public Tensor Leading(int count) => Directions.Slice(1, 0, count).Contiguous();
}
