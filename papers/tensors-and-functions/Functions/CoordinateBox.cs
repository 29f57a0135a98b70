using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions;

/// <summary>The box on which a function is approximated, mapped affinely to [−1, 1]^d.</summary>
public sealed class CoordinateBox
{
    /// <summary>Fixes the box.</summary>
    /// <param name="low">The lower end in every coordinate.</param>
    /// <param name="high">The upper end in every coordinate.</param>
    /// <exception cref="ArgumentException">There are not 1 to 4 coordinates, or one ends before it begins.</exception>
    public CoordinateBox(IReadOnlyList<double> low, IReadOnlyList<double> high)
    {
        // m^d samples: beyond four variables the full coefficient tensor is out of reach.
        if (low.Count is < 1 or > 4 || high.Count != low.Count)
            throw new ArgumentException($"A box has 1 to 4 coordinates with a lower and an upper end each; given were {low.Count} and {high.Count}.", nameof(low));
        for (var l = 0; l < low.Count; l++)
            if (!(low[l] < high[l]) || !double.IsFinite(high[l] - low[l]))
                throw new ArgumentException($"Coordinate {l} goes from {low[l]} to {high[l]}; it must begin before it ends.", nameof(low));
        (Low, High) = (low, high);
    }

    /// <summary>The lower end in every coordinate.</summary>
    public IReadOnlyList<double> Low { get; }

    /// <summary>The upper end in every coordinate.</summary>
    public IReadOnlyList<double> High { get; }

    /// <summary>The number of coordinates, d.</summary>
    public int Dimension => Low.Count;

    /// <summary>[−1, 1]^d.</summary>
    public static CoordinateBox Cube(int dimension = 3) => new([.. Enumerable.Repeat(-1.0, dimension)], [.. Enumerable.Repeat(1.0, dimension)]);

    /// <summary>The Chebyshev nodes of one coordinate, in the coordinates of the box: (m).</summary>
    public Tensor Nodes(int coordinate, int m) => ChebyshevBasis.Nodes(m).Map(t => Low[coordinate] + (0.5 * (t + 1) * (High[coordinate] - Low[coordinate])));

    /// <summary>The middles of n equal cells of one coordinate: (n).</summary>
    public Tensor Cells(int coordinate, int n) => Tensor.Arange(n).Map(i => Low[coordinate] + ((i + 0.5) / n * (High[coordinate] - Low[coordinate])));

    /// <summary>Points uniformly at random in the box: (count, d).</summary>
    public Tensor Scatter(int count, RandomStream random)
    {
        var points = random.Uniform(count, Dimension);
        for (var p = 0; p < count; p++)
            for (var l = 0; l < Dimension; l++)
                points[p, l] = Math.Clamp(Low[l] + (points[p, l] * (High[l] - Low[l])), Low[l], High[l]);
        return points;
    }

    /// <summary>The part of the box within a share of its width on both sides of a point of it.</summary>
    public CoordinateBox Around(ReadOnlySpan<double> point, double share)
    {
        double[] low = [.. Low], high = [.. High];
        for (var l = 0; l < Dimension; l++)
        {
            var reach = share * (High[l] - Low[l]);
            (low[l], high[l]) = (Math.Max(low[l], point[l] - reach), Math.Min(high[l], point[l] + reach));
        }
        return new CoordinateBox(low, high);
    }

    /// <summary>Refuses points outside the box, NaN among them.</summary>
    /// <param name="points">(P, d), row by row.</param>
    /// <exception cref="ArgumentOutOfRangeException">A point is outside; the message names it.</exception>
    public void EnsureInside(ReadOnlySpan<double> points)
    {
        for (var l = 0; l < Dimension; l++)
        {
            double low = Low[l], high = High[l];
            for (var i = l; i < points.Length; i += Dimension)
                if (!(points[i] >= low && points[i] <= high))
                    throw new ArgumentOutOfRangeException(nameof(points), points[i], $"Point {(i / Dimension) + 1}: Coordinate {l} must lie in [{low}, {high}], where the function is approximated.");
        }
    }

    /// <summary>Coordinates mapped to [−1, 1].</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside the box (or NaN); the message names it.</exception>
    public Tensor ToReference(int coordinate, Tensor values)
    {
        double low = Low[coordinate], high = High[coordinate];
        return values.Map(x => x >= low && x <= high
            ? Math.Clamp((((x - low) - (high - x)) / (high - low)), -1, 1)
            : throw new ArgumentOutOfRangeException(nameof(values), x, $"Coordinate {coordinate} must lie in [{low}, {high}], where the function is approximated."));
    }
}
