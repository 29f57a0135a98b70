using Praxis.Learning;
using Praxis.Numerics;

namespace Praxis.Papers.Compression;

/// <summary>
/// A Monarch matrix (Dao et al., 2022, section 3; here also rectangular and of inner rank r): the weight, s q × k p, is cut into q k tiles of
/// every q-th row and p columns in a run, and each tile is of rank r. Right, block-diagonal with k blocks of r q × p, then a reordering, then
/// left, block-diagonal with q blocks of s × k r, then (q, s) becomes (s, q): r (k s q + q k p) numbers, and two batches of small products
/// in place of a large one. With r = 1 it is the paper's square-root case, with one block on each side a low-rank form.
/// </summary>
public sealed record MonarchWeight : CompressedWeight
{
    /// <summary>The two block-diagonal factors.</summary>
    /// <param name="left">(q, s, k r), the last axis in the order (k, r); not copied.</param>
    /// <param name="right">(k, r q, p), the middle axis in the order (r, q); not copied.</param>
    /// <exception cref="ShapeException">They do not fit each other.</exception>
    public MonarchWeight(Tensor left, Tensor right)
        : base(
            checked(FormTensors.Require(left, 3, "The left blocks").Shape[0] * left.Shape[1]),
            checked(FormTensors.Require(right, 3, "The right blocks").Shape[0] * right.Shape[2]))
    {
        if (right.Shape[1] % left.Shape[0] != 0 || left.Shape[2] != right.Shape[0] * (right.Shape[1] / left.Shape[0]))
            throw new ShapeException($"Left blocks (q, s, k r) = ({string.Join(", ", left.Shape.ToArray())}) and right blocks (k, r q, p) = ({string.Join(", ", right.Shape.ToArray())}) do not fit each other.");
        (Left, Right) = (left, right);
    }

    /// <summary>(q, s, k r).</summary>
    public Tensor Left { get; }

    /// <summary>(k, r q, p).</summary>
    public Tensor Right { get; }

    /// <summary>r: the rank of each tile.</summary>
    public int InnerRank => Right.Shape[1] / Left.Shape[0];

    /// <inheritdoc/>
    public override long Parameters => (long)Left.Length + Right.Length;

    /// <inheritdoc/>
    public override long Bits => Parameters * NumberBits;

    /// <inheritdoc/>
    public override long FlopsPerRow => 2 * Parameters;

    /// <summary>W[(i, j), (l, o)] = Σ_t left[j, i, (l, t)] · right[l, (t, j), o]: (outputs, inputs), F64.</summary>
    public override Tensor ToDense()
    {
        (int q, int s, int k, int p) = (Left.Shape[0], Left.Shape[1], Right.Shape[0], Right.Shape[2]);
        var left = Left.To(DType.F64).Reshape(q, s, k, InnerRank).Transpose(0, 2, 1, 3);  // (q, k, s, r)
        var right = Right.To(DType.F64).Reshape(k, InnerRank, q, p).Transpose(2, 0, 1, 3); // (q, k, r, p)
        return LinearAlgebra.BatchedMatMul(left, right).Transpose(2, 0, 1, 3).Reshape(Outputs, Inputs); // (s, q, k, p)
    }

    /// <inheritdoc/>
    public override Layer ToLayer(Tensor? bias, DType dtype) =>
        new MonarchLayer(FormTensors.Copy(Left, dtype), FormTensors.Copy(Right, dtype), FormTensors.CopyBias(bias, Outputs, dtype));
}

/// <summary>
/// x by a Monarch matrix, + b. The rows lie along the last axis between the products, so that both batches read their operands where they
/// lie; only the result is reordered.
/// </summary>
internal sealed class MonarchLayer : Layer
{
    private readonly Variable _left;  // (q, s, k r)
    private readonly Variable _right; // (k, r q, p)
    private readonly Variable? _bias;

    public MonarchLayer(Tensor left, Tensor right, Tensor? bias)
    {
        (_left, _right) = (AddParameter("left", left), AddParameter("right", right));
        _bias = bias is null ? null : AddParameter("bias", bias);
    }

    public override Variable Forward(Variable x)
    {
        (int q, int k, int p) = (_left.Shape[0], _right.Shape[0], _right.Shape[2]);
        var runs = x.Reshape(-1, k, p).Permute(1, 2, 0);                  // (k, p, rows)
        var inner = _right.MatMul(runs)                                   // (k, r q, rows)
            .Reshape(_left.Shape[2], q, -1).Permute(1, 0, 2);             // (q, k r, rows)
        var y = _left.MatMul(inner)                                       // (q, s, rows)
            .Permute(1, 0, 2).Reshape(_left.Shape[1] * q, -1)             // (s q, rows): whole runs of rows change places
            .Transpose()                                                  // one matrix is transposed, not many thin ones
            .Reshape([.. x.Shape[..^1], _left.Shape[1] * q]);
        return _bias is null ? y : y + _bias;
    }
}
