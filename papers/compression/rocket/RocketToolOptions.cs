using Praxis.Lab;

namespace Praxis.Papers.Compression.Rocket;

/// <summary>What <c>praxis use rocket</c> takes.</summary>
public sealed record RocketToolOptions
{
    /// <summary>The weight.</summary>
    [Input("WEIGHT", "Weight matrix, one output a row: .npy, .npz, .csv, .tsv or .mtx")]
    public required InputFile Weight { get; init; }

    /// <summary>The calibration inputs.</summary>
    [Option("Inputs that the layer sees, one a row, as many columns as the weight; without them all inputs count alike", ValueName = "FILE")]
    public InputFile? Inputs { get; init; }

    /// <summary>The share.</summary>
    [Option("Share of the weight that may be kept", Above = 0, Below = 1)]
    public double Keep { get; init; } = 0.5;

    /// <summary>Whether places count.</summary>
    [Option("Count the places of the coefficients, too: --keep is then a share of the bits")]
    public bool CountMask { get; init; }

    /// <summary>The ratio of atoms to coefficients.</summary>
    [Option("Atoms to coefficients of an output; without it the best of 1, 1.5, 2 and 3 by the error of the weight", Minimum = 1)]
    public double? Ratio { get; init; }
}
