using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.ChebyshevTucker;

/// <summary>A function in canonical form, f(x) = Σ_s ξ_s·Π_l p⁽ˡ⁾_s(x_l): the input of path B.</summary>
/// <param name="box">The box on which it is looked at.</param>
/// <param name="weights">ξ: (R).</param>
/// <param name="functions">Values of all p⁽ˡ⁾_s: from l and coordinates (n) to (n, R).</param>
public sealed class CanonicalFunction(CoordinateBox box, Tensor weights, Func<int, Tensor, Tensor> functions)
{
    private const int LargestNodes = 257;
    private const int PointsPerBlock = 256;

    /// <summary>The box.</summary>
    public CoordinateBox Box { get; } = box;

    /// <summary>R, the number of terms.</summary>
    public int Terms => weights.Length;

    /// <summary>Values on a tensor grid, O(n^d·R).</summary>
    /// <param name="axes">The coordinates of each axis.</param>
    public Tensor OnGrid(IReadOnlyList<Tensor> axes) =>
        new CanonicalTensor(weights, [.. axes.Select((axis, l) => functions(l, axis))]).Rebuild();

    /// <summary>Values at points, O(R) each.</summary>
    /// <param name="points">(P, d).</param>
    /// <returns>(P).</returns>
    public Tensor At(Tensor points)
    {
        var values = Tensor.Zeros(points.Rows);
        for (var start = 0; start < points.Rows; start += PointsPerBlock)
        {
            var some = points.Slice(0, start, Math.Min(PointsPerBlock, points.Rows - start));
            var product = functions(0, some.Column(0)); // (block, R)
            for (var l = 1; l < Box.Dimension; l++) product *= functions(l, some.Column(l));
            values.Slice(0, start, some.Rows).CopyFrom(LinearAlgebra.MatVec(product, weights));
        }
        return values;
    }

    /// <summary>
    /// The Chebyshev coefficients as a canonical tensor: only functions of one variable are transformed. m = 9, 17, 33, … is doubled until the last
    /// tenth of every function's coefficients sums to less than the tolerance times its largest.
    /// </summary>
    /// <param name="tolerance">The relative tolerance of every function of one variable, between 1e-12 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The tolerance is out of range.</exception>
    /// <exception cref="InvalidOperationException">A function is not smooth enough.</exception>
    public CanonicalTensor Coefficients(double tolerance)
    {
        if (tolerance is not (>= 1e-12 and < 1)) throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "The tolerance must be at least 1e-12 and below 1.");
        for (var m = 9; ; m = (2 * m) - 1)
        {
            var transform = ChebyshevBasis.CoefficientMatrix(m); // (m, m)
            var factors = new List<Tensor>();
            for (var l = 0; l < Box.Dimension; l++)
            {
                var coefficients = LinearAlgebra.MatMul(transform, functions(l, Box.Nodes(l, m))).EnsureFinite($"the functions of coordinate {l}"); // (m, R)
                if (RelativeTail(coefficients) > tolerance) break;
                factors.Add(coefficients);
            }
            if (factors.Count == Box.Dimension) return new CanonicalTensor(weights, factors);
            if ((2 * m) - 1 > LargestNodes)
                throw new InvalidOperationException($"With {m} nodes the functions of coordinate {factors.Count} are not resolved to {tolerance:0.0e+0}; split narrow terms off or allow a larger tolerance.");
        }
    }

    private static double RelativeTail(Tensor coefficients)
    {
        var last = Math.Max(2, (coefficients.Rows + 9) / 10);
        var largest = coefficients.Abs().Max(0);                                                       // (R)
        var tail = coefficients.Slice(0, coefficients.Rows - last, last).Abs().Sum(0);
        var worst = 0.0;
        for (var s = 0; s < largest.Length; s++)
            if (largest[s] > 0) worst = Math.Max(worst, tail[s] / largest[s]);
        return worst;
    }
}
