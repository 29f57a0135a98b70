using Praxis.Lab;

namespace Praxis.Papers.TensorsAndFunctions.Funbat;

/// <summary>What <c>praxis use funbat</c> takes.</summary>
public sealed record FunbatToolOptions
{
    /// <summary>The table.</summary>
    [Input("TABLE", "Table of numbers, one measurement a row: columns of coordinates and a value; rows without a value are predicted. .csv, .tsv, .npy, .npz or .mtx")]
    public required InputFile Table { get; init; }

    /// <summary>The column of the value.</summary>
    [Option("Column of the value, by name or by number from 1; without it the last", ValueName = "COLUMN")]
    public string? Target { get; init; }

    /// <summary>Places to predict.</summary>
    [Option("Table of coordinates to predict the value at; without it the rows that lack one, or all rows", ValueName = "FILE")]
    public InputFile? Queries { get; init; }

    /// <summary>Functions of every coordinate.</summary>
    [Option("Number of functions of every coordinate", Minimum = 1, Maximum = 100, ValueName = "R")]
    public int Rank { get; init; } = 2;

    /// <summary>Functions of each coordinate.</summary>
    [Option("Number of functions of each coordinate, with commas; instead of --rank", ValueName = "R1,R2,…")]
    public double[]? Ranks { get; init; }

    /// <summary>Length scales.</summary>
    [Option("Length scales as shares of the coordinates' ranges, one for all or one for each; without it they are chosen by the error on a fifth of the rows", ValueName = "L1,L2,…")]
    public double[]? LengthScales { get; init; }

    /// <summary>The kernel.</summary>
    [Option("How smooth the functions are: three-halves (once differentiable) or half (rough)")]
    public SmoothnessChoice Smoothness { get; init; } = SmoothnessChoice.ThreeHalves;

    /// <summary>The most epochs of a start.</summary>
    [Option("The most passes over the data, from each of four starts", Minimum = 1, Maximum = 10_000, ValueName = "N")]
    public int Epochs { get; init; } = 100;
}

/// <summary>The kernels on offer.</summary>
public enum SmoothnessChoice
{
    /// <summary>Matérn with ν = 3/2.</summary>
    ThreeHalves,
    /// <summary>Matérn with ν = 1/2.</summary>
    Half,
}
