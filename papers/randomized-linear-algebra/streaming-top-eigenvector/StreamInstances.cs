using System.Numerics.Tensors;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.StreamingTopEigenvector;

/// <summary>A matrix whose rows are streamed, with its exact answer.</summary>
/// <param name="Rows">A: (n, d), in random order.</param>
/// <param name="Top">v₁, the top right singular vector: (d).</param>
/// <param name="Ratio">R = σ₁²/σ₂².</param>
public sealed record StreamInstance(Tensor Rows, double[] Top, double Ratio)
{
    /// <summary>1 − ⟨v, v₁⟩² for a unit vector v: (d).</summary>
    public double Error(ReadOnlySpan<double> v)
    {
        var inner = TensorPrimitives.Dot(v, Top);
        return Math.Max(0, 1 - inner * inner / TensorPrimitives.SumOfSquares(v));
    }

    /// <summary>The same rows, sorted by |⟨a, v₁⟩|.</summary>
    public StreamInstance Sorted(bool descending)
    {
        var order = Enumerable.Range(0, Rows.Rows).OrderBy(i => Math.Abs(TensorPrimitives.Dot<double>(Rows.Row(i).AsSpan(), Top))).ToArray();
        if (descending) Array.Reverse(order);
        return this with { Rows = Reordered(Rows, order) };
    }

    /// <summary>Gaussian rows with variance 1 along a random direction and 1/R across it.</summary>
    /// <param name="n">Rows.</param>
    /// <param name="d">Columns.</param>
    /// <param name="ratio">R of the covariance.</param>
    /// <param name="heavy">Planted rows of squared norm n/R (that of σ₂²) in random directions orthogonal to the first.</param>
    /// <param name="random">Random numbers.</param>
    public static StreamInstance Spiked(int n, int d, double ratio, int heavy, RandomStream random)
    {
        var direction = UnitVector(d, random);
        var rows = random.Normal(n, d); // (n, d)
        var across = Math.Sqrt(1 / ratio);
        for (var i = 0; i < n; i++)
        {
            // a = √(1/R)·g + (1 − √(1/R))·⟨g, v⟩·v
            var row = rows.Row(i).AsSpan();
            var along = (1 - across) * TensorPrimitives.Dot<double>(row, direction);
            TensorPrimitives.Multiply(row, across, row);
            TensorPrimitives.MultiplyAdd(direction, along, row, row);
        }
        for (var i = 0; i < heavy; i++)
        {
            var planted = UnitVector(d, random);
            TensorPrimitives.MultiplyAdd(direction, -TensorPrimitives.Dot<double>(planted, direction), planted, planted);
            TensorPrimitives.Multiply(planted, Math.Sqrt(n / ratio) / TensorPrimitives.Norm<double>(planted), rows.Row(i).AsSpan());
        }
        return Solve(Reordered(rows, random.Permutation(n)));
    }

    /// <summary>Isotropic Gaussian rows of variance 1/R, and h heavy rows that alone carry the top direction.</summary>
    public static StreamInstance CarriedByHeavyRows(int n, int d, double ratio, int heavy, RandomStream random)
    {
        var direction = UnitVector(d, random);
        var rows = random.Normal(n, d) * Math.Sqrt(1 / ratio); // (n, d)
        for (var i = 0; i < heavy; i++)
            TensorPrimitives.Multiply(direction, random.NextSign() * Math.Sqrt((double)n / heavy), rows.Row(i).AsSpan());
        return Solve(Reordered(rows, random.Permutation(n)));
    }

    /// <summary>A given table in a random order.</summary>
    public static StreamInstance Shuffled(Tensor table, RandomStream random) => Solve(Reordered(table, random.Permutation(table.Rows)));

    private static StreamInstance Solve(Tensor rows)
    {
        var gram = LinearAlgebra.MatMul(rows, rows, transposeA: true, transposeB: false); // (d, d)
        var eigen = LinearAlgebra.SymmetricEigen(gram);
        var d = rows.Columns;
        return new StreamInstance(rows, eigen.Vectors.Column(d - 1).ToArray(), eigen.Values[d - 1] / eigen.Values[d - 2]);
    }

    private static Tensor Reordered(Tensor rows, int[] order)
    {
        var d = rows.Columns;
        var copy = new double[order.Length * d];
        for (var i = 0; i < order.Length; i++) rows.Row(order[i]).AsSpan().CopyTo(copy.AsSpan(i * d, d));
        return Tensor.Wrap(copy, order.Length, d);
    }

    private static double[] UnitVector(int d, RandomStream random)
    {
        var vector = new double[d];
        random.FillNormal(vector);
        TensorPrimitives.Divide(vector, TensorPrimitives.Norm<double>(vector), vector);
        return vector;
    }
}
