using System.Numerics;

namespace Praxis.Numerics.Tests;

/// <summary>Batches, triangular and generalized problems, pivoting, jitter, matrix functions: closed forms and values of scipy 1.10.</summary>
public class DenseFunctionTests
{
    private static readonly Tensor Small = Tensor.FromArray(new double[,] { { 4, 1, 2, 0 }, { 3, -2, 5, 1 }, { 0, 7, 1, -3 }, { 2, 2, 2, 6 } });
    private static readonly Tensor Positive = Tensor.FromArray(new double[,] { { 5, 1, 0 }, { 2, 4, 1 }, { 0, -1, 3 } });

    [Fact]
    public void Batches_are_broadcast_and_each_matrix_is_multiplied()
    {
        var stream = new RandomStream(1);
        var a = stream.Normal(3, 1, 4, 5);
        var b = stream.Normal(2, 5, 6);
        var c = LinearAlgebra.BatchedMatMul(a, b);
        Assert.Equal([3, 2, 4, 6], c.Shape.ToArray());
        for (int i = 0; i < 3; i++)
            for (int j = 0; j < 2; j++)
                Close.Tensors(LinearAlgebraTests.Naive(a.Select(0, i).Select(0, 0), b.Select(0, j)), c.Select(0, i).Select(0, j), 1e-13);
        var transposed = LinearAlgebra.BatchedMatMul(a.Transpose(0, 1, 3, 2), b, transposeA: true);
        Close.Tensors(c, transposed, 1e-13);
        Assert.Equal(DType.F32, LinearAlgebra.BatchedMatMul(a.To(DType.F32), b.To(DType.F32)).DType);
        Assert.Equal(0, LinearAlgebra.BatchedMatMul(Tensor.Zeros(0, 2, 3), Tensor.Zeros(0, 3, 2)).Length);
        Assert.Throws<ShapeException>(() => LinearAlgebra.BatchedMatMul(a, stream.Normal(3, 5, 6).Reshape(3, 6, 5)));
        Assert.Throws<ShapeException>(() => LinearAlgebra.BatchedMatMul(stream.Normal(2, 4, 5), stream.Normal(3, 5, 6)));
    }

