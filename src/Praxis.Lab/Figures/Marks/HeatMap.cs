namespace Praxis.Lab.Figures;

/// <summary>A matrix as colours. NaN is shown as missing.</summary>
/// <remarks>Without <see cref="YEdges"/> row 0 is on top, as a matrix is printed; cells are centred on 0, 1, 2, … so that
/// the categories of the axes name rows and columns.</remarks>
/// <param name="Values">Rows of equal length.</param>
public sealed record HeatMap(IReadOnlyList<IReadOnlyList<double>> Values) : Mark
{
    /// <summary>The values; all rows have the same length.</summary>
    public IReadOnlyList<IReadOnlyList<double>> Values { get; init; } =
        Values.All(row => row.Count == Values[0].Count)
            ? Values
            : throw new ArgumentException("The rows of a heat map must have the same length.", nameof(Values));

    /// <summary>Where columns begin and end on the x axis: ascending, one more than columns.</summary>
    public IReadOnlyList<double>? XEdges { get; init; }

    /// <summary>Where rows begin and end on the y axis: ascending, one more than rows; row 0 is then the lowest.</summary>
    public IReadOnlyList<double>? YEdges { get; init; }

    /// <summary>Two colours that part at zero, for values with a sign.</summary>
    public bool Diverging { get; init; }

    /// <summary>How values become colours; a diverging map is always linear.</summary>
    public AxisScale ValueScale { get; init; }

    /// <summary>What the colours measure, beside their legend.</summary>
    public string ValueLabel { get; init; } = "";

    /// <summary>The value of the first colour; when null, the smallest.</summary>
    public double? Low { get; init; }

    /// <summary>The value of the last colour; when null, the largest.</summary>
    public double? High { get; init; }

    /// <summary>Writes the value into each cell that is large enough.</summary>
    public bool ShowValues { get; init; }

    /// <summary>A heat map of a rectangular array (rows, columns).</summary>
    public static HeatMap Of(double[,] values)
    {
        int columns = values.GetLength(1);
        return new HeatMap([.. Enumerable.Range(0, values.GetLength(0)).Select(
            double[] (row) => [.. Enumerable.Range(0, columns).Select(column => values[row, column])])]);
    }
}
