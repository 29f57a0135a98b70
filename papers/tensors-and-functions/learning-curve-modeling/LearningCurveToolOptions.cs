using Praxis.Lab;

namespace Praxis.Papers.TensorsAndFunctions.LearningCurveModeling;

/// <summary>What <c>praxis use learning-curve-modeling</c> takes.</summary>
public sealed record LearningCurveToolOptions
{
    /// <summary>The learning curve.</summary>
    [Input("SCORES", "Table of training sizes and scores, one level a row, sizes ascending: .csv, .tsv, .npy, .npz or .mtx")]
    public required InputFile Scores { get; init; }

    /// <summary>The column of training sizes.</summary>
    [Option("Column of training sizes, by name or by number from 1; without it the first", ValueName = "COLUMN")]
    public string? Size { get; init; }

    /// <summary>The column of scores.</summary>
    [Option("Column of scores, by name or by number from 1; without it the last", ValueName = "COLUMN")]
    public string? Score { get; init; }

    /// <summary>Where to forecast.</summary>
    [Option("Training sizes to forecast, above 0; without it 1.5, 2, 4 and 10 times the largest", Above = 0, ValueName = "SIZE,…")]
    public double[] At { get; init; } = [];

    /// <summary>The stopping threshold.</summary>
    [Option("Stop training once later trends should move by no more than this many points (τ)", Above = 0, ValueName = "POINTS")]
    public double Threshold { get; init; } = 1;

    /// <summary>The greatest slope of the backbone.</summary>
    [Option("How many points the ceiling may move from one level to the next once it is trusted", Above = 0, ValueName = "POINTS")]
    public double Slope { get; init; } = 0.2;

    /// <summary>The look-ahead window.</summary>
    [Option("For how many levels more it must stay that steady (λ)", Minimum = 0, Maximum = 1000, ValueName = "LEVELS")]
    public int LookAhead { get; init; } = 5;

    /// <summary>Whether to anchor.</summary>
    [Option("Anchor trends after the prediction level to the ceiling before them, against single odd scores")]
    public bool Anchors { get; init; }
}
