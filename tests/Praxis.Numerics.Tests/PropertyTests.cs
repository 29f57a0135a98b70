namespace Praxis.Numerics.Tests;

/// <summary>What every decomposition promises, on matrices of random shape, rank and conditioning.</summary>
public class PropertyTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 40)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Decompositions_keep_their_promises(int seed)
    {
        var stream = new RandomStream(seed);
        int m = stream.Next(0, 9) is 0 ? stream.Next(0, 2) : stream.Next(1, 70);
        int n = stream.Next(0, 9) is 0 ? stream.Next(0, 2) : stream.Next(1, 70);
        int rank = stream.Next(0, Math.Min(m, n) + 1);
        var a = Graded(stream, m, n, rank);
        double scale = Math.Max(1e-300, LinearAlgebra.SpectralNorm(a));

        (var q, var r) = LinearAlgebra.Qr(a);
        Close.Orthonormal(q, 1e-13);
        Close.Tensors(a, LinearAlgebra.MatMul(q, r), 1e-13 * scale);

        var svd = LinearAlgebra.Svd(a);
        Close.Orthonormal(svd.U, 1e-12);
        Close.Orthonormal(svd.Vt.Transpose(), 1e-12);
        Close.Tensors(a, svd.Rebuild(), 1e-13 * scale);
        for (int i = rank; i < svd.S.Length; i++)
            Close.Numbers(0, svd.S[i], 1e-13 * scale);

        var lu = LinearAlgebra.Lu(a);
        Close.Tensors(a.Take(0, lu.Permutation), LinearAlgebra.MatMul(lu.L, lu.U), 1e-12 * scale);

        // The normal equations hold to rounding for any right-hand side, whatever the rank.
        var b = stream.Normal(m, 2);
        var fit = LinearAlgebra.LeastSquares(a, b, 1e-11);
        var residual = b - LinearAlgebra.MatMul(a, fit.Solution);
        Close.Numbers(0, LinearAlgebra.MatMul(a, residual, true, false).MaxAbs(), 1e-9 * scale * Math.Max(1, b.FrobeniusNorm()));
        Close.Numbers(residual.FrobeniusNorm(), fit.ResidualNorm, 1e-12 * Math.Max(1, b.FrobeniusNorm()));

        var gram = LinearAlgebra.MatMul(a, a, true, false);
        var eigen = LinearAlgebra.SymmetricEigen(gram);
        Close.Orthonormal(eigen.Vectors, 1e-12);
        Close.Tensors(gram, LinearAlgebra.MatMul(eigen.Vectors * eigen.Values, eigen.Vectors, false, true), 1e-12 * scale * scale);
        for (int i = 0; i < Math.Min(m, n); i++)
            Close.Numbers(svd.S[i] * svd.S[i], eigen.Values[n - 1 - i], 1e-12 * scale * scale);
    }

    // Singular values fall from about 1 to 1e-6, then to zero.
    private static Tensor Graded(RandomStream stream, int m, int n, int rank)
    {
        var left = LinearAlgebra.Qr(stream.Normal(m, rank)).Q;
        var right = LinearAlgebra.Qr(stream.Normal(n, rank)).Q;
        var values = Tensor.Linspace(0, -6, rank).Map(exponent => Math.Pow(10, exponent));
        return LinearAlgebra.MatMul(left * values, right, false, true);
    }
}
