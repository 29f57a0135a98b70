using Praxis.Lab;

namespace Praxis.Papers.Compression.FactorLlm;

/// <summary>What <c>praxis use factorllm</c> takes.</summary>
public sealed record FactorToolOptions
{
    /// <summary>The inputs.</summary>
    [Input("INPUTS", "Inputs of the feed-forward part, one token a row: .npy, .npz, .csv, .tsv or .mtx")]
    public required InputFile Inputs { get; init; }

    /// <summary>The gate.</summary>
    [Input("GATE", "Weight of the gate: a hidden unit a row")]
    public required InputFile Gate { get; init; }

    /// <summary>Up.</summary>
    [Input("UP", "Weight of the up projection: a hidden unit a row")]
    public required InputFile Up { get; init; }

    /// <summary>Down.</summary>
    [Input("DOWN", "Weight of the down projection: a hidden unit a column")]
    public required InputFile Down { get; init; }

    /// <summary>E.</summary>
    [Option("Experts, which must divide the hidden units", Minimum = 2, Maximum = 256, ValueName = "E")]
    public int Experts { get; init; } = 4;

    /// <summary>k.</summary>
    [Option("Experts that a token passes", Minimum = 1, Maximum = 256, ValueName = "K")]
    public int Chosen { get; init; } = 2;

    /// <summary>Training steps of the router.</summary>
    [Option("Steps of the router's training", Minimum = 1, Maximum = 100000, ValueName = "STEPS")]
    public int Steps { get; init; } = 300;

    /// <summary>s.</summary>
    [Option("How sharp the router's target is; 1 is as the released code has it", Above = 0, ValueName = "S")]
    public double Sharpness { get; init; } = 1;
}
