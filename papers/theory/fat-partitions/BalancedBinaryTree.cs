namespace Praxis.Papers.Theory.FatPartitions;

/// <summary>
/// Step 1 of the polygonal partitions: every node with more than two children becomes a binary tree over them, balanced by the number
/// of leaves, never by weight. A child of size s under a node of size S lies at most ⌈log₂(S/s)⌉ &lt; log₂(S/s) + 1 levels below it;
/// summed along a path that telescopes to a total depth below depth(T) + log₂ n, whatever the weights.
/// </summary>
/// <remarks>The levels ⌈log₂(S/s)⌉ are Shannon's code lengths. Huffman's code has the smaller mean, but single words up to 1.44 times as long.</remarks>
public sealed class BalancedBinaryTree
{
    private readonly List<(int Left, int Right)> _children = [];
    private readonly List<double> _weights = [];
    private readonly int[] _placeOf;

    private BalancedBinaryTree(WeightedTree tree) => _placeOf = new int[tree.Count];

    /// <summary>The children of each binary node, (−1, −1) for a leaf. Node 0 is the root; parents come before their children.</summary>
    public IReadOnlyList<(int Left, int Right)> Children => _children;

    /// <summary>The weight of each binary node.</summary>
    public IReadOnlyList<double> Weights => _weights;

    /// <summary>For each node of the tree its binary node; a node and its only child share one.</summary>
    public IReadOnlyList<int> PlaceOf => _placeOf;

    /// <summary>D, the number of edges on the longest path from the root.</summary>
    public int Depth { get; private set; }

    /// <summary>Builds the binary tree.</summary>
    public static BalancedBinaryTree Of(WeightedTree tree)
    {
        var binary = new BalancedBinaryTree(tree);
        var open = new Stack<Group>(); // a stack of our own: trees may be deeper than the thread's
        open.Push(new Group([0], [0], 0, binary.Add(tree.Weights[0]), 0));
        while (open.TryPop(out var group))
        {
            var (members, lengths, level, place, depth) = group;
            binary.Depth = Math.Max(binary.Depth, depth);
            if (members.Length == 1)
            {
                binary._placeOf[members[0]] = place;
                if (!tree.IsLeaf(members[0])) open.Push(Below(tree, members[0], place, depth));
                continue;
            }

            // Lengths ascend, so the shares 2^−length add up to exactly one half of this level or stay below it altogether.
            var taken = 0;
            while (taken == 0 || taken == members.Length)
            {
                taken = 0;
                level++;
                for (var share = 0.0; taken < members.Length && share < Math.ScaleB(1, -level); taken++) share += Math.ScaleB(1, -lengths[taken]);
            }
            var (left, right) = (binary.Add(Sum(tree, members[..taken])), binary.Add(Sum(tree, members[taken..])));
            binary._children[place] = (left, right);
            open.Push(new Group(members[..taken], lengths[..taken], level, left, depth + 1));
            open.Push(new Group(members[taken..], lengths[taken..], level, right, depth + 1));
        }
        return binary;
    }

    /// <summary>The children of a node by falling size, each with its code length.</summary>
    private static Group Below(WeightedTree tree, int node, int place, int depth)
    {
        int[] members = [.. tree.Children[node].OrderByDescending(child => tree.LeafCounts[child])];
        return new Group(members, [.. members.Select(child => CodeLength(tree.LeafCounts[node], tree.LeafCounts[child]))], 0, place, depth);
    }

    /// <summary>⌈log₂(S/s)⌉ in whole numbers.</summary>
    private static int CodeLength(long whole, long part)
    {
        var length = 0;
        while (part << length < whole) length++;
        return length;
    }

    private static double Sum(WeightedTree tree, int[] members) => members.Select(member => tree.Weights[member]).Order().Sum();

    private int Add(double weight)
    {
        _children.Add((-1, -1));
        _weights.Add(weight);
        return _weights.Count - 1;
    }

    private sealed record Group(int[] Members, int[] Lengths, int Level, int Place, int Depth);
}
