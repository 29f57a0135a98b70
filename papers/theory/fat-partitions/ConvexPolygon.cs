namespace Praxis.Papers.Theory.FatPartitions;

/// <summary>One edge of a convex polygon.</summary>
/// <param name="Direction">Oriented direction, 0 to 2k − 1; edges run counter-clockwise, so directions grow around the polygon.</param>
/// <param name="Length">Length, in sides of the root square.</param>
public readonly record struct Edge(int Direction, double Length);

/// <summary>
/// A convex polygon whose edges have only the directions jπ/k, kept as directions and lengths. Its shape does not depend on where it
/// lies, so pieces far smaller than the rounding error of a coordinate (areas down to 1e-290) keep their full precision.
/// </summary>
public sealed class ConvexPolygon
{
    // Shorter edges, against the longest, are what rounding leaves of an edge that a cut met at its end.
    private const double Sliver = 1e-13;

    private readonly Directions _directions;
    private readonly Edge[] _edges;

    private ConvexPolygon(Directions directions, double x, double y, IEnumerable<Edge> edges)
    {
        _directions = directions;
        (StartX, StartY) = (x, y);
        Edge[] all = [.. edges];
        var least = Sliver * all.Max(edge => edge.Length);
        _edges = [.. all.Where(edge => edge.Length > least)];

        // Shape about the first vertex: area by the shoelace formula, diameter over all pairs of vertices.
        var corners = Corners(0, 0);
        for (var i = 0; i < corners.Length; i++)
        {
            var (a, b) = (corners[i], corners[(i + 1) % corners.Length]);
            Area += (a.X * b.Y - a.Y * b.X) / 2;
            for (var j = 0; j < i; j++)
            {
                var (dx, dy) = (a.X - corners[j].X, a.Y - corners[j].Y);
                Diameter = Math.Max(Diameter, dx * dx + dy * dy);
            }
        }
        Diameter = Math.Sqrt(Diameter);
    }

    /// <summary>The edges, counter-clockwise from the start.</summary>
    public IReadOnlyList<Edge> Edges => _edges;

    /// <summary>The first vertex's first coordinate; the root square is [0, 1]².</summary>
    public double StartX { get; }

    /// <summary>The first vertex's second coordinate.</summary>
    public double StartY { get; }

    /// <summary>The area; 1 for the root square.</summary>
    public double Area { get; }

    /// <summary>The largest distance of two points.</summary>
    public double Diameter { get; }

    /// <summary>asp(P) = diam(P)²/area(P): 2 for a square, 4/π for a disk.</summary>
    public double AspectRatio => Diameter / Area * Diameter;

    /// <summary>The unit square.</summary>
    public static ConvexPolygon Square(Directions directions) =>
        new(directions, 0, 0, Enumerable.Range(0, 4).Select(side => new Edge(side * directions.Count / 2, 1)));

    /// <summary>The vertices, counter-clockwise from the start, in the coordinates of the root square.</summary>
    public (double X, double Y)[] Corners() => Corners(StartX, StartY);

    /// <summary>Whether an edge has the direction (0 to k − 1), in either sense.</summary>
    public bool Uses(int direction)
    {
        foreach (var edge in _edges)
            if (edge.Direction % _directions.Count == direction) return true;
        return false;
    }

