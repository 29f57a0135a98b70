using System.Numerics;

namespace Praxis.Numerics.Tests;

public class LinearAlgebraTests
{
    public static TheoryData<int, int> Shapes => new()
    {
        { 1, 1 }, { 1, 7 }, { 7, 1 }, { 5, 5 }, { 30, 8 }, { 8, 30 }, { 65, 64 }, { 200, 3 }, { 3, 200 }, { 130, 100 }, { 0, 3 }, { 3, 0 },
    };

    public static TheoryData<int, int, int> Products => new()
    {
        { 1, 1, 1 }, { 2, 3, 4 }, { 8, 24, 16 }, { 33, 65, 129 }, { 100, 1, 300 }, { 1, 50, 70 }, { 97, 101, 260 }, { 64, 64, 513 }, { 3, 0, 2 }, { 2, 2, 0 },
    };

    [Theory]
    [MemberData(nameof(Products))]
    public void Products_agree_with_the_triple_loop_in_every_layout(int m, int n, int k)
    {
        var stream = new RandomStream(m + (31 * n) + (977 * k));
        foreach (bool transposeA in new[] { false, true })
            foreach (bool transposeB in new[] { false, true })
            {
                var a = transposeA ? stream.Normal(k, m) : stream.Normal(m, k);
                var b = transposeB ? stream.Normal(n, k) : stream.Normal(k, n);
                var expected = Naive(transposeA ? a.Transpose() : a, transposeB ? b.Transpose() : b);
                Close.Tensors(expected, LinearAlgebra.MatMul(a, b, transposeA, transposeB), 1e-12);
                var single = LinearAlgebra.MatMul(a.To(DType.F32), b.To(DType.F32), transposeA, transposeB);
                Assert.Equal(DType.F32, single.DType);
                Close.Tensors(expected, single, 1e-3);
            }
    }

    [Fact]
    public void Products_of_slices_read_only_the_slice()
    {
        var big = new RandomStream(9).Normal(40, 50);
        var a = big.Slice(0, 3, 20).Slice(1, 5, 30);
        var b = big.Slice(0, 7, 25).Slice(1, 1, 30).Transpose();
        Close.Tensors(Naive(a, b), LinearAlgebra.MatMul(a, b), 1e-12);
        Close.Tensors(Naive(a, b.Column(2).Reshape(30, 1)).Reshape(20), LinearAlgebra.MatVec(a, b.Column(2)), 1e-12);
        Close.Tensors(Naive(b.Transpose(), a.Row(3).Reshape(30, 1)).Reshape(25), LinearAlgebra.MatVec(b.Transpose(), a.Row(3)), 1e-12);
    }

