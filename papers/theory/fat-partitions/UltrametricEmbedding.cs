namespace Praxis.Papers.Theory.FatPartitions;

/// <summary>
/// Embeds an ultrametric into R^d by nested boxes with slack: every node gets the volume that its points need at least
/// (<see cref="Ultrametric.DistortionBound"/>), in a box whose sides have a bounded ratio, with an empty margin of half the
/// difference between its parent's diameter and its own; a point sits in the middle of its box.
/// </summary>
/// <remarks>
/// Margins add up along a branch: a point is about Δ(ν)/2 from the border of its box in ν, so two points of different children are about
/// Δ(ν) apart and at most one box's diagonal. With dyadic levels there are about log₂ Δ of them, and a slack of one part in their number
/// keeps a constant share of the volume: that makes the sides' ratio, and so the factor to the smallest distortion, a power of log Δ.
/// The paper's construction differs in details; this keeps its idea.
/// </remarks>
public static class UltrametricEmbedding
{
    /// <summary>Points in R^d.</summary>
    /// <param name="ultrametric">The ultrametric.</param>
    /// <param name="dimension">d, at least 2.</param>
    /// <returns>One point for each of <see cref="Ultrametric.Points"/>, in that order: (n, d).</returns>
    public static double[][] Embed(Ultrametric ultrametric, int dimension)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 2);
        var dyadic = ultrametric.Dyadic();
        var radii = dyadic.PackingRadii(dimension);
        var levels = dyadic.Diameters.Distinct().Count() - 1;
        var slack = 1.0 / (levels + 1);

        var boxes = new Box[dyadic.Parents.Count];
        boxes[0] = new Box(new double[dimension], [.. Enumerable.Repeat(radii[0], dimension)]);
        for (var node = 0; node < boxes.Length; node++)
        {
            var children = dyadic.Children[node];
            // A child's radius with its margin: its share of the volume is this to the power of d.
            double[] padded = [.. children.Select(child => radii[child] + (dyadic.Diameters[node] - dyadic.Diameters[child]) / 2)];
            var placed = SlackPartition.Split(boxes[node], [.. padded.Select(radius => Math.Pow(radius, dimension))], slack);
            for (var i = 0; i < children.Length; i++) boxes[children[i]] = Shrink(placed[i], radii[children[i]] / padded[i]);
        }
        // Rounding keeps the points' order: both trees number them by their place in the original.
        return [.. dyadic.Points.Select(point => boxes[point].Corner)];
    }

    /// <summary>The distortion: largest expansion times largest contraction over all pairs; ∞ when two points coincide.</summary>
    /// <param name="distances">What is embedded: (n, n).</param>
    /// <param name="points">Where it is: (n, d).</param>
    public static double Distortion(double[,] distances, double[][] points)
    {
        if (distances.GetLength(0) != points.Length || distances.GetLength(1) != points.Length)
            throw new ArgumentException($"{points.Length} points but {distances.GetLength(0)}×{distances.GetLength(1)} distances.", nameof(points));
        var (expansion, contraction) = (0.0, 0.0);
        for (var i = 0; i < points.Length; i++)
            for (var j = 0; j < i; j++)
            {
                var squares = 0.0;
                for (var axis = 0; axis < points[i].Length; axis++) squares += (points[i][axis] - points[j][axis]) * (points[i][axis] - points[j][axis]);
                var length = Math.Sqrt(squares);
                expansion = Math.Max(expansion, length / distances[i, j]);
                contraction = Math.Max(contraction, distances[i, j] / length);
            }
        return expansion * contraction;
    }

    /// <summary>The box made smaller about its middle; a factor of 0 leaves the middle.</summary>
    private static Box Shrink(Box box, double factor) => new(
        [.. box.Corner.Zip(box.Sides, (corner, side) => corner + side * (1 - factor) / 2)],
        [.. box.Sides.Select(side => side * factor)]);
}
