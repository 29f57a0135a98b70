using Praxis.Numerics;

namespace Praxis.Papers.Theory.CircularLawBand;

/// <summary>
/// A doubly stochastic variance profile S = (σᵢⱼ²): rows and columns sum to 1, and no entry is above about 1/b, b the bandwidth.
/// The random matrix is Xᵢⱼ = σᵢⱼ·gᵢⱼ with independent gᵢⱼ of mean 0 and variance 1.
/// </summary>
public sealed class VarianceProfile
{
    private const double BalanceTolerance = 1e-9;

    private readonly Tensor _deviations; // σ: (n, n)

    private VarianceProfile(Tensor variances, string name)
    {
        _deviations = variances.Map(Math.Sqrt);
        Name = name;
        MostVariance = variances.Max();
        Imbalance = ImbalanceOf(variances);
        if (Imbalance > BalanceTolerance) throw new ArgumentException($"The profile '{name}' is not doubly stochastic: a row or column sum is off by {Imbalance:G3}.");
    }

    /// <summary>The profile in words.</summary>
    public string Name { get; }

    /// <summary>n.</summary>
    public int Size => _deviations.Rows;

    /// <summary>The largest variance; 1/MostVariance is the effective bandwidth.</summary>
    public double MostVariance { get; }

    /// <summary>How far the row and column sums are from 1.</summary>
    public double Imbalance { get; }

    /// <summary>A matrix with this profile.</summary>
    /// <param name="random">Random numbers.</param>
    /// <param name="signs">Entries ±σᵢⱼ instead of Gaussian ones.</param>
    /// <returns>X: (n, n).</returns>
    public Tensor Sample(RandomStream random, bool signs = false) =>
        (signs ? random.Signs(Size, Size) : random.Normal(Size, Size)) * _deviations;

    /// <summary>All variances 1/n: the full matrix (Ginibre's for Gaussian entries).</summary>
    public static VarianceProfile Full(int n) => new(Tensor.Full(1.0 / n, n, n), "full");

    /// <summary>σᵢⱼ² = 1/(2h+1) where the cyclic distance |i−j| is at most h, with 2h+1 the odd number nearest to the bandwidth.</summary>
    public static VarianceProfile PeriodicBand(int n, double bandwidth)
    {
        var half = Math.Clamp((int)Math.Round((bandwidth - 1) / 2), 0, (n - 1) / 2);
        var variances = Tensor.Zeros(n, n);
        for (var i = 0; i < n; i++)
            for (var k = -half; k <= half; k++)
                variances[i, ((i + k) % n + n) % n] = 1.0 / (2 * half + 1);
        return new(variances, "periodic band");
    }

    /// <summary>Cyclic block-tridiagonal with blocks of about a third of the bandwidth; n is rounded to whole blocks, at least four.</summary>
    public static VarianceProfile BlockBand(int n, double bandwidth)
    {
        var blocks = Math.Max(4, (int)Math.Round(3 * n / bandwidth));
        var side = Math.Max(1, (int)Math.Round((double)n / blocks));
        var size = blocks * side;
        var variances = Tensor.Zeros(size, size);
        for (var i = 0; i < size; i++)
            for (var j = 0; j < size; j++)
            {
                var apart = Math.Abs(i / side - j / side);
                if (Math.Min(apart, blocks - apart) <= 1) variances[i, j] = 1.0 / (3 * side);
            }
        return new(variances, "block band");
    }

    /// <summary>Independent full blocks of about the bandwidth on the diagonal, at least two: no mixing at all, and the theorem allows it.</summary>
    public static VarianceProfile DirectSum(int n, double bandwidth)
    {
        var blocks = Math.Max(2, (int)Math.Round(n / bandwidth));
        var side = (int)Math.Round((double)n / blocks);
        var size = blocks * side;
        var variances = Tensor.Zeros(size, size);
        for (var i = 0; i < size; i++)
            for (var j = 0; j < size; j++)
                if (i / side == j / side) variances[i, j] = 1.0 / side;
        return new(variances, "direct sum");
    }

    /// <summary>The sum of b random permutation matrices, divided by b; overlaps add up.</summary>
    public static VarianceProfile Permutations(int n, double bandwidth, RandomStream random)
    {
        var count = Math.Max(1, (int)Math.Round(bandwidth));
        var variances = Tensor.Zeros(n, n);
        for (var k = 0; k < count; k++)
        {
            var permutation = random.Permutation(n);
            for (var i = 0; i < n; i++) variances[i, permutation[i]] += 1.0 / count;
        }
        return new(variances, "permutations");
    }

    /// <summary>Scales a non-negative profile to double stochasticity by Sinkhorn's alternating normalisation.</summary>
    /// <param name="weights">(n, n), no entry negative.</param>
    /// <param name="mostSweeps">Sweeps after which it is given up.</param>
    /// <exception cref="ArgumentException">Not square, a negative entry, an empty row or column, or no convergence: then no scaling exists (no total support).</exception>
    public static VarianceProfile Balanced(Tensor weights, int mostSweeps = 10_000)
    {
        if (weights.Rows != weights.Columns) throw new ArgumentException($"A profile is square; this one is {weights.Rows} × {weights.Columns}.", nameof(weights));
        weights.EnsureFinite(nameof(weights));
        if (weights.Min() < 0) throw new ArgumentException("A profile has no negative entries.", nameof(weights));
        var scaled = weights.Clone();
        for (var sweep = 0; sweep < mostSweeps; sweep++)
        {
            var rowSums = scaled.Sum(1); // (n)
            if (rowSums.Min() == 0 || scaled.Sum(0).Min() == 0) throw new ArgumentException("A row or a column of the profile is empty.", nameof(weights));
            scaled = (scaled.Transpose() / rowSums).Transpose();
            scaled /= scaled.Sum(0);
            if (ImbalanceOf(scaled) < BalanceTolerance / 10) return new(scaled, "balanced");
        }
        throw new ArgumentException($"Sinkhorn's scaling did not settle in {mostSweeps:N0} sweeps: the pattern has no total support, so that no scaling makes it doubly stochastic.", nameof(weights));
    }

    private static double ImbalanceOf(Tensor variances) =>
        Math.Max((variances.Sum(0) - 1).MaxAbs(), (variances.Sum(1) - 1).MaxAbs());
}
