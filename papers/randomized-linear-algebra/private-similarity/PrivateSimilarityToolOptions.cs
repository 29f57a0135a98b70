using Praxis.Lab;

namespace Praxis.Papers.RandomizedLinearAlgebra.PrivateSimilarity;

/// <summary>What <c>praxis use private-similarity</c> takes.</summary>
public sealed record PrivateSimilarityToolOptions
{
    /// <summary>The private table, or a summary released before.</summary>
    [Input("FILE", "Private table, one person a row: .csv, .tsv, .npy, .npz or .mtx; or a summary (.json) that was released before, to answer --queries from it")]
    public required InputFile File { get; init; }

    /// <summary>ε.</summary>
    [Option("ε of the release; it is spent from the ledger", Above = 0, ValueName = "EPSILON")]
    public double? Epsilon { get; init; }

    /// <summary>The ledger.</summary>
    [Option("File that records what is spent on this table; it is begun with the first release and must be kept", ValueName = "LEDGER")]
    public string? Ledger { get; init; }

    /// <summary>The budget.</summary>
    [Option("ε that all releases from this table may spend together; given once, with the first", Above = 0, ValueName = "EPSILON")]
    public double? Budget { get; init; }

    /// <summary>Public lower bounds.</summary>
    [Option("Public lower bound of every column, one number for all or one for each; never taken from the table")]
    public double[] Low { get; init; } = [];

    /// <summary>Public upper bounds.</summary>
    [Option("Public upper bound of every column, one number for all or one for each; never taken from the table")]
    public double[] High { get; init; } = [];

    /// <summary>The kernel.</summary>
    [Option("Similarity of two rows at distance r: gaussian exp(-r²/σ²), exponential exp(-r/σ), cauchy 1/(1 + r²/σ²), inverse 1/(1 + r/σ)")]
    public SimilarityKernel Kernel { get; init; } = SimilarityKernel.Gaussian;

    /// <summary>σ.</summary>
    [Option("Bandwidth σ, in units of the columns, public; without it half the diagonal of the bounds over the root of 6", Above = 0, ValueName = "SIGMA")]
    public double? Bandwidth { get; init; }

    /// <summary>I.</summary>
    [Option("Random features: more of them lower the error of the features and raise that of the noise", Minimum = 1, Maximum = 100_000, ValueName = "I")]
    public int Features { get; init; } = 200;

    /// <summary>m.</summary>
    [Option("Dimensions after a random projection, below the number of columns; without it none", Minimum = 1, ValueName = "M")]
    public int? Project { get; init; }

    /// <summary>Queries.</summary>
    [Option("Table of queries with the same columns; they are answered from the summary, as many as you like")]
    public InputFile? Queries { get; init; }
}
