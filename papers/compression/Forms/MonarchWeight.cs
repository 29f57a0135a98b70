using Praxis.Learning;
using Praxis.Numerics;

namespace Praxis.Papers.Compression;

/// <summary>
/// A Monarch matrix (Dao et al., 2022, section 3; here also rectangular): right, block-diagonal with k blocks of q × p, then the order
/// (k, q) becomes (q, k), then left, block-diagonal with q blocks of s × k, then (q, s) becomes (s, q). k q (p + s) numbers for a weight
/// of s q × k p.
/// </summary>
public sealed record MonarchWeight : CompressedWeight
{
    /// <summary>The two block-diagonal factors.</summary>
    /// <param name="left">(q, s, k); not copied.</param>
    /// <param name="right">(k, q, p); not copied.</param>
    /// <exception cref="ShapeException">They do not fit each other.</exception>
    public MonarchWeight(Tensor left, Tensor right)
        : base(
            checked(FormTensors.Require(left, 3, "The left blocks").Shape[0] * left.Shape[1]),
            checked(FormTensors.Require(right, 3, "The right blocks").Shape[0] * right.Shape[2]))
    {
        if (left.Shape[0] != right.Shape[1] || left.Shape[2] != right.Shape[0])
            throw new ShapeException($"Left blocks (q, s, k) = ({string.Join(", ", left.Shape.ToArray())}) and right blocks (k, q, p) = ({string.Join(", ", right.Shape.ToArray())}) do not fit each other.");
        (Left, Right) = (left, right);
    }

    /// <summary>(q, s, k).</summary>
    public Tensor Left { get; }

    /// <summary>(k, q, p).</summary>
    public Tensor Right { get; }

    /// <inheritdoc/>
    public override long Parameters => (long)Left.Length + Right.Length;

    /// <inheritdoc/>
    public override long Bits => Parameters * NumberBits;

    /// <inheritdoc/>
    public override long FlopsPerRow => 2 * Parameters;

    /// <summary>Entry (s·q + …): W[(i, j), (l, o)] = left[j, i, l] · right[l, j, o], as every path leads through one pair (l, j).</summary>
    public override Tensor ToDense()
    {
        (int q, int s, int k, int p) = (Left.Shape[0], Left.Shape[1], Left.Shape[2], Right.Shape[2]);
        var left = Left.To(DType.F64).Transpose(1, 0, 2).Reshape(s, q, k, 1);
        var right = Right.To(DType.F64).Transpose(1, 0, 2).Reshape(1, q, k, p);
        return (left * right).Reshape(Outputs, Inputs);                                   // (s, q, k, p)
    }

    /// <inheritdoc/>
    public override Layer ToLayer(Tensor? bias, DType dtype) =>
        new MonarchLayer(FormTensors.Copy(Left, dtype), FormTensors.Copy(Right, dtype), FormTensors.CopyBias(bias, Outputs, dtype));
}

/// <summary>x by a Monarch matrix, + b.</summary>
internal sealed class MonarchLayer : Layer
{
    private readonly Variable _left;  // (q, s, k)
    private readonly Variable _right; // (k, q, p)
    private readonly Variable? _bias;

    public MonarchLayer(Tensor left, Tensor right, Tensor? bias)
    {
        (_left, _right) = (AddParameter("left", left), AddParameter("right", right));
        _bias = bias is null ? null : AddParameter("bias", bias);
    }

    public override Variable Forward(Variable x)
    {
        var inner = BlockProducts.Of(x.Reshape(-1, _right.Shape[0], _right.Shape[2]), _right); // (k, rows, q)
        var y = BlockProducts.Of(inner.Permute(1, 2, 0), _left)                                // (q, rows, s)
            .Permute(1, 2, 0)                                                                  // (rows, s, q)
            .Reshape([.. x.Shape[..^1], _left.Shape[1] * _left.Shape[0]]);
        return _bias is null ? y : y + _bias;
    }
}
