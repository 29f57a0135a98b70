namespace Praxis.Papers.Theory.FatPartitions;

/// <summary>A rectangle with sides along the axes.</summary>
/// <param name="X">Its left side.</param>
/// <param name="Y">Its lower side.</param>
/// <param name="Width">Its width.</param>
/// <param name="Height">Its height.</param>
public readonly record struct Rectangle(double X, double Y, double Width, double Height)
{
    /// <summary>diam²/area, as for polygons: 2 for a square.</summary>
    public double AspectRatio => Width / Height + Height / Width;
}

/// <summary>The rectangular treemaps in use, whose areas are exact too: the baselines.</summary>
public static class RectangularTreemap
{
    private delegate void Layout(WeightedTree tree, int node, Rectangle[] rectangles);

    /// <summary>Slice and dice (Shneiderman 1992): children in strips, upright and lying by turns.</summary>
    /// <returns>The rectangle of each node; the root's is the unit square.</returns>
    public static Rectangle[] SliceAndDice(WeightedTree tree) => Build(tree, (_, node, rectangles) =>
    {
        var free = rectangles[node];
        var upright = int.IsEvenInteger(tree.Depths[node]);
        foreach (var child in tree.Children[node])
        {
            var share = tree.Weights[child] / tree.Weights[node];
            rectangles[child] = upright ? free with { Width = rectangles[node].Width * share } : free with { Height = rectangles[node].Height * share };
            free = upright ? free with { X = free.X + rectangles[child].Width } : free with { Y = free.Y + rectangles[child].Height };
        }
    });

    /// <summary>
    /// Squarified treemap (Bruls, Huizing and van Wijk 2000): children by falling weight, in rows along the shorter side; a row takes one
    /// more child while that does not make its worst rectangle longer.
    /// </summary>
    /// <returns>The rectangle of each node; the root's is the unit square.</returns>
    public static Rectangle[] Squarified(WeightedTree tree) => Build(tree, (_, node, rectangles) =>
    {
        var free = rectangles[node];
        int[] children = [.. tree.Children[node].OrderByDescending(child => tree.Weights[child])];
        double[] areas = [.. children.Select(child => tree.Weights[child] / tree.Weights[node] * free.Width * free.Height)];
        var rest = new double[areas.Length + 1]; // area of all children from i on
        for (var i = areas.Length - 1; i >= 0; i--) rest[i] = rest[i + 1] + areas[i];

        for (var from = 0; from < children.Length;)
        {
            var side = Math.Min(free.Width, free.Height);
            var to = from + 1;
            var row = areas[from];
            while (to < children.Length && Worst(areas[from], areas[to], row + areas[to], side) <= Worst(areas[from], areas[to - 1], row, side)) row += areas[to++];

            var thickness = row / side;
            var along = 0.0;
            for (var i = from; i < to; i++)
            {
                var length = areas[i] / thickness;
                rectangles[children[i]] = free.Width >= free.Height
                    ? new Rectangle(free.X, free.Y + along, thickness, length)
                    : new Rectangle(free.X + along, free.Y, length, thickness);
                along += length;
            }
            // The free side comes from the area still to be placed, not from a difference that cancels.
            free = free.Width >= free.Height
                ? new Rectangle(free.X + thickness, free.Y, rest[to] / free.Height, free.Height)
                : new Rectangle(free.X, free.Y + thickness, free.Width, rest[to] / free.Width);
            from = to;
        }
    });

    /// <summary>The worst side ratio of a row with this total area: that of its largest or its smallest rectangle.</summary>
    private static double Worst(double largest, double smallest, double row, double side)
    {
        var thickness = row / side;
        return Math.Max(largest / (thickness * thickness), thickness * thickness / smallest);
    }

    private static Rectangle[] Build(WeightedTree tree, Layout layOut)
    {
        var rectangles = new Rectangle[tree.Count];
        rectangles[0] = new Rectangle(0, 0, 1, 1);
        for (var node = 0; node < tree.Count; node++) layOut(tree, node, rectangles);
        return rectangles;
    }
}
