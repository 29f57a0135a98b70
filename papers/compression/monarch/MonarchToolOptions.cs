using Praxis.Lab;

namespace Praxis.Papers.Compression.Monarch;

/// <summary>What <c>praxis use monarch</c> takes.</summary>
public sealed record MonarchToolOptions
{
    /// <summary>The matrix.</summary>
    [Input("MATRIX", "A weight, one output a row: .npy, .npz, .csv, .tsv or .mtx")]
    public required InputFile Matrix { get; init; }

    /// <summary>Blocks on both sides.</summary>
    [Option("Blocks on both sides, which must divide rows and columns; without it the number whose error is smallest within --keep", Minimum = 1, ValueName = "B")]
    public int? Blocks { get; init; }

    /// <summary>The rank of each tile.</summary>
    [Option("Rank of each tile; without it the largest that --keep allows", Minimum = 1, ValueName = "R")]
    public int? InnerRank { get; init; }

    /// <summary>The share of the numbers.</summary>
    [Option("Share of the matrix's numbers that may be kept", Above = 0, Below = 1)]
    public double Keep { get; init; } = 0.5;
}
