using Praxis.Lab;

namespace Praxis.Papers.Theory.FatPartitions;

/// <summary>C1: the bound on every tree, and growth with the weight range beside rectangular treemaps with exact areas.</summary>
internal sealed class PolygonStudy(StudyContext context, FindingsBuilder found, CancellationToken cancel)
{
    private static readonly string[] Methods = ["angular", "greedy", "squarified", "slice and dice"];

    /// <summary>The trees of one seed.</summary>
    public static IEnumerable<(string Name, WeightedTree Tree)> Trees(StudyContext context, long seed)
    {
        var nodes = context.Pick(smoke: 100, small: 800, full: 3000);
        yield return ("random recursive", RandomTrees.Recursive(nodes, context.Random(seed, "recursive")));
        yield return ("folders", RandomTrees.Folders(nodes, context.Random(seed, "folders")));
        yield return ("caterpillar", RandomTrees.Caterpillar(context.Pick(smoke: 10, small: 30, full: 30)));
        yield return ("star", RandomTrees.Star(context.Pick(smoke: 40, small: 250, full: 900)));
    }

    /// <summary>The weights that each tree gets.</summary>
    public static IEnumerable<WeightedTree> Weightings(StudyContext context, long seed, string name, WeightedTree tree) =>
    [
        tree,
        RandomTrees.LogUniform(tree, 4, context.Random(seed, $"{name}, 4 decades")),
        RandomTrees.LogUniform(tree, 8, context.Random(seed, $"{name}, 8 decades")),
        RandomTrees.Geometric(tree),
    ];

    /// <summary>No polygon of any tree is above the bound, and all areas are right.</summary>
    public void CheckBound(WeightedTree nouns)
    {
        var (runs, deepest) = (0, 0);
        for (var s = 0; s < context.Seeds.Count; s++)
            foreach (var (name, tree) in Trees(context, context.Seeds[s]))
            {
                context.Report($"bound on {name} trees, seed {context.Seeds[s]}", 0.4 * s / context.Seeds.Count);
                var seed = context.Seeds[s];
                IReadOnlyList<WeightedTree> weighted = [.. Weightings(context, seed, name, tree)];
                Observe($"{name}, angular", seed, weighted.Select(PolygonalPartition.Angular));
                Observe($"{name}, angular with random directions", seed, weighted.Select(t => PolygonalPartition.Angular(t, context.Random(seed, $"{name}, directions"))));
                Observe($"{name}, greedy", seed, weighted.Select(PolygonalPartition.Greedy));
            }
        context.Report("bound on the WordNet nouns", 0.4);
        IReadOnlyList<WeightedTree> words = [nouns, RandomTrees.LogUniform(nouns, 8, context.Random(0, "nouns, 8 decades"))];
        Observe("WordNet nouns, angular", 0, words.Select(PolygonalPartition.Angular));
        Observe("WordNet nouns, greedy", 0, words.Take(context.Pick(1, 2, 2)).Select(PolygonalPartition.Greedy));
        found.Remark($"The bound was looked at in {runs} partitions of trees with up to {nouns.LeafCounts[0]:N0} leaves and depths up to {deepest}; beyond that the proof stands alone. It holds for whichever unused direction is taken, so the angular method is also run with random ones.");

        void Observe(string setting, long seed, IEnumerable<PolygonalPartition> partitions)
        {
            var (share, error) = (0.0, 0.0);
            foreach (var partition in partitions)
            {
                cancel.ThrowIfCancellationRequested();
                share = Math.Max(share, AspectRatios.Of(partition).Largest / partition.Directions.AspectBound);
                error = Math.Max(error, AspectRatios.AreaError(partition));
                runs++;
                deepest = Math.Max(deepest, partition.Tree.Depth);
            }
            found.Observe("C1", "bound", setting, seed, share);
            found.Observe("C1", "areas", setting, seed, error);
        }
    }

