namespace Praxis.Numerics;

/// <summary>P A = L U with partial pivoting: row i of P A is row <c>Permutation[i]</c> of A.</summary>
/// <param name="L">m × k, lower triangular with ones on the diagonal, k = min(m, n).</param>
/// <param name="U">k × n, upper triangular.</param>
/// <param name="Permutation">The order of the rows.</param>
public sealed record LuDecomposition(Tensor L, Tensor U, int[] Permutation)
{
    /// <summary>The sign of the determinant (0 when singular) and the natural logarithm of its absolute value.</summary>
    /// <exception cref="ShapeException">The matrix is not square.</exception>
    public (int Sign, double LogAbsolute) LogDeterminant()
    {
        RequireSquare("LogDeterminant");
        int sign = PermutationSign();
        double logarithm = 0;
        for (int i = 0; i < U.Rows; i++)
        {
            sign *= Math.Sign(U[i, i]);
            logarithm += Math.Log(Math.Abs(U[i, i]));
        }

        return (sign, logarithm);
    }

    /// <summary>The determinant; it may overflow or underflow where <see cref="LogDeterminant"/> does not.</summary>
    /// <exception cref="ShapeException">The matrix is not square.</exception>
    public double Determinant()
    {
        (int sign, double logarithm) = LogDeterminant();
        if (sign == 0)
            return 0;
        double product = PermutationSign();
        for (int i = 0; i < U.Rows; i++)
            product *= U[i, i];
        return double.IsFinite(product) && product != 0 ? product : sign * Math.Exp(logarithm);
    }

    /// <summary>Solves A x = b for a vector, or A X = B for a matrix of right-hand sides.</summary>
    /// <exception cref="ShapeException">The matrix is not square or b does not fit.</exception>
    /// <exception cref="SingularMatrixException">A pivot is exactly zero.</exception>
    public Tensor Solve(Tensor b)
    {
        RequireSquare("Solve");
        if (b.Rank is not (1 or 2) || b.Shape[0] != L.Rows)
            throw ShapeException.Between("Solve", [L.Rows, U.Columns], b.Shape, "b needs as many rows as the matrix");
        var permuted = b.Take(0, Permutation);
        return LinearAlgebra.SolveTriangular(U, LinearAlgebra.SolveTriangular(L, permuted, lower: true, unitDiagonal: true), lower: false);
    }

    /// <summary>Solves Aᵀ x = b for a vector, or Aᵀ X = B for a matrix of right-hand sides.</summary>
    /// <exception cref="ShapeException">The matrix is not square or b does not fit.</exception>
    /// <exception cref="SingularMatrixException">A pivot is exactly zero.</exception>
    public Tensor SolveTransposed(Tensor b)
    {
        RequireSquare("SolveTransposed");
        if (b.Rank is not (1 or 2) || b.Shape[0] != L.Rows)
            throw ShapeException.Between("SolveTransposed", [L.Rows, U.Columns], b.Shape, "b needs as many rows as the matrix");

        // Aᵀ = Uᵀ Lᵀ P.
        var inner = LinearAlgebra.SolveTriangular(U, b, lower: false, transpose: true);
        var permuted = LinearAlgebra.SolveTriangular(L, inner, lower: true, transpose: true, unitDiagonal: true);
        var inverse = new int[Permutation.Length];
        for (int i = 0; i < inverse.Length; i++)
            inverse[Permutation[i]] = i;
        return permuted.Take(0, inverse);
    }

    private void RequireSquare(string operation)
    {
        if (L.Rows != U.Columns)
            throw ShapeException.Of(operation, [L.Rows, U.Columns], "a square matrix is needed");
    }

    private int PermutationSign()
    {
        var seen = new bool[Permutation.Length];
        int sign = 1;
        for (int start = 0; start < seen.Length; start++)
        {
            // A cycle of length c is c − 1 exchanges.
            for (int i = start; !seen[i]; i = Permutation[i])
            {
                seen[i] = true;
                if (Permutation[i] != start)
                    sign = -sign;
            }
        }

        return sign;
    }
}
