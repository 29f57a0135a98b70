using MathNet.Numerics.Distributions;
using Praxis.Numerics;

namespace Praxis.Lab;

/// <summary>An estimate with its 95 % confidence interval.</summary>
/// <param name="Estimate">The point estimate.</param>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
public readonly record struct Interval(double Estimate, double Low, double High)
{
    /// <summary>Fewer values than this give no interval.</summary>
    public const int FewestValues = 5;

    /// <summary>From this many values on the bootstrap replaces Student's interval.</summary>
    public const int BootstrapFrom = 30;

    private const int Resamples = 4000;

    /// <summary>The mean's interval: Student's below 30 values, BCa bootstrap from 30 on.</summary>
    /// <exception cref="ArgumentException">Fewer than two values, or one that is not finite.</exception>
    public static Interval OfMean(ReadOnlySpan<double> values) =>
        values.Length < BootstrapFrom ? Student(values) : BiasCorrectedAccelerated(values);

    /// <summary>Student's 95 % interval of the mean: x̄ ± t₀.₉₇₅(n−1)·s/√n.</summary>
    /// <exception cref="ArgumentException">Fewer than two values, or one that is not finite.</exception>
    public static Interval Student(ReadOnlySpan<double> values)
    {
        var (mean, deviation) = MeanAndDeviation(values);
        if (deviation == 0) return new(mean, mean, mean);
        var half = StudentT.InvCDF(0, 1, values.Length - 1, 0.975) * deviation / Math.Sqrt(values.Length);
        return new(mean, mean - half, mean + half);
    }

    /// <summary>
    /// The bias-corrected and accelerated bootstrap interval of the mean (Efron 1987, equations 2.3 and 6.6),
    /// from 4,000 resamples drawn with a fixed seed: the same values give the same interval.
    /// </summary>
    /// <exception cref="ArgumentException">Fewer than two values, or one that is not finite.</exception>
    public static Interval BiasCorrectedAccelerated(ReadOnlySpan<double> values)
    {
        var (mean, deviation) = MeanAndDeviation(values);
        if (deviation == 0) return new(mean, mean, mean);

        var random = new RandomStream(19_870_301);
        var means = new double[Resamples];
        for (var b = 0; b < Resamples; b++)
        {
            var sum = 0.0;
            for (var i = 0; i < values.Length; i++) sum += values[random.Next(values.Length)];
            means[b] = sum / values.Length;
        }
        Array.Sort(means);

        // Bias: z₀ = Φ⁻¹(share of resampled means below the mean), ties counted half. Sums taken in another order differ in
        // their last digits, which must not break a tie.
        var tie = 1e-12 * deviation;
        double below = 0;
        foreach (var resampled in means) below += resampled < mean - tie ? 1 : resampled <= mean + tie ? 0.5 : 0;
        var bias = Normal.InvCDF(0, 1, Math.Clamp(below / Resamples, 0.5 / Resamples, 1 - 0.5 / Resamples));

        // Acceleration of a mean: a = Σ(xᵢ − x̄)³ / (6·(Σ(xᵢ − x̄)²)^{3/2}); the jackknife gives the same.
        double squares = 0, cubes = 0;
        foreach (var value in values)
        {
            var d = value - mean;
            squares += d * d;
            cubes += d * d * d;
        }
        var acceleration = cubes / (6 * Math.Pow(squares, 1.5));

        return new(mean, Quantile(-1.959963984540054), Quantile(1.959963984540054));

        double Quantile(double z)
        {
            var shifted = bias + (bias + z) / (1 - acceleration * (bias + z));
            var position = Normal.CDF(0, 1, shifted) * (Resamples - 1);
            var lower = (int)Math.Clamp(Math.Floor(position), 0, Resamples - 2);
            return means[lower] + (position - lower) * (means[lower + 1] - means[lower]);
        }
    }

    /// <summary>Wilson's 95 % score interval of a proportion.</summary>
    /// <param name="successes">Number of successes, 0 to <paramref name="trials"/>.</param>
    /// <param name="trials">Number of independent trials, at least 1.</param>
    public static Interval Wilson(long successes, long trials)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        const double z = 1.959963984540054;
        double n = trials, share = successes / n;
        var centre = (share + z * z / (2 * n)) / (1 + z * z / n);
        var half = z / (1 + z * z / n) * Math.Sqrt(share * (1 - share) / n + z * z / (4 * n * n));
        return new(share, successes == 0 ? 0 : centre - half, successes == trials ? 1 : centre + half);
    }

    private static (double Mean, double Deviation) MeanAndDeviation(ReadOnlySpan<double> values)
    {
        if (values.Length < 2) throw new ArgumentException($"An interval needs at least two values, got {values.Length}.", nameof(values));
        double sum = 0;
        foreach (var value in values)
            sum += double.IsFinite(value) ? value : throw new ArgumentException("A value is not finite.", nameof(values));
        // The mean of equal values is that value, which dividing their sum may miss by a rounding.
        if (!values.ContainsAnyExcept(values[0])) return (values[0], 0);
        var mean = sum / values.Length;
        double squares = 0;
        foreach (var value in values) squares += (value - mean) * (value - mean);
        return (mean, Math.Sqrt(squares / (values.Length - 1)));
    }
}
