namespace Praxis.Papers.Theory.FatPartitions;

/// <summary>A box with sides along the axes.</summary>
/// <param name="Corner">Its lowest corner: (d).</param>
/// <param name="Sides">Its side lengths: (d).</param>
public sealed record Box(double[] Corner, double[] Sides)
{
    /// <summary>The product of the sides.</summary>
    public double Volume => Sides.Aggregate(1.0, (product, side) => product * side);

    /// <summary>The longest side over the shortest.</summary>
    public double SideRatio => Sides.Max() / Sides.Min();
}

/// <summary>
/// Partitions with slack: boxes in d dimensions whose volume may fall short of what is due. Every child's box has between 1 − ε and 1
/// times its weight's share of the parent's box, and no box has sides in a ratio above ε^−d, whatever the tree and the weights.
/// </summary>
/// <remarks>
/// A simpler rule than the paper's. Slack is counted per level, against the parent's actual box: on a caterpillar whose leaves each
/// have a small share, every level must waste a little, so no constant side ratio can keep a constant slack against the root.
/// A group of children is split across the longest side L. With at least a third of the weight on both sides a plain cut leaves sides in
/// a ratio of at most 3 more. When one child outweighs the others, the others get the fattest box of their volume, thickness t. If
/// t ≤ εL, the slab of thickness t is theirs and what their box leaves of it is wasted: at most ε, all lost by that one child, once.
/// If t > εL, a plain cut is still fat: the lighter part has more than Π min(1, εL/sᵢ) of the volume.
/// </remarks>
public static class SlackPartition
{
    /// <summary>Lays out the whole tree in the unit cube.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="slack">ε, above 0 and at most 1/2.</param>
    /// <param name="dimension">d, at least 2.</param>
    /// <returns>The box of each node.</returns>
    public static Box[] Of(WeightedTree tree, double slack, int dimension)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 2);
        var boxes = new Box[tree.Count];
        boxes[0] = new Box(new double[dimension], [.. Enumerable.Repeat(1.0, dimension)]);
        for (var node = 0; node < tree.Count; node++)
        {
            var children = tree.Children[node];
            var placed = Split(boxes[node], [.. children.Select(child => tree.Weights[child])], slack);
            for (var i = 0; i < children.Length; i++) boxes[children[i]] = placed[i];
        }
        return boxes;
    }

    /// <summary>Boxes for weights within one box.</summary>
    /// <param name="box">The parent's box.</param>
    /// <param name="weights">Positive weights: (c).</param>
    /// <param name="slack">ε, above 0 and at most 1/2.</param>
    /// <returns>One box for each weight.</returns>
    public static Box[] Split(Box box, double[] weights, double slack)
    {
        if (!(slack is > 0 and <= 0.5)) throw new ArgumentOutOfRangeException(nameof(slack), slack, "The slack is above 0 and at most 1/2.");
        int[] order = [.. Enumerable.Range(0, weights.Length).OrderByDescending(i => weights[i])];
        var rest = new double[weights.Length + 1]; // weight of all from place i on
        for (var i = weights.Length - 1; i >= 0; i--) rest[i] = rest[i + 1] + weights[order[i]];

        var boxes = new Box[weights.Length];
        var open = new Stack<(Box Box, int From, int To)>();
        if (weights.Length > 0) open.Push((box, 0, weights.Length));
        while (open.TryPop(out var group))
        {
            var (space, from, to) = group;
            if (to - from == 1)
            {
                boxes[order[from]] = space;
                continue;
            }
            // The heaviest alone if it has a third, else as many as it takes to have a third.
            var whole = rest[from] - rest[to];
            var middle = from + 1;
            while (rest[from] - rest[middle] < whole / 3) middle++;
            var heavyFirst = middle == from + 1;
            var share = (rest[middle] - rest[to]) / whole; // of the later, lighter children

            var axis = Array.IndexOf(space.Sides, space.Sides.Max());
            var fattest = FattestBox(space.Sides, share * space.Volume);
            if (heavyFirst && share < 0.5 && fattest[axis] <= slack * space.Sides[axis])
            {
                open.Push((new Box(space.Corner, fattest), middle, to));
                open.Push((Slab(space, axis, fattest[axis], space.Sides[axis] - fattest[axis]), from, middle));
            }
            else
            {
                var thickness = share * space.Sides[axis];
                open.Push((Slab(space, axis, 0, thickness), middle, to));
                open.Push((Slab(space, axis, thickness, (rest[from] - rest[middle]) / whole * space.Sides[axis]), from, middle));
            }
        }
        return boxes;
    }

    /// <summary>Sides min(sᵢ, t) with t such that their product is the volume.</summary>
    public static double[] FattestBox(double[] sides, double volume)
    {
        double[] sorted = [.. sides.Order()];
        var (capped, product) = (0, 1.0);
        while (true)
        {
            var t = Math.Pow(volume / product, 1.0 / (sides.Length - capped));
            if (t <= sorted[capped] || capped == sides.Length - 1) return [.. sides.Select(side => Math.Min(side, t))];
            product *= sorted[capped++];
        }
    }

    private static Box Slab(Box space, int axis, double offset, double thickness)
    {
        var (corner, sides) = ((double[])space.Corner.Clone(), (double[])space.Sides.Clone());
        corner[axis] += offset;
        sides[axis] = thickness;
        return new Box(corner, sides);
    }
}
