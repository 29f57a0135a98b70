using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.LdpSparseRegression;

/// <summary>
/// LDP-IHT: people are split into groups, one for each round; the people of a round send their randomised gradient at the present θ
/// once, and the server takes a step, keeps the k′ largest entries and projects on the unit ball.
/// </summary>
/// <remarks>Clipping constants and the randomiser (Duchi, Jordan and Wainwright's on the ℓ₂ ball) are our choice; they match the paper's rates.</remarks>
public sealed class IterativeProtocol
{
    /// <summary>ε of every person; this protocol needs no δ.</summary>
    public required double Epsilon { get; init; }

    /// <summary>k′, how many entries are kept; 2k here, the analysis takes 8k.</summary>
    public required int Kept { get; init; }

    /// <summary>T, rounds.</summary>
    public required int Rounds { get; init; }

    /// <summary>η, about 1/λ_max(Σ), a public number.</summary>
    public double StepSize { get; init; } = 1;

    /// <summary>The bound r·R of a clipped gradient's length: rows to r, residuals to R.</summary>
    public required double GradientNorm { get; init; }

    /// <summary>The paper's orders: r·R with r = √(d ln n), R = 2√(k ln n).</summary>
    public static double PaperGradientNorm(int d, int k, double n) => Math.Sqrt(d * Math.Log(n)) * 2 * Math.Sqrt(k * Math.Log(n));

    /// <summary>The length of the randomiser's output, which makes it unbiased: r·(e^ε + 1)/(e^ε − 1)·√π·Γ((d + 1)/2)/Γ(d/2).</summary>
    /// <param name="bound">r.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="d">Dimension.</param>
    public static double OutputNorm(double bound, double epsilon, int d)
    {
        // Γ(x + ½)/Γ(x): by its recurrence from x = ½ (1/√π) or x = 1 (√π/2).
        var ratio = d % 2 == 1 ? 1 / Math.Sqrt(Math.PI) : Math.Sqrt(Math.PI) / 2;
        for (var x = d % 2 == 1 ? 0.5 : 1; x < d / 2.0; x++) ratio *= (x + 0.5) / x;
        return bound * (Math.Exp(epsilon) + 1) / (Math.Exp(epsilon) - 1) * Math.Sqrt(Math.PI) * ratio;
    }

    /// <summary>Randomises one vector, ε-locally private and unbiased: its direction is rounded to ±, and a random point of that half of a sphere is sent.</summary>
    /// <param name="v">(d), of length at most <paramref name="bound"/>.</param>
    /// <param name="bound">r.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="random">The person's random numbers.</param>
    /// <exception cref="ArgumentException">A longer vector, which would break the promise.</exception>
    public static Tensor Randomise(Tensor v, double bound, double epsilon, RandomStream random)
    {
        var (d, length) = (v.Length, LinearAlgebra.Norm(v));
        if (!(length <= bound * (1 + 1e-12))) throw new ArgumentException($"The vector has length {length}, above the bound {bound}; clip it first.", nameof(v));
        var z = random.Normal(d);
        z /= LinearAlgebra.Norm(z);
        // A zero vector has no direction: ± is then a fair coin, and any direction does.
        var inner = length > 0 ? LinearAlgebra.Dot(z, v) / length : z[0];
        var sign = random.NextDouble() < 0.5 + length / (2 * bound) ? 1 : -1;
        var keep = random.NextDouble() < Math.Exp(epsilon) / (1 + Math.Exp(epsilon));
        return (keep == inner * sign > 0 ? 1 : -1) * OutputNorm(bound, epsilon, d) * z;
    }

    /// <summary>
    /// Runs the protocol on n people whose records are known by their moments. The mean of m randomised gradients is drawn from its
    /// normal limit, with mean ḡ and covariance (B²/d·I − ḡḡᵀ)/m; m is in the thousands at least.
    /// </summary>
    /// <param name="group">The moments of the records of one round's people, by the round.</param>
    /// <param name="random">The noise.</param>
    /// <param name="d">Dimension.</param>
    /// <exception cref="ArgumentException">A group of fewer than 1,000 people, or options that make no sense.</exception>
    public Tensor Run(Func<int, Moments> group, RandomStream random, int d)
    {
        if (!(Epsilon > 0) || Kept < 1 || Rounds < 1 || !(StepSize > 0) || !(GradientNorm > 0))
            throw new ArgumentException("ε, k′, rounds, step and gradient bound must be positive.");
        var theta = Tensor.Zeros(d);
        var output = OutputNorm(GradientNorm, Epsilon, d);
        for (var t = 0; t < Rounds; t++)
        {
            var records = group(t);
            if (records.People < 1000) throw new ArgumentException($"Round {t} has {records.People:0} people; the mean of fewer than 1,000 messages is not near its normal limit.", nameof(group));
            var gradient = LinearAlgebra.MatVec(records.Second, theta) - records.Cross; // ḡ (d)
            // The deviation of one person's entries: √(B²/d − ḡⱼ²); ḡ is tiny beside B/√d.
            var deviation = Math.Sqrt(output * output / d / records.People);
            var step = theta - StepSize * (gradient + deviation * random.Fork(t).Normal(d));
            theta = Project(HardThreshold(step, Kept));
        }
        return theta;
    }

    /// <summary>H_k′: all but the k′ entries of largest size become zero.</summary>
    public static Tensor HardThreshold(Tensor v, int kept)
    {
        var result = Tensor.Zeros(v.Length);
        foreach (var j in Enumerable.Range(0, v.Length).OrderByDescending(j => Math.Abs(v[j])).Take(kept)) result[j] = v[j];
        return result;
    }

    private static Tensor Project(Tensor v) => LinearAlgebra.Norm(v) is > 1 and var norm ? v / norm : v;
}
