using Praxis.Lab;

namespace Praxis.Papers.Compression.WeLore;

/// <summary>What <c>praxis use welore</c> takes.</summary>
public sealed record WeLoreToolOptions
{
    /// <summary>The weights.</summary>
    [Input("WEIGHTS", "Weight matrices of one model, a file each: .npy, .npz#name, .csv, .tsv or .mtx")]
    public required IReadOnlyList<InputFile> Weights { get; init; }

    /// <summary>The nominal reduction.</summary>
    [Option("Nominal share of all rank that lies below the common threshold", Minimum = 0, Below = 1)]
    public double Reduction { get; init; } = 0.5;

    /// <summary>How singular values are made comparable.</summary>
    [Option("Singular values over their range, as the released code does, or over the largest")]
    public SpectrumNormalization Normalize { get; init; } = SpectrumNormalization.Range;
}
