using Praxis.Lab;

namespace Praxis.Papers.RandomizedLinearAlgebra.RobustAlternatingMinimization;

/// <summary>What <c>praxis use robust-alternating-minimization</c> takes.</summary>
public sealed record CompleteMatrixToolOptions
{
    /// <summary>The matrix.</summary>
    [Input("MATRIX", "Matrix with missing entries: empty or NaN cells in .csv, .tsv, .npy or .npz, unstored ones in .mtx; or triplets, see --triplets")]
    public required InputFile Matrix { get; init; }

    /// <summary>Whether the table lists entries.</summary>
    [Option("The table has one known entry a row: row number, column number (both from 1), value")]
    public bool Triplets { get; init; }

    /// <summary>k.</summary>
    [Option("Rank of the completion; without it the one with the smallest error on held-out entries", Minimum = 1, ValueName = "K")]
    public int? Rank { get; init; }

    /// <summary>The largest rank that is tried.</summary>
    [Option("Largest rank that is tried when the rank is chosen", Minimum = 1, ValueName = "K")]
    public int MostRank { get; init; } = 20;

    /// <summary>The share of known entries that the error is measured on.</summary>
    [Option("Share of the known entries that is hidden to measure the error", Above = 0, Maximum = 0.5, ValueName = "SHARE")]
    public double HeldOut { get; init; } = 0.1;

    /// <summary>Ridge.</summary>
    [Option("Ridge of the regressions as a share of their mean eigenvalue: 0 for data without noise", Minimum = 0, Maximum = 100, ValueName = "R")]
    public double Ridge { get; init; } = 0.05;

    /// <summary>Which solver.</summary>
    [Option("How regressions are solved: auto sketches where rows have more than 16 known entries for each unit of rank")]
    public RegressionChoice Solver { get; init; } = RegressionChoice.Auto;

    /// <summary>The approximate solver's tolerance.</summary>
    [Option("Relative tolerance of the approximate solver", Above = 0, Below = 1, ValueName = "ETA")]
    public double Tolerance { get; init; } = 1e-4;

    /// <summary>The most iterations.</summary>
    [Option("Most iterations", Minimum = 1, Maximum = 100_000, ValueName = "T")]
    public int Iterations { get; init; } = 50;

    /// <summary>Whether known entries are replaced too.</summary>
    [Option("Replace known entries too by their low-rank values, instead of keeping them as they are")]
    public bool Smooth { get; init; }
}

/// <summary>The solvers on offer.</summary>
public enum RegressionChoice
{
    /// <summary>By the length of the rows.</summary>
    Auto,
    /// <summary>Normal equations.</summary>
    Exact,
    /// <summary>Sketch, preconditioner, a few inner steps.</summary>
    Sketched,
}
