using Praxis.Lab;

namespace Praxis.Papers.Compression.Fwsvd;

/// <summary>What <c>praxis use fwsvd</c> takes.</summary>
public sealed record FwsvdToolOptions
{
    /// <summary>The weight.</summary>
    [Input("WEIGHT", "Weight matrix, one output a row: .npy, .npz, .csv, .tsv or .mtx")]
    public required InputFile Weight { get; init; }

    /// <summary>The importances.</summary>
    [Input("IMPORTANCE", "Fisher information of every weight (a matrix like WEIGHT: mean of squared gradients), or one number for each input (a single row or column)")]
    public required InputFile Importance { get; init; }

    /// <summary>The rank.</summary>
    [Option("Rank of the factors; without it what --keep allows", Minimum = 1)]
    public int? Rank { get; init; }

    /// <summary>The share of the parameters.</summary>
    [Option("Share of the weight's parameters that the factors may have", Above = 0, Below = 1)]
    public double Keep { get; init; } = 0.5;

    /// <summary>Which side is weighted.</summary>
    [Option("Side of the weight that carries the importances: inputs as in the paper, or outputs")]
    public WeightedSide Side { get; init; } = WeightedSide.Inputs;
}
