using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.Maestro;

/// <summary>Maps and inputs of the linear case.</summary>
public static class LinearCases
{
    /// <summary>9 × 6 of rank 3: a product of normal factors.</summary>
    public static Tensor OfRankThree(RandomStream random) => LinearAlgebra.MatMul(random.Fork(0).Normal(9, 3), random.Fork(1).Normal(3, 6));

    /// <summary>20 × 12 with singular values 0.8<sup>j</sup>.</summary>
    public static Tensor Decaying(RandomStream random)
    {
        var left = random.Fork(0).HaarOrthogonal(20, 12);
        var values = Tensor.Arange(12).Map(j => Math.Pow(0.8, j));
        return LinearAlgebra.MatMul(left * values, random.Fork(1).HaarOrthogonal(12, 12)); // (20, 12)
    }

    /// <summary>The covariance of 1,000 digits drawn with replacement, scaled to a largest eigenvalue of 1: (64, 64).</summary>
    public static Tensor DigitsCovariance(DataFolder data, RandomStream random)
    {
        var digits = FeatureTable.Load(data, "digits").Features;                                    // (1797, 64)
        int[] rows = [.. Enumerable.Range(0, 1000).Select(_ => random.Next(digits.Rows))];
        var drawn = digits.TakeRows(rows);
        var centred = drawn - drawn.Mean(0);
        var covariance = LinearAlgebra.MatMul(centred, centred, transposeA: true, transposeB: false); // (64, 64)
        return covariance / LinearAlgebra.SpectralNorm(covariance);
    }

    /// <summary>Second moments of inputs whose variances fall from 1 to 1/100 along random directions.</summary>
    public static Tensor Anisotropic(int inputs, RandomStream random)
    {
        var directions = random.HaarOrthogonal(inputs);
        var variances = Tensor.Arange(inputs).Map(j => Math.Pow(0.01, j / (inputs - 1)));
        return LinearAlgebra.MatMul(directions * variances, directions, transposeA: false, transposeB: true);
    }

    /// <summary>
    /// The singular value decomposition of A C<sup>½</sup>, by whose left vectors the best approximations under second moments C are
    /// projections of A.
    /// </summary>
    public static Tensor BestUnder(Tensor map, Tensor moments, int rank)
    {
        var u = LinearAlgebra.Svd(LinearAlgebra.MatMul(map, LinearAlgebra.Cholesky(moments))).U.Slice(1, 0, rank).Contiguous();
        return LinearAlgebra.MatMul(u, LinearAlgebra.MatMul(u, map, transposeA: true, transposeB: false));
    }

    /// <summary>The largest principal angle in degrees between the spans of a matrix's columns and of orthonormal ones.</summary>
    /// <param name="a">(n, k), columns independent.</param>
    /// <param name="orthonormal">(n, k).</param>
    public static double LargestAngle(Tensor a, Tensor orthonormal)
    {
        var q = LinearAlgebra.Qr(a).Q;                                                                    // (n, k)
        // sin of the largest angle: small angles keep their digits, which their cosines lose.
        var rest = q - LinearAlgebra.MatMul(orthonormal, LinearAlgebra.MatMul(orthonormal, q, true, false));
        return Math.Asin(Math.Min(1, LinearAlgebra.SpectralNorm(rest))) * 180 / Math.PI;
    }
}
