using System.Numerics;

namespace Praxis.Numerics.Tests;

/// <summary>Closed forms, and values recorded from numpy 1.24 (LAPACK), on matrices known to be difficult.</summary>
public class AccuracyTests
{
    private const double Epsilon = 2.220446049250313e-16;

    private static readonly Tensor Small = Tensor.FromArray(new double[,] { { 4, 1, 2, 0 }, { 3, -2, 5, 1 }, { 0, 7, 1, -3 }, { 2, 2, 2, 6 } });

    [Fact]
    public void Singular_values_of_hilbert_agree_with_numpy_to_rounding_of_the_largest()
    {
        var expected = Tensor.FromArray(
        [
            1.6959389969219496, 0.2981252113169307, 0.026212843578119035, 0.0014676881177418427, 5.436943369749979e-05,
            1.2943320918688685e-06, 1.798873745949071e-08, 1.1115389812040764e-10,
        ]);
        Close.Tensors(expected, LinearAlgebra.SingularValues(Hilbert(8)), 8 * Epsilon);
        Close.Tensors(expected, LinearAlgebra.Svd(Hilbert(8)).S, 8 * Epsilon);
    }

    [Fact]
    public void Singular_values_of_vandermonde_and_kahan_agree_with_numpy()
    {
        Close.Tensors(
            Tensor.FromArray(
                [4.17353080926148, 1.7394527201792171, 0.4750370701525494, 0.09738033719694028, 0.014442010793806508, 0.0013167400774099125]),
            LinearAlgebra.SingularValues(Vandermonde()),
            20 * Epsilon);
        Close.Tensors(
            Tensor.FromArray(
            [
                1.8051149091656473, 1.1694084762010977, 1.0834728308303767, 1.003115507668848, 0.9278159231215697,
                0.8570929572263538, 0.7903726627019132, 0.7268302619577941, 0.6646891450407553, 0.060467544348122106,
            ]),
            LinearAlgebra.SingularValues(Kahan(10, 1.2)),
            20 * Epsilon);
    }

    [Fact]
    public void Singular_vectors_agree_with_numpy_in_sign_too()
    {
        var svd = LinearAlgebra.Svd(Small);
        Close.Tensors(
            Tensor.FromArray(new double[,]
            {
                { 0.33002189077117616, 0.331214695898362, -0.3517981258301461, 0.8109380096500414 },
                { 0.6171254897656112, 0.05333307147104657, -0.5829441823479822, -0.5258210661771371 },
                { -0.36115768403442866, 0.8950732135280408, -0.07422176841623358, -0.2507991203745377 },
                { 0.6162846815849483, 0.293762405921872, 0.7286324780176944, -0.05469508285510205 },
            }),
            svd.U,
            1e-14);
        Close.Tensors(Tensor.FromArray([0.5095758001708591, -0.2545271917963768, 0.5342270384332685, 0.6246197914918309]), svd.Vt.Row(0), 1e-14);
    }

    [Fact]
    public void Eigenvalues_of_a_general_matrix_agree_with_numpy_and_are_ordered()
    {
        Complex[] expected = [new(6.561698784999093, 2.0971954060888196), new(6.561698784999093, -2.0971954060888196), -6.4879540585, 2.3645564885018255];
        Complex[] actual = LinearAlgebra.Eigenvalues(Small);
        for (int i = 0; i < 4; i++)
            Assert.True((expected[i] - actual[i]).Magnitude < 1e-10, $"{expected[i]} {actual[i]}");
    }

    [Fact]
    public void Cholesky_and_determinant_agree_with_numpy()
    {
        var l = LinearAlgebra.Cholesky(LinearAlgebra.MatMul(Small, Small, true, false));
        Close.Tensors(Tensor.FromArray([2.785430072655778, -1.5820873198717007, 0.09120127714432251, 5.977462785303916]), l.Row(3), 1e-13);
        Close.Numbers(-728, LinearAlgebra.Determinant(Small), 1e-11);
        Close.Numbers(4.165824034753484, LinearAlgebra.Condition(Small), 1e-13);
    }

