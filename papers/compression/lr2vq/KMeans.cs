using Praxis.Numerics;

namespace Praxis.Papers.Compression.Lr2Vq;

/// <summary>Points in clusters.</summary>
/// <param name="Centroids">(k, d), F64.</param>
/// <param name="Codes">The cluster of each point.</param>
/// <param name="SquaredError">The sum over points of the squared distance to their centroid.</param>
public sealed record Clustering(Tensor Centroids, int[] Codes, double SquaredError);

/// <summary>
/// Lloyd's k-means from a k-means++ start; a cluster that runs empty takes the point that is farthest from its centroid. The best of
/// several starts counts.
/// </summary>
public static class KMeans
{
    private const int Block = 4096;

    /// <summary>Clusters points.</summary>
    /// <param name="points">(count, d), F64, finite.</param>
    /// <param name="clusters">k; where there are fewer points, as many as there are.</param>
    /// <param name="random">The starts.</param>
    /// <param name="iterations">The most passes; it ends earlier when the error falls by less than a thousandth.</param>
    /// <param name="starts">How many starts.</param>
    /// <exception cref="ArgumentException">There are no points, or fewer than one cluster.</exception>
    public static Clustering Fit(Tensor points, int clusters, RandomStream random, int iterations = 20, int starts = 1)
    {
        if (points.Rank != 2 || points.Length == 0 || clusters < 1 || starts < 1)
            throw new ArgumentException($"Points in at least one cluster are needed, not {points.Length} numbers in {clusters}.", nameof(points));
        int k = Math.Min(clusters, points.Rows);
        return Enumerable.Range(0, starts).Select(start => Lloyd(points, Spread(points, k, random.Fork(start)), iterations)).MinBy(clustering => clustering.SquaredError)!;
    }

    private static Clustering Lloyd(Tensor points, Tensor centroids, int iterations)
    {
        (int[] codes, double[] distances) = Assign(points, centroids);
        double error = distances.Sum();
        for (int pass = 0; pass < iterations && error > 0; pass++)
        {
            centroids = Means(points, codes, distances, centroids.Rows);
            (codes, distances) = Assign(points, centroids);
            double before = error;
            error = distances.Sum();
            if (error > before * (1 - 1e-3))
                break;
        }

        return new Clustering(centroids, codes, error);
    }

    /// <summary>Each point's nearest centroid, from ‖x − c‖² = ‖x‖² − 2 x c + ‖c‖².</summary>
    private static (int[] Codes, double[] Distances) Assign(Tensor points, Tensor centroids)
    {
        double[] norms = centroids.Square().Sum(1).ToArray(); // (k)
        int[] codes = new int[points.Rows];
        double[] distances = new double[points.Rows];
        // Every point is told by itself, so that the number of threads changes nothing.
        Parallel.For(0, (points.Rows + Block - 1) / Block, block =>
        {
            int from = block * Block;
            var part = points.Slice(0, from, Math.Min(Block, points.Rows - from)).Contiguous();
            var products = LinearAlgebra.MatMul(part, centroids, transposeA: false, transposeB: true); // (block, k)
            for (int i = 0; i < part.Rows; i++)
            {
                var row = products.RowSpan(i);
                (int best, double least) = (0, double.PositiveInfinity);
                for (int c = 0; c < row.Length; c++)
                    if (norms[c] - (2 * row[c]) is var distance && distance < least)
                        (best, least) = (c, distance);
                double own = 0;
                foreach (double value in part.RowSpan(i))
                    own += value * value;
                (codes[from + i], distances[from + i]) = (best, Math.Max(0, own + least));
            }
        });

        return (codes, distances);
    }

    private static Tensor Means(Tensor points, int[] codes, double[] distances, int clusters)
    {
        var sums = Tensor.Zeros(clusters, points.Columns);
        int[] counts = new int[clusters];
        for (int i = 0; i < codes.Length; i++)
        {
            counts[codes[i]]++;
            var sum = sums.RowSpan(codes[i]);
            var point = points.RowSpan(i);
            for (int j = 0; j < sum.Length; j++)
                sum[j] += point[j];
        }

        for (int c = 0; c < clusters; c++)
            if (counts[c] > 0)
                foreach (ref double value in sums.RowSpan(c))
                    value /= counts[c];
        int[] empty = [.. Enumerable.Range(0, clusters).Where(c => counts[c] == 0)];
        if (empty.Length > 0)
        {
            int[] farthest = [.. Enumerable.Range(0, codes.Length).OrderByDescending(i => distances[i]).Take(empty.Length)];
            for (int e = 0; e < empty.Length; e++)
                points.RowSpan(farthest[e]).CopyTo(sums.RowSpan(empty[e]));
        }

        return sums;
    }

    /// <summary>k-means++: each next centroid is a point drawn with probability proportional to its squared distance to those there are.</summary>
    private static Tensor Spread(Tensor points, int k, RandomStream random)
    {
        int[] chosen = new int[k];
        chosen[0] = random.Next(points.Rows);
        double[] nearest = [.. Enumerable.Repeat(double.PositiveInfinity, points.Rows)];
        for (int c = 1; c < k; c++)
        {
            var last = points.RowSpan(chosen[c - 1]);
            double all = 0;
            for (int i = 0; i < nearest.Length; i++)
            {
                var point = points.RowSpan(i);
                double distance = 0;
                for (int j = 0; j < point.Length; j++)
                    distance += (point[j] - last[j]) * (point[j] - last[j]);
                all += nearest[i] = Math.Min(nearest[i], distance);
            }

            double mark = random.NextDouble() * all;
            int place = 0;
            while (place < nearest.Length - 1 && (mark -= nearest[place]) >= 0)
                place++;
            chosen[c] = place;
        }

        return points.TakeRows(chosen);
    }
}
