namespace Praxis.Numerics.Tests.Truncated;

public class TruncatedSvdTests
{
    [Theory]
    [InlineData(300, 120, 5)]
    [InlineData(120, 300, 5)]
    [InlineData(400, 400, 1)]
    [InlineData(90, 80, 30)]
    [InlineData(80, 80, 80)]
    public void The_triplets_are_those_of_the_full_decomposition_for_dense_sparse_and_operator_input(int m, int n, int k)
    {
        var a = Matrices.WithSingularValues(m, n, i => 1 / (1.0 + i));
        var full = LinearAlgebra.Svd(a);
        foreach (var result in new[]
            { TruncatedSvd.Compute(a, k), TruncatedSvd.Compute(SparseMatrix.FromDense(a), k), TruncatedSvd.Compute(new DenseOperator(a), k) })
        {
            Assert.True(result.Converged);
            Close.Tensors(full.S.Slice(0, 0, k), result.S, 1e-12);
            Close.Tensors(full.U.Slice(1, 0, k), result.U, 1e-6);
            Close.Tensors(full.Vt.Slice(0, 0, k), result.Vt, 1e-6);
            Close.Orthonormal(result.U, 1e-12);
            Close.Orthonormal(result.Vt.Transpose(), 1e-12);
        }
    }

    [Fact]
    public void The_residuals_reported_are_the_true_ones()
    {
        var a = Matrices.WithSingularValues(200, 150, i => Math.Pow(0.97, i));
        foreach (double tolerance in new[] { 1e-3, 1e-8, 0 })
        {
            var result = TruncatedSvd.Compute(a, 4, new TruncatedOptions { Tolerance = tolerance, SubspaceSize = 12 });
            Assert.True(result.Converged);
            for (int i = 0; i < 4; i++)
            {
                var u = result.U.Column(i).Contiguous();
                var v = result.Vt.Row(i);
                double left = (LinearAlgebra.MatVec(a, v) - (u * result.S[i])).FrobeniusNorm();
                double right = (LinearAlgebra.MatVec(a.Transpose(), u) - (v * result.S[i])).FrobeniusNorm();
                Close.Numbers(Math.Max(left, right), result.Residuals[i], 1e-13);
                Assert.True(result.Residuals[i] <= Math.Max(2 * tolerance, 1e-13), $"residual {result.Residuals[i]}");
            }
        }
    }

    [Fact]
    public void Small_singular_values_keep_their_digits_beside_large_ones()
    {
        // The squares, which a method on AᵀA would see, span 20 decades.
        var a = Matrices.WithSingularValues(300, 200, i => i < 12 ? Math.Pow(10, -i) : 1e-13);
        var result = TruncatedSvd.Compute(a, 10, new TruncatedOptions { Tolerance = 0, SubspaceSize = 40 });
        for (int i = 0; i < 10; i++)
            Close.Numbers(Math.Pow(10, -i), result.S[i], 3e-14);
        Close.Orthonormal(result.U, 1e-12);
        Close.Orthonormal(result.Vt.Transpose(), 1e-12);
        Assert.True(result.Residuals.MaxAbs() < 1e-12);
    }

    [Fact]
    public void Matrices_of_low_rank_multiple_values_and_zeros_do_not_stop_it()
    {
        var options = new TruncatedOptions { SubspaceSize = 9 };
        var low = Matrices.WithSingularValues(60, 50, i => i < 3 ? 3 - i : 0);
        Close.Tensors(Tensor.FromArray([3.0, 2, 1, 0, 0]), TruncatedSvd.Compute(low, 5, options).S, 1e-13);
        var zero = TruncatedSvd.Compute(Tensor.Zeros(40, 30), 3, options);
        Assert.True(zero.Converged);
        Assert.Equal([0, 0, 0], zero.S.ToArray());
        Close.Orthonormal(zero.U, 1e-13);
        var identity = TruncatedSvd.Compute(SparseMatrix.Identity(50), 4, options);
        Close.Tensors(Tensor.Ones(4), identity.S, 1e-14);
        Close.Orthonormal(identity.Vt.Transpose(), 1e-13);
    }

    [Fact]
    public void Scale_does_not_matter()
    {
        var a = Matrices.WithSingularValues(100, 80, i => 1 / (1.0 + i));
        foreach (double scale in new[] { 1e-140, 1e140 })
        {
            var result = TruncatedSvd.Compute(a * scale, 3);
            Assert.True(result.Converged);
            Close.Tensors(Tensor.FromArray([1, 1 / 2.0, 1 / 3.0]), result.S / scale, 1e-12);
        }
    }

    [Fact]
    public void What_is_not_reached_is_said_and_progress_is_told()
    {
        var told = new List<TruncatedProgress>();
        var a = new RandomStream(1).Normal(300, 250);
        var result = TruncatedSvd.Compute(a, 5, new TruncatedOptions { SubspaceSize = 12, MaximumSteps = 30, Tolerance = 1e-12, Progress = told.Add });
        Assert.False(result.Converged);
        Assert.True(result.Residuals.MaxAbs() > 1e-12 * result.S[0]);
        Assert.Equal(result.Restarts + 1, told.Count);
        Assert.Equal(result.Steps, told[^1].Steps);
        Assert.True(told[^1].LargestResidual < told[0].LargestResidual);

        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => TruncatedSvd.Compute(a, 5, new TruncatedOptions { CancellationToken = source.Token }));
    }

    [Fact]
    public void Bad_input_is_named()
    {
        var a = new RandomStream(1).Normal(9, 6);
        Assert.Contains("only 6", Assert.Throws<ArgumentOutOfRangeException>(() => TruncatedSvd.Compute(a, 7)).Message, StringComparison.Ordinal);
        Assert.Throws<ShapeException>(() => TruncatedSvd.Compute(Tensor.Ones(4), 1));
        a[3, 2] = double.NaN;
        Assert.Contains("(3, 2)", Assert.Throws<NonFiniteException>(() => TruncatedSvd.Compute(a, 2)).Message, StringComparison.Ordinal);
        Assert.Contains("(3, 2)", Assert.Throws<NonFiniteException>(() => RandomizedSvd.Compute(a, 2)).Message, StringComparison.Ordinal);
        var sparse = SparseMatrix.FromTriplets(5, 5, [(4, 1, double.PositiveInfinity)]);
        Assert.Contains("(4, 1)", Assert.Throws<NonFiniteException>(() => TruncatedSvd.Compute(sparse, 2)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => TruncatedSvd.Compute(SparseMatrix.Identity(9), 2, new TruncatedOptions { SubspaceSize = 2 }));
        Assert.Equal(0, TruncatedSvd.Compute(Tensor.Zeros(0, 5), 0).S.Length);
    }
}
