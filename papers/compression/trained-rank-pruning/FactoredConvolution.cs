using Praxis.Learning;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.TrainedRankPruning;

/// <summary>A convolution of stride 1 that keeps the size of its images, cut into two by a low rank of its filters' matrix.</summary>
public sealed class FactoredConvolution : Layer
{
    private readonly Variable _first;   // (r, c, height, width) or (r, c, height, 1)
    private readonly Variable _second;  // (n, r, 1, 1) or (n, r, 1, width)
    private readonly Variable? _bias;
    private readonly (int Height, int Width) _kernel;

    /// <summary>The two convolutions of a decomposition, √σ on either side.</summary>
    /// <param name="svd">Of the filters' matrix.</param>
    /// <param name="rank">r, from 1 on.</param>
    /// <param name="scheme">Which matrix it is.</param>
    /// <param name="shape">(n, c, height, width) of the filters, height and width odd.</param>
    /// <param name="bias">(n), or null.</param>
    /// <param name="dtype">F32 or F64.</param>
    /// <exception cref="ArgumentException">A kernel of even size has no middle.</exception>
    public FactoredConvolution(SvdDecomposition svd, int rank, FilterScheme scheme, ReadOnlySpan<int> shape, Tensor? bias, DType dtype)
    {
        (int n, int c, int height, int width) = (shape[0], shape[1], shape[2], shape[3]);
        if (height % 2 == 0 || width % 2 == 0)
            throw new ArgumentException($"A kernel of {height} × {width} has no middle and cannot keep the size of an image.", nameof(shape));
        _kernel = (height, width);
        var root = svd.S.Slice(0, 0, rank).Sqrt();                                   // (r)
        var left = svd.U.Slice(1, 0, rank) * root;                                   // (rows, r)
        var right = svd.Vt.Slice(0, 0, rank).Transpose() * root;                     // (columns, r)
        (var first, var second) = scheme == FilterScheme.Channel
            ? (right.Transpose().Contiguous().Reshape(rank, c, height, width), left.Contiguous().Reshape(n, rank, 1, 1))
            : (left.Transpose().Contiguous().Reshape(rank, c, height, 1), right.Contiguous().Reshape(n, width, rank).Transpose(0, 2, 1).Contiguous().Reshape(n, rank, 1, width));
        _first = AddParameter("first", first.To(dtype).Clone());
        _second = AddParameter("second", second.To(dtype).Clone());
        _bias = bias is null ? null : AddParameter("bias", bias.To(dtype).Clone());
    }

    /// <summary>The convolution.</summary>
    /// <param name="x">(batch, c, rows, columns).</param>
    /// <returns>(batch, n, rows, columns).</returns>
    public override Variable Forward(Variable x)
    {
        (int up, int left) = (_kernel.Height / 2, _kernel.Width / 2);
        var padded = x.Pad(2, up, up).Pad(3, left, left);
        return Convolution.TwoDimensional(Convolution.TwoDimensional(padded, _first), _second, _bias); // (batch, r, rows, …), then (batch, n, rows, columns)
    }
}
