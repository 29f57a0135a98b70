using Praxis.Lab;

namespace Praxis.Papers.RandomizedLinearAlgebra.RandomSupportRegression;

/// <summary>What <c>praxis use random-support-regression</c> takes.</summary>
public sealed record PivotLassoToolOptions
{
    /// <summary>The table.</summary>
    [Input("TABLE", "Table of numbers, one observation a row, columns that may depend strongly on each other: .csv, .tsv, .npy, .npz or .mtx")]
    public required InputFile Table { get; init; }

    /// <summary>The column to explain.</summary>
    [Option("Column to explain, by name or by number from 1; without it the last", ValueName = "COLUMN")]
    public string? Target { get; init; }

    /// <summary>How many pivots.</summary>
    [Option("Random columns that are fitted without a penalty, at most a quarter of the rows; without it chosen by cross-validation", Minimum = 1, ValueName = "M")]
    public int? Pivots { get; init; }

    /// <summary>How many sets of pivots.</summary>
    [Option("Sets of pivots whose fits are averaged", Minimum = 1, Maximum = 100, ValueName = "SETS")]
    public int Draws { get; init; } = 5;

    /// <summary>How many folds.</summary>
    [Option("Parts into which the rows are split for cross-validation", Minimum = 2, Maximum = 50, ValueName = "FOLDS")]
    public int Folds { get; init; } = 5;
}
