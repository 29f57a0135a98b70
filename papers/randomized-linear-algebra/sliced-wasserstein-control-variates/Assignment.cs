namespace Praxis.Papers.RandomizedLinearAlgebra.SlicedWassersteinControlVariates;

/// <summary>
/// The exact Wasserstein-2 distance of two clouds of equally many, equally heavy points: the cheapest assignment, by shortest
/// augmenting paths with dual prices (Hungarian method), O(n³).
/// </summary>
public static class Assignment
{
    /// <summary>W₂ = √(min over permutations of (1/n) Σ ‖x_i − y_σ(i)‖²).</summary>
    /// <param name="x">(n, d).</param>
    /// <param name="y">(n, d).</param>
    /// <exception cref="ArgumentException">Shapes that differ.</exception>
    public static double Wasserstein2(Tensor x, Tensor y)
    {
        if (x.Rank != 2 || y.Rank != 2 || x.Rows != y.Rows || x.Columns != y.Columns)
            throw new ArgumentException("An assignment needs two clouds of equally many points in the same dimension.", nameof(y));
        var n = x.Rows;
        var cost = new double[n, n];
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++)
                for (var k = 0; k < x.Columns; k++) cost[i, j] += (x[i, k] - y[j, k]) * (x[i, k] - y[j, k]);
        var partner = Solve(cost);
        return Math.Sqrt(Enumerable.Range(0, n).Sum(i => cost[i, partner[i]]) / n);
    }

    /// <summary>For every row the column that the cheapest one-to-one assignment gives it.</summary>
    /// <param name="cost">(n, n), finite.</param>
    public static int[] Solve(double[,] cost)
    {
        var n = cost.GetLength(0);
        if (cost.GetLength(1) != n) throw new ArgumentException($"The costs must be square; they are {n} × {cost.GetLength(1)}.", nameof(cost));
        // Column n is a place outside, where each row enters before it finds its way to a free column.
        var (rowPrice, columnPrice) = (new double[n], new double[n + 1]);
        var rowOf = new int[n + 1];
        Array.Fill(rowOf, -1);
        var (distance, previous, reached) = (new double[n], new int[n], new bool[n + 1]);
        for (var row = 0; row < n; row++)
        {
            rowOf[n] = row;
            Array.Fill(distance, double.PositiveInfinity);
            Array.Clear(reached);
            var column = n;
            do
            {
                reached[column] = true;
                var (i, step, next) = (rowOf[column], double.PositiveInfinity, -1);
                for (var j = 0; j < n; j++)
                {
                    if (reached[j]) continue;
                    var reduced = cost[i, j] - rowPrice[i] - columnPrice[j];
                    if (reduced < distance[j]) (distance[j], previous[j]) = (reduced, column);
                    if (distance[j] < step) (step, next) = (distance[j], j);
                }
                for (var j = 0; j <= n; j++)
                {
                    if (reached[j]) (rowPrice[rowOf[j]], columnPrice[j]) = (rowPrice[rowOf[j]] + step, columnPrice[j] - step);
                    else distance[j] -= step;
                }
                column = next;
            }
            while (rowOf[column] >= 0);
            while (column != n) // hand every row on the path its next column
            {
                rowOf[column] = rowOf[previous[column]];
                column = previous[column];
            }
        }
        var partner = new int[n];
        for (var j = 0; j < n; j++) partner[rowOf[j]] = j;
        return partner;
    }
}