    /// <summary>
    /// Cuts along a line of the given direction so that the part to the right of the line, looking along it, has the given area.
    /// The line is swept upward from the lowest vertex; the area below it is quadratic between two vertices and is solved exactly.
    /// </summary>
    /// <param name="direction">Oriented direction of the line, 0 to 2k − 1, which no edge may have.</param>
    /// <param name="area">The area of the lower part: above 0, and at most about half, since precision is relative to this part.</param>
    /// <exception cref="ArgumentException">An edge has the direction, or the area is not within the polygon.</exception>
    public (ConvexPolygon Lower, ConvexPolygon Upper) Cut(int direction, double area)
    {
        var k = _directions.Count;
        if (Uses(direction % k)) throw new ArgumentException($"Direction {direction} is that of an edge; cut along an unused one.", nameof(direction));
        if (!(area > 0 && area < Area)) throw new ArgumentException($"Cannot cut an area of {area} from a polygon of area {Area}.", nameof(area));

        // Seen along the line, edges from the lowest vertex on turn through (0, k), going up, and then (k, 2k), going down.
        var first = 0;
        for (var i = 1; i < _edges.Length; i++)
            if (_directions.Turn(_edges[i].Direction - direction) < _directions.Turn(_edges[first].Direction - direction)) first = i;
        Edge[] edges = [.. _edges[first..], .. _edges[..first]];
        var top = Array.FindIndex(edges, edge => _directions.Turn(edge.Direction - direction) > k);

        var (right, left) = (0, edges.Length - 1);
        var (rightDone, leftDone) = (0.0, 0.0); // height swept on the present edge
        var (width, height, leftX, missing) = (0.0, 0.0, 0.0, area);
        while (true)
        {
            if (right >= top || left < top) throw new ArgumentException($"Cannot cut an area of {area} from a polygon of area {Area}.", nameof(area));
            var (up, down) = (edges[right].Direction - direction, edges[left].Direction - direction);
            var rightRise = edges[right].Length * _directions.Sine(up) - rightDone;
            var leftRise = -edges[left].Length * _directions.Sine(down) - leftDone;
            var slab = Math.Min(rightRise, leftRise);
            var leftSlope = _directions.Cosine(down) / _directions.Sine(down); // cot is the same backwards
            var widening = _directions.Cosine(up) / _directions.Sine(up) - leftSlope;
            var slabArea = slab * (width + widening * slab / 2);
            var found = slabArea >= missing;

            // w·s + w′·s²/2 = missing, in the form that does not cancel.
            if (found) slab = Math.Min(slab, 2 * missing / (width + Math.Sqrt(Math.Max(0, width * width + 2 * widening * missing))));
            missing -= slabArea;
            height += slab;
            leftX += leftSlope * slab;
            width = Math.Max(0, width + widening * slab);
            (rightDone, leftDone) = (rightDone + slab, leftDone + slab);
            if (found) break;
            if (rightRise <= leftRise) (right, rightDone) = (right + 1, 0);
            if (leftRise <= rightRise) (left, leftDone) = (left - 1, 0);
        }

        var rightUsed = rightDone / _directions.Sine(edges[right].Direction - direction);
        var leftUsed = -leftDone / _directions.Sine(edges[left].Direction - direction);
        var lowest = Corners()[first];
        var (cosine, sine) = (_directions.Cosine(direction), _directions.Sine(direction));
        return (
            new ConvexPolygon(_directions, lowest.X, lowest.Y,
            [
                .. edges[..right],
                edges[right] with { Length = rightUsed },
                new Edge(_directions.Turn(direction + k), width),
                edges[left] with { Length = leftUsed },
                .. edges[(left + 1)..],
            ]),
            new ConvexPolygon(_directions, lowest.X + leftX * cosine - height * sine, lowest.Y + leftX * sine + height * cosine,
            [
                new Edge(_directions.Turn(direction), width),
                edges[right] with { Length = edges[right].Length - rightUsed },
                .. edges[(right + 1)..left],
                edges[left] with { Length = edges[left].Length - leftUsed },
            ]));
    }

    private (double X, double Y)[] Corners(double x, double y)
    {
        var corners = new (double X, double Y)[_edges.Length];
        for (var i = 0; i < corners.Length; i++)
        {
            corners[i] = (x, y);
            x += _edges[i].Length * _directions.Cosine(_edges[i].Direction);
            y += _edges[i].Length * _directions.Sine(_edges[i].Direction);
        }
        return corners;
    }
}
