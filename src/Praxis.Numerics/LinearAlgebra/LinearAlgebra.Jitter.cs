namespace Praxis.Numerics;

public static partial class LinearAlgebra
{
    private const double LeastJitter = 1e-15;
    private const double MostJitter = 1e-2;

    /// <summary>
    /// The Cholesky factor of a symmetric matrix that may be positive definite only up to rounding: if need be the least of
    /// 10⁻¹⁵, 10⁻¹⁴, … 10⁻² times the mean absolute diagonal entry is added to the diagonal.
    /// </summary>
    /// <exception cref="ShapeException">a is not square.</exception>
    /// <exception cref="ArgumentException">a is not symmetric.</exception>
    /// <exception cref="NonFiniteException">a has NaN or infinite entries.</exception>
    /// <exception cref="ArithmeticException">Even the largest jitter does not make a positive definite.</exception>
    public static JitteredCholesky CholeskyWithJitter(Tensor a)
    {
        double[] symmetric = WorkingSymmetric("CholeskyWithJitter", a);
        int n = a.Rows;
        double unit = n == 0 ? 0 : a.Diagonal().To(DType.F64).Abs().Mean();
        int failure = -1;
        for (double relative = 0; relative <= MostJitter; relative = relative == 0 ? LeastJitter : relative * 10)
        {
            double[] work = [.. symmetric];
            for (int i = 0; i < n; i++)
                work[(i * n) + i] += relative * unit;
            failure = n > 0 ? Backend.Current.Cholesky(work, n) : -1;
            if (failure >= 0)
                continue;
            for (int i = 0; i < n; i++)
                work.AsSpan((i * n) + i + 1, n - i - 1).Clear();
            return new JitteredCholesky(Tensor.Wrap(work, n, n).To(ResultType(a)), relative * unit);
        }

        throw new ArithmeticException(
            $"CholeskyWithJitter: pivot {failure} of {n} (counted from 0) is not positive even with {MostJitter * unit:G3} on the diagonal; "
            + "the matrix is indefinite beyond rounding.");
    }
}
