using Praxis.Lab;

namespace Praxis.Papers.RandomizedLinearAlgebra.DppLeastSquares;

/// <summary>What <c>praxis use dpp-least-squares</c> takes.</summary>
public sealed record DppDesignToolOptions
{
    /// <summary>The candidates.</summary>
    [Input("TABLE", "Table of candidate points, one a row: .csv, .tsv, .npy, .npz or .mtx")]
    public required InputFile Table { get; init; }

    /// <summary>The measured column.</summary>
    [Option("Column to fit, by name or by number from 1; without it every column is a coordinate and a design is returned, nothing is fitted", ValueName = "COLUMN")]
    public string? Target { get; init; }

    /// <summary>The degree of the polynomials.</summary>
    [Option("Total degree of the polynomials in the coordinates: 1 for a linear fit", Minimum = 0, Maximum = 20, ValueName = "DEGREE")]
    public int Degree { get; init; } = 1;

    /// <summary>Points of the design.</summary>
    [Option("Points to choose; without it three for every function of the basis", Minimum = 1, ValueName = "N")]
    public int? Points { get; init; }

    /// <summary>How to choose.</summary>
    [Option("How to choose points: repeated determinantal designs need fewest")]
    public DesignChoice Design { get; init; } = DesignChoice.Repeated;
}

/// <summary>The designs on offer.</summary>
public enum DesignChoice
{
    /// <summary>Independent determinantal designs, one after the other.</summary>
    Repeated,
    /// <summary>One determinantal design and independent points.</summary>
    Volume,
    /// <summary>Independent points from the optimal density.</summary>
    Independent,
}
