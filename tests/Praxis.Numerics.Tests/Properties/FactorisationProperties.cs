namespace Praxis.Numerics.Tests.Properties;

/// <summary>Reconstruction, orthogonality and order of every factorisation, whatever the shape, rank, conditioning and scale.</summary>
public class FactorisationProperties
{
    [Fact]
    public void Qr_rebuilds_with_orthonormal_Q_and_triangular_R_of_positive_diagonal() => MatrixCase.ForAll(MatrixCase.Any, given =>
    {
        var a = given.Matrix();
        (var q, var r) = LinearAlgebra.Qr(a);
        Close.Orthonormal(q, 1e-13);
        Close.Tensors(a, LinearAlgebra.MatMul(q, r), 1e-13 * given.Scale);
        for (int i = 0; i < r.Rows; i++)
        {
            Assert.True(r[i, i] >= 0);
            for (int j = 0; j < i; j++)
                Assert.Equal(0, r[i, j]);
        }
    });

    [Fact]
    public void Pivoted_qr_rebuilds_the_reordered_columns_with_a_diagonal_that_does_not_grow() => MatrixCase.ForAll(MatrixCase.Any, given =>
    {
        var a = given.Matrix();
        (var q, var r, int[] permutation, int rank) = LinearAlgebra.PivotedQr(a);
        Assert.Equal(Enumerable.Range(0, a.Columns), permutation.Order());
        Close.Orthonormal(q, 1e-13);
        Close.Tensors(a.Take(1, permutation), LinearAlgebra.MatMul(q, r), 1e-13 * given.Scale);
        Assert.InRange(rank, 0, Math.Min(a.Rows, a.Columns));
        for (int i = 0; i < r.Rows; i++)
        {
            Assert.True(i == 0 || Math.Abs(r[i, i]) <= Math.Abs(r[i - 1, i - 1]) * (1 + 1e-12) + (1e-14 * given.Scale));
            for (int j = 0; j < i; j++)
                Assert.Equal(0, r[i, j]);
        }
    });

    [Fact]
    public void Svd_rebuilds_with_orthonormal_factors_and_the_known_values_in_order() => MatrixCase.ForAll(MatrixCase.Any, given =>
    {
        var a = given.Matrix();
        double[] expected = given.SingularValues();
        foreach (bool full in new[] { false, true })
        {
            var svd = LinearAlgebra.Svd(a, full);
            Close.Orthonormal(svd.U, 1e-12);
            Close.Orthonormal(svd.Vt.Transpose(), 1e-12);
            Close.Tensors(a, svd.Rebuild(), 1e-12 * given.Scale);
            Assert.Equal(full ? given.Rows : Math.Min(given.Rows, given.Columns), svd.U.Columns);
            InOrder(svd.S, descending: true);
            for (int i = 0; i < svd.S.Length; i++)
                Close.Numbers(i < expected.Length ? expected[i] : 0, svd.S[i], 1e-13 * given.Scale);
        }

        Close.Tensors(LinearAlgebra.Svd(a).S, LinearAlgebra.SingularValues(a), 1e-13 * given.Scale);
    });

    [Fact]
    public void Symmetric_eigen_rebuilds_with_orthonormal_vectors_and_ascending_values() => MatrixCase.ForAll(MatrixCase.Square, given =>
    {
        var a = given.Symmetric();
        var eigen = LinearAlgebra.SymmetricEigen(a);
        Close.Orthonormal(eigen.Vectors, 1e-12);
        Close.Tensors(a, LinearAlgebra.MatMul(eigen.Vectors * eigen.Values, eigen.Vectors, false, true), 1e-12 * given.Scale);
        InOrder(eigen.Values, descending: false);
        double[] sizes = [.. eigen.Values.ToArray().Select(Math.Abs).OrderDescending()];
        double[] expected = given.SingularValues();
        for (int i = 0; i < sizes.Length; i++)
            Close.Numbers(i < expected.Length ? expected[i] : 0, sizes[i], 1e-12 * given.Scale);
    });