    [Theory]
    [InlineData(true, true, false)]
    [InlineData(true, false, true)]
    [InlineData(false, true, true)]
    [InlineData(false, false, false)]
    public void Triangular_systems_are_solved_from_either_side_in_both_precisions(bool lower, bool transpose, bool unit)
    {
        const int N = 150;
        var stream = new RandomStream(5);
        var full = (stream.Normal(N, N) / N) + Tensor.Identity(N);
        var triangle = full.Clone();
        for (int i = 0; i < N; i++)
            for (int j = 0; j < N; j++)
                triangle[i, j] = (lower ? j > i : j < i) ? 0 : (unit && i == j) ? 1 : full[i, j];
        foreach (int sides in new[] { 1, 7, 300 })
        {
            var x = stream.Normal(sides, N);
            var b = LinearAlgebra.MatMul(x, triangle, false, transpose);
            Close.Tensors(x, LinearAlgebra.SolveTriangular(full, b, lower, transpose, unit, right: true), 1e-10);
            var single = LinearAlgebra.SolveTriangular(full.To(DType.F32), b.To(DType.F32), lower, transpose, unit, right: true);
            Assert.Equal(DType.F32, single.DType);
            Close.Tensors(x, single, 1e-3);
            Close.Tensors(
                x.Transpose(), LinearAlgebra.SolveTriangular(full, b.Transpose(), lower, !transpose, unit), 1e-10);
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(40, 12)]
    [InlineData(12, 40)]
    [InlineData(90, 90)]
    [InlineData(300, 70)]
    [InlineData(0, 3)]
    public void Pivoted_qr_rebuilds_the_permuted_matrix_with_a_falling_diagonal(int m, int n)
    {
        var a = new RandomStream(m + n).Normal(m, n);
        var qr = LinearAlgebra.PivotedQr(a);
        Close.Orthonormal(qr.Q, 1e-12);
        Close.Tensors(a.TakeColumns(qr.Permutation), LinearAlgebra.MatMul(qr.Q, qr.R), 1e-12);
        Assert.Equal(Math.Min(m, n), qr.Rank);
        Assert.Equal(Enumerable.Range(0, n), qr.Permutation.Order());
        for (int i = 1; i < qr.R.Rows; i++)
            Assert.True(Math.Abs(qr.R[i, i]) <= Math.Abs(qr.R[i - 1, i - 1]) * (1 + 1e-12));
    }

    [Fact]
    public void Pivoted_qr_agrees_with_scipy_and_finds_the_rank()
    {
        var qr = LinearAlgebra.PivotedQr(Small);
        Assert.Equal([1, 3, 2, 0], qr.Permutation);
        double[] expected = [7.615773105863909, 6.626748305424636, 5.386221861773624, 2.678136253647944];
        for (int i = 0; i < 4; i++)
            Close.Numbers(expected[i], Math.Abs(qr.R[i, i]), 1e-13);
        var stream = new RandomStream(8);
        Assert.Equal(5, LinearAlgebra.PivotedQr(LinearAlgebra.MatMul(stream.Normal(60, 5), stream.Normal(5, 40))).Rank);
        Assert.Equal(0, LinearAlgebra.PivotedQr(Tensor.Zeros(4, 3)).Rank);
        Assert.Equal(1, LinearAlgebra.PivotedQr(Tensor.Full(1e200, 4, 3)).Rank);
    }

    [Fact]
    public void Generalized_symmetric_eigenpairs_agree_with_scipy_and_are_orthonormal_in_b()
    {
        var a = Small + Small.Transpose();
        var b = Tensor.Diagonal(Tensor.FromArray([1.0, 2, 3, 4])) + 0.1;
        var eigen = LinearAlgebra.GeneralizedSymmetricEigen(a, b);
        Close.Tensors(Tensor.FromArray([-6.01303567709568, 2.747946304060633, 3.159389027131607, 8.209148621765511]), eigen.Values, 1e-13);
        Close.Tensors(Tensor.Identity(4), LinearAlgebra.MatMul(LinearAlgebra.MatMul(eigen.Vectors, b, true, false), eigen.Vectors), 1e-13);
        Close.Tensors(LinearAlgebra.MatMul(a, eigen.Vectors), LinearAlgebra.MatMul(b, eigen.Vectors) * eigen.Values, 1e-12);
        Assert.Throws<ArithmeticException>(() => LinearAlgebra.GeneralizedSymmetricEigen(b, a));
        Assert.Throws<ShapeException>(() => LinearAlgebra.GeneralizedSymmetricEigen(b, Tensor.Identity(3)));
    }

    [Fact]
    public void Generalized_eigenvalues_may_be_infinite()
    {
        var triangle = Tensor.FromArray(new double[,] { { 2, 5, 1 }, { 0, 6, 3 }, { 0, 0, -4 } });
        Complex[] finite = LinearAlgebra.GeneralizedEigenvalues(triangle, Tensor.Diagonal(Tensor.FromArray([1.0, 2, 8])));
        double[] expected = [3, 2, -0.5];
        for (int i = 0; i < 3; i++)
            Assert.True((finite[i] - expected[i]).Magnitude < 1e-13);
        Complex[] infinite = LinearAlgebra.GeneralizedEigenvalues(triangle, Tensor.Diagonal(Tensor.FromArray([1.0, 2, 0])));
        Assert.Equal(double.PositiveInfinity, infinite[0].Real);
        Assert.True((infinite[1] - 3).Magnitude < 1e-13);
        Assert.True((infinite[2] - 2).Magnitude < 1e-13);
        Assert.Throws<SingularMatrixException>(() => LinearAlgebra.GeneralizedEigenvalues(Tensor.Zeros(2, 2), Tensor.Zeros(2, 2)));
    }

    [Fact]
    public void Jitter_is_zero_when_not_needed_and_the_least_of_its_ladder_when_needed()
    {
        var x = new RandomStream(3).Normal(30, 8);
        Assert.Equal(0, LinearAlgebra.CholeskyWithJitter(LinearAlgebra.MatMul(x, x, true, false)).Jitter);
        var flat = LinearAlgebra.CholeskyWithJitter(Tensor.Ones(6, 6) - (Tensor.Identity(6) * 3e-9));
        Close.Numbers(1e-8, flat.Jitter, 1e-16);
        Close.Tensors(Tensor.Ones(6, 6), LinearAlgebra.MatMul(flat.L, flat.L, false, true), 2e-8);
        var error = Assert.Throws<ArithmeticException>(() => LinearAlgebra.CholeskyWithJitter(-Tensor.Identity(3)));
        Assert.Contains("indefinite", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArithmeticException>(() => LinearAlgebra.CholeskyWithJitter(Tensor.Zeros(3, 3)));
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(3.0)]
    [InlineData(40.0)]
    public void The_exponential_of_a_turn_is_a_rotation(double angle)
    {
        var turn = Tensor.FromArray(new double[,] { { 0, -angle }, { angle, 0 } });
        (double sine, double cosine) = Math.SinCos(angle);
        Close.Tensors(Tensor.FromArray(new double[,] { { cosine, -sine }, { sine, cosine } }), LinearAlgebra.MatrixExponential(turn), 1e-13);
    }

    [Fact]
    public void Matrix_functions_agree_with_scipy()
    {
        Close.Tensors(Tensor.FromArray([3.014221595426494, 1.1010579111505308, 1.4304332460733877, -0.4730600782853483]), LinearAlgebra.MatrixExponential(Small / 4).Row(0), 1e-13);
        Close.Tensors(Tensor.FromArray([0.4740225387363911, 1.9900055367738867, 0.26920386328167406]), LinearAlgebra.MatrixSquareRoot(Positive).Row(1), 1e-12);
        Close.Tensors(Tensor.FromArray([0.4503677710750046, 1.370078267873871, 0.29057860496929566]), LinearAlgebra.MatrixLogarithm(Positive).Row(1), 1e-12);
        Close.Tensors(Tensor.FromArray(new double[,] { { 1, 7 }, { 0, 1 } }), LinearAlgebra.MatrixExponential(Tensor.FromArray(new double[,] { { 0, 7 }, { 0, 0 } })), 1e-14);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(30)]
    public void Roots_and_logarithms_are_undone(int n)
    {
        var stream = new RandomStream(n);
        var general = (stream.Normal(n, n) * (0.4 / Math.Sqrt(n))) + (Tensor.Identity(n) * 2);
        var x = stream.Normal(n + 10, n);
        var symmetric = LinearAlgebra.MatMul(x, x, true, false);
        foreach (var a in new[] { general, symmetric, general * 1e6, symmetric * 1e-6 })
        {
            double scale = a.MaxAbs();
            var root = LinearAlgebra.MatrixSquareRoot(a);
            Close.Tensors(a, LinearAlgebra.MatMul(root, root), 1e-12 * scale * n);
            Close.Tensors(a, LinearAlgebra.MatrixExponential(LinearAlgebra.MatrixLogarithm(a)), 1e-11 * scale * n);
        }

        foreach (int p in new[] { 1, 2, 4 })
        {
            var inverse = LinearAlgebra.InverseRoot(symmetric, p);
            var product = symmetric;
            for (int i = 0; i < p; i++)
                product = LinearAlgebra.MatMul(product, inverse);
            Close.Tensors(Tensor.Identity(n), product, 1e-9);
        }
    }

    [Fact]
    public void Matrices_without_a_real_principal_function_are_refused_by_their_eigenvalue()
    {
        var negative = Tensor.FromArray(new double[,] { { -4, 1 }, { 0, 2 } });
        Assert.Contains("eigenvalue -4", Assert.Throws<ArithmeticException>(() => LinearAlgebra.MatrixSquareRoot(negative)).Message, StringComparison.Ordinal);
        Assert.Contains("eigenvalue -4", Assert.Throws<ArithmeticException>(() => LinearAlgebra.MatrixLogarithm(negative)).Message, StringComparison.Ordinal);
        Assert.Throws<ArithmeticException>(() => LinearAlgebra.MatrixLogarithm(Tensor.Zeros(2, 2)));
        Assert.Throws<ArithmeticException>(() => LinearAlgebra.InverseRoot(Tensor.FromArray(new double[,] { { 1, 2 }, { 2, 1 } }), 2));
        Assert.Throws<ArithmeticException>(() => LinearAlgebra.MatrixExponential(Tensor.Full(1e4, 1, 1)));
        Close.Tensors(Tensor.Ones(3, 3) / Math.Sqrt(3), LinearAlgebra.MatrixSquareRoot(Tensor.Ones(3, 3)), 1e-7);
        foreach (var function in new Func<Tensor, Tensor>[] { LinearAlgebra.MatrixExponential, LinearAlgebra.MatrixSquareRoot, LinearAlgebra.MatrixLogarithm })
        {
            Assert.Throws<ShapeException>(() => function(Tensor.Ones(2, 3)));
            Assert.Throws<NonFiniteException>(() => function(Tensor.Full(double.NaN, 2, 2)));
        }
    }

    [Fact]
    public void Condition_numbers_agree_with_numpy_in_every_norm()
    {
        Close.Numbers(7.186813186813186, LinearAlgebra.Condition(Small, MatrixNorm.One), 1e-13);
        Close.Numbers(6.6923076923076925, LinearAlgebra.Condition(Small, MatrixNorm.Infinity), 1e-13);
        Close.Numbers(7.067594559476573, LinearAlgebra.Condition(Small, MatrixNorm.Frobenius), 1e-13);
        Close.Numbers(4.165824034753484, LinearAlgebra.Condition(Small, MatrixNorm.Two), 1e-13);
        Assert.Equal(double.PositiveInfinity, LinearAlgebra.Condition(Tensor.Ones(2, 2), MatrixNorm.One));
        Assert.Equal(12, LinearAlgebra.Norm(Small, MatrixNorm.One));
        Assert.Equal(12, LinearAlgebra.Norm(Small, MatrixNorm.Infinity));
    }

    // Larger than the blocks of every factorisation, and of shapes that no block divides.
    [Theory]
    [InlineData(333, 333)]
    [InlineData(401, 150)]
    [InlineData(150, 401)]
    [InlineData(300, 260)]
    [InlineData(260, 300)]
    public void Large_factorisations_rebuild_the_matrix(int m, int n)
    {
        var a = new RandomStream(m + n).Normal(m, n);
        var svd = LinearAlgebra.Svd(a, full: true);
        Close.Orthonormal(svd.U, 1e-12);
        Close.Orthonormal(svd.Vt.Transpose(), 1e-12);
        Close.Tensors(a, svd.Rebuild(), 1e-11);
        Close.Tensors(svd.S, LinearAlgebra.SingularValues(a), 1e-11);
        var gram = LinearAlgebra.MatMul(a, a, true, false);
        var eigen = LinearAlgebra.SymmetricEigen(gram);
        Close.Orthonormal(eigen.Vectors, 1e-12);
        Close.Tensors(gram, LinearAlgebra.MatMul(eigen.Vectors * eigen.Values, eigen.Vectors, false, true), 1e-10);
        Close.Tensors(eigen.Values, LinearAlgebra.SymmetricEigenvalues(gram), 1e-10);
        for (int i = 0; i < Math.Min(m, n); i++)
            Close.Numbers(svd.S[i] * svd.S[i], eigen.Values[n - 1 - i], 1e-9);
        (var q, var r) = LinearAlgebra.Qr(a);
        Close.Orthonormal(q, 1e-12);
        Close.Tensors(a, LinearAlgebra.MatMul(q, r), 1e-11);
        var shifted = gram + Tensor.Identity(n);
        var l = LinearAlgebra.Cholesky(shifted);
        Close.Tensors(shifted, LinearAlgebra.MatMul(l, l, false, true), 1e-10);
    }
}
