namespace Praxis.Papers.RandomizedLinearAlgebra.LdpSparseRegression;

/// <summary>What every person is promised: (ε, δ)-differential privacy of the one message that leaves their device.</summary>
public sealed record PrivacyBudget
{
    /// <summary>The largest ε: each half of it must be at most 1, where the classical Gaussian mechanism is proven.</summary>
    public const double LargestEpsilon = 2;

    /// <summary>A budget.</summary>
    /// <param name="epsilon">ε, above 0 and at most 2.</param>
    /// <param name="delta">δ, above 0 and below 1; far below 1/n to mean something.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value outside these limits.</exception>
    public PrivacyBudget(double epsilon, double delta)
    {
        if (epsilon is not (> 0 and <= LargestEpsilon))
            throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, "ε must be above 0 and at most 2: each of the two releases gets ε/2, and the Gaussian mechanism's noise is proven for ε/2 up to 1.");
        if (delta is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(delta), delta, "δ must lie between 0 and 1; the Gaussian mechanism cannot do without it.");
        (Epsilon, Delta) = (epsilon, delta);
    }

    /// <summary>ε.</summary>
    public double Epsilon { get; }

    /// <summary>δ.</summary>
    public double Delta { get; }

    /// <summary>
    /// The standard deviation of Gaussian noise for a release of ℓ₂ sensitivity Δ that gets a share of both ε and δ:
    /// s = Δ·√(2 ln(1.25/δ′))/ε′ (Dwork and Roth, Theorem A.1, for ε′ ≤ 1).
    /// </summary>
    /// <param name="sensitivity">Δ.</param>
    /// <param name="share">The share of the budget; ½ for two releases. With the whole budget ε must be at most 1.</param>
    public double NoiseFor(double sensitivity, double share)
    {
        // With the whole budget (public second moments) ε′ may exceed 1; the noise for ε′ = 1 is then taken, which protects more.
        var epsilon = Math.Min(1, share * Epsilon);
        return sensitivity * Math.Sqrt(2 * Math.Log(1.25 / (share * Delta))) / epsilon;
    }
}

/// <summary>Public bounds to which every record is clipped; they must never be estimated from the private data.</summary>
/// <param name="RowNorm">r: a row of X is shortened to this length.</param>
/// <param name="Target">τ: y is clipped to ±τ.</param>
public sealed record ClippingBounds(double RowNorm, double Target)
{
    /// <summary>The paper's orders with constants 1 and 2: r = σ_x·√(d ln n), τ = 2σ_y·√(ln n).</summary>
    /// <param name="d">Columns.</param>
    /// <param name="n">People.</param>
    /// <param name="rowScale">σ_x, a public scale of the entries of X.</param>
    /// <param name="targetScale">σ_y, a public scale of y.</param>
    public static ClippingBounds Paper(int d, double n, double rowScale, double targetScale) =>
        new(rowScale * Math.Sqrt(d * Math.Log(n)), 2 * targetScale * Math.Sqrt(Math.Log(n)));

    /// <summary>A shorter radius that clips as rarely for normal rows: r = σ_x·(√d + √(2 ln n)), τ = 2σ_y·√(ln n).</summary>
    /// <inheritdoc cref="Paper"/>
    public static ClippingBounds Tight(int d, double n, double rowScale, double targetScale) =>
        new(rowScale * (Math.Sqrt(d) + Math.Sqrt(2 * Math.Log(n))), 2 * targetScale * Math.Sqrt(Math.Log(n)));
}
