using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.RbfActiveSubspace;

/// <summary>Lloyd's k-means from a k-means++ start.</summary>
public static class KMeans
{
    /// <summary>Centres of clusters.</summary>
    /// <param name="points">(n, d).</param>
    /// <param name="count">How many; fewer come back when there are fewer different points.</param>
    /// <param name="random">Where it begins.</param>
    /// <param name="passes">Passes over the points at most.</param>
    /// <returns>(count, d).</returns>
    public static Tensor Centres(Tensor points, int count, RandomStream random, int passes = 30)
    {
        var centres = Spread(points, count, random);
        int[]? before = null;
        for (var pass = 0; pass < passes; pass++)
        {
            var nearest = Nearest(points, centres);
            if (before is not null && nearest.AsSpan().SequenceEqual(before)) break;
            before = nearest;
            var sums = Tensor.Zeros(centres.Rows, points.Columns);
            var members = new int[centres.Rows];
            for (var i = 0; i < nearest.Length; i++)
            {
                members[nearest[i]]++;
                var sum = sums.RowSpan(nearest[i]);
                var point = points.RowSpan(i);
                for (var j = 0; j < sum.Length; j++) sum[j] += point[j];
            }
            for (var m = 0; m < members.Length; m++)
            {
                if (members[m] == 0) continue; // stays where it was
                var centre = centres.RowSpan(m);
                var sum = sums.RowSpan(m);
                for (var j = 0; j < centre.Length; j++) centre[j] = sum[j] / members[m];
            }
        }
        return centres;
    }

    // k-means++: each next centre is a point drawn with probability proportional to its squared distance from the centres so far.
    private static Tensor Spread(Tensor points, int count, RandomStream random)
    {
        var chosen = new List<int> { random.Next(points.Rows) };
        var distances = new double[points.Rows];
        Array.Fill(distances, double.PositiveInfinity);
        while (chosen.Count < Math.Min(count, points.Rows))
        {
            double sum = 0;
            var last = points.RowSpan(chosen[^1]);
            for (var i = 0; i < distances.Length; i++)
            {
                double distance = 0;
                var point = points.RowSpan(i);
                for (var j = 0; j < point.Length; j++) distance += (point[j] - last[j]) * (point[j] - last[j]);
                sum += distances[i] = Math.Min(distances[i], distance);
            }
            if (!(sum > 0)) break; // every point is a centre already
            var (left, next) = (random.NextDouble() * sum, 0);
            while (next < distances.Length - 1 && (left -= distances[next]) >= 0) next++;
            chosen.Add(next);
        }
        return points.TakeRows([.. chosen]);
    }

    private static int[] Nearest(Tensor points, Tensor centres)
    {
        var products = LinearAlgebra.MatMul(points, centres, transposeA: false, transposeB: true); // (n, m)
        var distances = centres.Square().Sum(1) - products * 2;                                     // (n, m), less ‖x‖²
        var nearest = new int[points.Rows];
        for (var i = 0; i < nearest.Length; i++)
        {
            var row = distances.RowSpan(i);
            for (var m = 1; m < row.Length; m++)
                if (row[m] < row[nearest[i]]) nearest[i] = m;
        }
        return nearest;
    }
}