    [Fact]
    public void Eigen_gives_unit_vectors_that_the_matrix_only_stretches_by_descending_factors() => MatrixCase.ForAll(MatrixCase.Square, given =>
    {
        var a = given.Matrix();
        int n = given.Rows;
        var eigen = LinearAlgebra.Eigen(a);
        for (int j = 0; j < n; j++)
        {
            double norm = 0;
            for (int i = 0; i < n; i++)
            {
                System.Numerics.Complex product = 0;
                for (int k = 0; k < n; k++)
                    product += a[i, k] * eigen.Vectors![k, j];
                double residual = (product - (eigen.Values[j] * eigen.Vectors![i, j])).Magnitude;
                Assert.True(residual <= 1e-11 * given.Scale, $"A v − λ v = {residual}");
                norm += Math.Pow(eigen.Vectors[i, j].Magnitude, 2);
            }

            Close.Numbers(1, norm, 1e-12);
            if (j > 0)
                Assert.True(eigen.Values[j].Magnitude <= eigen.Values[j - 1].Magnitude);
        }

        System.Numerics.Complex sum = eigen.Values.Aggregate(System.Numerics.Complex.Zero, (total, value) => total + value);
        Close.Numbers(LinearAlgebra.Trace(a), sum.Real, 1e-12 * given.Scale);
        Close.Numbers(0, sum.Imaginary, 1e-12 * given.Scale);
    });

    [Fact]
    public void Cholesky_rebuilds_with_a_lower_triangle_of_positive_diagonal() => MatrixCase.ForAll(MatrixCase.Square, given =>
    {
        // The shift makes it definite, with a condition of at most a million.
        var a = given.Symmetric(positive: true) + (Tensor.Identity(given.Rows) * (1e-6 * given.Scale));
        var lower = LinearAlgebra.Cholesky(a);
        Close.Tensors(a, LinearAlgebra.MatMul(lower, lower, false, true), 1e-14 * given.Scale);
        for (int i = 0; i < given.Rows; i++)
        {
            Assert.True(lower[i, i] > 0);
            for (int j = i + 1; j < given.Rows; j++)
                Assert.Equal(0, lower[i, j]);
        }
    });

    [Fact]
    public void Lu_rebuilds_the_permuted_matrix_with_multipliers_of_at_most_one() => MatrixCase.ForAll(MatrixCase.Any, given =>
    {
        var a = given.Matrix();
        var lu = LinearAlgebra.Lu(a);
        Close.Tensors(a.Take(0, lu.Permutation), LinearAlgebra.MatMul(lu.L, lu.U), 1e-13 * given.Scale);
        Assert.Equal(Enumerable.Range(0, given.Rows), lu.Permutation.Order());
        for (int i = 0; i < lu.L.Rows; i++)
            for (int j = 0; j < lu.L.Columns; j++)
                Assert.True(j > i ? lu.L[i, j] == 0 : j == i ? lu.L[i, j] == 1 : Math.Abs(lu.L[i, j]) <= 1);
        for (int i = 0; i < lu.U.Rows; i++)
            for (int j = 0; j < Math.Min(i, lu.U.Columns); j++)
                Assert.Equal(0, lu.U[i, j]);
    });

    [Fact]
    public void Least_squares_leaves_a_residual_orthogonal_to_the_range_and_the_shortest_solution() => MatrixCase.ForAll(MatrixCase.Any, given =>
    {
        var a = given.Matrix();
        var b = new RandomStream(given.Seed + 1L).Normal(given.Rows);
        var fit = LinearAlgebra.LeastSquares(a, b, 1e-12);
        Assert.Equal(given.Rank, fit.Rank);
        var residual = b - LinearAlgebra.MatVec(a, fit.Solution);

        // A long solution makes rounding in A x.
        double rounding = 1e-12 + (1e-13 * given.Scale * fit.Solution.FrobeniusNorm());
        Close.Numbers(residual.FrobeniusNorm(), fit.ResidualNorm, rounding);
        Close.Numbers(0, LinearAlgebra.MatVec(a.Transpose(), residual).MaxAbs(), 10 * given.Scale * rounding);

        // The shortest solution has nothing in the null space, to the accuracy with which that is known.
        var kernel = LinearAlgebra.Svd(a, full: true).Vt.Slice(0, given.Rank, given.Columns - given.Rank); // (n − r, n)
        double along = kernel.Length == 0 ? 0 : LinearAlgebra.MatVec(kernel, fit.Solution).MaxAbs();
        Close.Numbers(0, along, 1e-12 * Math.Pow(10, given.Decades) * fit.Solution.FrobeniusNorm());
    });

