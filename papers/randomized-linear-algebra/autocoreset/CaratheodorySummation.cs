using System.Numerics.Tensors;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.AutoCoreset;

/// <summary>
/// Exact: by Carathéodory's theorem the mean of n points in R^D is the mean of D + 1 of them with new weights. While more than m points
/// are left, the weights of some of them are moved along a null vector of the lifted points until one is 0. The fast form does the same
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
        while (points.Count > size)
        {
            // A random part of the points left, so that weights spread over all of them: swapped to the end.
            var most = Math.Min(points.Count, 2 * (width + 1));
            var chosen = new int[most];
            for (var t = 0; t < most; t++)
            {
                var place = random.Next(points.Count - t);
                (points[place], points[points.Count - 1 - t]) = (points[points.Count - 1 - t], points[place]);
                chosen[t] = points[points.Count - 1 - t];
            }
            double[] u = [.. chosen.Select(i => weights[i])];
            Eliminate([.. chosen.Select(i => lifted[i])], u, points.Count - size);
            for (var t = 0; t < most; t++) weights[chosen[t]] = u[t];
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
        Eliminate(means, mass, groups.Length - width);
        int[] alive = [.. Enumerable.Range(0, groups.Length).Where(g => mass[g] > 0)];
        foreach (var g in alive)
            foreach (var i in groups[g])
                weights[i] *= mass[g] / before[g];
        return [.. alive.SelectMany(g => groups[g])];
    }

    /// <summary>
    /// Brings weights to 0 one after the other: u ← u − t·z for a null vector z and the smallest t = u_i/z_i over z_i > 0, which keeps all sums.
    /// A basis of null vectors serves for several weights: those left are freed of the entry that has just gone.
    /// </summary>
    private static void Eliminate(double[][] points, double[] u, int most)
    {
        var basis = NullVectors(points);
        for (var b = 0; b < basis.Count && b < most; b++)
        {
            var z = basis[b];
            var (first, step) = (-1, double.PositiveInfinity);
            for (var i = 0; i < z.Length; i++)
                if (z[i] > 0 && u[i] / z[i] < step) (first, step) = (i, u[i] / z[i]);
            if (first < 0) continue; // rounded away
            for (var i = 0; i < z.Length; i++) u[i] = Math.Max(0, u[i] - step * z[i]);
            u[first] = 0;
            for (var other = b + 1; other < basis.Count; other++)
            {
                var rest = basis[other];
                TensorPrimitives.MultiplyAdd(z, -rest[first] / z[first], rest, rest);
                rest[first] = 0;
                DropSmall(rest);
            }
        }
    }

    /// <summary>A basis of the vectors z with Σ z_i·points_i = 0, by elimination with complete pivoting; the first entry of a point is 1, so Σ z_i = 0.</summary>
    private static List<double[]> NullVectors(double[][] points)
    {
        var (columns, rows) = (points.Length, points[0].Length);
        var a = new double[rows][]; // a[r][c] = points[c][r]
        for (var r = 0; r < rows; r++) a[r] = [.. points.Select(point => point[r])];
        int[] order = [.. Enumerable.Range(0, columns)];
        var (rank, largest) = (0, 0.0);
        while (rank < Math.Min(rows, columns))
        {
            var (size, pivotRow, pivotColumn) = (0.0, rank, rank);
            for (var r = rank; r < rows; r++)
            {
                var c = rank + TensorPrimitives.IndexOfMaxMagnitude<double>(a[r].AsSpan(rank));
                if (Math.Abs(a[r][c]) > size) (size, pivotRow, pivotColumn) = (Math.Abs(a[r][c]), r, c);
            }
            largest = Math.Max(largest, size);
            if (size <= 1e-14 * largest) break;
            (a[rank], a[pivotRow]) = (a[pivotRow], a[rank]);
            (order[rank], order[pivotColumn]) = (order[pivotColumn], order[rank]);
            foreach (var row in a) (row[rank], row[pivotColumn]) = (row[pivotColumn], row[rank]);
            for (var r = rank + 1; r < rows; r++)
            {
                var factor = a[r][rank] / a[rank][rank];
                if (factor != 0) TensorPrimitives.MultiplyAdd(a[rank].AsSpan(rank), -factor, a[r].AsSpan(rank), a[r].AsSpan(rank));
                a[r][rank] = 0;
            }
            rank++;
        }
        // Each column without a pivot gets a 1 in its turn; back substitution gives the pivots' entries.
        var basis = new List<double[]>();
        for (var free = rank; free < columns; free++)
        {
            var (permuted, z) = (new double[columns], new double[columns]);
            permuted[free] = 1;
            for (var r = rank - 1; r >= 0; r--)
                permuted[r] = -(TensorPrimitives.Dot<double>(a[r].AsSpan(r + 1, rank - r - 1), permuted.AsSpan(r + 1, rank - r - 1)) + a[r][free]) / a[r][r];
            for (var c = 0; c < columns; c++) z[order[c]] = permuted[c];
            DropSmall(z);
            basis.Add(z);
        }
        return basis;
    }

    /// <summary>Entries that are rounding errors would ask for steps without end.</summary>
    private static void DropSmall(double[] z)
    {
        var cut = 1e-12 * Math.Abs(TensorPrimitives.MaxMagnitude<double>(z));
        for (var i = 0; i < z.Length; i++)
            if (Math.Abs(z[i]) <= cut) z[i] = 0;
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
