using Praxis.Lab;

namespace Praxis.Papers.Compression.TrainedRankPruning;

/// <summary>What <c>praxis use trained-rank-pruning</c> takes.</summary>
public sealed record RankPruningToolOptions
{
    /// <summary>The examples.</summary>
    [Input("TABLE", "Examples, one a row, with a column of classes 0, 1, 2, …: .csv, .tsv, .npy, .npz or .mtx")]
    public required InputFile Table { get; init; }

    /// <summary>The column of classes.</summary>
    [Option("Column of classes, by name or by number from 1; without it the last", ValueName = "COLUMN")]
    public string? Target { get; init; }

    /// <summary>Widths of the hidden layers.</summary>
    [Option("Widths of the hidden layers; all layers but the classifier are pruned", ValueName = "WIDTHS")]
    public double[] Hidden { get; init; } = [64, 64];

    /// <summary>Passes over the examples.</summary>
    [Option("Passes over the training examples", Minimum = 1, Maximum = 10_000)]
    public int Epochs { get; init; } = 40;

    /// <summary>e.</summary>
    [Option("Share of the energy that a truncation keeps; less gives lower ranks", Above = 0, Maximum = 1)]
    public double Energy { get; init; } = 0.95;

    /// <summary>m.</summary>
    [Option("Steps from one truncation to the next", Minimum = 1)]
    public int Every { get; init; } = 10;

    /// <summary>λ.</summary>
    [Option("Strength of the nuclear norm", Minimum = 0)]
    public double Nuclear { get; init; }

    /// <summary>The rate.</summary>
    [Option("Highest learning rate", Above = 0)]
    public double LearningRate { get; init; } = 0.05;
}
