namespace Praxis.Numerics;

public static partial class LinearAlgebra
{
    /// <summary>A norm of a matrix; 0 when it is empty.</summary>
    /// <exception cref="ShapeException">a is no matrix.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The norm is not one of the enumeration.</exception>
    public static double Norm(Tensor a, MatrixNorm norm)
    {
        RequireMatrix("Norm", a);
        if (a.Length == 0)
            return 0;
        return norm switch
        {
            MatrixNorm.One => a.To(DType.F64).Abs().Sum(0).Max(),
            MatrixNorm.Two => SpectralNorm(a),
            MatrixNorm.Infinity => a.To(DType.F64).Abs().Sum(1).Max(),
            MatrixNorm.Frobenius => a.FrobeniusNorm(),
            _ => throw new ArgumentOutOfRangeException(nameof(norm), norm, "unknown norm"),
        };
    }

    /// <summary>The condition number ‖A‖ ‖A⁻¹‖ of a square matrix; infinite when a pivot of its LU factorisation is zero, 0 when empty.</summary>
    /// <param name="a">n × n; for <see cref="MatrixNorm.Two"/> any shape.</param>
    /// <param name="norm">The norm.</param>
    /// <exception cref="ShapeException">a is not square.</exception>
    /// <exception cref="NonFiniteException">a has NaN or infinite entries.</exception>
    public static double Condition(Tensor a, MatrixNorm norm)
    {
        if (norm == MatrixNorm.Two)
            return Condition(a);
        RequireSquare("Condition", a);
        var matrix = a.To(DType.F64);
        var lu = Lu(matrix);
        for (int i = 0; i < a.Rows; i++)
            if (lu.U[i, i] == 0)
                return double.PositiveInfinity;
        return a.Rows == 0 ? 0 : Norm(matrix, norm) * Norm(lu.Solve(Tensor.Identity(a.Rows)), norm);
    }
}
