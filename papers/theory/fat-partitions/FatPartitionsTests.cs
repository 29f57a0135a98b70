using Praxis.Numerics;
using Praxis.Papers.Theory.FatPartitions;

namespace Praxis.Papers.Tests.Theory;

public sealed class FatPartitionsTests
{
    private static WeightedTree Tree(int nodes, double decades, long seed) =>
        RandomTrees.LogUniform(RandomTrees.Recursive(nodes, new RandomStream(seed)), decades, new RandomStream(seed).Fork("weights"));

    private static double Cross((double X, double Y) a, (double X, double Y) b, (double X, double Y) c) =>
        (b.X - a.X) * (c.Y - b.Y) - (b.Y - a.Y) * (c.X - b.X);

    public static TheoryData<string> Methods => ["angular", "random", "greedy"];

    private static PolygonalPartition Partition(string method, WeightedTree tree) => method switch
    {
        "angular" => PolygonalPartition.Angular(tree),
        "random" => PolygonalPartition.Angular(tree, new RandomStream(5)),
        _ => PolygonalPartition.Greedy(tree),
    };

    [Theory]
    [MemberData(nameof(Methods))]
    public void Polygons_are_convex_closed_and_have_their_areas(string method)
    {
        var tree = Tree(150, 4, 1);
        var partition = Partition(method, tree);
        for (var node = 0; node < tree.Count; node++)
        {
            var corners = partition.Polygons[node].Corners();
            var area = 0.0;
            for (var i = 0; i < corners.Length; i++)
            {
                var (a, b, c) = (corners[i], corners[(i + 1) % corners.Length], corners[(i + 2) % corners.Length]);
                Assert.True(Cross(a, b, c) > -1e-14);
                area += (a.X * b.Y - a.Y * b.X) / 2;
            }
            Assert.Equal(tree.Weights[node] / tree.Weights[0], area, 1e-12);
            Assert.Equal(area, partition.Polygons[node].Area, 1e-12);
        }
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Every_point_of_the_square_lies_in_exactly_one_leaf(string method)
    {
        var tree = Tree(60, 3, 2);
        var partition = Partition(method, tree);
        var leaves = tree.Leaves.Select(leaf => partition.Polygons[leaf].Corners()).ToList();
        var random = new RandomStream(3);
        for (var sample = 0; sample < 2000; sample++)
        {
            var point = (random.NextDouble(), random.NextDouble());
            Assert.Equal(1, leaves.Count(corners => Enumerable.Range(0, corners.Length).All(i => Cross(corners[i], corners[(i + 1) % corners.Length], point) >= 0)));
        }
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Bound_is_never_below_an_aspect_ratio_even_when_areas_fall_to_1e_minus_270(string method)
    {
        foreach (var tree in new[] { Tree(300, 8, 4), RandomTrees.Geometric(RandomTrees.Star(880)), RandomTrees.Geometric(RandomTrees.Caterpillar(25)) })
        {
            if (method == "greedy" && tree.Count > 500) continue; // milliseconds only
            var partition = Partition(method, tree);
            for (var node = 0; node < tree.Count; node++)
            {
                Assert.InRange(partition.Polygons[node].AspectRatio, 4 / Math.PI, partition.Directions.AspectBound);
                Assert.Equal(1, partition.Polygons[node].Area / (tree.Weights[node] / tree.Weights[0]), 1e-9);
            }
        }
    }

    [Fact]
    public void Children_lie_within_their_parent()
    {
        var tree = Tree(80, 2, 6);
        var partition = PolygonalPartition.Greedy(tree);
        for (var node = 0; node < tree.Count; node++)
        {
            var outer = partition.Polygons[node].Corners();
            foreach (var child in tree.Children[node])
                foreach (var corner in partition.Polygons[child].Corners())
                    for (var i = 0; i < outer.Length; i++) Assert.True(Cross(outer[i], outer[(i + 1) % outer.Length], corner) > -1e-12);
        }
    }

    [Theory]
    [InlineData(1, 0.3)]
    [InlineData(5, 0.5)]
    [InlineData(9, 0.01)]
    public void A_cut_equals_bisection_on_the_clipped_area(int direction, double area)
    {
        var directions = new Directions(8);
        var (_, polygon) = ConvexPolygon.Square(directions).Cut(2, 0.2);
        var (lower, upper) = polygon.Cut(direction, area * polygon.Area);

        // Second path: move a half-plane until the clipped polygon has the area.
        var angle = direction * Math.PI / 8;
        var (nx, ny) = (-Math.Sin(angle), Math.Cos(angle));
        var (low, high) = (-3.0, 3.0);
        for (var step = 0; step < 80; step++)
        {
            var middle = (low + high) / 2;
            if (ClippedArea(polygon.Corners(), nx, ny, middle) < area * polygon.Area) low = middle;
            else high = middle;
        }
        Assert.Equal(low, lower.Corners().Max(c => nx * c.X + ny * c.Y), 1e-12);
        Assert.Equal(low, upper.Corners().Min(c => nx * c.X + ny * c.Y), 1e-12);
        Assert.Equal(polygon.Area, lower.Area + upper.Area, 1e-14);
    }

    [Fact]
    public void Depth_of_the_binary_tree_stays_below_depth_plus_log_n()
    {
        foreach (var tree in new[] { Tree(500, 8, 7), RandomTrees.Star(700), RandomTrees.Caterpillar(30), RandomTrees.Folders(600, new RandomStream(8)) })
            Assert.True(BalancedBinaryTree.Of(tree).Depth <= tree.Depth + Math.Log2(tree.LeafCounts[0]));
        Assert.Equal(8, BalancedBinaryTree.Of(RandomTrees.Star(256)).Depth);
    }

    [Fact]
    public void Weights_do_not_change_the_directions_or_the_binary_tree()
    {
        var (flat, steep) = (Tree(200, 0, 9), Tree(200, 8, 9));
        Assert.Equal(Directions.For(flat).Count, Directions.For(steep).Count);
        Assert.Equal(BalancedBinaryTree.Of(flat).Children, BalancedBinaryTree.Of(steep).Children);
    }

    [Fact]
    public void Scaling_all_weights_changes_nothing()
    {
        var tree = Tree(100, 3, 10);
        var leaves = tree.Leaves.ToArray();
        var scaled = tree.Reweighted(leaf => 1024 * tree.Weights[leaves[leaf]]);
        Assert.Equal(PolygonalPartition.Greedy(tree).Polygons.Select(p => p.AspectRatio), PolygonalPartition.Greedy(scaled).Polygons.Select(p => p.AspectRatio));
    }

    [Fact]
    public void Squarified_makes_squares_of_equal_quarters_and_a_sliver_of_a_light_leaf()
    {
        var quarters = RectangularTreemap.Squarified(RandomTrees.Star(4));
        Assert.All(quarters[1..], r => Assert.Equal(2, r.AspectRatio, 1e-12));
        var pair = RectangularTreemap.Squarified(WeightedTree.FromParents([-1, 0, 0], [0, 1, 1e8]));
        Assert.Equal(1e8, pair[1].AspectRatio, 2.0);
    }

    [Fact]
    public void Rectangular_treemaps_have_exact_areas_within_their_parents()
    {
        var tree = Tree(200, 6, 11);
        foreach (var map in new[] { RectangularTreemap.Squarified(tree), RectangularTreemap.SliceAndDice(tree) })
            for (var node = 0; node < tree.Count; node++)
            {
                Assert.Equal(1, map[node].Width * map[node].Height / (tree.Weights[node] / tree.Weights[0]), 1e-9);
                foreach (var child in tree.Children[node])
                {
                    Assert.InRange(map[child].X, map[node].X - 1e-12, map[node].X + map[node].Width);
                    Assert.InRange(map[child].Y + map[child].Height, map[node].Y, map[node].Y + map[node].Height + 1e-12);
                }
            }
    }

    [Theory]
    [InlineData(2, 0.05)]
    [InlineData(2, 0.3)]
    [InlineData(3, 0.1)]
    [InlineData(4, 0.2)]
    public void Boxes_keep_both_guarantees_and_do_not_overlap(int dimension, double slack)
    {
        var tree = Tree(300, 6, 12);
        var boxes = SlackPartition.Of(tree, slack, dimension);
        for (var node = 0; node < tree.Count; node++)
        {
            Assert.True(boxes[node].SideRatio <= Math.Pow(slack, -dimension) * (1 + 1e-12));
            var children = tree.Children[node];
            foreach (var child in children)
            {
                Assert.InRange(boxes[child].Volume / boxes[node].Volume / (tree.Weights[child] / tree.Weights[node]), 1 - slack - 1e-9, 1 + 1e-9);
                for (var axis = 0; axis < dimension; axis++)
                {
                    Assert.True(boxes[child].Corner[axis] >= boxes[node].Corner[axis] - 1e-12);
                    Assert.True(boxes[child].Corner[axis] + boxes[child].Sides[axis] <= boxes[node].Corner[axis] + boxes[node].Sides[axis] + 1e-12);
                }
                foreach (var other in children.Where(other => other < child))
                    Assert.Contains(Enumerable.Range(0, dimension), axis =>
                        boxes[child].Corner[axis] + boxes[child].Sides[axis] <= boxes[other].Corner[axis] + 1e-12
                        || boxes[other].Corner[axis] + boxes[other].Sides[axis] <= boxes[child].Corner[axis] + 1e-12);
            }
        }
    }

    [Theory]
    [InlineData(new[] { 2.0, 3.0, 5.0 }, 1.0, new[] { 1.0, 1.0, 1.0 })]
    [InlineData(new[] { 5.0, 1.0, 3.0 }, 9.0, new[] { 3.0, 1.0, 3.0 })]
    [InlineData(new[] { 2.0, 2.0 }, 4.0, new[] { 2.0, 2.0 })]
    public void The_fattest_box_caps_the_short_sides(double[] sides, double volume, double[] expected)
    {
        var fattest = SlackPartition.FattestBox(sides, volume);
        for (var i = 0; i < sides.Length; i++) Assert.Equal(expected[i], fattest[i], 1e-12);
    }

    [Fact]
    public void Distances_are_an_ultrametric_with_the_asked_spread()
    {
        var ultrametric = Ultrametric.Random(30, 1e4, new RandomStream(13));
        var d = ultrametric.Distances();
        Assert.Equal(1e4, ultrametric.Spread, 1e-6);
        for (var i = 0; i < 30; i++)
            for (var j = 0; j < 30; j++)
                for (var k = 0; k < 30; k++) Assert.True(d[i, j] <= Math.Max(d[i, k], d[k, j]));
        var dyadic = ultrametric.Dyadic().Distances();
        for (var i = 0; i < 30; i++)
            for (var j = 0; j < i; j++) Assert.InRange(dyadic[i, j] / d[i, j], 1, 2 - 1e-12);
    }

    [Fact]
    public void Distortion_bound_is_never_above_a_true_distortion()
    {
        for (var seed = 0; seed < 10; seed++)
        {
            var ultrametric = Ultrametric.Random(40, 100, new RandomStream(seed));
            var distances = ultrametric.Distances();
            Assert.True(ultrametric.DistortionBound(2) <= UltrametricEmbedding.Distortion(distances, UltrametricEmbedding.Embed(ultrametric, 2)));
            Assert.True(ultrametric.DistortionBound(3) <= UltrametricEmbedding.Distortion(distances, UltrametricEmbedding.Embed(ultrametric, 3)));
            Assert.True(ultrametric.DistortionBound(2) <= UltrametricEmbedding.Distortion(distances, EmbeddingBaselines.NestedCircles(ultrametric)));
        }
    }

    [Fact]
    public void Equidistant_points_have_the_packing_bound()
    {
        // n equidistant points: n disjoint disks of radius ½ in one of radius (c + 1)/2, so c ≥ √n − 1.
        var star = Ultrametric.FromParents([-1, .. Enumerable.Repeat(0, 100)], [1, .. Enumerable.Repeat(0.0, 100)]);
        Assert.Equal(9, star.DistortionBound(2), 1e-12);
        Assert.InRange(UltrametricEmbedding.Distortion(star.Distances(), UltrametricEmbedding.Embed(star, 2)), 9, 9 * 4);
    }

    [Fact]
    public void Three_equidistant_points_on_an_equilateral_triangle_have_distortion_1()
    {
        var distances = new double[,] { { 0, 1, 1 }, { 1, 0, 1 }, { 1, 1, 0 } };
        Assert.Equal(1, UltrametricEmbedding.Distortion(distances, [[0, 0], [2, 0], [1, Math.Sqrt(3)]]), 1e-12);
        Assert.Equal(double.PositiveInfinity, UltrametricEmbedding.Distortion(distances, [[0, 0], [0, 0], [1, 1]]));
        Assert.Equal(1, UltrametricEmbedding.Distortion(distances, EmbeddingBaselines.ClassicalScaling(distances)), 1e-9);
    }

    [Fact]
    public void Paths_make_a_tree_with_summed_weights()
    {
        var tree = WeightedTree.FromPaths([("a", 0), ("a/b", 5), ("a/b/c", 2), ("a/d/e", 3)]);
        Assert.Equal(5, tree.Weights[0]);
        Assert.Equal(["a", "b", "c", "d", "e"], tree.Names!);
        Assert.Equal([2, 1, 1, 1, 1], tree.LeafCounts);
    }

    [Fact]
    public void Nonsense_is_refused_with_its_reason()
    {
        Assert.Contains("weight 0", Assert.Throws<ArgumentException>(() => WeightedTree.FromParents([-1, 0], [1, 0])).Message);
        Assert.Contains("NaN", Assert.Throws<ArgumentException>(() => WeightedTree.FromParents([-1, 0], [1, double.NaN])).Message);
        Assert.Contains("parent 2", Assert.Throws<ArgumentException>(() => WeightedTree.FromParents([-1, 2, 0], [1, 1, 1])).Message);
        Assert.Contains("double precision", Assert.Throws<ArgumentException>(() => WeightedTree.FromParents([-1, 0, 0], [1, 1e-300, 1])).Message);
        Assert.Contains("twice", Assert.Throws<ArgumentException>(() => WeightedTree.FromPaths([("a/b", 1), ("a/b", 2)])).Message);
        Assert.Contains("roots", Assert.Throws<ArgumentException>(() => WeightedTree.FromPaths([("a/b", 1), ("c", 2)])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Directions(7));
        Assert.Contains("unused", Assert.Throws<ArgumentException>(() => ConvexPolygon.Square(new Directions(6)).Cut(0, 0.5)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => SlackPartition.Of(RandomTrees.Star(3), 0, 2));
        Assert.Contains("diameter", Assert.Throws<ArgumentException>(() => Ultrametric.FromParents([-1, 0, 0, 1, 1], [1, 2, 0, 0, 0])).Message);
    }

    private static double ClippedArea((double X, double Y)[] corners, double nx, double ny, double level)
    {
        List<(double X, double Y)> kept = [];
        for (var i = 0; i < corners.Length; i++)
        {
            var (a, b) = (corners[i], corners[(i + 1) % corners.Length]);
            var (ha, hb) = (nx * a.X + ny * a.Y - level, nx * b.X + ny * b.Y - level);
            if (ha <= 0) kept.Add(a);
            if (ha < 0 != hb < 0) kept.Add((a.X + ha / (ha - hb) * (b.X - a.X), a.Y + ha / (ha - hb) * (b.Y - a.Y)));
        }
        var area = 0.0;
        for (var i = 0; i < kept.Count; i++)
        {
            var (a, b) = (kept[i], kept[(i + 1) % kept.Count]);
            area += (a.X * b.Y - a.Y * b.X) / 2;
        }
        return area;
    }
}
