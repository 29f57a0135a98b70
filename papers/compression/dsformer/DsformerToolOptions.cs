using Praxis.Lab;

namespace Praxis.Papers.Compression.Dsformer;

/// <summary>What <c>praxis use dsformer</c> takes.</summary>
public sealed record DsformerToolOptions
{
    /// <summary>The weight.</summary>
    [Input("WEIGHT", "Weight matrix, one output a row: .npy, .npz, .csv, .tsv or .mtx")]
    public required InputFile Weight { get; init; }

    /// <summary>The share.</summary>
    [Option("Share of the weight that may be kept", Above = 0, Below = 1)]
    public double Keep { get; init; } = 0.5;

    /// <summary>Whether places count.</summary>
    [Option("Count values only, as the paper does; without it --keep is a share of the bits, places of the coefficients among them")]
    public bool ValuesOnly { get; init; }

    /// <summary>Rounds.</summary>
    [Option("Rounds of coefficients and atoms", Minimum = 0, Maximum = 1000)]
    public int Rounds { get; init; } = 20;
}
