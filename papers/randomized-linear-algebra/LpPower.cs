using System.Numerics.Tensors;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra;

/// <summary>Powers of absolute values, with the exponents that occur most (p = 1, 1.5, 2, 3, 4) done without a logarithm.</summary>
internal static class LpPower
{
    /// <summary>‖A x‖ₚᵖ for many x at once.</summary>
    /// <param name="a">(n, d).</param>
    /// <param name="x">One x in each row: (k, d).</param>
    /// <param name="p">p ≥ 1.</param>
    /// <returns>(k).</returns>
    public static double[] Norms(Tensor a, Tensor x, double p)
    {
        const int blockRows = 512;
        var sums = new double[x.Rows];
        for (var start = 0; start < a.Rows; start += blockRows)
        {
            var length = Math.Min(blockRows, a.Rows - start);
            var y = LinearAlgebra.MatMul(a.Slice(0, start, length), x, false, true); // (block, k)
            var values = y.AsSpan();
            TensorPrimitives.Abs(values, values);
            Raise(values, p, values);
            for (var row = 0; row < length; row++)
                TensorPrimitives.Add(sums, values.Slice(row * sums.Length, sums.Length), sums);
        }
        return sums;
    }

    /// <summary>Raises values that are not negative to a power; for a negative power they must be positive.</summary>
    public static void Raise(ReadOnlySpan<double> values, double exponent, Span<double> raised)
    {
        switch (exponent)
        {
            case 0: raised[..values.Length].Fill(1); break;
            case 1: values.CopyTo(raised); break;
            case 2: TensorPrimitives.Multiply(values, values, raised); break;
            case 0.5: TensorPrimitives.Sqrt(values, raised); break;
            case -1: TensorPrimitives.Reciprocal(values, raised); break;
            case -0.5:
                TensorPrimitives.Sqrt(values, raised);
                TensorPrimitives.Reciprocal(raised[..values.Length], raised);
                break;
            default: TensorPrimitives.Pow(values, exponent, raised); break;
        }
    }

    /// <summary>Refuses a p below 1, for which ‖·‖ₚ is no norm, and one so large that powers lose all digits.</summary>
    public static void Require(double p)
    {
        if (!(p >= 1 && p <= 16)) throw new ArgumentOutOfRangeException(nameof(p), p, "p must lie between 1 and 16.");
    }
}
