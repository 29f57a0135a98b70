using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.RbfActiveSubspace.Baselines;

/// <summary>The mean output of the nearest rows; their number is chosen on a held-out quarter.</summary>
internal static class NearestNeighbours
{
    private static readonly int[] Counts = [1, 3, 5, 9, 15, 25];

    /// <summary>Trains.</summary>
    /// <returns>Predictions (rows, outputs) for rows (rows, d).</returns>
    public static Func<Tensor, Tensor> Fit(Tensor x, Tensor y, RandomStream random)
    {
        List<Func<Tensor, Tensor, Func<Tensor, Tensor>>> candidates = [.. Counts.Select(k => (Func<Tensor, Tensor, Func<Tensor, Tensor>>)((xs, ys) => Of(xs, ys, k)))];
        return HeldOutQuarter.Choose(candidates, (predict, rows) => predict(rows), x, y, random).Model;
    }

    private static Func<Tensor, Tensor> Of(Tensor x, Tensor y, int k)
    {
        var inputs = Standardization.Of(x);
        var known = inputs.Apply(x);             // (n, d)
        var norms = known.Square().Sum(1);       // (n)
        return rows =>
        {
            var distances = norms - LinearAlgebra.MatMul(inputs.Apply(rows), known, transposeA: false, transposeB: true) * 2; // (rows, n), less ‖x‖²
            var means = Tensor.Zeros(rows.Rows, y.Columns);
            for (var i = 0; i < rows.Rows; i++)
            {
                var row = distances.RowSpan(i).ToArray();
                int[] nearest = [.. Enumerable.Range(0, row.Length).OrderBy(j => row[j]).Take(k)];
                for (var o = 0; o < y.Columns; o++) means[i, o] = nearest.Average(j => y[j, o]);
            }
            return means;
        };
    }
}
