using Praxis.Learning;
using Praxis.Numerics;

namespace Praxis.Papers.Compression;

/// <summary>Equal blocks along the diagonal and zeros elsewhere: each run of inputs reaches one run of outputs.</summary>
public sealed record BlockDiagonalWeight : CompressedWeight
{
    /// <summary>The blocks.</summary>
    /// <param name="blocks">(count, outputs / count, inputs / count); not copied.</param>
    /// <exception cref="ShapeException">They are no such tensor.</exception>
    public BlockDiagonalWeight(Tensor blocks)
        : base(
            checked(FormTensors.Require(blocks, 3, "Blocks").Shape[0] * blocks.Shape[1]),
            checked(blocks.Shape[0] * blocks.Shape[2])) => Blocks = blocks;

    /// <summary>(count, outputs / count, inputs / count).</summary>
    public Tensor Blocks { get; }

    /// <inheritdoc/>
    public override long Parameters => Blocks.Length;

    /// <inheritdoc/>
    public override long Bits => Parameters * NumberBits;

    /// <inheritdoc/>
    public override long FlopsPerRow => 2 * Parameters;

    /// <inheritdoc/>
    public override Tensor ToDense()
    {
        (int count, int height, int width) = (Blocks.Shape[0], Blocks.Shape[1], Blocks.Shape[2]);
        var dense = Tensor.Zeros(Outputs, Inputs);
        for (int block = 0; block < count; block++)
            dense.Slice(0, block * height, height).Slice(1, block * width, width).CopyFrom(Blocks.Select(0, block).To(DType.F64));
        return dense;
    }

    /// <inheritdoc/>
    public override Layer ToLayer(Tensor? bias, DType dtype) =>
        new BlockDiagonalLayer(FormTensors.Copy(Blocks, dtype), FormTensors.CopyBias(bias, Outputs, dtype));
}

/// <summary>x by block-diagonal Wᵀ, + b.</summary>
internal sealed class BlockDiagonalLayer : Layer
{
    private readonly Variable _blocks; // (count, height, width)
    private readonly Variable? _bias;

    public BlockDiagonalLayer(Tensor blocks, Tensor? bias)
    {
        _blocks = AddParameter("blocks", blocks);
        _bias = bias is null ? null : AddParameter("bias", bias);
    }

    public override Variable Forward(Variable x)
    {
        int count = _blocks.Shape[0];
        var y = BlockProducts.Of(x.Reshape(-1, count, _blocks.Shape[2]), _blocks)        // (count, rows, height)
            .Permute(1, 0, 2)
            .Reshape([.. x.Shape[..^1], count * _blocks.Shape[1]]);
        return _bias is null ? y : y + _bias;
    }
}

/// <summary>Products of the runs of rows with a block each.</summary>
internal static class BlockProducts
{
    /// <summary>Each run of each row times its block.</summary>
    /// <param name="x">(rows, count, width).</param>
    /// <param name="blocks">(count, height, width).</param>
    /// <returns>(count, rows, height).</returns>
    public static Variable Of(Variable x, Variable blocks) => x.Permute(1, 0, 2).MatMul(blocks.Transpose());
}
