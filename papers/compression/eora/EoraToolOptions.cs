using Praxis.Lab;

namespace Praxis.Papers.Compression.Eora;

/// <summary>What <c>praxis use eora</c> takes.</summary>
public sealed record EoraToolOptions
{
    /// <summary>The weight.</summary>
    [Input("WEIGHT", "Weight matrix W, one output a row: .npy, .npz, .csv, .tsv or .mtx")]
    public required InputFile Weight { get; init; }

    /// <summary>The compressed weight.</summary>
    [Input("COMPRESSED", "What it was compressed to, as plain numbers in the same shape (quantised weights dequantised)")]
    public required InputFile Compressed { get; init; }

    /// <summary>The layer's inputs.</summary>
    [Input("INPUTS", "Inputs of the layer, one a row; .npy and .csv are read block by block")]
    public required InputFile Inputs { get; init; }

    /// <summary>The rank.</summary>
    [Option("Rank of the low-rank path", Minimum = 1)]
    public int Rank { get; init; } = 16;

    /// <summary>Inputs to measure on.</summary>
    [Option("Other inputs of the layer, one a row, to measure the error on; without it the error is on INPUTS")]
    public InputFile? TestInputs { get; init; }
}
