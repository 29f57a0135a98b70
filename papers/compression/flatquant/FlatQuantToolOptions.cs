using Praxis.Lab;

namespace Praxis.Papers.Compression.FlatQuant;

/// <summary>What <c>praxis use flatquant</c> takes.</summary>
public sealed record FlatQuantToolOptions
{
    /// <summary>The weight.</summary>
    [Input("WEIGHT", "The weight, outputs × inputs (as in Hugging Face's files): .npy, .npz, .mtx or .csv")]
    public required InputFile Weight { get; init; }

    /// <summary>The inputs.</summary>
    [Input("INPUTS", "Rows that the layer sees, one a line, as many columns as the weight: .npy, .npz, .mtx or .csv")]
    public required InputFile Inputs { get; init; }

    /// <summary>Bits of a weight.</summary>
    [Option("Bits of a weight, 2 to 16", Minimum = 2, Maximum = 16, ValueName = "BITS")]
    public int Bits { get; init; } = 4;

    /// <summary>Bits of an activation.</summary>
    [Option("Bits of an activation, 2 to 16", Minimum = 2, Maximum = 16, ValueName = "BITS")]
    public int ActivationBits { get; init; } = 4;

    /// <summary>Training steps.</summary>
    [Option("Steps of training", Minimum = 1, ValueName = "N")]
    public int Steps { get; init; } = 100;
}
