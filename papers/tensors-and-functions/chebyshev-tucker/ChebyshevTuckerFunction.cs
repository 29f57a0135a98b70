using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.ChebyshevTucker;

/// <summary>
/// A function in the Chebyshev–Tucker format, f̂(x) = Σ β[a, b, c]·v⁽¹⁾_a(x₁)·v⁽²⁾_b(x₂)·v⁽³⁾_c(x₃) with polynomials v⁽ˡ⁾_a(x) = Σ_j V⁽ˡ⁾[j, a]·T_j(x).
/// </summary>
/// <param name="box">The box on which it is defined.</param>
/// <param name="coefficients">β and V⁽ˡ⁾, (m_l, r_l): the Tucker form of the coefficients.</param>
public sealed class ChebyshevTuckerFunction(CoordinateBox box, TuckerTensor coefficients)
{
    /// <summary>The box.</summary>
    public CoordinateBox Box { get; } = coefficients.Order == box.Dimension
        ? box
        : throw new ShapeException($"The coefficients have {coefficients.Order} modes, the box has {box.Dimension} coordinates.");

    /// <summary>β and V⁽ˡ⁾.</summary>
    public TuckerTensor Coefficients { get; } = coefficients;

    /// <summary>The value at a point.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The point is outside the box.</exception>
    public double At(ReadOnlySpan<double> point) => At(Tensor.Wrap(point.ToArray(), 1, point.Length))[0];

    /// <summary>Values at points, O(m·r + r³) each.</summary>
    /// <param name="points">(P, d).</param>
    /// <returns>(P).</returns>
    /// <exception cref="ShapeException">The points have another number of coordinates.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A point is outside the box.</exception>
    public Tensor At(Tensor points)
    {
        if (points.Columns != Box.Dimension) throw new ShapeException($"The points have {points.Columns} coordinates, the box has {Box.Dimension}.");
        return Coefficients.ContractCore([.. Enumerable.Range(0, Box.Dimension).Select(l => Functions(l, points.Column(l)))]);
    }

    /// <summary>
    /// The two-level format: the values on a tensor grid as a Tucker tensor with orthonormal factors. The matrices of v⁽ˡ⁾_a(t_q) are orthogonalised
    /// by QR and R goes into the core; O(n·m·r) per mode, and the full grid is never formed.
    /// </summary>
    /// <param name="axes">The coordinates of each axis: (n₁), …, (n_d).</param>
    /// <exception cref="ArgumentOutOfRangeException">A coordinate is outside the box.</exception>
    public TuckerTensor OnGrid(IReadOnlyList<Tensor> axes) =>
        new TuckerTensor(Coefficients.Core, [.. axes.Select((axis, l) => Functions(l, axis))]).Orthogonalize();

    /// <summary>The two-level format on the middles of n equal cells per coordinate.</summary>
    public TuckerTensor OnGrid(int n) => OnGrid([.. Enumerable.Range(0, Box.Dimension).Select(l => Box.Cells(l, n))]);

    // v⁽ˡ⁾_a at coordinates: (n, r_l).
    private Tensor Functions(int coordinate, Tensor values) =>
        ChebyshevBasis.Evaluate(Coefficients.Factors[coordinate], Box.ToReference(coordinate, values));
}
