namespace Praxis.Papers.Theory.FatPartitions;

/// <summary>A rooted tree with positive weights on its leaves; the weight of an inner node is the sum of its children's.</summary>
public sealed class WeightedTree
{
    // Areas are squares of lengths in double precision: below this share a length's square leaves the range of normal numbers.
    private const double SmallestShare = 1e-290;

    private readonly int[] _parents;

    private WeightedTree(int[] parents, IReadOnlyList<string>? names, double[] weights)
    {
        _parents = parents;
        Names = names;
        Weights = weights;
        var n = parents.Length;
        var (count, leaves, depths) = (new int[n], new int[n], new int[n]);
        for (var i = n - 1; i > 0; i--)
        {
            if (leaves[i] == 0) leaves[i] = 1;
            count[parents[i]]++;
            leaves[parents[i]] += leaves[i];
        }
        if (n == 1) leaves[0] = 1;
        int[][] children = [.. count.Select(c => new int[c])];
        var filled = new int[n];
        for (var i = 1; i < n; i++)
        {
            children[parents[i]][filled[parents[i]]++] = i;
            depths[i] = depths[parents[i]] + 1;
        }
        (Children, LeafCounts, Depths) = (children, leaves, depths);
        Depth = depths.Max();
    }

    /// <summary>The number of nodes; node 0 is the root, and every parent comes before its children.</summary>
    public int Count => _parents.Length;

    /// <summary>The children of each node.</summary>
    public IReadOnlyList<int[]> Children { get; }

    /// <summary>The weight of each node, in the unit of the leaves' weights.</summary>
    public IReadOnlyList<double> Weights { get; }

    /// <summary>The number of leaves below each node, 1 for a leaf: its size.</summary>
    public IReadOnlyList<int> LeafCounts { get; }

    /// <summary>The number of edges from the root to each node.</summary>
    public IReadOnlyList<int> Depths { get; }

    /// <summary>The names of the nodes, when they have some.</summary>
    public IReadOnlyList<string>? Names { get; }

    /// <summary>The number of edges on the longest path from the root.</summary>
    public int Depth { get; }

    /// <summary>The nodes without children.</summary>
    public IEnumerable<int> Leaves => Enumerable.Range(0, Count).Where(IsLeaf);

    /// <summary>Whether the node has no children.</summary>
    public bool IsLeaf(int node) => Children[node].Length == 0;

    /// <summary>A tree from the parent of each node.</summary>
    /// <param name="parents">−1 for node 0, the root; for every other node an earlier one.</param>
    /// <param name="leafWeights">One weight for each node; those of inner nodes are not used.</param>
    /// <param name="names">Names for messages and drawings.</param>
    /// <exception cref="ArgumentException">No tree, or a leaf's weight that is not a positive number, or too small beside the whole.</exception>
    public static WeightedTree FromParents(IReadOnlyList<int> parents, IReadOnlyList<double> leafWeights, IReadOnlyList<string>? names = null)
    {
        if (parents.Count == 0) throw new ArgumentException("A tree needs at least one node.", nameof(parents));
        if (leafWeights.Count != parents.Count) throw new ArgumentException($"{parents.Count} nodes but {leafWeights.Count} weights.", nameof(leafWeights));
        for (var i = 0; i < parents.Count; i++)
            if (i == 0 ? parents[i] != -1 : parents[i] < 0 || parents[i] >= i)
                throw new ArgumentException($"Node {i} has parent {parents[i]}; the root is node 0 with parent −1, and every other parent comes before its children.", nameof(parents));

        var inner = new bool[parents.Count];
        for (var i = 1; i < parents.Count; i++) inner[parents[i]] = true;
        var weights = new double[parents.Count];
        for (var i = parents.Count - 1; i >= 0; i--)
        {
            if (!inner[i]) weights[i] = leafWeights[i] > 0 && double.IsFinite(leafWeights[i])
                ? leafWeights[i]
                : throw new ArgumentException($"Leaf {Name(i)} has weight {leafWeights[i]}; a weight is a positive number. Drop leaves without weight.", nameof(leafWeights));
            if (i > 0) weights[parents[i]] += weights[i];
        }
        for (var i = 0; i < weights.Length; i++)
            if (!double.IsFinite(weights[0]) || weights[i] / weights[0] < SmallestShare)
                throw new ArgumentException($"Leaf {Name(i)} has weight {weights[i]} of {weights[0]}; a share below {SmallestShare} has no area in double precision.", nameof(leafWeights));
        return new WeightedTree([.. parents], names, weights);

        string Name(int i) => names is null ? $"{i}" : $"{i} ({names[i]})";
    }

    /// <summary>A tree from paths such as <c>entity/abstraction/attribute</c>; missing inner nodes are made up.</summary>
    /// <param name="leaves">Path and weight; the weight of a path that others continue is not used.</param>
    /// <param name="separator">Between the names of a path.</param>
    /// <exception cref="ArgumentException">No path, several roots, a path given twice, or a leaf's weight that is not a positive number.</exception>
    public static WeightedTree FromPaths(IEnumerable<(string Path, double Weight)> leaves, char separator = '/')
    {
        var index = new Dictionary<string, int>(StringComparer.Ordinal);
        var given = new HashSet<string>(StringComparer.Ordinal);
        List<int> parents = [];
        List<double> weights = [];
        List<string> names = [];
        foreach (var (path, weight) in leaves)
        {
            if (!given.Add(path)) throw new ArgumentException($"The path '{path}' is there twice.", nameof(leaves));
            weights[Find(path)] = weight;
        }
        return FromParents(parents, weights, names);

        int Find(string path)
        {
            if (index.TryGetValue(path, out var found)) return found;
            var slash = path.LastIndexOf(separator);
            if (slash < 0 && parents.Count > 0) throw new ArgumentException($"'{path}' and '{names[0]}' are both roots; put them under one.", nameof(leaves));
            var parent = slash < 0 ? -1 : Find(path[..slash]);
            parents.Add(parent);
            weights.Add(double.NaN);
            names.Add(path[(slash + 1)..]);
            return index[path] = parents.Count - 1;
        }
    }

    /// <summary>The same tree with other weights.</summary>
    /// <param name="weightOfLeaf">The weight of the leaf with this number (0, 1, 2, … in the order of the nodes).</param>
    public WeightedTree Reweighted(Func<int, double> weightOfLeaf)
    {
        var weights = new double[Count];
        var leaf = 0;
        foreach (var node in Leaves) weights[node] = weightOfLeaf(leaf++);
        return FromParents(_parents, weights, Names);
    }
}
