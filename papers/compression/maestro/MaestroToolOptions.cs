using Praxis.Lab;

namespace Praxis.Papers.Compression.Maestro;

/// <summary>What <c>praxis use maestro</c> takes.</summary>
public sealed record MaestroToolOptions
{
    /// <summary>The examples.</summary>
    [Input("TABLE", "Examples, one a row, with a column of classes 0, 1, 2, …: .csv, .tsv, .npy, .npz or .mtx")]
    public required InputFile Table { get; init; }

    /// <summary>The column of classes.</summary>
    [Option("Column of classes, by name or by number from 1; without it the last", ValueName = "COLUMN")]
    public string? Target { get; init; }

    /// <summary>Widths of the hidden layers.</summary>
    [Option("Widths of the hidden layers", ValueName = "WIDTHS")]
    public double[] Hidden { get; init; } = [64, 64];

    /// <summary>Passes over the examples.</summary>
    [Option("Passes over the training examples", Minimum = 1, Maximum = 10_000)]
    public int Epochs { get; init; } = 60;

    /// <summary>λ.</summary>
    [Option("Strength of the penalty that switches components off; more gives a smaller network", Minimum = 0)]
    public double Penalty { get; init; } = 1e-3;

    /// <summary>The rate.</summary>
    [Option("Highest learning rate", Above = 0)]
    public double LearningRate { get; init; } = 0.04;
}
