using Praxis.Lab;
using Praxis.Lab.Figures;
using Praxis.Numerics;

namespace Praxis.Papers.Theory.FatPartitions;

/// <summary>The figures of the study.</summary>
internal static class FatPartitionsFigures
{
    /// <summary>One tree drawn by four methods.</summary>
    public static Figure Treemaps(RandomStream random)
    {
        var tree = RandomTrees.LogUniform(RandomTrees.Folders(90, random.Fork("tree")), 4, random.Fork("weights"));
        var branch = new int[tree.Count]; // the child of the root that a node lies under
        for (var node = 0; node < tree.Count; node++)
            foreach (var child in tree.Children[node]) branch[child] = node == 0 ? Array.IndexOf(tree.Children[0], child) : branch[node];

        return new Figure
        {
            Title = "One hierarchy, four treemaps",
            Description = $"A folder-like tree with {tree.LeafCounts[0]} leaves whose weights spread over four decades; one colour for each branch of the root. Both rectangular maps contain slivers that are hardly visible; the angular and the greedy polygons stay fat.",
            Columns = 2,
            Panels =
            [
                OfRectangles("slice and dice", RectangularTreemap.SliceAndDice(tree)),
                OfRectangles("squarified", RectangularTreemap.Squarified(tree)),
                OfPolygons("angular polygons", PolygonalPartition.Angular(tree)),
                OfPolygons("greedy polygons", PolygonalPartition.Greedy(tree)),
            ],
        };

        Panel OfRectangles(string name, Rectangle[] all) => Of($"{name}: worst aspect ratio {Numbers.Short(all.Max(r => r.AspectRatio))}", leaf =>
        {
            var r = all[leaf];
            return [new Point(r.X, r.Y), new Point(r.X + r.Width, r.Y), new Point(r.X + r.Width, r.Y + r.Height), new Point(r.X, r.Y + r.Height)];
        });

        Panel OfPolygons(string name, PolygonalPartition partition) =>
            Of($"{name}: worst aspect ratio {Numbers.Short(partition.Polygons.Max(p => p.AspectRatio))}", leaf => [.. partition.Polygons[leaf].Corners().Select(c => new Point(c.X, c.Y))]);

        Panel Of(string title, Func<int, IReadOnlyList<Point>> outline) => new()
        {
            Title = title,
            EqualAspect = true,
            HideAxes = true,
            Legend = false,
            Marks = [new Polygons([.. tree.Leaves.Select(leaf => new Polygon(outline(leaf), Color: branch[leaf] % 8))])],
        };
    }

    /// <summary>Aspect ratios against the weight range and the depth.</summary>
    public static Figure AspectRatios(WeightRangeResult range, DepthResult depth) => new()
    {
        Title = "Aspect ratio against weights and depth",
        Description = "Left: the largest aspect ratio as the weights spread over more decades; polygons hardly change while rectangles grow in step with the range. Middle: the mean over all pieces; with mild weights squarified rectangles are fatter on average than arbitrary cuts. Right: caterpillars of growing depth stay below the linear bound.",
        Columns = 3,
        Panels =
        [
            new Panel
            {
                Title = "largest",
                X = new Axis("weight range (decades)"),
                Y = new Axis("largest diam²/area", AxisScale.Log),
                Marks = [.. range.Methods.Select(method => new Line(range.Decades, method.Largest, Points: true) { Name = method.Name })],
            },
            new Panel
            {
                Title = "mean",
                X = new Axis("weight range (decades)"),
                Y = new Axis("mean diam²/area", AxisScale.Log),
                Marks = [.. range.Methods.Select(method => new Line(range.Decades, method.Mean, Points: true) { Name = method.Name })],
            },
            new Panel
            {
                Title = "caterpillars, 8 decades",
                X = new Axis("depth", Low: 0),
                Y = new Axis("largest diam²/area", Low: 0),
                Marks =
                [
                    new Line(depth.Depths, depth.Angular, Points: true) { Name = "angular" },
                    new Line(depth.Depths, depth.Greedy, Points: true) { Name = "greedy" },
                    new Line(depth.Depths, depth.Bound, Dashed: true) { Name = "bound 4/tan(π/2k)" },
                ],
            },
        ],
    };

    /// <summary>Boxes with slack: side ratio against the weight range.</summary>
    public static Figure Slack(IReadOnlyList<SlackResult> results) => new()
    {
        Title = "Boxes with slack: constant side ratio",
        Description = "The largest ratio of a box's sides as the weights spread over more decades, one line for each slack, in two and three dimensions. The lines level off below the dashed bounds ε^−d instead of growing with the weights.",
        Panels = [.. results.GroupBy(r => r.Dimension).Select(group => new Panel
        {
            Title = $"d = {group.Key}",
            X = new Axis("weight range (decades)"),
            Y = new Axis("largest side ratio", AxisScale.Log),
            Marks =
            [
                .. group.Select((r, i) => new Line(r.Decades, r.LargestSideRatio, Points: true) { Name = $"ε = {r.Slack}", Color = i }),
                .. group.Select((r, i) => new Line([r.Decades[0], r.Decades[^1]], [Math.Pow(r.Slack, -r.Dimension), Math.Pow(r.Slack, -r.Dimension)], Dashed: true) { Color = i }),
            ],
        })],
    };

    /// <summary>Distortion against spread.</summary>
    public static Figure Embeddings(IReadOnlyList<EmbeddingResult> results) => new()
    {
        Title = "Ultrametrics in the plane",
        Description = "Distortion against the spread Δ, one panel for each number of points. Nested boxes stay within a factor of three to four of the dashed lower bound; nested circles lose orders of magnitude as the spread grows.",
        Columns = 3,
        Panels = [.. results.GroupBy(r => r.Points).Select(group =>
        {
            double[] exponents = [.. group.Select(r => Math.Pow(10, r.Exponent))];
            return new Panel
            {
                Title = $"{group.Key} points",
                X = new Axis("spread Δ", AxisScale.Log),
                Y = new Axis("distortion", AxisScale.Log),
                Marks =
                [
                    new Line(exponents, [.. group.Select(r => r.Boxes)], Points: true) { Name = "nested boxes" },
                    new Line(exponents, [.. group.Select(r => r.Circles)], Points: true) { Name = "nested circles" },
                    new Line(exponents, [.. group.Select(r => r.Bound)], Dashed: true) { Name = "lower bound" },
                ],
            };
        })],
    };
}