    [Fact]
    public void Truncated_svd_has_small_residuals_orthonormal_factors_and_the_largest_values_in_order() => MatrixCase.ForAll(MatrixCase.Any, given =>
    {
        var a = given.Matrix();
        int k = Math.Min(3, Math.Min(given.Rows, given.Columns));
        double[] expected = given.SingularValues();
        foreach (var result in new[]
        {
            TruncatedSvd.Compute(a, k, new TruncatedOptions { SubspaceSize = k + 4, Tolerance = 1e-11 }),
            TruncatedSvd.Compute(SparseMatrix.FromDense(a), k),
        })
        {
            Assert.True(result.Converged);
            Close.Orthonormal(result.U, 1e-11);
            Close.Orthonormal(result.Vt.Transpose(), 1e-11);
            InOrder(result.S, descending: true);
            for (int i = 0; i < k; i++)
            {
                Close.Numbers(i < expected.Length ? expected[i] : 0, result.S[i], 1e-9 * given.Scale);
                Assert.True(result.Residuals[i] <= 1e-9 * given.Scale);
            }
        }
    });

    [Fact]
    public void Truncated_eigen_has_small_residuals_and_the_values_of_the_chosen_end_in_order() => MatrixCase.ForAll(MatrixCase.Square, given =>
    {
        var a = given.Symmetric();
        int k = Math.Min(3, given.Rows);
        double[] all = LinearAlgebra.SymmetricEigenvalues(a).ToArray();
        foreach (var end in new[] { SpectrumEnd.Largest, SpectrumEnd.Smallest })
        {
            var result = TruncatedSymmetricEigen.Compute(a, k, end, new TruncatedOptions { SubspaceSize = k + 6, Tolerance = 1e-11 });
            Assert.True(result.Converged);
            Close.Orthonormal(result.Vectors, 1e-11);
            Close.Tensors(result.Vectors * result.Values, LinearAlgebra.MatMul(a, result.Vectors), 1e-9 * given.Scale);
            InOrder(result.Values, descending: false);
            Close.Tensors(Tensor.FromArray(end == SpectrumEnd.Largest ? all[^k..] : all[..k]), result.Values, 1e-9 * given.Scale);
        }
    });

    [Fact]
    public void Randomized_svd_has_orthonormal_factors_values_never_too_large_and_the_error_it_says() => MatrixCase.ForAll(MatrixCase.Any, given =>
    {
        var a = given.Matrix();
        int rank = Math.Min(4, Math.Min(given.Rows, given.Columns));
        double[] expected = given.SingularValues();
        foreach (var method in Enum.GetValues<RandomizedMethod>())
        {
            var result = RandomizedSvd.Compute(a, rank, new RandomizedOptions { Method = method, Oversampling = 2 });
            Close.Orthonormal(result.U, 1e-11);
            Close.Orthonormal(result.Vt.Transpose(), 1e-11);
            InOrder(result.S, descending: true);
            for (int i = 0; i < rank; i++)
                Assert.True(result.S[i] <= (i < expected.Length ? expected[i] : 0) + (1e-12 * given.Scale));
            Close.Numbers((a - result.Factors.Rebuild()).FrobeniusNorm(), result.FrobeniusError, 1e-6 * given.Scale);
        }
    });

    [Fact]
    public void Randomized_svd_to_a_tolerance_rebuilds_within_it() => MatrixCase.ForAll(MatrixCase.Any, given =>
    {
        var a = given.Matrix();
        var result = RandomizedSvd.ToTolerance(a, 1e-3, new RandomizedOptions { BlockSize = 5, Iterations = 1 });
        Assert.True(result.Converged);
        Assert.True((a - result.Factors.Rebuild()).FrobeniusNorm() <= 1.0001e-3 * a.FrobeniusNorm());
        Assert.True(result.Rank <= given.Rank);
        Close.Orthonormal(result.U, 1e-11);
    });

    private static void InOrder(Tensor values, bool descending)
    {
        for (int i = 1; i < values.Length; i++)
            Assert.True(descending ? values[i] <= values[i - 1] : values[i] >= values[i - 1]);
    }
}
