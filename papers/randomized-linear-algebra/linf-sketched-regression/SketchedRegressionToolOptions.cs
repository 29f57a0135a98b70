using Praxis.Lab;

namespace Praxis.Papers.RandomizedLinearAlgebra.LinfSketchedRegression;

/// <summary>What <c>praxis use linf-sketched-regression</c> takes.</summary>
public sealed record SketchedRegressionToolOptions
{
    /// <summary>The table.</summary>
    [Input("TABLE", "Table of numbers, one observation a row: .csv, .tsv, .npy, .npz or .mtx")]
    public required InputFile Table { get; init; }

    /// <summary>The column to explain.</summary>
    [Option("Column to explain, by name or by number from 1; without it the last", ValueName = "COLUMN")]
    public string? Target { get; init; }

    /// <summary>Rows of the sketch.</summary>
    [Option("Rows that the sketch keeps; without it 8 for every column, or all rows where there are fewer", Minimum = 1, ValueName = "M")]
    public int? Rows { get; init; }

    /// <summary>Which sketch.</summary>
    [Option("Which sketch: subsampled Hadamard has the guarantee on every coefficient, count-sketch is fastest")]
    public SketchChoice Sketch { get; init; } = SketchChoice.Hadamard;

    /// <summary>Whether to fit a constant term.</summary>
    [Option("Fit no constant term")]
    public bool NoIntercept { get; init; }

    /// <summary>The probability that the bound may fail.</summary>
    [Option("Probability δ with which the stated bound may fail", Above = 0, Below = 1, ValueName = "DELTA")]
    public double FailureProbability { get; init; } = 0.05;
}

/// <summary>The sketches on offer.</summary>
public enum SketchChoice
{
    /// <summary>Signs, Walsh–Hadamard transform, random rows.</summary>
    Hadamard,
    /// <summary>Independent normal entries.</summary>
    Gaussian,
    /// <summary>One ±1 per column.</summary>
    CountSketch,
}
