using Praxis.Lab;

namespace Praxis.Papers.Compression.Farms;

/// <summary>What <c>praxis use farms</c> takes.</summary>
public sealed record FarmsToolOptions
{
    /// <summary>The weight.</summary>
    [Input("WEIGHT", "Weight matrix: .npy, .npz, .csv, .tsv or .mtx")]
    public required InputFile Weight { get; init; }

    /// <summary>The rows of a window.</summary>
    [Option("Rows of a window; without it half the smaller side, at most 2000", Minimum = 8)]
    public int? Rows { get; init; }

    /// <summary>The windows' ratio.</summary>
    [Option("Columns to rows of a window; take one value for all matrices that are compared", Above = 0)]
    public double Ratio { get; init; } = 1;

    /// <summary>The positions.</summary>
    [Option("Windows along each side at most", Minimum = 1, Maximum = 100)]
    public int Positions { get; init; } = 10;
}
