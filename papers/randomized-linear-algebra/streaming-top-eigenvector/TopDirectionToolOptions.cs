using Praxis.Lab;

namespace Praxis.Papers.RandomizedLinearAlgebra.StreamingTopEigenvector;

/// <summary>What <c>praxis use streaming-top-eigenvector</c> takes.</summary>
public sealed record TopDirectionToolOptions
{
    /// <summary>The rows.</summary>
    [Input("TABLE", "Rows of numbers, .npy or .csv; read block by block, so the file may be larger than memory")]
    public required InputFile Table { get; init; }

    /// <summary>Whether the mean is taken off first.</summary>
    [Option("Subtract the mean row first, in a pass of its own: the direction is then the first principal component")]
    public bool Center { get; init; }

    /// <summary>Whether rows are read in random order.</summary>
    [Option("Read the rows of a .npy in random order, when the file is sorted: the guarantee is for random order. Slower, one read a row")]
    public bool Shuffle { get; init; }

    /// <summary>The number of blocks.</summary>
    [Option("Blocks of rows, each one step of the power method; without it 2·ln d + 1, fewer on short streams", Minimum = 2, ValueName = "T")]
    public int? Blocks { get; init; }

    /// <summary>Whether the residual pass is left out.</summary>
    [Option("Read the stream once only: the error is then not measured")]
    public bool OnePass { get; init; }

    /// <summary>Whether the exact answer is computed too.</summary>
    [Option("Compute the exact direction as well, from the d × d matrix of products; for at most 4096 columns")]
    public bool Check { get; init; }
}
