using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.ChebyshevTucker;

/// <summary>
/// The polynomial f̃(x) = Σ C[a, b, c]·T_a(x₁)·T_b(x₂)·T_c(x₃) that equals f at the tensor grid of Chebyshev nodes: the first half of path A,
/// before anything is compressed.
/// </summary>
public sealed class ChebyshevInterpolant
{
    private const int LargestNodes = 257;
    private const int MostSamples = 1 << 25;

    private ChebyshevInterpolant(CoordinateBox box, Tensor coefficients, double largestSample, long samplesTaken)
    {
        Box = box;
        Coefficients = coefficients;
        LargestSample = largestSample;
        SamplesTaken = samplesTaken;
    }

    /// <summary>The box on which f is interpolated.</summary>
    public CoordinateBox Box { get; }

    /// <summary>C: (m₁, …, m_d).</summary>
    public Tensor Coefficients { get; }

    /// <summary>The largest |f| at the nodes.</summary>
    public double LargestSample { get; }

    /// <summary>How often f was evaluated, with all doublings.</summary>
    public long SamplesTaken { get; }

    /// <summary>From values at the nodes: C = T ×₁ F ×₂ F ×₃ F.</summary>
    /// <param name="samples">f(x_i, x_j, x_k) at the nodes <see cref="CoordinateBox.Nodes"/>, from the upper to the lower end: (m₁, …, m_d), each at least 2.</param>
    /// <param name="box">The box.</param>
    /// <exception cref="ShapeException">The samples have another number of modes than the box has coordinates, or a mode is too short.</exception>
    /// <exception cref="NonFiniteException">A sample is NaN or infinite; the message names the node.</exception>
    public static ChebyshevInterpolant FromSamples(Tensor samples, CoordinateBox box) => FromSamples(samples, box, samples.Length);

    /// <summary>Samples a function at m nodes in every coordinate.</summary>
    /// <param name="onGrid">f on a tensor grid: coordinates of each axis to values (n₁, …, n_d). <see cref="GridSampling.Pointwise"/> makes it from a formula.</param>
    /// <param name="box">The box.</param>
    /// <param name="m">Nodes in every coordinate, at least 2.</param>
    public static ChebyshevInterpolant FromFunction(Func<IReadOnlyList<Tensor>, Tensor> onGrid, CoordinateBox box, int m) =>
        FromSamples(onGrid([.. Enumerable.Range(0, box.Dimension).Select(l => box.Nodes(l, m))]), box);

    /// <summary>Doubles the degree, m = 9, 17, 33, …, until the last tenth of the coefficients sums to less than ε·max|f| in every mode.</summary>
    /// <param name="onGrid">f on a tensor grid, as in <see cref="FromFunction"/>.</param>
    /// <param name="box">The box.</param>
    /// <param name="tolerance">ε, between 1e-12 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The tolerance is out of range.</exception>
    /// <exception cref="InvalidOperationException">f is not smooth enough: the coefficients have not decayed at the most nodes that are tried.</exception>
    public static ChebyshevInterpolant Adaptive(Func<IReadOnlyList<Tensor>, Tensor> onGrid, CoordinateBox box, double tolerance)
    {
        if (tolerance is not (>= 1e-12 and < 1)) throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "The tolerance must be at least 1e-12 and below 1.");
        long taken = 0;
        for (var m = 9; ; m = (2 * m) - 1)
        {
            var samples = onGrid([.. Enumerable.Range(0, box.Dimension).Select(l => box.Nodes(l, m))]);
            taken += samples.Length;
            var interpolant = FromSamples(samples, box, taken);
            var worst = Enumerable.Range(0, box.Dimension).Max(interpolant.Tail);
            if (worst <= tolerance * interpolant.LargestSample) return interpolant;
            if ((2 * m) - 1 > LargestNodes || Math.Pow((2 * m) - 1, box.Dimension) > MostSamples)
                throw new InvalidOperationException(
                    $"With {m} nodes in each of {box.Dimension} coordinates the last coefficients still sum to {worst / interpolant.LargestSample:0.0e+0} of the largest value, above the tolerance {tolerance:0.0e+0}. " +
                    "A function with a singularity in or near the box cannot be interpolated to it: split the singular part off, shrink the box or allow a larger tolerance.");
        }
    }

    /// <summary>
    /// Σ|C| over the last tenth of one mode (at least two degrees, for even and odd functions have zeros between): what these terms can
    /// contribute to the value anywhere. The largest of them would not do; there are thousands, and their sum is the error.
    /// </summary>
    public double Tail(int mode)
    {
        var m = Coefficients.Shape[mode];
        var last = Math.Min(m, Math.Max(2, (m + 9) / 10));
        return Coefficients.Slice(mode, m - last, last).Abs().Sum();
    }

    /// <summary>The second half of path A: C by higher-order SVD and orthogonal iteration.</summary>
    /// <param name="tolerance">ε, the relative Frobenius error of the coefficients allowed.</param>
    /// <param name="refine">Whether orthogonal iteration follows the higher-order SVD.</param>
    public ChebyshevTuckerFunction Compress(double tolerance, bool refine = true)
    {
        var tucker = new HigherOrderSvd(Coefficients).Truncate(tolerance);
        return new ChebyshevTuckerFunction(Box, refine ? OrthogonalIteration.Refine(Coefficients, tucker).Tensor : tucker);
    }

    private static ChebyshevInterpolant FromSamples(Tensor samples, CoordinateBox box, long taken)
    {
        if (samples.Rank != box.Dimension) throw new ShapeException($"The samples have {samples.Rank} modes, the box has {box.Dimension} coordinates.");
        RequireFinite(samples, box);
        Tensor[] transforms = [.. Enumerable.Range(0, samples.Rank).Select(mode => ChebyshevBasis.CoefficientMatrix(samples.Shape[mode]))]; // (m_l, m_l)
        return new ChebyshevInterpolant(box, ModeProduct.MultiplyAll(samples, transforms), samples.MaxAbs(), taken);
    }

    private static void RequireFinite(Tensor samples, CoordinateBox box)
    {
        var values = samples.Contiguous().AsSpan();
        for (var i = 0; i < values.Length; i++)
        {
            if (double.IsFinite(values[i])) continue;
            var node = new double[box.Dimension];
            for (int mode = box.Dimension - 1, rest = i; mode >= 0; rest /= samples.Shape[mode], mode--)
                node[mode] = box.Nodes(mode, samples.Shape[mode])[rest % samples.Shape[mode]];
            throw new NonFiniteException($"The function is {values[i]} at the node ({string.Join(", ", node)}); it must be finite in the whole box.");
        }
    }
}
