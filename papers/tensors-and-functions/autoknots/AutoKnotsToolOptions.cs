using Praxis.Lab;

namespace Praxis.Papers.TensorsAndFunctions.AutoKnots;

/// <summary>What <c>praxis use autoknots</c> takes.</summary>
public sealed record AutoKnotsToolOptions
{
    /// <summary>The dense table.</summary>
    [Input("TABLE", "Dense table of a function, one place a row, places ascending: .csv, .tsv, .npy, .npz or .mtx; none with --function")]
    public InputFile? Table { get; init; }

    /// <summary>The formula.</summary>
    [Option("Formula of one variable, such as \"exp(-x)*cos(10*x)\"", ValueName = "FORMULA")]
    public string? Function { get; init; }

    /// <summary>The range.</summary>
    [Option("Range of the variable; needed with --function, without it the whole range of a table", ValueName = "LOW,HIGH")]
    public double[]? Range { get; init; }

    /// <summary>The column of the places.</summary>
    [Option("Column of the places, by name or by number from 1", ValueName = "COLUMN")]
    public string X { get; init; } = "1";

    /// <summary>The column of the values.</summary>
    [Option("Column of the values, by name or by number from 1", ValueName = "COLUMN")]
    public string Y { get; init; } = "2";

    /// <summary>δ.</summary>
    [Option("Error accepted, relative to |f| plus the scale", Minimum = AutoKnotsOptions.SmallestTolerance, Below = 1, ValueName = "DELTA")]
    public double Tolerance { get; init; } = 1e-6;

    /// <summary>ε.</summary>
    [Option("Scale of f, in its unit: where f is smaller, errors up to tolerance times this are accepted. Without it 0 for a function that keeps its sign, else the largest |f| of a first look", Minimum = 0, ValueName = "EPSILON")]
    public double? Scale { get; init; }

    /// <summary>Where intervals are halved.</summary>
    [Option("Variable in which intervals are halved: logarithmic for ranges over powers of ten, hyperbolic-sine for such on both sides of 0")]
    public KnotSpacing Spacing { get; init; }

    /// <summary>How often wide intervals are tested again.</summary>
    [Option("How often unusually wide intervals are tested again", Minimum = 0)]
    public int Refinements { get; init; } = 1;

    /// <summary>The first knots.</summary>
    [Option("Knots to begin with; more of them miss fewer narrow features", Minimum = CubicSpline.FewestKnots)]
    public int FirstKnots { get; init; } = 6;

    /// <summary>The most knots.</summary>
    [Option("More knots than this end the search", Minimum = CubicSpline.FewestKnots, Maximum = 10_000_000)]
    public int MostKnots { get; init; } = 100_000;
}
