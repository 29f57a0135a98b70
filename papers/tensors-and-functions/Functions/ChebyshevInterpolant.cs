using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions;

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
    /// <exception cref="ToleranceException">f is not smooth enough: the coefficients have not decayed at the most nodes that are tried.</exception>
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
                throw new ToleranceException(tolerance, worst / interpolant.LargestSample, $"{m} Chebyshev nodes in {(box.Dimension == 1 ? "the coordinate" : $"each of {box.Dimension} coordinates")}");
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

    /// <summary>
    /// The smallest ranks found whose measured error is within a tolerance. Promised is ‖f − f̂‖_∞ ≤ ‖f − f̃‖_∞ + ‖C − Ĉ‖₁ with the interpolation error estimated by the
    /// last coefficients.
    /// </summary>
    /// <param name="tolerance">The largest |f − f̂| allowed, relative to the largest |f| met.</param>
    /// <param name="measure">The largest error of an approximant and the largest |f| met.</param>
    /// <param name="points">The number of points that <paramref name="measure"/> looks at.</param>
    /// <param name="attempts">How often the coefficients' tolerance is halved.</param>
    /// <exception cref="ToleranceException">The tolerance was not reached; the message says what was.</exception>
    public ChebyshevTuckerFunction CompressWithin(
        double tolerance, Func<ChebyshevTuckerFunction, (double Error, double LargestValue)> measure, int points, int attempts = 16)
    {
        var reached = double.PositiveInfinity;
        var (trimmed, left) = Trim(0.1 * tolerance * LargestSample);
        var svd = new HigherOrderSvd(trimmed.Coefficients);
        for (var (attempt, allowed) = (0, tolerance); attempt < attempts; attempt++, allowed = Math.Max(0.5 * allowed, 1e-15))
        {
            var compressed = new ChebyshevTuckerFunction(Box, OrthogonalIteration.Refine(trimmed.Coefficients, svd.Truncate(allowed)).Tensor);
            var (error, met) = measure(compressed);
            var largest = Math.Max(met, LargestSample);
            reached = Math.Min(reached, largest > 0 ? error / largest : error);
            if (error > tolerance * largest) continue;
            var discarded = left + (trimmed.Coefficients - compressed.Coefficients.Rebuild()).Abs().Sum(); // ‖C − Ĉ‖₁
            var tails = Enumerable.Range(0, Box.Dimension).Sum(Tail);
            return new ChebyshevTuckerFunction(Box, compressed.Coefficients)
            {
                Error = new ApproximationError(discarded + tails, "The error is at most the interpolation error plus the sum of all changes of coefficients (a theorem); the second is computed, the first estimated by the last tenth of the coefficients, as is right where they go on to decay.")
                {
                    Measured = error,
                    MeasuredAt = points,
                    LargestValue = largest,
                },
            };
        }
        throw new ToleranceException(tolerance, reached, $"{string.Join(" × ", Coefficients.Shape.ToArray())} Chebyshev nodes");
    }

    /// <summary>Without the highest degrees, mode by mode, as long as the coefficients left out sum to no more than is allowed; doubling overshoots by up to a factor of two.</summary>
    /// <param name="allowed">Σ|C| that may be left out, in the unit of f.</param>
    /// <returns>The interpolant and the sum that was left out, by which its values change at most.</returns>
    public (ChebyshevInterpolant Trimmed, double LeftOut) Trim(double allowed)
    {
        var (c, leftOut) = (Coefficients, 0.0);
        for (var mode = 0; mode < Box.Dimension; mode++)
        {
            var sums = ModeProduct.Unfold(c, mode).Abs().Sum(1); // Σ|C| of each degree: (m)
            var (m, sum) = (sums.Length, 0.0);
            while (m > 1 && sum + sums[m - 1] <= allowed / Box.Dimension) sum += sums[--m];
            c = c.Slice(mode, 0, m).Contiguous();
            leftOut += sum;
        }
        return (new ChebyshevInterpolant(Box, c, LargestSample, SamplesTaken), leftOut);
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
