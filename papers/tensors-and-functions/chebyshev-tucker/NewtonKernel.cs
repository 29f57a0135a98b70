namespace Praxis.Papers.TensorsAndFunctions.ChebyshevTucker;

/// <summary>1/r as a sum of Gaussians: sinc quadrature of 2/√π·∫ exp(−t²r²) dt over t = eᵘ.</summary>
/// <param name="Terms">(a_k, t_k): 1/r ≈ Σ a_k·exp(−t_k²r²), t ascending.</param>
public sealed record NewtonKernel(IReadOnlyList<(double Weight, double Exponent)> Terms)
{
    /// <summary>2M + 1 terms with t_k = e^{kh}, a_k = 2h·e^{kh}/√π, h = C₀·ln M/M.</summary>
    /// <param name="m">M, at least 2. The step leaves a relative error of a few 1e-5 with M = 20, the cut at t = M^−C₀ a constant below 2M^−C₀/√π.</param>
    /// <param name="c0">C₀; 3 balances the step's error against the cut at both ends.</param>
    public static NewtonKernel Sinc(int m = 20, double c0 = 3)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(m, 2);
        var h = c0 * Math.Log(m) / m;
        return new NewtonKernel([.. Enumerable.Range(-m, (2 * m) + 1).Select(k => (2 / Math.Sqrt(Math.PI) * h * Math.Exp(k * h), Math.Exp(k * h)))]);
    }

    /// <summary>The kernel's approximation at a distance.</summary>
    public double At(double r) => Terms.Sum(term => term.Weight * Math.Exp(-term.Exponent * term.Exponent * r * r));

    /// <summary>
    /// The long-range part: Gaussians that have not yet vanished at the neighbouring particle, exp(−t²σ²) ≥ <paramref name="vanished"/>. The paper's
    /// exact rule is not known to us; 0.01 is ours.
    /// </summary>
    /// <param name="spacing">σ, the smallest distance between particles.</param>
    /// <param name="vanished">Below this a Gaussian counts as vanished.</param>
    public NewtonKernel LongRange(double spacing, double vanished = 1e-2)
    {
        if (!(spacing > 0)) throw new ArgumentOutOfRangeException(nameof(spacing), spacing, "The spacing must be positive.");
        return new NewtonKernel([.. Terms.Where(term => Math.Exp(-term.Exponent * term.Exponent * spacing * spacing) >= vanished)]);
    }
}
