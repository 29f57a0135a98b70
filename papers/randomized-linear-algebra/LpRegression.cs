using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra;

/// <summary>min ‖A x − b‖ₚ, whole or on a sample of rows.</summary>
public static class LpRegression
{
    /// <summary>Solves the problem on all rows.</summary>
    /// <param name="a">(n, d) with n ≥ d, of full column rank.</param>
    /// <param name="b">(n).</param>
    /// <param name="p">1 to 16.</param>
    /// <param name="tolerance">The relative decrease at which the iterations stop.</param>
    /// <returns>x: (d), and ‖A x − b‖ₚᵖ.</returns>
    /// <exception cref="ArgumentException">Shapes that do not fit, or columns that depend on each other.</exception>
    /// <exception cref="NonFiniteException">NaN or an infinity.</exception>
    public static LpSolution Solve(Tensor a, Tensor b, double p, double tolerance = 1e-9)
    {
        LpPower.Require(p);
        if (a.Rank != 2 || a.Columns < 1 || a.Rows < a.Columns)
            throw new ArgumentException($"A must be a tall matrix; its shape is ({string.Join(", ", a.Shape.ToArray())}).", nameof(a));
        if (b.Rank != 1 || b.Length != a.Rows)
            throw new ArgumentException($"b must have as many entries as A has rows: {a.Rows}; its shape is ({string.Join(", ", b.Shape.ToArray())}).", nameof(b));
        a.EnsureFinite("A");
        b.EnsureFinite("b");

        var factors = LinearAlgebra.Qr(a); // Q (n, d), R (d, d)
        var diagonal = factors.R.Diagonal().Abs();
        if (diagonal.Min() <= 1e-12 * diagonal.Max())
            throw new ArgumentException("The columns of A (of the sample, if one was drawn) depend on each other; keep more rows, or drop columns.", nameof(a));
        var inner = LinearAlgebra.MatVec(factors.Q.Transpose(), b);         // the least-squares solution in the basis Q
        var residual = b - LinearAlgebra.MatVec(factors.Q, inner);
        var length = residual.FrobeniusNorm();
        if (length <= 1e-13 * b.FrobeniusNorm()) return Of(a, b, p, LinearAlgebra.SolveTriangular(factors.R, inner, lower: false));

        // [Q r/‖r‖] has orthonormal columns and spans the same space as [A b]; the last coefficient is held at 1.
        var d = a.Columns;
        var augmented = Tensor.Concat(1, factors.Q, (residual / length).Reshape(a.Rows, 1)); // (n, d + 1)
        var last = Tensor.Zeros(1, d + 1);
        last[0, d] = 1;
        var (x, _) = LpMinimizer.Minimize(augmented, last, p, steps: 300, tolerance);
        // r/‖r‖ + Q z is the residual b − A x over ‖r‖, with A x = Q(Qᵀb − ‖r‖ z).
        var shifted = inner - length * x.Row(0).Slice(0, 0, d).Contiguous();
        return Of(a, b, p, LinearAlgebra.SolveTriangular(factors.R, shifted, lower: false));
    }

    /// <summary>Solves the problem on the kept rows, each scaled by its weight.</summary>
    /// <param name="a">(n, d): the whole matrix.</param>
    /// <param name="b">(n).</param>
    /// <param name="p">1 to 16.</param>
    /// <param name="sample">Kept rows with their weights, best drawn by scores of [A b].</param>
    /// <returns>x of the sample, and ‖A x − b‖ₚᵖ on all rows.</returns>
    public static LpSolution SolveOn(Tensor a, Tensor b, double p, RowSample sample)
    {
        if (sample.Count < a.Columns)
            throw new ArgumentException($"{sample.Count} rows were kept, fewer than the {a.Columns} columns; keep more rows.", nameof(sample));
        return Of(a, b, p, Solve(sample.Scaled(a, p), sample.Scaled(b, p), p).X);
    }

    private static LpSolution Of(Tensor a, Tensor b, double p, Tensor x) =>
        new(x, (LinearAlgebra.MatVec(a, x) - b).ToArray().Sum(r => Math.Pow(Math.Abs(r), p)));
}

/// <summary>A solution of ℓₚ regression.</summary>
/// <param name="X">x: (d).</param>
/// <param name="Cost">‖A x − b‖ₚᵖ on all rows.</param>
public sealed record LpSolution(Tensor X, double Cost);
