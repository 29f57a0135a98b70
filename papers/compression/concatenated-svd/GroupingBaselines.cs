using Praxis.Numerics;

namespace Praxis.Papers.Compression.ConcatenatedSvd;

/// <summary>
/// What the greedy algorithm is compared with. Each baseline offers partitions of different fineness; for each ε the one that compresses
/// most counts, after every group whose true error is above ε has been taken apart into single matrices.
/// </summary>
/// <param name="Name">The name that tables and figures show.</param>
/// <param name="Partitions">From matrices and random numbers to partitions.</param>
internal sealed record GroupingBaseline(string Name, Func<IReadOnlyList<Tensor>, RandomStream, IEnumerable<IReadOnlyList<IReadOnlyList<int>>>> Partitions)
{
    private static readonly int[] GroupCounts = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32];

    private static readonly int[] SmallestGroups = [2, 3, 4, 6, 8, 12];

    /// <summary>Groups of equal size, drawn at random.</summary>
    public static GroupingBaseline Random { get; } = new("random", (blocks, random) => ForCounts(blocks, k =>
    {
        var order = random.Permutation(blocks.Count);
        return [.. Enumerable.Range(0, blocks.Count).GroupBy(i => i % k).Select(group => (IReadOnlyList<int>)[.. group.Select(i => order[i])])];
    }));

    /// <summary>k-means on Frobenius norms.</summary>
    public static GroupingBaseline NormKMeans { get; } = new("k-means on norms", (blocks, random) =>
    {
        var norms = Tensor.FromArray([.. blocks.Select(block => block.FrobeniusNorm())]);
        var kernel = LinearAlgebra.Outer(norms, norms);
        return ForCounts(blocks, k => KernelKMeans.Group(kernel, k, random));
    });

    /// <summary>k-means on the flattened matrices.</summary>
    public static GroupingBaseline FlatKMeans { get; } = new("k-means, flattened", (blocks, random) =>
    {
        var kernel = FlatKernel(blocks);
        return ForCounts(blocks, k => KernelKMeans.Group(kernel, k, random));
    });

    /// <summary>k-means on normalised Gram matrices AAᵀ/‖AAᵀ‖_F: what spans the same directions is near.</summary>
    public static GroupingBaseline SpanKMeans { get; } = new("k-means on spans", (blocks, random) =>
    {
        var kernel = SpanKernel(blocks);
        return ForCounts(blocks, k => KernelKMeans.Group(kernel, k, random));
    });

    /// <summary>HDBSCAN on the flattened matrices.</summary>
    public static GroupingBaseline FlatHdbscan { get; } = new("HDBSCAN, flattened", (blocks, _) => HdbscanOn(FlatKernel(blocks)));

    /// <summary>HDBSCAN on normalised Gram matrices.</summary>
    public static GroupingBaseline SpanHdbscan { get; } = new("HDBSCAN on spans", (blocks, _) => HdbscanOn(SpanKernel(blocks)));

    /// <summary>All baselines.</summary>
    public static IReadOnlyList<GroupingBaseline> All { get; } = [Random, NormKMeans, FlatKMeans, FlatHdbscan, SpanKMeans, SpanHdbscan];

    /// <summary>The best compression ratio for each ε.</summary>
    public double[] BestRatios(IReadOnlyList<Tensor> blocks, int rank, IReadOnlyList<double> tolerances, RandomStream random)
    {
        var best = new double[tolerances.Count];
        foreach (var partition in Partitions(blocks, random))
        {
            double[] errors = [.. partition.Select(group => group.Count == 1 ? 0 : SquaredError(blocks, group, rank))];
            for (var e = 0; e < tolerances.Count; e++)
            {
                var repaired = partition
                    .SelectMany((group, g) => errors[g] <= tolerances[e] * tolerances[e] ? [group] : group.Select(k => (IReadOnlyList<int>)[k]))
                    .ToList();
                best[e] = Math.Max(best[e], SharedFactors.CompressionRatio(blocks, repaired, rank));
            }
        }
        return best;
    }

    private static double SquaredError(IReadOnlyList<Tensor> blocks, IReadOnlyList<int> group, int rank) =>
        new ExactError(Tensor.Concat(1, [.. group.Select(k => blocks[k])]), rank).SquaredError;

    private static IEnumerable<IReadOnlyList<IReadOnlyList<int>>> ForCounts(IReadOnlyList<Tensor> blocks, Func<int, IReadOnlyList<IReadOnlyList<int>>> group) =>
        GroupCounts.Where(k => k < blocks.Count).Select(group);

    private static IEnumerable<IReadOnlyList<IReadOnlyList<int>>> HdbscanOn(Tensor kernel)
    {
        var n = kernel.Rows;
        var distance = new double[n, n]; // ‖x_i − x_j‖
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++)
                distance[i, j] = Math.Sqrt(Math.Max(0, kernel[i, i] + kernel[j, j] - 2 * kernel[i, j]));
        return SmallestGroups.Select(size => Hdbscan.Group(distance, size));
    }

    /// <summary>⟨A_i, A_j⟩_F.</summary>
    private static Tensor FlatKernel(IReadOnlyList<Tensor> blocks)
    {
        var flat = Tensor.Stack(0, [.. blocks.Select(block => block.Contiguous().Flatten())]); // (K, m·n)
        return LinearAlgebra.MatMul(flat, flat, false, true);
    }

    /// <summary>⟨A_iA_iᵀ, A_jA_jᵀ⟩_F over both norms.</summary>
    private static Tensor SpanKernel(IReadOnlyList<Tensor> blocks)
    {
        var grams = Tensor.Stack(0, [.. blocks.Select(block =>
        {
            var gram = LinearAlgebra.MatMul(block, block, false, true).Flatten(); // (m·m)
            return gram / gram.FrobeniusNorm();
        })]);
        return LinearAlgebra.MatMul(grams, grams, false, true);
    }
}
