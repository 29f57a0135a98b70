using Praxis.Numerics;

namespace Praxis.Papers.Theory.FatPartitions;

/// <summary>The trees of the study. All leaves have weight 1 until they are reweighted.</summary>
public static class RandomTrees
{
    /// <summary>Random recursive tree: every node hangs under a uniformly chosen earlier one.</summary>
    public static WeightedTree Recursive(int nodes, RandomStream random) => Of([-1, .. Enumerable.Range(1, nodes - 1).Select(node => random.Next(node))]);

    /// <summary>Like a disk's folders: a folder has up to five folders, to a depth of eight, and a number of files from 0 to 40, mostly few.</summary>
    public static WeightedTree Folders(int nodes, RandomStream random)
    {
        List<int> parents = [-1];
        var folders = new Queue<(int Node, int Depth)>([(0, 0)]);
        while (folders.TryDequeue(out var folder))
        {
            var inside = folder.Depth == 8 ? 0 : folder.Node == 0 ? 5 : random.Next(6);
            for (var i = 0; i < inside && parents.Count < nodes; i++)
            {
                folders.Enqueue((parents.Count, folder.Depth + 1));
                parents.Add(folder.Node);
            }
            var files = (int)Math.Min(40, Math.Exp(1 + random.NextNormal()));
            for (var i = 0; i < files && parents.Count < nodes; i++) parents.Add(folder.Node);
        }
        return Of([.. parents]);
    }

    /// <summary>A spine with one leaf at every node and two at its end.</summary>
    public static WeightedTree Caterpillar(int depth) => Of([-1, .. Enumerable.Range(1, 2 * depth).Select(i => (i - 1) / 2 * 2)]);

    /// <summary>A root with leaves.</summary>
    public static WeightedTree Star(int leaves) => Of([-1, .. Enumerable.Repeat(0, leaves)]);

    /// <summary>The same tree with log-uniform weights from 1 to 10^decades.</summary>
    public static WeightedTree LogUniform(WeightedTree tree, double decades, RandomStream random)
    {
        var uniform = new double[tree.LeafCounts[0]];
        random.Fill(uniform);
        return tree.Reweighted(leaf => Math.Pow(10, decades * uniform[leaf]));
    }

    /// <summary>The same tree with weights 1, 1/2, 1/4, …, down to 2^−900 and again from 1: every leaf outweighs all that follow.</summary>
    public static WeightedTree Geometric(WeightedTree tree) => tree.Reweighted(leaf => Math.ScaleB(1, -(leaf % 901)));

    private static WeightedTree Of(int[] parents) => WeightedTree.FromParents(parents, [.. parents.Select(_ => 1.0)]);
}
