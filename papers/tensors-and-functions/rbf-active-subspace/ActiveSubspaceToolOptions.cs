using Praxis.Lab;

namespace Praxis.Papers.TensorsAndFunctions.RbfActiveSubspace;

/// <summary>What <c>praxis use rbf-active-subspace</c> takes.</summary>
public sealed record ActiveSubspaceToolOptions
{
    /// <summary>The table.</summary>
    [Input("TABLE", "Table of numbers, one observation a row: .csv, .tsv, .npy, .npz or .mtx")]
    public required InputFile Table { get; init; }

    /// <summary>The column to explain.</summary>
    [Option("Column to explain, by name or by number from 1; without it the last", ValueName = "COLUMN")]
    public string? Target { get; init; }

    /// <summary>What the target is.</summary>
    [Option("Whether the target is a class or a measured value; auto takes whole numbers of at most ten kinds for classes")]
    public TargetKind Kind { get; init; } = TargetKind.Auto;

    /// <summary>How many directions to show and write.</summary>
    [Option("Directions to write and to project on", Minimum = 1, ValueName = "K")]
    public int Directions { get; init; } = 2;

    /// <summary>Centres of the network.</summary>
    [Option("Centres of the network; without it a quarter of the rows, at most 64", Minimum = 1, ValueName = "M")]
    public int? Centres { get; init; }

    /// <summary>λ_u.</summary>
    [Option("Penalty on the metric, λ_u; without it the best of 0.001, 0.01 and 0.1 on a held-out quarter. The larger, the fewer directions", Above = 0, ValueName = "LAMBDA")]
    public double? Penalty { get; init; }

    /// <summary>Whether centres are learned too.</summary>
    [Option("Learn the centres too; without it they stay where k-means puts them")]
    public bool LearnCentres { get; init; }

    /// <summary>Rows to predict.</summary>
    [Option("Rows to predict: a table with the same input columns, in the same order", ValueName = "TABLE")]
    public InputFile? Predict { get; init; }
}

/// <summary>What a target is.</summary>
public enum TargetKind
{
    /// <summary>Told by its values.</summary>
    Auto,
    /// <summary>A measured value.</summary>
    Value,
    /// <summary>A class.</summary>
    Class,
}
