using Praxis.Lab;

namespace Praxis.Papers.RandomizedLinearAlgebra;

/// <summary>What <c>praxis bench randomized-linear-algebra</c> takes.</summary>
public sealed record RegressionBenchOptions
{
    /// <summary>The reader's table; without it the bundled inputs.</summary>
    [Input("TABLE", "Your table of numbers, one observation a row; without it bundled and made-up tables")]
    public InputFile? Table { get; init; }

    /// <summary>The column to explain.</summary>
    [Option("Column to explain, by name or by number from 1; without it the last", ValueName = "COLUMN")]
    public string? Target { get; init; }

    /// <summary>The power of the loss.</summary>
    [Option("Power of the loss: 2 for least squares, 1 for least absolute deviations", Minimum = 1, Maximum = 4)]
    public double P { get; init; } = 2;

    /// <summary>Kept rows, in units of the number of columns.</summary>
    [Option("Budgets: kept rows for every coefficient", Minimum = 1)]
    public double[] Budgets { get; init; } = [2, 4, 8, 16];

    /// <summary>How many seeds.</summary>
    [Option("Number of seeds", Minimum = 5, Maximum = 1000)]
    public int Seeds { get; init; } = 20;
}
