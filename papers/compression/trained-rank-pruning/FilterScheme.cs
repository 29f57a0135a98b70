using Praxis.Numerics;

namespace Praxis.Papers.Compression.TrainedRankPruning;

/// <summary>How the filters of a convolution are seen as a matrix, and so in which two layers a low rank cuts them. A linear layer's weight is its own matrix under either.</summary>
public enum FilterScheme
{
    /// <summary>(n, c·kₕ·k𝓌): r filters of full size, then a 1 × 1 convolution.</summary>
    Channel,

    /// <summary>(c·kₕ, n·k𝓌): r filters of one column, then n of one row.</summary>
    Spatial,
}

/// <summary>Filters as matrices and back.</summary>
public static class FilterMatrix
{
    /// <summary>The matrix of a weight.</summary>
    /// <param name="weight">(n, c, height, width) of a convolution, or (outputs, inputs).</param>
    /// <param name="scheme">Which matrix.</param>
    /// <returns>F64; (n, c·height·width), (c·height, n·width), or the weight of a linear layer.</returns>
    /// <exception cref="ShapeException">It is neither.</exception>
    public static Tensor Of(Tensor weight, FilterScheme scheme)
    {
        var w = weight.To(DType.F64);
        if (weight.Rank == 2)
            return w.Contiguous();
        if (weight.Rank != 4)
            throw new ShapeException($"A weight (filters, channels, height, width) or (outputs, inputs) is needed, not one of {weight.Rank} axes.");
        (int n, int c, int height, int width) = (weight.Shape[0], weight.Shape[1], weight.Shape[2], weight.Shape[3]);
        return scheme == FilterScheme.Channel
            ? w.Contiguous().Reshape(n, c * height * width)
            : w.Transpose(1, 2, 0, 3).Contiguous().Reshape(c * height, n * width);
    }

    /// <summary>The weight of a matrix.</summary>
    /// <param name="matrix">What <see cref="Of"/> gave, or another of its shape.</param>
    /// <param name="scheme">Which matrix it is.</param>
    /// <param name="shape">The weight's.</param>
    public static Tensor ToWeight(Tensor matrix, FilterScheme scheme, ReadOnlySpan<int> shape) =>
        shape.Length == 2 || scheme == FilterScheme.Channel
            ? matrix.Contiguous().Reshape(shape)
            : matrix.Contiguous().Reshape(shape[1], shape[2], shape[0], shape[3]).Transpose(2, 0, 1, 3).Contiguous(); // (c, height, n, width) to (n, c, height, width)

    /// <summary>Multiplications with additions for one place of the output (one row of a linear layer's input) when the weight is whole.</summary>
    public static long WholeOperations(ReadOnlySpan<int> shape)
    {
        long product = 1;
        foreach (int length in shape)
            product *= length;
        return product;
    }

    /// <summary>The same when it is two layers of rank r: r (rows + columns) of the matrix.</summary>
    public static long FactoredOperations(ReadOnlySpan<int> shape, FilterScheme scheme, int rank) => rank * (shape.Length == 2
        ? (long)shape[0] + shape[1]
        : scheme == FilterScheme.Channel
            ? shape[0] + ((long)shape[1] * shape[2] * shape[3])
            : ((long)shape[1] * shape[2]) + ((long)shape[0] * shape[3]));
}
