using Praxis.Lab;

namespace Praxis.Papers.TensorsAndFunctions;

/// <summary>What <c>praxis bench tensors-and-functions</c> takes.</summary>
public sealed record TensorBenchOptions
{
    /// <summary>The reader's array; without it a built-in set.</summary>
    [Input("ARRAY", "Your array of numbers with two or more axes: .npy, .npz#name, or a table; without it functions on grids, a noisy sum of products and pictures of digits")]
    public InputFile? Array { get; init; }

    /// <summary>Relative Frobenius errors.</summary>
    [Option("Tolerances: relative errors that every format must keep", Minimum = 1e-6, Maximum = 0.9)]
    public double[] Tolerances { get; init; } = [0.3, 0.1, 0.03, 0.01, 0.001];

    /// <summary>The tolerance of the table.</summary>
    [Option("Tolerance of the table; without it the middle one", Minimum = 1e-6, Maximum = 0.9)]
    public double? Shown { get; init; }
}
