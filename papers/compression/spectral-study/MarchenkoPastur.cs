namespace Praxis.Papers.Compression.SpectralStudy;

/// <summary>
/// The law of Marchenko and Pastur: how the eigenvalues of XᵀX/n spread when the n rows of X are independent noise in d dimensions.
/// All here is about the eigenvalues that are not zero; with d above n there are also d − n zeros.
/// </summary>
public sealed class MarchenkoPastur
{
    private const int Cells = 4000;

    private readonly Lazy<double[]> _cumulative;

    /// <summary>The law.</summary>
    /// <param name="ratio">q = d/n, dimensions to samples.</param>
    /// <param name="variance">σ², the variance of the noise.</param>
    /// <exception cref="ArgumentOutOfRangeException">Ratio or variance is not positive and finite.</exception>
    public MarchenkoPastur(double ratio, double variance = 1)
    {
        Ratio = Positive(ratio, nameof(ratio));
        Variance = Positive(variance, nameof(variance));
        double root = Math.Sqrt(ratio);
        (Lower, Upper) = (variance * (1 - root) * (1 - root), variance * (1 + root) * (1 + root));
        _cumulative = new Lazy<double[]>(Accumulate);
    }

    /// <summary>q.</summary>
    public double Ratio { get; }

    /// <summary>σ².</summary>
    public double Variance { get; }

    /// <summary>λ₋ = σ²(1 − √q)².</summary>
    public double Lower { get; }

    /// <summary>λ₊ = σ²(1 + √q)², beyond which noise alone has no eigenvalues in the limit.</summary>
    public double Upper { get; }

    /// <summary>The median of the eigenvalues that are not zero.</summary>
    public double Median => Quantile(0.5);

    /// <summary>ρ(λ) = √((λ₊ − λ)(λ − λ₋))/(2π σ² q λ), for q above 1 times q, so that the eigenvalues that are not zero have mass 1.</summary>
    /// <param name="eigenvalue">λ.</param>
    public double Density(double eigenvalue) => eigenvalue > Lower && eigenvalue < Upper
        ? Math.Max(1, Ratio) * Math.Sqrt((Upper - eigenvalue) * (eigenvalue - Lower)) / (2 * Math.PI * Variance * Ratio * eigenvalue)
        : 0;

    /// <summary>The value below which a share of the eigenvalues that are not zero lies.</summary>
    /// <param name="share">From 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is outside 0 to 1.</exception>
    public double Quantile(double share)
    {
        if (share is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(share), share, "A share lies between 0 and 1.");
        double[] cumulative = _cumulative.Value;
        double target = share * cumulative[^1];
        int cell = Array.BinarySearch(cumulative, target);
        if (cell < 0)
            cell = Math.Clamp(~cell, 1, Cells);
        else if (cell == 0)
            return Lower;
        double within = (target - cumulative[cell - 1]) / (cumulative[cell] - cumulative[cell - 1]);
        return At((cell - 1 + within) / Cells);
    }

    /// <summary>Where the sample eigenvalue of a spike goes: σ²(1 + θ)(1 + q/θ) above the threshold of Baik, Ben Arous and Péché, the edge below it.</summary>
    /// <param name="strength">θ: the population variance along the spike is σ²(1 + θ).</param>
    public double SpikePosition(double strength) => strength > Math.Sqrt(Ratio) ? Variance * (1 + strength) * (1 + (Ratio / strength)) : Upper;

    // λ = middle − half cos φ takes the square roots at both edges away.
    private double At(double share) => ((Lower + Upper) / 2) - ((Upper - Lower) / 2 * Math.Cos(Math.PI * share));

    // Midpoint rule in φ: ρ dλ ∝ sin² φ/λ dφ.
    private double[] Accumulate()
    {
        var sums = new double[Cells + 1];
        for (int cell = 0; cell < Cells; cell++)
        {
            double middle = (cell + 0.5) / Cells, sine = Math.Sin(Math.PI * middle);
            sums[cell + 1] = sums[cell] + (sine * sine / At(middle));
        }

        return sums;
    }

    private static double Positive(double value, string name) => value > 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "Ratio and variance of the law must be positive and finite.");
}
