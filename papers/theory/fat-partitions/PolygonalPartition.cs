namespace Praxis.Papers.Theory.FatPartitions;

/// <summary>
/// A weighted tree drawn as nested convex polygons: children tile their parent, areas are proportional to weights, and no polygon is
/// thinner than a bound that depends on the depth and the number of leaves alone.
/// </summary>
/// <remarks>
/// Why any unused direction will do: the diameter cuts a polygon P into two chains, and at most one edge direction is within π/2k of the
/// diameter's. The chain without it rises to at least diam·tan(π/2k)/2, so area(P) ≥ diam²·tan(π/2k)/4. (Two parallel sides of the root
/// square may share that direction; they are 1 apart, and then P has an aspect ratio of at most 4.)
/// </remarks>
public sealed class PolygonalPartition
{
    private delegate (ConvexPolygon Lower, ConvexPolygon Upper) Cutter(ConvexPolygon polygon, double lowerArea);

    private PolygonalPartition(WeightedTree tree, Directions directions, IReadOnlyList<ConvexPolygon> polygons) =>
        (Tree, Directions, Polygons) = (tree, directions, polygons);

    /// <summary>The tree.</summary>
    public WeightedTree Tree { get; }

    /// <summary>The directions of the cuts, with the bound on the aspect ratio.</summary>
    public Directions Directions { get; }

    /// <summary>The polygon of each node, leaf or inner.</summary>
    public IReadOnlyList<ConvexPolygon> Polygons { get; }

    /// <summary>The angular method: any unused direction; here the one farthest from the used ones, the smallest first.</summary>
    public static PolygonalPartition Angular(WeightedTree tree)
    {
        var directions = Directions.For(tree);
        return Build(tree, directions, (polygon, area) => polygon.Cut(FarthestDirection(polygon, directions), area));
    }

    /// <summary>The angular method with a random unused direction and side: its guarantee covers any choice.</summary>
    public static PolygonalPartition Angular(WeightedTree tree, Random random)
    {
        var directions = Directions.For(tree);
        return Build(tree, directions, (polygon, area) =>
        {
            int[] unused = [.. Unused(polygon, directions)];
            return polygon.Cut(unused[random.Next(unused.Length)] + directions.Count * random.Next(2), area);
        });
    }

    /// <summary>The greedy method: of all unused directions and both sides the cut whose worse piece is the fattest.</summary>
    public static PolygonalPartition Greedy(WeightedTree tree)
    {
        var directions = Directions.For(tree);
        return Build(tree, directions, (polygon, area) => Unused(polygon, directions)
            .SelectMany(direction => new[] { polygon.Cut(direction, area), polygon.Cut(direction + directions.Count, area) })
            .MinBy(cut => Math.Max(cut.Lower.AspectRatio, cut.Upper.AspectRatio)));
    }

    private static PolygonalPartition Build(WeightedTree tree, Directions directions, Cutter cut)
    {
        var binary = BalancedBinaryTree.Of(tree);
        var polygons = new ConvexPolygon[binary.Children.Count];
        polygons[0] = ConvexPolygon.Square(directions);
        for (var node = 0; node < polygons.Length; node++)
        {
            var (left, right) = binary.Children[node];
            if (left < 0) continue;
            // The lighter child is cut off and the heavier keeps the rest, so that both are precise to their own size.
            var (light, heavy) = binary.Weights[left] <= binary.Weights[right] ? (left, right) : (right, left);
            (polygons[light], polygons[heavy]) = cut(polygons[node], binary.Weights[light] / binary.Weights[0]);
        }
        return new PolygonalPartition(tree, directions, [.. binary.PlaceOf.Select(place => polygons[place])]);
    }

    private static IEnumerable<int> Unused(ConvexPolygon polygon, Directions directions) =>
        Enumerable.Range(0, directions.Count).Where(direction => !polygon.Uses(direction));

    private static int FarthestDirection(ConvexPolygon polygon, Directions directions)
    {
        var k = directions.Count;
        return Unused(polygon, directions).MaxBy(direction => polygon.Edges.Min(edge =>
        {
            var apart = Math.Abs(direction - edge.Direction % k);
            return Math.Min(apart, k - apart);
        }));
    }
}
