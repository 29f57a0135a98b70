using Praxis.Lab;

namespace Praxis.Papers.Compression.MalignantTail;

/// <summary>What <c>praxis use malignant-tail</c> takes.</summary>
public sealed record TailToolOptions
{
    /// <summary>The features.</summary>
    [Input("FEATURES", "Features of a network's last hidden layer, one input a row: .npy, .npz, .csv, .tsv or .mtx")]
    public required InputFile Features { get; init; }

    /// <summary>The labels.</summary>
    [Input("LABELS", "Labels of the same inputs, possibly noisy: one column of whole numbers from 0")]
    public required InputFile Labels { get; init; }

    /// <summary>The parts of the cross-validation.</summary>
    [Option("Parts of the cross-validation by which d is chosen", Minimum = 2, Maximum = 50, ValueName = "K")]
    public int Folds { get; init; } = 5;

    /// <summary>The number of directions.</summary>
    [Option("Directions to keep; without it the number that agrees best with the labels of the parts left out", Minimum = 1, ValueName = "D")]
    public int? Directions { get; init; }
}
