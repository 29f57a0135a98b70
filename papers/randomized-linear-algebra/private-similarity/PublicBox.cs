using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.PrivateSimilarity;

/// <summary>
/// Bounds of every coordinate that everybody may know: never taken from the data, because the smallest and the largest value of a column belong to
/// somebody. Points outside are moved to the bound.
/// </summary>
public sealed record PublicBox
{
    /// <summary>Steps of the grid between the bounds.</summary>
    public const long Steps = 1 << 20;

    /// <summary>A box.</summary>
    /// <param name="low">The lower bound of each coordinate.</param>
    /// <param name="high">The upper bound of each coordinate.</param>
    /// <exception cref="ArgumentException">No coordinates, lists of different lengths, or a bound that is no number or not below its partner.</exception>
    public PublicBox(IReadOnlyList<double> low, IReadOnlyList<double> high)
    {
        if (low.Count == 0 || low.Count != high.Count) throw new ArgumentException($"There are {low.Count} lower and {high.Count} upper bounds; there must be one of each for every coordinate.");
        for (var j = 0; j < low.Count; j++)
            if (!(double.IsFinite(low[j]) && double.IsFinite(high[j]) && low[j] < high[j]))
                throw new ArgumentException($"Coordinate {j + 1} has the bounds {low[j]} and {high[j]}; the lower must be below the upper.");
        (Low, High) = ([.. low], [.. high]);
    }

    /// <summary>The same bounds for every coordinate.</summary>
    public static PublicBox Cube(int dimension, double low, double high) =>
        new([.. Enumerable.Repeat(low, dimension)], [.. Enumerable.Repeat(high, dimension)]);

    /// <summary>Lower bounds.</summary>
    public IReadOnlyList<double> Low { get; }

    /// <summary>Upper bounds.</summary>
    public IReadOnlyList<double> High { get; }

    /// <summary>d.</summary>
    public int Dimension => Low.Count;

    /// <summary>A value within its bounds.</summary>
    public double Clip(int coordinate, double value) => Math.Clamp(value, Low[coordinate], High[coordinate]);

    /// <summary>Where a value lies between its bounds, 0 to <see cref="Steps"/>.</summary>
    public long OnGrid(int coordinate, double value) =>
        (long)Math.Round((Clip(coordinate, value) - Low[coordinate]) / (High[coordinate] - Low[coordinate]) * Steps);

    /// <summary>Points within the box: (n, d).</summary>
    /// <exception cref="ArgumentException">Another number of columns.</exception>
    /// <exception cref="NonFiniteException">NaN or an infinity.</exception>
    public Tensor Clip(Tensor points)
    {
        if (points.Rank != 2 || points.Columns != Dimension) throw new ArgumentException($"The points must be a matrix of {Dimension} columns, one for each pair of bounds.", nameof(points));
        points.EnsureFinite("points");
        var clipped = points.Clone();
        for (var i = 0; i < points.Rows; i++)
            for (var j = 0; j < Dimension; j++) clipped[i, j] = Clip(j, points[i, j]);
        return clipped;
    }
}
