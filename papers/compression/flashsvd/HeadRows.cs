using Praxis.Numerics;

namespace Praxis.Papers.Compression.FlashSvd;

/// <summary>Queries, keys or values of all heads: made in full, or only in rank space, from which single tiles are made when they are asked for.</summary>
/// <param name="source">(rows, heads · width), or in rank space (rows, r).</param>
/// <param name="expand">The second factor and bias, (heads · width, r) and (heads · width); null if the rows are there in full.</param>
internal sealed class HeadRows(Tensor source, AffineMap? expand)
{
    /// <summary>Some rows of one head, (count, width).</summary>
    public Tensor Tile(int row, int count, int head, int width)
    {
        var rows = source.Slice(0, row, count);
        return expand is null
            ? rows.Slice(1, head * width, width)
            : AffineMap.AddBias(
                LinearAlgebra.MatMul(rows, expand.Left.Slice(0, head * width, width), false, true), // P_t V_h
                expand.Bias.Slice(0, head * width, width));
    }
}
