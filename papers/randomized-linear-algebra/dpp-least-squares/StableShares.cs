using System.Numerics.Tensors;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.DppLeastSquares;

/// <summary>In how many samples the Gram matrix of the first n places is stable, λ_min(G) ≥ 1/2, for a series of n.</summary>
internal static class StableShares
{
    /// <summary>n = m, 1.25 m, 1.5 m, … up to <paramref name="most"/> times m.</summary>
    public static int[] Counts(int dimension, int most) =>
        [.. Enumerable.Range(4, 4 * (most - 1) + 1).Select(quarter => (int)Math.Round(quarter * dimension / 4.0)).Distinct()];

    /// <summary>Whether each beginning of a long design is stable. Any beginning of these designs is a design of the same kind.</summary>
    public static bool[] Of(FunctionSpace space, int[] places, bool weighted, int[] counts)
    {
        var m = space.Dimension;
        var sum = Tensor.Zeros(m, m); // n·G
        var stable = new bool[counts.Length];
        for (var c = 0; c < counts.Length; c++)
        {
            var from = c == 0 ? 0 : counts[c - 1];
            var added = space.Basis.TakeRows(places.AsSpan(from, counts[c] - from)); // (added, m)
            if (weighted)
                for (var i = 0; i < added.Rows; i++) TensorPrimitives.Multiply(added.RowSpan(i), Math.Sqrt(space.Weight(places[from + i])), added.RowSpan(i));
            sum.AddScaled(LinearAlgebra.MatMul(added, added, true, false));
            stable[c] = IsPositiveDefinite(sum.ToArray(), m, 0.5 * counts[c]);
        }
        return stable;
    }

    /// <summary>The least n at which nine tenths of the samples are stable, between the counts by a straight line; the largest count where none is.</summary>
    public static double Needed(int[] counts, double[] shares)
    {
        const double wanted = 0.9;
        var first = Array.FindIndex(shares, share => share >= wanted);
        if (first <= 0) return first == 0 ? counts[0] : counts[^1];
        var within = (wanted - shares[first - 1]) / (shares[first] - shares[first - 1]);
        return counts[first - 1] + within * (counts[first] - counts[first - 1]);
    }

    /// <summary>Whether matrix − shift·I has a Cholesky factor.</summary>
    private static bool IsPositiveDefinite(double[] matrix, int m, double shift)
    {
        for (var r = 0; r < m; r++)
        {
            var row = matrix.AsSpan(r * m, r + 1);
            for (var s = 0; s < r; s++)
                row[s] = (row[s] - TensorPrimitives.Dot<double>(row[..s], matrix.AsSpan(s * m, s))) / matrix[s * m + s];
            var pivot = row[r] - shift - TensorPrimitives.SumOfSquares<double>(row[..r]);
            if (pivot < 0) return false;
            row[r] = Math.Sqrt(Math.Max(pivot, 1e-300));
        }
        return true;
    }
}
