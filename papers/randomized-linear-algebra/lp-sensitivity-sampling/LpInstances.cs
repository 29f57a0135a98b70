using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.LpSensitivitySampling;

/// <summary>The matrices of the study.</summary>
internal static class LpInstances
{
    /// <summary>Polynomials of degree below d at n points spread evenly over [−1, 1], in the basis of Chebyshev polynomials, which spans the same space as the Vandermonde matrix.</summary>
    public static Tensor Vandermonde(int n, int d)
    {
        var a = Tensor.Zeros(n, d);
        for (var i = 0; i < n; i++)
            for (var j = 0; j < d; j++)
                a[i, j] = Math.Cos(j * Math.Acos((2 * i + 1.0) / n - 1));
        return a;
    }

    /// <summary>Normal entries but for d/2 rows that point along one coordinate each with √n times the size: uniform sampling misses them.</summary>
    public static Tensor HeavyRows(int n, int d, RandomStream random)
    {
        var a = random.Normal(n, d);
        foreach (var (row, j) in random.Choose(d / 2, n).Select((row, j) => (row, j)))
        {
            a.RowSpan(row).Clear();
            a[row, j] = Math.Sqrt(n);
        }
        return a;
    }

    /// <summary>Two normal entries in each row over a little noise.</summary>
    public static Tensor SparseRows(int n, int d, RandomStream random)
    {
        var a = random.Normal(n, d) * 0.05;
        for (var i = 0; i < n; i++)
            foreach (var j in random.Choose(2, d)) a[i, j] += random.NextNormal();
        return a;
    }

    /// <summary>The first columns of a bundled table, centred, scaled to variance 1, with a column of ones.</summary>
    public static Tensor Table(DataTable table, int columns)
    {
        var values = table.Values.Slice(1, 0, columns).Contiguous(); // (n, columns)
        values -= values.Mean(0);
        values /= (values * values).Mean(0).Sqrt();
        return Tensor.Concat(1, values, Tensor.Ones(values.Rows, 1));
    }
}
