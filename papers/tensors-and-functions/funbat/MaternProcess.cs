namespace Praxis.Papers.TensorsAndFunctions.Funbat;

/// <summary>How smooth the latent functions are: the ν of their Matérn kernel.</summary>
public enum Smoothness
{
    /// <summary>ν = 1/2: continuous, without a derivative.</summary>
    Half,
    /// <summary>ν = 3/2: once differentiable.</summary>
    ThreeHalves,
}

/// <summary>A Gaussian process with a Matérn kernel as a linear stochastic differential equation (section 3.2): a Markov chain along sorted coordinates.</summary>
/// <param name="Smoothness">ν.</param>
/// <param name="LengthScale">ℓ, in the unit of the coordinate.</param>
/// <param name="Variance">σ²: the variance of the function at every coordinate.</param>
public sealed record MaternProcess(Smoothness Smoothness, double LengthScale, double Variance = 1)
{
    /// <summary>ℓ, in the unit of the coordinate.</summary>
    public double LengthScale { get; } = Positive(LengthScale, nameof(LengthScale));

    /// <summary>σ².</summary>
    public double Variance { get; } = Positive(Variance, nameof(Variance));

    /// <summary>The length m of the state: f alone, or f and f′.</summary>
    public int StateLength => Smoothness == Smoothness.Half ? 1 : 2;

    private double Rate => Smoothness == Smoothness.Half ? 1 / LengthScale : Math.Sqrt(3) / LengthScale;

    /// <summary>The kernel, σ²·e^(−d/ℓ) or σ²(1 + λd)·e^(−λd).</summary>
    /// <param name="distance">d ≥ 0.</param>
    public double Kernel(double distance) => Variance * Correlation(Smoothness, distance / LengthScale);

    /// <summary>The kernel with σ² = 1 at a distance in length scales.</summary>
    public static double Correlation(Smoothness smoothness, double distance)
    {
        if (smoothness == Smoothness.Half) return Math.Exp(-distance);
        var scaled = Math.Sqrt(3) * distance;
        return (1 + scaled) * Math.Exp(-scaled);
    }

    /// <summary>P∞: (m, m), the covariance of the state at any one coordinate.</summary>
    public double[] Stationary() => Smoothness == Smoothness.Half ? [Variance] : [Variance, 0, 0, Rate * Rate * Variance];

    /// <summary>A: (m, m), how the expected state moves over a gap Δ.</summary>
    /// <param name="gap">Δ ≥ 0.</param>
    public double[] Transition(double gap)
    {
        var (rate, decay) = (Rate, Math.Exp(-Rate * gap));
        return Smoothness == Smoothness.Half
            ? [decay]
            : [decay * (1 + rate * gap), decay * gap, -decay * rate * rate * gap, decay * (1 - rate * gap)];
    }

    /// <summary>Q = P∞ − A P∞ Aᵀ: (m, m), what a gap Δ adds to the covariance.</summary>
    /// <param name="gap">Δ ≥ 0.</param>
    public double[] Diffusion(double gap)
    {
        var s = Rate * gap;
        var decay = Math.Exp(-2 * s);
        if (Smoothness == Smoothness.Half) return [Variance * (1 - decay)];
        // Written out, for the difference of the matrices is rounding only where the gap is small; there its series is taken.
        var position = s < 0.01 ? 4 * s * s * s / 3 * (1 - 1.5 * s + 1.2 * s * s) : 1 - decay * (1 + 2 * s * (1 + s));
        var velocity = 1 - decay * (1 - 2 * s * (1 - s));
        var mixed = decay * 2 * s * s;
        return [Variance * position, Variance * Rate * mixed, Variance * Rate * mixed, Variance * Rate * Rate * velocity];
    }

    private static double Positive(double value, string name) =>
        double.IsFinite(value) && value > 0 ? value : throw new ArgumentOutOfRangeException(name, value, "It must be a positive number.");
}
