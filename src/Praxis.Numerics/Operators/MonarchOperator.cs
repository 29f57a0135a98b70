namespace Praxis.Numerics;

/// <summary>
/// A Monarch matrix, P₂ L P₁ R (Dao et al., "Monarch: Expressive Structured Matrices for Efficient and Accurate Training", 2022,
/// section 3; here also rectangular): R is block-diagonal with k blocks of q × p, P₁ reorders its output from (k, q) to (q, k), L
/// is block-diagonal with q blocks of s × k, and P₂ reorders from (q, s) to (s, q). The matrix is sq × kp with
/// kq (p + s) parameters and twice as many flops.
/// </summary>
public sealed class MonarchOperator : LinearOperator, ISolvable
{
    private readonly BlockDiagonalOperator _left;
    private readonly BlockDiagonalOperator _right;
    private readonly int _k;
    private readonly int _p;
    private readonly int _q;
    private readonly int _s;

    /// <summary>Creates the operator from its blocks.</summary>
    /// <param name="left">(q, s, k).</param>
    /// <param name="right">(k, q, p).</param>
    /// <exception cref="ShapeException">The shapes do not fit together.</exception>
    /// <exception cref="NonFiniteException">A block has NaN or infinite entries.</exception>
    public MonarchOperator(Tensor left, Tensor right)
        : base("Monarch", Product(left, 0, 1), Product(right, 0, 2))
    {
        (_k, _q, _p) = (right.Shape[0], right.Shape[1], right.Shape[2]);
        _s = left.Shape[1];
        if (left.Shape[0] != _q || left.Shape[2] != _k)
            throw ShapeException.Between("MonarchOperator", left.Shape, right.Shape, "shapes (q, s, k) and (k, q, p) are needed");
        _left = new BlockDiagonalOperator(left);
        _right = new BlockDiagonalOperator(right);
    }

    /// <inheritdoc/>
    public override long ParameterCount => _left.ParameterCount + _right.ParameterCount;

    /// <inheritdoc/>
    public override long Flops => _left.Flops + _right.Flops;

    /// <summary>Solves with one factor after the other; all blocks must be square (s = k and q = p).</summary>
    /// <inheritdoc/>
    public Tensor Solve(Tensor b) => SolveBlocks(b, block => // (s·q, width)
        _right.Solve(Swap(_left.Solve(Swap(block, _s, _q)), _q, _k)));

    /// <inheritdoc/>
    protected override Tensor ApplyBlock(Tensor x) => Swap(_left.Apply(Swap(_right.Apply(x), _k, _q)), _q, _s);

    /// <inheritdoc/>
    protected override Tensor ApplyTransposedBlock(Tensor y) =>
        _right.ApplyTransposed(Swap(_left.ApplyTransposed(Swap(y, _s, _q)), _q, _k));

    // Rows ordered by (first, second) are ordered by (second, first).
    private static Tensor Swap(Tensor block, int first, int second) =>
        block.Reshape(first, second, block.Columns).Transpose(1, 0, 2).Reshape(block.Rows, block.Columns);

    private static int Product(Tensor blocks, int axis, int other) => blocks.Rank == 3
        ? checked(blocks.Shape[axis] * blocks.Shape[other])
        : throw ShapeException.Of("MonarchOperator", blocks.Shape, "a tensor of rank 3 is needed");
}