    [Fact]
    public void Least_squares_on_a_vandermonde_matrix_agrees_with_numpy()
    {
        var b = Tensor.FromArray([.. Enumerable.Range(1, 10).Select(i => 1.0 / i)]);
        var fit = LinearAlgebra.LeastSquares(Vandermonde(), b);
        Close.Tensors(
            Tensor.FromArray([0.9968731268731327, -6.412140692640659, 22.55061188811147, -40.61562999500374, 35.25502747252597, -11.677017857142229]),
            fit.Solution,
            1e-10);
        Assert.Equal(6, fit.Rank);
    }

    [Fact]
    public void The_inverse_of_hilbert_has_its_known_integers()
    {
        // (H⁻¹)ᵢⱼ = (−1)^(i+j) (i+j+1) C(n+i, n−j−1) C(n+j, n−i−1) C(i+j, i)², counted from zero.
        const int N = 7;
        var inverse = LinearAlgebra.Inverse(Hilbert(N));
        double condition = LinearAlgebra.Condition(Hilbert(N));
        double largest = inverse.MaxAbs();
        for (int i = 0; i < N; i++)
            for (int j = 0; j < N; j++)
            {
                double exact = ((i + j) % 2 == 0 ? 1 : -1) * (i + j + 1) * Binomial(N + i, N - j - 1) * Binomial(N + j, N - i - 1)
                    * Math.Pow(Binomial(i + j, i), 2);
                Close.Numbers(exact, inverse[i, j], condition * Epsilon * largest);
            }
    }

    [Fact]
    public void Eigenvalues_of_the_second_difference_have_their_closed_form()
    {
        const int N = 150;
        var matrix = Tensor.Identity(N) * 2;
        for (int i = 1; i < N; i++)
            matrix[i, i - 1] = matrix[i - 1, i] = -1;
        var symmetric = LinearAlgebra.SymmetricEigenvalues(matrix);
        double[] general = [.. LinearAlgebra.Eigenvalues(matrix).Select(value => value.Real).Order()];
        for (int k = 1; k <= N; k++)
        {
            double exact = 4 * Math.Pow(Math.Sin(Math.PI * k / (2 * (N + 1))), 2);
            Close.Numbers(exact, symmetric[k - 1], 1e-13);
            Close.Numbers(exact, general[k - 1], 1e-12);
        }
    }

