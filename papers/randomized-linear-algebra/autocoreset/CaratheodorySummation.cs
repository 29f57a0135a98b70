using System.Numerics.Tensors;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.AutoCoreset;

/// <summary>
/// Exact: by Carathéodory's theorem the mean of n points in R^D is the mean of D + 1 of them with new weights. While more than m points
/// are left, the weights of D + 2 of them are moved along a null vector of the lifted points until one is 0. The fast form does the same
/// with the means of 2(D + 1) groups of points, which halves what is left each time.
/// </summary>
public sealed class CaratheodorySummation : IVectorSummation
{
    /// <inheritdoc/>
    public string Name => "Carathéodory";

    /// <inheritdoc/>
    public int FewestRows(int columns) => columns + 1;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">m ≤ D.</exception>
    public Coreset Select(Tensor vectors, int size, RandomStream random)
    {
        var (n, width) = (vectors.Rows, vectors.Columns);
        if (size <= width) throw new ArgumentException($"The sums of {width} columns need at least {width + 1} points to be kept, not {size}; ask for more points.", nameof(size));
        // (1, a_i/scale): columns of very different size must not decide which pivots count as zero.
        var lifted = Lift(vectors);
        var (weights, left) = (new double[n], random.Permutation(n));
        Array.Fill(weights, 1);
        while (left.Length >= 2 * size && left.Length >= 4 * (width + 1)) left = Halve(lifted, weights, left);

        var points = left.ToList();
        var chosen = new int[width + 2];
        while (points.Count > size)
        {
            // D + 2 of the points left, at random, so that weights spread over all of them: swapped to the end.
            for (var t = 0; t < chosen.Length; t++)
            {
                var place = random.Next(points.Count - t);
                (points[place], points[points.Count - 1 - t]) = (points[points.Count - 1 - t], points[place]);
                chosen[t] = points[points.Count - 1 - t];
            }
            var z = NullVector([.. chosen.Select(i => lifted[i])]);
            Move(z, [.. chosen.Select(i => weights[i])], (t, weight) => weights[chosen[t]] = weight);
            points.RemoveAll(i => weights[i] <= 0);
        }
        int[] kept = [.. points.Order()];
        return new Coreset(kept, [.. kept.Select(i => weights[i])]);
    }

    /// <summary>One round of the fast form: groups of points, some of which go.</summary>
    private static int[] Halve(double[][] lifted, double[] weights, int[] left)
    {
        var width = lifted[0].Length;   // D + 1
        var groups = new int[2 * width][];
        for (var g = 0; g < groups.Length; g++)
            groups[g] = left[(int)((long)left.Length * g / groups.Length)..(int)((long)left.Length * (g + 1) / groups.Length)];
        var means = groups.Select(group =>
        {
            var mean = new double[width];
            foreach (var i in group) TensorPrimitives.MultiplyAdd(lifted[i], weights[i], mean, mean);
            TensorPrimitives.Divide(mean, group.Sum(i => weights[i]), mean);
            return mean;
        }).ToArray();
        double[] mass = [.. groups.Select(group => group.Sum(i => weights[i]))];
        var before = mass.ToArray();
        var alive = Enumerable.Range(0, groups.Length).ToList();
        while (alive.Count > width)
        {
            var chosen = alive.GetRange(0, width + 1);
            var z = NullVector([.. chosen.Select(g => means[g])]);
            Move(z, [.. chosen.Select(g => mass[g])], (t, weight) => mass[chosen[t]] = weight);
            alive.RemoveAll(g => mass[g] <= 0);
        }
        foreach (var g in alive)
            foreach (var i in groups[g])
                weights[i] *= mass[g] / before[g];
        return [.. alive.SelectMany(g => groups[g])];
    }

    /// <summary>u ← u − t·z with the smallest t = u_i/z_i over z_i > 0, which brings one weight to 0 and keeps all sums.</summary>
    private static void Move(double[] z, double[] u, Action<int, double> set)
    {
        var (first, step) = (-1, double.PositiveInfinity);
        for (var i = 0; i < z.Length; i++)
            if (z[i] > 0 && u[i] / z[i] < step) (first, step) = (i, u[i] / z[i]);
        for (var i = 0; i < z.Length; i++) set(i, i == first ? 0 : Math.Max(0, u[i] - step * z[i]));
    }

    /// <summary>A vector z ≠ 0 with Σ z_i·points_i = 0, by elimination with complete pivoting; entries near 0 are 0.</summary>
    /// <param name="points">One more than a point has entries: (D + 2) × (D + 1); the first entry of each is 1, so Σ z_i = 0.</param>
    internal static double[] NullVector(double[][] points)
    {
        var (columns, rows) = (points.Length, points[0].Length);
        var a = new double[rows][]; // a[r][c] = points[c][r]
        for (var r = 0; r < rows; r++) a[r] = [.. points.Select(point => point[r])];
        int[] order = [.. Enumerable.Range(0, columns)];
        var (rank, largest) = (0, 0.0);
        while (rank < rows)
        {
            var (size, pivotRow, pivotColumn) = (0.0, rank, rank);
            for (var r = rank; r < rows; r++)
                for (var c = rank; c < columns; c++)
                    if (Math.Abs(a[r][c]) > size) (size, pivotRow, pivotColumn) = (Math.Abs(a[r][c]), r, c);
            largest = Math.Max(largest, size);
            if (size <= 1e-14 * largest) break;
            (a[rank], a[pivotRow]) = (a[pivotRow], a[rank]);
            (order[rank], order[pivotColumn]) = (order[pivotColumn], order[rank]);
            foreach (var row in a) (row[rank], row[pivotColumn]) = (row[pivotColumn], row[rank]);
            for (var r = rank + 1; r < rows; r++)
            {
                var factor = a[r][rank] / a[rank][rank];
                if (factor == 0) continue;
                TensorPrimitives.MultiplyAdd(a[rank].AsSpan(rank), -factor, a[r].AsSpan(rank), a[r].AsSpan(rank));
                a[r][rank] = 0;
            }
            rank++;
        }
        // The first column without a pivot gets 1, those after it 0; back substitution gives the rest.
        var (permuted, z) = (new double[columns], new double[columns]);
        permuted[rank] = 1;
        for (var r = rank - 1; r >= 0; r--)
        {
            var sum = 0.0;
            for (var c = r + 1; c <= rank; c++) sum += a[r][c] * permuted[c];
            permuted[r] = -sum / a[r][r];
        }
        var cut = 1e-12 * permuted.Max(Math.Abs);
        for (var c = 0; c < columns; c++) z[order[c]] = Math.Abs(permuted[c]) > cut ? permuted[c] : 0;
        return z;
    }

    private static double[][] Lift(Tensor vectors)
    {
        var width = vectors.Columns;
        var scale = new double[width];
        for (var j = 0; j < width; j++) scale[j] = vectors.Column(j).MaxAbs() is > 0 and var size ? size : 1;
        var lifted = new double[vectors.Rows][];
        for (var i = 0; i < lifted.Length; i++)
        {
            lifted[i] = new double[width + 1];
            lifted[i][0] = 1;
            TensorPrimitives.Divide(vectors.RowSpan(i), scale, lifted[i].AsSpan(1));
        }
        return lifted;
    }
}
