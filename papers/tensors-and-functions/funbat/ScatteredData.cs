using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.Funbat;

/// <summary>Entries of a tensor whose indices are real numbers: N coordinates of K modes each, and a value.</summary>
public sealed class ScatteredData
{
    /// <summary>Joins coordinates and values.</summary>
    /// <param name="coordinates">i: (N, K).</param>
    /// <param name="values">y: (N).</param>
    /// <exception cref="ShapeException">The shapes do not fit, there are fewer than two modes, or no entries.</exception>
    /// <exception cref="NonFiniteException">A coordinate or value is not finite.</exception>
    /// <exception cref="ArgumentException">A mode has fewer than two distinct coordinates.</exception>
    public ScatteredData(Tensor coordinates, Tensor values)
    {
        if (coordinates.Rank != 2 || coordinates.Columns < 2) throw new ShapeException($"The coordinates have the shape ({string.Join(", ", coordinates.Shape.ToArray())}); entries in rows and at least two modes in columns are needed.");
        if (values.Rank != 1 || values.Length != coordinates.Rows || values.Length == 0)
            throw new ShapeException($"{values.Length} values for {coordinates.Rows} rows of coordinates; one for each is needed.");
        coordinates.EnsureFinite("ScatteredData: the coordinates");
        values.EnsureFinite("ScatteredData: the values");
        Coordinates = coordinates.To(DType.F64).Contiguous();
        Values = values.To(DType.F64).Contiguous();
        Modes = [.. Enumerable.Range(0, coordinates.Columns).Select(mode => new CoordinateAxis(Coordinates.Column(mode).ToArray()))];
        for (var mode = 0; mode < Modes.Count; mode++)
            if (Modes[mode].Count < 2)
                throw new ArgumentException($"Mode {mode} has the coordinate {Modes[mode].Low} in every entry; a function needs at least two.", nameof(coordinates));
    }

    /// <summary>i: (N, K).</summary>
    public Tensor Coordinates { get; }

    /// <summary>y: (N).</summary>
    public Tensor Values { get; }

    /// <summary>N.</summary>
    public int Count => Values.Length;

    /// <summary>K.</summary>
    public int Order => Modes.Count;

    /// <summary>The distinct coordinates of each mode.</summary>
    internal IReadOnlyList<CoordinateAxis> Modes { get; }

    /// <summary>Some of the entries.</summary>
    /// <param name="entries">Their numbers.</param>
    public ScatteredData Take(ReadOnlySpan<int> entries) => new(Coordinates.TakeRows(entries), Values.Take(0, entries));
}

/// <summary>The distinct coordinates of one mode, ascending, and which entries have which.</summary>
internal sealed class CoordinateAxis
{
    /// <summary>Sorts the coordinates of all entries and joins equal ones.</summary>
    public CoordinateAxis(double[] coordinates)
    {
        var order = Enumerable.Range(0, coordinates.Length).ToArray();
        Array.Sort((double[])coordinates.Clone(), order);
        var distinct = new List<double>();
        var first = new List<int>();
        PlaceOf = new int[coordinates.Length];
        for (var n = 0; n < order.Length; n++)
        {
            var x = coordinates[order[n]];
            if (distinct.Count == 0 || x != distinct[^1])
            {
                distinct.Add(x);
                first.Add(n);
            }
            PlaceOf[order[n]] = distinct.Count - 1;
        }
        first.Add(order.Length);
        Distinct = [.. distinct];
        First = [.. first];
        // Within a coordinate by number: a sum over entries must not depend on the sorting.
        for (var d = 0; d < Distinct.Length; d++) Array.Sort(order, First[d], First[d + 1] - First[d]);
        Entries = order;
    }

    /// <summary>The distinct coordinates: (D), ascending.</summary>
    public double[] Distinct { get; }

    /// <summary>For each entry the place of its coordinate among the distinct ones.</summary>
    public int[] PlaceOf { get; }

    /// <summary>The entries, ordered by coordinate.</summary>
    public int[] Entries { get; }

    /// <summary>Where in <see cref="Entries"/> those of each coordinate begin: (D + 1).</summary>
    public int[] First { get; }

    /// <summary>D.</summary>
    public int Count => Distinct.Length;

    /// <summary>The smallest coordinate.</summary>
    public double Low => Distinct[0];

    /// <summary>The largest coordinate.</summary>
    public double High => Distinct[^1];

    /// <summary>A coordinate in the unit of the method: the range of the data is 0 to 1.</summary>
    public double Scale(double coordinate) => (coordinate - Low) / (High - Low);
}
