using Praxis.Lab;

namespace Praxis.Papers.RandomizedLinearAlgebra.LpSensitivitySampling;

/// <summary>What <c>praxis use lp-sensitivity-sampling</c> takes.</summary>
public sealed record LpSamplingToolOptions
{
    /// <summary>The table.</summary>
    [Input("TABLE", "Table of numbers, one observation a row: .csv, .tsv, .npy, .npz or .mtx")]
    public required InputFile Table { get; init; }

    /// <summary>The norm.</summary>
    [Option("p of the norm to keep: 1 for absolute values, 2 for squares", Minimum = 1, Maximum = 16, ValueName = "P")]
    public double P { get; init; } = 1;

    /// <summary>Rows to keep.</summary>
    [Option("Rows to keep on average; without it 10 for every column", Minimum = 1, ValueName = "ROWS")]
    public int? Rows { get; init; }

    /// <summary>By what to sample.</summary>
    [Option("By what to sample; without it sensitivity up to 5,000 rows, above that Lewis weights (p below 4) or leverage")]
    public RowScore? Score { get; init; }

    /// <summary>The column to explain.</summary>
    [Option("Column to explain, by name or by number from 1; with it the regression on the sample is compared with the one on all rows", ValueName = "COLUMN")]
    public string? Target { get; init; }
}
