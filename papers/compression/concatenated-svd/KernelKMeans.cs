using Praxis.Numerics;

namespace Praxis.Papers.Compression.ConcatenatedSvd;

/// <summary>
/// k-means from inner products alone: with K_ij = ⟨xᵢ, xⱼ⟩ the squared distance of xᵢ to the mean of a group C is
/// K_ii − 2/|C|·Σ_{j∈C} K_ij + 1/|C|²·Σ_{j,l∈C} K_jl. The baselines differ only in the inner product.
/// </summary>
public static class KernelKMeans
{
    private const int MostRounds = 100;

    /// <summary>Groups points by Lloyd's rounds from a k-means++ start, the best of several.</summary>
    /// <param name="kernel">K: (n, n), symmetric.</param>
    /// <param name="k">Number of groups, 1 to n; some may come out empty and are left out.</param>
    /// <param name="random">Where starts come from.</param>
    /// <param name="restarts">How many starts.</param>
    /// <returns>The groups as indices.</returns>
    public static IReadOnlyList<IReadOnlyList<int>> Group(Tensor kernel, int k, RandomStream random, int restarts = 5)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, kernel.Rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(restarts, 1);
        var values = kernel.ToArray2D();
        var best = Enumerable.Range(0, restarts).Select(_ => Run(values, k, random)).MinBy(run => run.Cost).Labels;
        return [.. Enumerable.Range(0, best.Length).GroupBy(i => best[i]).Select(group => (IReadOnlyList<int>)[.. group])];
    }

    private static (int[] Labels, double Cost) Run(double[,] kernel, int k, RandomStream random)
    {
        var n = kernel.GetLength(0);
        var labels = Start(kernel, k, random);
        var cost = double.PositiveInfinity;
        for (var round = 0; round < MostRounds; round++)
        {
            var sizes = new int[k];
            foreach (var label in labels) sizes[label]++;
            var toGroup = new double[n, k]; // Σ_{j∈C} K_ij
            for (var i = 0; i < n; i++)
                for (var j = 0; j < n; j++)
                    toGroup[i, labels[j]] += kernel[i, j];
            var within = new double[k];     // Σ_{j,l∈C} K_jl
            for (var i = 0; i < n; i++) within[labels[i]] += toGroup[i, labels[i]];

            var (next, nextCost) = (new int[n], 0.0);
            for (var i = 0; i < n; i++)
            {
                var nearest = double.PositiveInfinity;
                for (var c = 0; c < k; c++)
                {
                    if (sizes[c] == 0) continue;
                    var distance = kernel[i, i] - 2 * toGroup[i, c] / sizes[c] + within[c] / ((double)sizes[c] * sizes[c]);
                    if (distance < nearest) (nearest, next[i]) = (distance, c);
                }
                nextCost += nearest;
            }
            if (!(nextCost < cost)) break;
            (labels, cost) = (next, nextCost);
        }
        return (labels, cost);
    }

    /// <summary>k-means++: each next centre with probability proportional to the squared distance to the nearest so far.</summary>
    private static int[] Start(double[,] kernel, int k, RandomStream random)
    {
        var n = kernel.GetLength(0);
        var (labels, distance) = (new int[n], new double[n]);
        Array.Fill(distance, double.PositiveInfinity);
        var centre = random.Next(n);
        for (var c = 0; c < k; c++)
        {
            for (var i = 0; i < n; i++)
                if (Math.Max(0, kernel[i, i] - 2 * kernel[i, centre] + kernel[centre, centre]) is var d && d < distance[i])
                    (distance[i], labels[i]) = (d, c);
            var left = random.NextDouble() * distance.Sum();
            for (centre = 0; centre < n - 1 && (left -= distance[centre]) > 0; centre++) { }
        }
        return labels;
    }
}
