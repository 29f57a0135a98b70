using Praxis.Lab;

namespace Praxis.Papers.Compression.FlashSvd;

/// <summary>What <c>praxis use flashsvd</c> takes.</summary>
public sealed record StreamedFeedForwardToolOptions
{
    /// <summary>Input rows.</summary>
    [Input("ROWS", "Activations that enter a feed-forward part, one token a row: .npy, .npz, .csv, .tsv or .mtx")]
    public required InputFile Rows { get; init; }

    /// <summary>W₁.</summary>
    [Input("UP", "Its first weight, one hidden unit a row, as many columns as ROWS")]
    public required InputFile Up { get; init; }

    /// <summary>W₂.</summary>
    [Input("DOWN", "Its second weight, one output a row, as many columns as there are hidden units")]
    public required InputFile Down { get; init; }

    /// <summary>The share of the numbers.</summary>
    [Option("Share of each weight's numbers that its two factors may take", Above = 0, Below = 1)]
    public double Keep { get; init; } = 0.25;

    /// <summary>Rows of a tile.</summary>
    [Option("Rows of a tile", Minimum = 1)]
    public int RowTile { get; init; } = 64;

    /// <summary>Hidden units of a tile.</summary>
    [Option("Hidden units of a tile", Minimum = 1)]
    public int HiddenTile { get; init; } = 128;
}
