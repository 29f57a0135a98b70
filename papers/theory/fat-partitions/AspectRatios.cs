namespace Praxis.Papers.Theory.FatPartitions;

/// <summary>How thin the pieces of a partition are.</summary>
/// <param name="Largest">The largest aspect ratio, over leaves and inner nodes.</param>
/// <param name="Mean">The mean over leaves and inner nodes.</param>
internal sealed record AspectRatios(double Largest, double Mean)
{
    public static AspectRatios Of(PolygonalPartition partition) => Of(partition.Polygons.Select(polygon => polygon.AspectRatio));

    public static AspectRatios Of(Rectangle[] rectangles) => Of(rectangles.Select(rectangle => rectangle.AspectRatio));

    private static AspectRatios Of(IEnumerable<double> ratios)
    {
        double[] all = [.. ratios];
        return new AspectRatios(all.Max(), all.Average());
    }

    /// <summary>The largest relative error of an area against the node's share of the weight; the root's area is 1.</summary>
    public static double AreaError(PolygonalPartition partition)
    {
        var worst = 0.0;
        for (var node = 0; node < partition.Tree.Count; node++)
        {
            var due = partition.Tree.Weights[node] / partition.Tree.Weights[0];
            worst = Math.Max(worst, Math.Abs(partition.Polygons[node].Area / due - 1));
        }
        return worst;
    }
}
