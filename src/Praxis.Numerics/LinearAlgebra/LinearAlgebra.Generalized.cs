using System.Numerics;

namespace Praxis.Numerics;

public static partial class LinearAlgebra
{
    /// <summary>A x = λ B x for symmetric A and symmetric positive definite B, by the Cholesky factor of B.</summary>
    /// <returns>Eigenvalues, ascending, and eigenvectors X as columns with Xᵀ B X = I and Xᵀ A X = diag(λ).</returns>
    /// <remarks>Accurate when B is well conditioned; errors grow with the condition number of B.</remarks>
    /// <exception cref="ShapeException">The matrices are not square or differ in order.</exception>
    /// <exception cref="ArgumentException">A matrix is not symmetric.</exception>
    /// <exception cref="NonFiniteException">A matrix has NaN or infinite entries.</exception>
    /// <exception cref="ArithmeticException">B is not positive definite.</exception>
    public static SymmetricEigenDecomposition GeneralizedSymmetricEigen(Tensor a, Tensor b)
    {
        RequirePair("GeneralizedSymmetricEigen", a, b);
        int n = a.Rows;
        var symmetric = Tensor.Wrap(WorkingSymmetric("GeneralizedSymmetricEigen", a), n, n);
        var l = Cholesky(b.To(DType.F64));

        // L⁻¹ A L⁻ᵀ y = λ y with x = L⁻ᵀ y.
        var half = SolveTriangular(l, symmetric, lower: true);
        var reduced = SolveTriangular(l, half, lower: true, transpose: true, right: true);
        var eigen = SymmetricEigen((reduced + reduced.Transpose()) * 0.5);
        var vectors = SolveTriangular(l, eigen.Vectors, lower: true, transpose: true);
        DType dtype = ResultType(a, b);
        return new SymmetricEigenDecomposition(eigen.Values.To(dtype), vectors.To(dtype));
    }

    /// <summary>
    /// The eigenvalues of A x = λ B x for general square A and B, ordered as in <see cref="EigenDecomposition"/>; infinite ones, of a
    /// singular B, come first as (∞, 0).
    /// </summary>
    /// <remarks>
    /// Computed as the eigenvalues of B⁻¹ A, or when B is singular as reciprocals of those of A⁻¹ B. So one of the two must be
    /// well conditioned, and an infinite eigenvalue that is defective shows as a very large one.
    /// </remarks>
    /// <exception cref="ShapeException">The matrices are not square or differ in order.</exception>
    /// <exception cref="NonFiniteException">A matrix has NaN or infinite entries.</exception>
    /// <exception cref="SingularMatrixException">Both matrices are singular to working precision.</exception>
    public static Complex[] GeneralizedEigenvalues(Tensor a, Tensor b)
    {
        RequirePair("GeneralizedEigenvalues", a, b);
        var left = a.To(DType.F64).EnsureFinite("GeneralizedEigenvalues: the left matrix");
        var right = b.To(DType.F64).EnsureFinite("GeneralizedEigenvalues: the right matrix");
        if (a.Rows == 0)
            return [];
        try
        {
            return Eigenvalues(WellConditioned("GeneralizedEigenvalues", right).Solve(left));
        }
        catch (SingularMatrixException)
        {
            Complex[] reciprocals = Eigenvalues(WellConditioned("GeneralizedEigenvalues", left).Solve(right));
            double least = a.Rows * MachineEpsilon * reciprocals[0].Magnitude;
            Complex[] values = [.. reciprocals.Select(value => value.Magnitude <= least ? new Complex(double.PositiveInfinity, 0) : 1 / value)];
            return [.. EigenOrder(values).Select(j => values[j])];
        }
    }

    private static void RequirePair(string operation, Tensor a, Tensor b)
    {
        RequireSquare(operation, a);
        RequireSquare(operation, b);
        if (a.Rows != b.Rows)
            throw ShapeException.Between(operation, a.Shape, b.Shape, "two square matrices of the same order are needed");
    }
}