    [Theory]
    [InlineData(1e-160)]
    [InlineData(1e-12)]
    [InlineData(1e12)]
    [InlineData(1e140)]
    public void Decompositions_do_not_depend_on_the_unit(double unit)
    {
        var stream = new RandomStream(1);
        var a = stream.Normal(12, 9);
        var square = stream.Normal(9, 9);
        var symmetric = square + square.Transpose();
        Close.Tensors(LinearAlgebra.SingularValues(a), LinearAlgebra.SingularValues(a * unit) / unit, 1e-13);
        Close.Tensors(LinearAlgebra.Svd(a).U, LinearAlgebra.Svd(a * unit).U, 1e-12);
        Close.Tensors(LinearAlgebra.Qr(a).Q, LinearAlgebra.Qr(a * unit).Q, 1e-13);
        Close.Tensors(LinearAlgebra.SymmetricEigen(symmetric).Values, LinearAlgebra.SymmetricEigen(symmetric * unit).Values / unit, 1e-13);
        Close.Tensors(LinearAlgebra.SymmetricEigen(symmetric).Vectors, LinearAlgebra.SymmetricEigen(symmetric * unit).Vectors, 1e-11);
        Complex[] expected = LinearAlgebra.Eigenvalues(square);
        Complex[] actual = LinearAlgebra.Eigenvalues(square * unit);
        for (int i = 0; i < expected.Length; i++)
            Assert.True((expected[i] - (actual[i] / unit)).Magnitude < 1e-12);
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(1e-3)]
    [InlineData(1e-5)]
    [InlineData(1e-9)]
    [InlineData(1e-14)]
    [InlineData(0.0)]
    public void A_tall_q_is_orthonormal_however_dependent_the_columns(double apart)
    {
        // Every column is the first one plus a little of its own.
        var stream = new RandomStream(7);
        var own = stream.Normal(700, 90);
        var a = (own * apart) + LinearAlgebra.MatMul(stream.Normal(700, 1), Tensor.Ones(1, 90));
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
    [InlineData(1e-170)]
    [InlineData(1e-155)]
    [InlineData(1e160)]
    public void A_tall_qr_does_not_depend_on_the_unit(double unit)
    {
        var a = new RandomStream(8).Normal(300, 70);
        (var q, var r) = LinearAlgebra.Qr(a);
        (var scaledQ, var scaledR) = LinearAlgebra.Qr(a * unit);
        Close.Tensors(q, scaledQ, 1e-12);
        Close.Tensors(r, scaledR / unit, 1e-11);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(1.0)]
    public void Constant_matrices_decompose(double value)
    {
        foreach ((int m, int n) in new[] { (6, 6), (9, 4), (4, 9) })
        {
            var a = Tensor.Full(value, m, n);
            var svd = LinearAlgebra.Svd(a, full: true);
            Close.Orthonormal(svd.U, 1e-14);
            Close.Orthonormal(svd.Vt.Transpose(), 1e-14);
            Close.Numbers(value * Math.Sqrt(m * n), svd.S[0], 1e-14);
            Close.Numbers(0, svd.S[1], 1e-14);
            (var q, var r) = LinearAlgebra.Qr(a);
            Close.Orthonormal(q, 1e-14);
            Close.Tensors(a, LinearAlgebra.MatMul(q, r), 1e-14);
            Assert.Equal(value == 0 ? 0 : 1, LinearAlgebra.Rank(a));
        }

        var eigen = LinearAlgebra.SymmetricEigen(Tensor.Full(value, 5, 5));
        Close.Orthonormal(eigen.Vectors, 1e-14);
        Close.Numbers(5 * value, eigen.Values[4], 1e-14);
    }

    [Fact]
    public void A_jordan_block_has_its_eigenvalue_to_the_accuracy_its_condition_allows()
    {
        const int N = 6;
        var jordan = Tensor.Identity(N) * 2;
        for (int i = 1; i < N; i++)
            jordan[i - 1, i] = 1;
        foreach (var value in LinearAlgebra.Eigenvalues(jordan))
            Assert.True((value - 2).Magnitude < 10 * Math.Pow(Epsilon, 1.0 / N));
    }

    internal static Tensor Hilbert(int n)
    {
        var matrix = Tensor.Zeros(n, n);
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                matrix[i, j] = 1.0 / (i + j + 1);
        return matrix;
    }

    private static Tensor Vandermonde()
    {
        var matrix = Tensor.Zeros(10, 6);
        for (int i = 0; i < 10; i++)
            for (int j = 0; j < 6; j++)
                matrix[i, j] = Math.Pow(i / 9.0, j);
        return matrix;
    }

    // W. Kahan's triangular matrix, whose smallest singular value QR with pivoting overlooks.
    private static Tensor Kahan(int n, double angle)
    {
        var matrix = Tensor.Zeros(n, n);
        for (int i = 0; i < n; i++)
            for (int j = i; j < n; j++)
                matrix[i, j] = Math.Pow(Math.Sin(angle), i) * (i == j ? 1 : -Math.Cos(angle));
        return matrix;
    }

    private static double Binomial(int n, int k)
    {
        double product = 1;
        for (int i = 1; i <= k; i++)
            product = product * (n - k + i) / i;
        return Math.Round(product);
    }
}
