using Praxis.Lab;

namespace Praxis.Papers.RandomizedLinearAlgebra.LdpSparseRegression;

/// <summary>What <c>praxis use ldp-sparse-regression</c> takes.</summary>
public sealed record PrivateRegressionToolOptions
{
    /// <summary>The table.</summary>
    [Input("TABLE", "Table of numbers, one person a row, columns scaled by public constants: .csv, .tsv, .npy, .npz or .mtx")]
    public required InputFile Table { get; init; }

    /// <summary>The public bound of a row.</summary>
    [Option("Public bound of a row's length without the target; longer rows are shortened to it. Never take it from the table itself", Above = 0, ValueName = "R")]
    public required double RowBound { get; init; }

    /// <summary>The public bound of the target.</summary>
    [Option("Public bound of the target's size; larger ones are clipped to it. Never take it from the table itself", Above = 0, ValueName = "TAU")]
    public required double TargetBound { get; init; }

    /// <summary>The column to explain.</summary>
    [Option("Column to explain, by name or by number from 1; without it the last", ValueName = "COLUMN")]
    public string? Target { get; init; }

    /// <summary>ε.</summary>
    [Option("Privacy loss ε promised to each person", Above = 0, Maximum = PrivacyBudget.LargestEpsilon, ValueName = "EPSILON")]
    public double Epsilon { get; init; } = 1;

    /// <summary>δ.</summary>
    [Option("Probability δ with which the promise may fail; without it 1/n²", Above = 0, Below = 1, ValueName = "DELTA")]
    public double? Delta { get; init; }

    /// <summary>Public unlabelled rows.</summary>
    [Option("Table of public rows without target, with the same columns; only the products with the target are then private")]
    public InputFile? Public { get; init; }

    /// <summary>The public eigenvalue floor.</summary>
    [Option("Public lower bound of the least eigenvalue of the second moments", Above = 0, ValueName = "X")]
    public double EigenvalueFloor { get; init; } = 0.05;

    /// <summary>How many simulations.</summary>
    [Option("How often the protocol is simulated", Minimum = 1, Maximum = 1000, ValueName = "TIMES")]
    public int Repeats { get; init; } = 20;
}
