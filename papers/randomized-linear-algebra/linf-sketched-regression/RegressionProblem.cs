using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.LinfSketchedRegression;

/// <summary>A tall least-squares problem min ‖A x − b‖₂ with its exact solution and the two norms of the guarantee.</summary>
public sealed record RegressionProblem
{
    /// <summary>A: (n, d), of full column rank.</summary>
    public required Tensor A { get; init; }

    /// <summary>b: (n).</summary>
    public required Tensor B { get; init; }

    /// <summary>x* = A†b: (d).</summary>
    public required Tensor Solution { get; init; }

    /// <summary>‖A x* − b‖₂.</summary>
    public required double ResidualNorm { get; init; }

    /// <summary>‖A†‖₂ = 1/σ_min(A), the spectral norm of the pseudoinverse.</summary>
    public required double PseudoInverseNorm { get; init; }

    /// <summary>Solves the problem by QR.</summary>
    /// <param name="a">(n, d) with n ≥ d.</param>
    /// <param name="b">(n).</param>
    /// <exception cref="ArgumentException">Shapes that do not fit, or a matrix without full column rank, for which the guarantee says nothing.</exception>
    /// <exception cref="NonFiniteException">NaN or an infinity in a or b.</exception>
    public static RegressionProblem Of(Tensor a, Tensor b)
    {
        if (a.Rank != 2 || a.Columns < 1 || a.Rows < a.Columns)
            throw new ArgumentException($"A must be a tall matrix; its shape is ({string.Join(", ", a.Shape.ToArray())}).", nameof(a));
        if (b.Rank != 1 || b.Length != a.Rows)
            throw new ArgumentException($"b must have as many entries as A has rows: {a.Rows}; its shape is ({string.Join(", ", b.Shape.ToArray())}).", nameof(b));
        a.EnsureFinite("A");
        b.EnsureFinite("b");

        var factors = LinearAlgebra.Qr(a);                           // Q (n, d), R (d, d)
        var singular = LinearAlgebra.SingularValues(factors.R);      // those of A
        var rank = SketchedRegression.NumericalRank(singular, a.Rows);
        if (rank < a.Columns)
            throw new ArgumentException($"A has numerical rank {rank} but {a.Columns} columns; drop columns that depend on others.", nameof(a));
        var solution = LinearAlgebra.SolveTriangular(factors.R, LinearAlgebra.MatVec(factors.Q.Transpose(), b), lower: false);
        return new RegressionProblem
        {
            A = a,
            B = b,
            Solution = solution,
            ResidualNorm = (LinearAlgebra.MatVec(a, solution) - b).FrobeniusNorm(),
            PseudoInverseNorm = 1 / singular[a.Columns - 1],
        };
    }

    /// <summary>
    /// The instance on which sparsity hurts: A = [I; 0] and b = 1/√d on the d rows below the identity, zero elsewhere. Then x* = 0,
    /// ‖A x* − b‖ = 1, ‖A†‖ = 1, and whenever a row of the residual shares a bucket with row i of A, coordinate i is wrong by 1/√d.
    /// </summary>
    /// <param name="n">Rows, at least 2d.</param>
    /// <param name="d">Columns, at least 1.</param>
    public static RegressionProblem Coherent(int n, int d)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(d, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 2 * d);
        var a = Tensor.Zeros(n, d);
        var b = Tensor.Zeros(n);
        for (var i = 0; i < d; i++)
        {
            a[i, i] = 1;
            b[d + i] = 1 / Math.Sqrt(d);
        }
        return new RegressionProblem { A = a, B = b, Solution = Tensor.Zeros(d), ResidualNorm = 1, PseudoInverseNorm = 1 };
    }

    /// <summary>The errors of an approximate solution of this problem, scaled by what the theory predicts for m sketched rows.</summary>
    /// <param name="approximate">x′: (d).</param>
    /// <param name="sketchRows">m.</param>
    public ScaledErrors ErrorsOf(Tensor approximate, int sketchRows)
    {
        var error = approximate - Solution;
        var unit = ResidualNorm * PseudoInverseNorm;
        return new ScaledErrors(
            Math.Sqrt(sketchRows) * error.MaxAbs() / unit,
            Math.Sqrt((double)sketchRows / Solution.Length) * error.FrobeniusNorm() / unit);
    }
}

/// <summary>The errors of a sketched solution in the units of the theory.</summary>
/// <param name="Largest">ρ = √m·‖x′ − x*‖∞ / (‖A x* − b‖₂·‖A†‖₂): about √(2 ln d) for an error that points in a random direction.</param>
/// <param name="Euclidean">ρ₂ = √(m/d)·‖x′ − x*‖₂ / (‖A x* − b‖₂·‖A†‖₂): about 1 for every good sketch.</param>
public readonly record struct ScaledErrors(double Largest, double Euclidean);
