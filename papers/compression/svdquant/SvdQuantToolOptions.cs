using Praxis.Lab;

namespace Praxis.Papers.Compression.SvdQuant;

/// <summary>What <c>praxis use svdquant</c> takes.</summary>
public sealed record SvdQuantToolOptions
{
    /// <summary>The weight.</summary>
    [Input("WEIGHT", "The weight, outputs × inputs (as in Hugging Face's files): .npy, .npz, .mtx or .csv")]
    public required InputFile Weight { get; init; }

    /// <summary>The inputs.</summary>
    [Input("INPUTS", "Rows that the layer sees, one a line, as many columns as the weight: .npy, .npz, .mtx or .csv")]
    public required InputFile Inputs { get; init; }

    /// <summary>The branch's rank.</summary>
    [Option("Rank of the 16-bit branch", Minimum = 0, ValueName = "R")]
    public int Rank { get; init; } = 32;

    /// <summary>Bits of a weight.</summary>
    [Option("Bits of a weight, 2 to 8", Minimum = 2, Maximum = 8, ValueName = "BITS")]
    public int Bits { get; init; } = 4;

    /// <summary>Bits of an activation.</summary>
    [Option("Bits of an activation, 2 to 16; 16 leaves activations as they are", Minimum = 2, Maximum = 16, ValueName = "BITS")]
    public int ActivationBits { get; init; } = 4;

    /// <summary>Inputs that share a scale.</summary>
    [Option("Neighbouring inputs that share a scale", Minimum = 1, ValueName = "G")]
    public int Group { get; init; } = 64;

    /// <summary>Rounds of refinement.</summary>
    [Option("Times that branch and residual are fitted to one another anew", Minimum = 0, ValueName = "N")]
    public int Refine { get; init; }
}
