using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.BandlimitedRandomNetworks;

/// <summary>Activations of the hidden units.</summary>
public enum HiddenActivation
{
    /// <summary>exp(−t²/2).</summary>
    Gaussian,
    /// <summary>1/(1 + e^(−t)).</summary>
    Logistic,
    /// <summary>tanh t.</summary>
    Tanh,
}

/// <summary>
/// The hidden layer of g(x) = Σ cᵢ σ(aᵢ·x − bᵢ), drawn once and never trained: with <c>b</c> from the same interval as the weights (as in the paper) or
/// bᵢ = aᵢ·x₀ with x₀ somewhere in the data (as practitioners do, so that every unit has its bend where inputs are).
/// </summary>
/// <param name="Weights">a: (units, inputs).</param>
/// <param name="Offsets">b: (units).</param>
/// <param name="Activation">σ.</param>
public sealed record RandomLayer(Tensor Weights, Tensor Offsets, HiddenActivation Activation)
{
    private const double Negligible = 1e-40;

    /// <summary>Draws a layer with a and b uniform in [−range, range].</summary>
    /// <param name="units">n ≥ 1.</param>
    /// <param name="inputs">m ≥ 1.</param>
    /// <param name="range">λ above 0.</param>
    /// <param name="activation">σ.</param>
    /// <param name="random">Where the weights come from; layers of one stream have equal units up to the factor λ.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count below 1 or a range that is not positive.</exception>
    public static RandomLayer Draw(int units, int inputs, double range, HiddenActivation activation, RandomStream random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(units, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        if (!(range > 0) || !double.IsFinite(range)) throw new ArgumentOutOfRangeException(nameof(range), range, "The range of the weights must be above 0.");
        ArgumentNullException.ThrowIfNull(random);
        var drawn = ((random.Uniform(units, inputs + 1) * 2.0) - 1.0) * range; // (units, inputs + 1)
        return new(drawn.Slice(1, 0, inputs).Contiguous(), drawn.Column(inputs).Contiguous(), activation);
    }

    /// <summary>The same weights with offsets bᵢ = aᵢ·x₀, x₀ a random row of the data.</summary>
    /// <param name="data">(rows, inputs).</param>
    /// <param name="random">Which rows.</param>
    public RandomLayer CentredOn(Tensor data, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(random);
        return this with { Offsets = Tensor.FromArray([.. Enumerable.Range(0, Weights.Rows).Select(i => LinearAlgebra.Dot(Weights.Row(i), data.Row(random.Next(data.Rows))))]) };
    }

    /// <summary>σ(a·x − b) of every unit at some points.</summary>
    /// <param name="points">(points, inputs).</param>
    /// <returns>(points, units).</returns>
    public Tensor Features(Tensor points)
    {
        ArgumentNullException.ThrowIfNull(points);
        var features = LinearAlgebra.MatMul(points, Weights, transposeA: false, transposeB: true) - Offsets.Reshape(1, Offsets.Length); // (points, units)
        var values = features.AsSpan();
        for (var i = 0; i < values.Length; i++)
        {
            var value = Activation switch
            {
                HiddenActivation.Gaussian => Math.Exp(-0.5 * values[i] * values[i]),
                HiddenActivation.Logistic => 1 / (1 + Math.Exp(-values[i])),
                _ => Math.Tanh(values[i]),
            };
            // Nothing sees such a number beside units of size one, and decompositions are spared what lies near the least of all doubles.
            values[i] = Math.Abs(value) < Negligible ? 0 : value;
        }
        return features;
    }
}

/// <summary>Output weights of least norm by singular values, from one decomposition for many targets, cut-offs and bounds.</summary>
/// <remarks>The normal equations would square a condition number that is near 10¹⁶ already.</remarks>
public sealed class OutputSolver
{
    private readonly SvdDecomposition _svd; // U (points, r), S (r), Vᵀ (r, units)

    /// <summary>Decomposes the features.</summary>
    /// <param name="features">(points, units).</param>
    public OutputSolver(Tensor features) => _svd = LinearAlgebra.Svd(features);

    /// <summary>Least squares without the directions whose singular value is below the cut-off.</summary>
    /// <param name="targets">(points).</param>
    /// <param name="cutOff">Relative to the largest singular value.</param>
    /// <returns>c: (units).</returns>
    public Tensor Truncated(Tensor targets, double cutOff) => Solve(targets, (s, largest) => s > cutOff * largest ? 1 / s : 0);

    /// <summary>Least squares with ‖c‖ at most a bound: by a ridge as weak as the bound allows.</summary>
    /// <param name="targets">(points).</param>
    /// <param name="bound">The largest norm allowed, above 0.</param>
    /// <returns>c: (units).</returns>
    public Tensor Bounded(Tensor targets, double bound)
    {
        var free = Truncated(targets, 1e-15);
        if (free.FrobeniusNorm() <= bound) return free;
        double low = -80, high = 20; // ln of the ridge, relative to the largest singular value squared
        for (var halving = 0; halving < 80; halving++)
        {
            var middle = (low + high) / 2;
            if (Ridge(targets, middle).FrobeniusNorm() > bound) low = middle;
            else high = middle;
        }
        return Ridge(targets, high);
    }

    private Tensor Ridge(Tensor targets, double logarithm) => Solve(targets, (s, largest) => s / ((s * s) + (Math.Exp(logarithm) * largest * largest)));

    private Tensor Solve(Tensor targets, Func<double, double, double> inverse)
    {
        var parts = LinearAlgebra.MatVec(_svd.U.Transpose(), targets).ToArray(); // Uᵀ y: (r)
        for (var i = 0; i < parts.Length; i++) parts[i] *= inverse(_svd.S[i], _svd.S[0]);
        return LinearAlgebra.MatVec(_svd.Vt.Transpose(), Tensor.FromArray(parts)); // (units)
    }
}
