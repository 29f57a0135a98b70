using Praxis.Lab;

namespace Praxis.Papers.Compression.Lr2Vq;

/// <summary>What <c>praxis use lr2vq</c> takes.</summary>
public sealed record Lr2VqToolOptions
{
    /// <summary>The weight.</summary>
    [Input("WEIGHT", "Matrix, one output a row: .npy, .npz, .csv, .tsv or .mtx")]
    public required InputFile Weight { get; init; }

    /// <summary>m.</summary>
    [Option("Inputs of a sub-vector; must divide the number of columns", Minimum = 1, ValueName = "M")]
    public int Length { get; init; } = 8;

    /// <summary>k.</summary>
    [Option("Codewords", Minimum = 2, Maximum = 65536, ValueName = "K")]
    public int Codewords { get; init; } = 256;

    /// <summary>d̃.</summary>
    [Option("Coordinates of a codeword, at most M; without it, by the rule: the smallest tried whose low-rank error is at most its clustering error", Minimum = 1, ValueName = "D")]
    public int? Coordinates { get; init; }

    /// <summary>Starts of k-means.</summary>
    [Option("Starts of k-means, of which the best counts", Minimum = 1, Maximum = 100)]
    public int Starts { get; init; } = 3;
}
