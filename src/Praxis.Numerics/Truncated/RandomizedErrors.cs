namespace Praxis.Numerics;

/// <summary>What is known of the error of an approximation after the fact.</summary>
internal static class RandomizedErrors
{
    // Halko, Martinsson, Tropp 2011, equation 4.3 with α = 10.
    private static readonly double ProbeFactor = 10 * Math.Sqrt(2 / Math.PI);

    private const double LeastDifference = 2.1e-7;

    /// <summary>The error in the Frobenius norm, and a bound on the spectral one.</summary>
    public static (double Frobenius, double Spectral) Of(MatrixProducts a, (Tensor U, Tensor S, Tensor V) factors, int probes, RandomizedOptions options)
    {
        double frobenius = double.NaN;
        double spectral = double.NaN;
        if (probes > 0)
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            var random = new RandomStream(options.Seed).Fork("probes");
            var errors = Residuals(a, factors, random.Normal(a.Columns, probes));
            spectral = a.Columns == 0 || a.Rows == 0 ? 0 : ProbeFactor * errors.MaxAbs();
            frobenius = errors.FrobeniusNorm() / Math.Sqrt(probes);
        }

        if (a.FrobeniusNorm is { } norm)
        {
            // Relative to ‖A‖, so that nothing overflows; the difference of squares has no more than half the digits.
            double kept = norm == 0 ? 1 : factors.S.FrobeniusNorm() / norm;
            double difference = Math.Sqrt(Math.Max(0, (1 - kept) * (1 + kept)));
            if (difference > LeastDifference || double.IsNaN(frobenius))
                frobenius = norm * difference;
        }

        return (frobenius, spectral);
    }

    /// <summary>The norms of (A − U S Vᵀ) ω for each column ω.</summary>
    public static Tensor Residuals(MatrixProducts a, (Tensor U, Tensor S, Tensor V) factors, Tensor probes)
    {
        var inner = LinearAlgebra.MatMul(factors.V, probes, transposeA: true, transposeB: false); // (k, r)
        var approximate = LinearAlgebra.MatMul(factors.U * factors.S, inner); // (m, r)
        return TruncatedBounds.ColumnNorms(a.Apply(probes) - approximate);
    }
}
