using Praxis.Learning;
using Praxis.Numerics;

namespace Praxis.Papers.Compression;

/// <summary>W = left · right of rank r: r (outputs + inputs) numbers, and two thin products in place of one.</summary>
public sealed record LowRankWeight : CompressedWeight
{
    /// <summary>The two factors.</summary>
    /// <param name="left">(outputs, r); not copied.</param>
    /// <param name="right">(r, inputs); not copied.</param>
    /// <exception cref="ShapeException">They do not fit each other.</exception>
    public LowRankWeight(Tensor left, Tensor right)
        : base(FormTensors.Require(left, 2, "The left factor").Rows, FormTensors.Require(right, 2, "The right factor").Columns)
    {
        if (left.Columns != right.Rows)
            throw new ShapeException($"A left factor of rank {left.Columns} and a right one of rank {right.Rows} have no product.");
        (Left, Right) = (left, right);
    }

    /// <summary>(outputs, r).</summary>
    public Tensor Left { get; }

    /// <summary>(r, inputs).</summary>
    public Tensor Right { get; }

    /// <summary>r.</summary>
    public int Rank => Left.Columns;

    /// <inheritdoc/>
    public override long Parameters => (long)Rank * (Outputs + Inputs);

    /// <inheritdoc/>
    public override long Bits => Parameters * NumberBits;

    /// <inheritdoc/>
    public override long FlopsPerRow => 2 * Parameters;

    /// <inheritdoc/>
    public override Tensor ToDense() => LinearAlgebra.MatMul(Left.To(DType.F64), Right.To(DType.F64));

    /// <inheritdoc/>
    public override Layer ToLayer(Tensor? bias, DType dtype) =>
        new LowRankLayer(FormTensors.Copy(Left, dtype), FormTensors.Copy(Right, dtype), FormTensors.CopyBias(bias, Outputs, dtype));
}

/// <summary>x rightᵀ leftᵀ + b.</summary>
internal sealed class LowRankLayer : Layer
{
    private readonly Variable _left;  // (outputs, r)
    private readonly Variable _right; // (r, inputs)
    private readonly Variable? _bias;

    public LowRankLayer(Tensor left, Tensor right, Tensor? bias)
    {
        (_left, _right) = (AddParameter("left", left), AddParameter("right", right));
        _bias = bias is null ? null : AddParameter("bias", bias);
    }

    public override Variable Forward(Variable x) => x.Affine(_right.Transpose(), null) // (…, r)
        .Affine(_left.Transpose(), _bias);                                             // (…, outputs)
}
