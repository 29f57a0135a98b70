using Praxis.Lab;

namespace Praxis.Papers.RandomizedLinearAlgebra.SlicedWassersteinControlVariates;

/// <summary>What <c>praxis use sliced-wasserstein-control-variates</c> takes.</summary>
public sealed record CompareCloudsToolOptions
{
    /// <summary>The first cloud.</summary>
    [Input("FIRST", "First point cloud, one point a row: .csv, .tsv, .npy, .npz or .mtx")]
    public required InputFile First { get; init; }

    /// <summary>The second cloud.</summary>
    [Input("SECOND", "Second point cloud, with the same columns; it may have another number of rows")]
    public required InputFile Second { get; init; }

    /// <summary>L.</summary>
    [Option("Random directions L to project on: time grows with it, the error falls as 1/√L", Minimum = 4, Maximum = 10_000_000, ValueName = "L")]
    public int Directions { get; init; } = 1000;

    /// <summary>p.</summary>
    [Option("Order p of the distance", Minimum = 1, Maximum = 100, ValueName = "P")]
    public double Order { get; init; } = 2;

    /// <summary>The precision for which the number of directions is stated.</summary>
    [Option("State how many directions bring the standard error down to this share of the distance", Above = 0, Below = 1, ValueName = "SHARE")]
    public double Precision { get; init; } = 0.01;

    /// <summary>The column that holds the points' weights.</summary>
    [Option("Column with the weights of the points, by name or by number from 1, in both files; without it all points weigh the same", ValueName = "COLUMN")]
    public string? Weights { get; init; }

    /// <summary>Whether to scale the columns first.</summary>
    [Option("Scale every column to variance 1 over both clouds together, so that units do not matter")]
    public bool Standardise { get; init; }
}
