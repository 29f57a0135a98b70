using Praxis.Lab;

namespace Praxis.Papers.TensorsAndFunctions.BandlimitedRandomNetworks;

/// <summary>What <c>praxis use bandlimited-random-networks</c> takes.</summary>
public sealed record RandomNetworkToolOptions
{
    /// <summary>The table.</summary>
    [Input("TABLE", "Table of numbers, one observation a row: .csv, .tsv, .npy, .npz or .mtx")]
    public required InputFile Table { get; init; }

    /// <summary>The column to predict.</summary>
    [Option("Column to predict, by name or by number from 1; without it the last", ValueName = "COLUMN")]
    public string? Target { get; init; }

    /// <summary>The most units.</summary>
    [Option("Most hidden units; fewer are tried too, and no more than half the training rows are used", Minimum = 1, Maximum = 5000, ValueName = "N")]
    public int Units { get; init; } = 400;

    /// <summary>The ranges to try.</summary>
    [Option("Ranges λ of weights and offsets to try, for inputs between −1 and 1", Above = 0, ValueName = "λ,…")]
    public double[] Ranges { get; init; } = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50];

    /// <summary>The activation.</summary>
    [Option("Activation of the hidden units")]
    public HiddenActivation Activation { get; init; } = HiddenActivation.Logistic;

    /// <summary>Whether offsets are set by the data.</summary>
    [Option("Set offsets so that every unit bends at a row of the data (b = a·x₀) instead of drawing them from the range")]
    public bool Centred { get; init; }
}