    [Fact]
    public void Shapes_that_cannot_be_multiplied_are_named()
    {
        var error = Assert.Throws<ShapeException>(() => LinearAlgebra.MatMul(Tensor.Zeros(2, 3), Tensor.Zeros(2, 3)));
        Assert.Contains("MatMul: shapes (2, 3) and (2, 3)", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Qr_rebuilds_is_orthonormal_triangular_and_has_a_non_negative_diagonal(int m, int n)
    {
        var a = new RandomStream(m + (100 * n)).Normal(m, n);
        (var q, var r) = LinearAlgebra.Qr(a);
        Close.Orthonormal(q, 1e-13);
        Close.Tensors(a, LinearAlgebra.MatMul(q, r), 1e-12);
        for (int i = 0; i < r.Rows; i++)
        {
            Assert.True(r[i, i] >= 0);
            for (int j = 0; j < i; j++)
                Assert.Equal(0, r[i, j]);
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Svd_rebuilds_is_orthonormal_and_descends(int m, int n)
    {
        var a = new RandomStream(m + (100 * n)).Normal(m, n);
        foreach (bool full in new[] { false, true })
        {
            var svd = LinearAlgebra.Svd(a, full);
            int k = Math.Min(m, n);
            Assert.Equal([m, full ? m : k], svd.U.Shape.ToArray());
            Assert.Equal([full ? n : k, n], svd.Vt.Shape.ToArray());
            Close.Orthonormal(svd.U, 1e-12);
            Close.Orthonormal(svd.Vt.Transpose(), 1e-12);
            Close.Tensors(a, svd.Rebuild(), 1e-12);
            Close.Tensors(svd.S, LinearAlgebra.SingularValues(a), 1e-12);
            for (int i = 1; i < k; i++)
                Assert.True(svd.S[i - 1] >= svd.S[i]);
        }
    }

    [Fact]
    public void The_truncation_error_is_the_first_dropped_singular_value()
    {
        var a = new RandomStream(5).Normal(20, 12);
        var svd = LinearAlgebra.Svd(a);
        Close.Numbers(svd.S[4], LinearAlgebra.SpectralNorm(a - svd.Rebuild(4)), 1e-12);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(17)]
    [InlineData(90)]
    public void Symmetric_eigenvectors_diagonalise(int n)
    {
        var half = new RandomStream(n).Normal(n, n);
        var a = half + half.Transpose();
        var eigen = LinearAlgebra.SymmetricEigen(a);
        Close.Orthonormal(eigen.Vectors, 1e-12);
        Close.Tensors(a, LinearAlgebra.MatMul(eigen.Vectors * eigen.Values, eigen.Vectors, false, true), 1e-11);
        Close.Tensors(eigen.Values, LinearAlgebra.SymmetricEigenvalues(a), 1e-11);
        for (int i = 1; i < n; i++)
            Assert.True(eigen.Values[i - 1] <= eigen.Values[i]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(17)]
    [InlineData(60)]
    public void General_eigenpairs_satisfy_their_equation(int n)
    {
        var a = new RandomStream(n + 1).Normal(n, n);
        (Complex[] values, Complex[,]? vectors) = LinearAlgebra.Eigen(a);
        Assert.NotNull(vectors);
        for (int k = 0; k < n; k++)
            for (int i = 0; i < n; i++)
            {
                Complex sum = 0;
                for (int j = 0; j < n; j++)
                    sum += a[i, j] * vectors[j, k];
                Assert.True((sum - (values[k] * vectors[i, k])).Magnitude < 1e-11 * n);
            }

        Close.Numbers(LinearAlgebra.Trace(a), values.Aggregate(Complex.Zero, (x, y) => x + y).Real, 1e-11 * n);
    }

    [Fact]
    public void Eigenvalues_of_a_cyclic_shift_are_the_roots_of_unity()
    {
        var shift = Tensor.Zeros(6, 6);
        for (int i = 0; i < 6; i++)
            shift[i, (i + 1) % 6] = 1;
        Complex[] values = LinearAlgebra.Eigenvalues(shift);
        for (int k = 0; k < 6; k++)
            Assert.Contains(values, value => (value - Complex.FromPolarCoordinates(1, Math.PI * k / 3)).Magnitude < 1e-13);
    }

    [Fact]
    public void Complex_singular_values_are_roots_of_the_eigenvalues_of_the_embedding()
    {
        // X = A + iB has the singular values of [[A, −B], [B, A]], each once instead of twice.
        var stream = new RandomStream(6);
        foreach ((int m, int n) in new[] { (9, 9), (5, 8), (8, 5) })
        {
            var a = stream.Normal(m, n);
            var b = stream.Normal(m, n);
            var x = new Complex[m, n];
            for (int i = 0; i < m; i++)
                for (int j = 0; j < n; j++)
                    x[i, j] = new Complex(a[i, j], b[i, j]);
            var twice = LinearAlgebra.SingularValues(Tensor.Concat(0, Tensor.Concat(1, a, -b), Tensor.Concat(1, b, a)));
            var once = LinearAlgebra.SingularValues(x);
            for (int i = 0; i < once.Length; i++)
                Close.Numbers(twice[2 * i], once[i], 1e-12);
        }
    }

    [Fact]
    public void Complex_eigenvalues_of_a_shifted_real_matrix_are_shifted()
    {
        var a = new RandomStream(7).Normal(12, 12);
        var shift = new Complex(0.3, -0.7);
        var shifted = new Complex[12, 12];
        for (int i = 0; i < 12; i++)
            for (int j = 0; j < 12; j++)
                shifted[i, j] = a[i, j] - (i == j ? shift : 0);
        Complex[] expected = LinearAlgebra.Eigenvalues(a);
        Complex[] actual = LinearAlgebra.Eigenvalues(shifted);
        foreach (var value in expected)
            Assert.Contains(actual, other => (other + shift - value).Magnitude < 1e-12);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(150)]
    public void Cholesky_rebuilds(int n)
    {
        var x = new RandomStream(n).Normal(n + 5, n);
        var a = LinearAlgebra.MatMul(x, x, true, false);
        var l = LinearAlgebra.Cholesky(a);
        Close.Tensors(a, LinearAlgebra.MatMul(l, l, false, true), 1e-11 * n);
        Assert.Equal(0, n > 1 ? l[0, 1] : 0);
    }

    [Fact]
    public void Cholesky_names_the_failing_pivot()
    {
        var a = Tensor.Identity(100);
        a[70, 70] = -1;
        var error = Assert.Throws<ArithmeticException>(() => LinearAlgebra.Cholesky(a));
        Assert.Contains("pivot 70", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Lu_rebuilds_with_small_multipliers(int m, int n)
    {
        var a = new RandomStream(m + (7 * n)).Normal(m, n);
        var lu = LinearAlgebra.Lu(a);
        Close.Tensors(a.Take(0, lu.Permutation), LinearAlgebra.MatMul(lu.L, lu.U), 1e-12);
        Assert.True(lu.L.MaxAbs() <= 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(13)]
    [InlineData(120)]
    public void Solutions_satisfy_the_system_and_inverses_undo(int n)
    {
        var stream = new RandomStream(n);
        var a = stream.Normal(n, n);
        var x = stream.Normal(n, 3);
        Close.Tensors(x, LinearAlgebra.Solve(a, LinearAlgebra.MatMul(a, x)), 1e-9);
        Close.Tensors(x.Column(1).Contiguous(), LinearAlgebra.Solve(a, LinearAlgebra.MatVec(a, x.Column(1))), 1e-9);
        Close.Tensors(Tensor.Identity(n), LinearAlgebra.MatMul(a, LinearAlgebra.Inverse(a)), 1e-9);
        Close.Tensors(LinearAlgebra.MatMul(a, x, true, false), LinearAlgebra.MatMul(a.Transpose(), x), 1e-12);
        Close.Tensors(x, LinearAlgebra.Lu(a).SolveTransposed(LinearAlgebra.MatMul(a, x, true, false)), 1e-9);
    }

    [Fact]
    public void Singular_systems_are_refused_with_the_condition()
    {
        var exact = Tensor.FromArray(new double[,] { { 1, 2 }, { 2, 4 } });
        Assert.Throws<SingularMatrixException>(() => LinearAlgebra.Solve(exact, Tensor.Ones(2)));
        var nearly = Tensor.FromArray(new double[,] { { 1, 2, 3 }, { 4, 5, 6 }, { 7, 8, 9 } });
        var error = Assert.Throws<SingularMatrixException>(() => LinearAlgebra.Solve(nearly, Tensor.Ones(3)));
        Assert.True(error.Condition > 1e15);
        Assert.Throws<SingularMatrixException>(() => LinearAlgebra.Inverse(Tensor.Zeros(3, 3)));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void Triangular_solves_read_only_their_triangle(bool lower, bool transpose)
    {
        const int N = 110;
        var stream = new RandomStream(3);
        var full = (stream.Normal(N, N) / N) + Tensor.Identity(N);
        var triangle = full.Clone();
        for (int i = 0; i < N; i++)
            for (int j = 0; j < N; j++)
                if (lower ? j > i : j < i)
                    triangle[i, j] = 0;
        var x = stream.Normal(N, 4);
        var b = LinearAlgebra.MatMul(triangle, x, transpose, false);
        Close.Tensors(x, LinearAlgebra.SolveTriangular(full, b, lower, transpose), 1e-11);
        for (int i = 0; i < N; i++)
            triangle[i, i] = 1;
        Close.Tensors(
            x, LinearAlgebra.SolveTriangular(full, LinearAlgebra.MatMul(triangle, x, transpose, false), lower, transpose, unitDiagonal: true), 1e-11);
    }

    [Fact]
    public void Least_squares_residuals_are_orthogonal_to_the_columns()
    {
        var stream = new RandomStream(10);
        var a = stream.Normal(40, 6);
        var b = stream.Normal(40);
        var fit = LinearAlgebra.LeastSquares(a, b);
        var residual = b - LinearAlgebra.MatVec(a, fit.Solution);
        Close.Tensors(Tensor.Zeros(6), LinearAlgebra.MatVec(a.Transpose(), residual), 1e-12);
        Assert.Equal(6, fit.Rank);
        Close.Numbers(residual.FrobeniusNorm(), fit.ResidualNorm, 1e-12);
    }

    [Theory]
    [InlineData(12, 8)]
    [InlineData(8, 12)]
    public void Least_squares_of_deficient_rank_has_the_least_norm(int m, int n)
    {
        var stream = new RandomStream(m);
        var a = LinearAlgebra.MatMul(stream.Normal(m, 3), stream.Normal(3, n));
        var b = stream.Normal(m, 2);
        var fit = LinearAlgebra.LeastSquares(a, b);
        Assert.Equal(3, fit.Rank);
        Assert.Equal(3, LinearAlgebra.Rank(a));
        Close.Tensors(LinearAlgebra.MatMul(LinearAlgebra.PseudoInverse(a), b), fit.Solution, 1e-12);
    }

    [Fact]
    public void The_pseudo_inverse_satisfies_the_four_equations_of_penrose()
    {
        var stream = new RandomStream(4);
        var a = LinearAlgebra.MatMul(stream.Normal(9, 4), stream.Normal(4, 7));
        var p = LinearAlgebra.PseudoInverse(a);
        var ap = LinearAlgebra.MatMul(a, p);
        var pa = LinearAlgebra.MatMul(p, a);
        Close.Tensors(a, LinearAlgebra.MatMul(ap, a), 1e-12);
        Close.Tensors(p, LinearAlgebra.MatMul(pa, p), 1e-12);
        Close.Tensors(ap, ap.Transpose(), 1e-12);
        Close.Tensors(pa, pa.Transpose(), 1e-12);
    }

    [Fact]
    public void Determinants_know_their_sign()
    {
        Close.Numbers(-1, LinearAlgebra.Determinant(Tensor.FromArray(new double[,] { { 0, 1 }, { 1, 0 } })), 1e-15);
        Close.Numbers(-2, LinearAlgebra.Determinant(Tensor.FromArray(new double[,] { { 1, 2 }, { 3, 4 } })), 1e-14);
        Assert.Equal(0, LinearAlgebra.Determinant(Tensor.Zeros(3, 3)));
        (int sign, double logarithm) = LinearAlgebra.Lu(Tensor.Identity(400) * -1e-3).LogDeterminant();
        Assert.Equal(1, sign);
        Close.Numbers(400 * Math.Log(1e-3), logarithm, 1e-9);
    }

    [Fact]
    public void Kronecker_products_of_products_are_products_of_kronecker_products()
    {
        var stream = new RandomStream(2);
        Tensor a = stream.Normal(2, 3), b = stream.Normal(4, 2), c = stream.Normal(3, 2), d = stream.Normal(2, 5);
        Close.Tensors(
            LinearAlgebra.Kronecker(LinearAlgebra.MatMul(a, c), LinearAlgebra.MatMul(b, d)),
            LinearAlgebra.MatMul(LinearAlgebra.Kronecker(a, b), LinearAlgebra.Kronecker(c, d)),
            1e-12);
        Close.Tensors(LinearAlgebra.Outer(a.Row(0), b.Column(0)), LinearAlgebra.Kronecker(a.Row(0).Reshape(3, 1), b.Column(0).Reshape(1, 4)), 0);
    }

    [Fact]
    public void Bad_input_is_refused_before_any_work()
    {
        var bad = Tensor.Ones(2, 2);
        bad[0, 1] = double.PositiveInfinity;
        Assert.Contains("(0, 1)", Assert.Throws<NonFiniteException>(() => LinearAlgebra.Svd(bad)).Message, StringComparison.Ordinal);
        Assert.Throws<ShapeException>(() => LinearAlgebra.Qr(Tensor.Ones(3)));
        Assert.Throws<ShapeException>(() => LinearAlgebra.Cholesky(Tensor.Ones(2, 3)));
        Assert.Throws<ArgumentException>(() => LinearAlgebra.SymmetricEigen(Tensor.FromArray(new double[,] { { 1, 2 }, { 3, 4 } })));
    }

    internal static Tensor Naive(Tensor a, Tensor b)
    {
        var c = Tensor.Zeros(a.Rows, b.Columns);
        for (int i = 0; i < a.Rows; i++)
            for (int j = 0; j < b.Columns; j++)
            {
                double sum = 0;
                for (int k = 0; k < a.Columns; k++)
                    sum += a[i, k] * b[k, j];
                c[i, j] = sum;
            }

        return c;
    }
}