    /// <summary>Aspect ratios as the weight range grows, the same tree and the same draws throughout.</summary>
    public WeightRangeResult CheckWeightRange()
    {
        double[] decades = context.Pick<double[]>([0, 4, 8], [0, 2, 4, 6, 8], [0, 1, 2, 3, 4, 5, 6, 7, 8]);
        var nodes = context.Pick(smoke: 200, small: 1000, full: 1000);
        var measured = Methods.ToDictionary(method => method, _ => new AspectRatios[context.Seeds.Count, decades.Length]);
        for (var s = 0; s < context.Seeds.Count; s++)
        {
            var seed = context.Seeds[s];
            context.Report($"weight range, seed {seed}", 0.45 + 0.2 * s / context.Seeds.Count);
            var tree = RandomTrees.Recursive(nodes, context.Random(seed, "weight range"));
            for (var i = 0; i < decades.Length; i++)
            {
                cancel.ThrowIfCancellationRequested();
                var weighted = RandomTrees.LogUniform(tree, decades[i], context.Random(seed, "weight range, weights"));
                measured["angular"][s, i] = AspectRatios.Of(PolygonalPartition.Angular(weighted));
                measured["greedy"][s, i] = AspectRatios.Of(PolygonalPartition.Greedy(weighted));
                measured["squarified"][s, i] = AspectRatios.Of(RectangularTreemap.Squarified(weighted));
                measured["slice and dice"][s, i] = AspectRatios.Of(RectangularTreemap.SliceAndDice(weighted));
            }
            foreach (var method in Methods[..2])
                found.ObservePair("C1", "weights", method, seed, measured[method][s, decades.Length - 1].Largest, measured[method][s, 0].Largest);
            found.ObservePair("C1", "rectangles", "", seed, measured["squarified"][s, decades.Length - 1].Largest, measured["squarified"][s, 0].Largest);
        }
        var result = new WeightRangeResult(decades, [.. Methods.Select(method => new MethodRange(
            method,
            [.. decades.Select((_, i) => OverSeeds(measured[method], i, ratios => ratios.Largest))],
            [.. decades.Select((_, i) => OverSeeds(measured[method], i, ratios => ratios.Mean))]))]);
        found.Add(new FindingsTable(
            $"Aspect ratio diam²/area (square: 2) of {nodes:N0}-node random recursive trees; geometric mean of the largest over seeds / mean over pieces",
            ["weights over", .. Methods],
            [.. decades.Select((d, i) => (IReadOnlyList<string>)
                [d == 0 ? "equal" : $"{d:0} decades", .. result.Methods.Select(method => $"{Numbers.Short(method.Largest[i])} / {Numbers.Short(method.Mean[i])}")])]));
        var (mildPolygons, mildRectangles) = (result.Methods[0].Mean[0], result.Methods[2].Mean[0]);
        found.Remark($"With equal weights squarified rectangles have a mean aspect ratio of {mildRectangles:0.00}, angular polygons {mildPolygons:0.00} and greedy ones {result.Methods[1].Mean[0]:0.00}: the guarantee is about the worst piece and lopsided weights, not about the average with mild ones.");
        found.Remark("Rectangles with exact areas cannot be saved by a better layout: two leaves of weights 1 and w can only split a square by one straight cut, which leaves a strip with an aspect ratio of at least 1/w.");
        return result;
    }

    /// <summary>The largest aspect ratio on caterpillars of growing depth, beside the bound, which is linear in it.</summary>
    public DepthResult MeasureDepth()
    {
        int[] depths = context.Pick<int[]>([5, 20], [5, 10, 20, 40], [5, 10, 15, 20, 30, 40, 60]);
        var (angular, greedy, bounds) = (new double[depths.Length], new double[depths.Length], new double[depths.Length]);
        for (var i = 0; i < depths.Length; i++)
        {
            context.Report($"caterpillars of depth {depths[i]}", 0.65 + 0.05 * i / depths.Length);
            foreach (var seed in context.Seeds)
            {
                cancel.ThrowIfCancellationRequested();
                var tree = RandomTrees.LogUniform(RandomTrees.Caterpillar(depths[i]), 8, context.Random(seed, $"caterpillar {depths[i]}"));
                angular[i] = Math.Max(angular[i], AspectRatios.Of(PolygonalPartition.Angular(tree)).Largest);
                greedy[i] = Math.Max(greedy[i], AspectRatios.Of(PolygonalPartition.Greedy(tree)).Largest);
                bounds[i] = Directions.For(tree).AspectBound;
            }
        }
        return new DepthResult([.. depths.Select(depth => (double)depth)], angular, greedy, bounds);
    }

    private static double OverSeeds(AspectRatios[,] measured, int setting, Func<AspectRatios, double> pick) =>
        Math.Exp(Enumerable.Range(0, measured.GetLength(0)).Average(seed => Math.Log(pick(measured[seed, setting]))));
}

/// <summary>Aspect ratios against the weight range.</summary>
internal sealed record WeightRangeResult(double[] Decades, IReadOnlyList<MethodRange> Methods);

/// <summary>One method's aspect ratios, one for each weight range.</summary>
internal sealed record MethodRange(string Name, double[] Largest, double[] Mean);

/// <summary>The largest aspect ratios against the depth of caterpillars.</summary>
internal sealed record DepthResult(double[] Depths, double[] Angular, double[] Greedy, double[] Bound);
