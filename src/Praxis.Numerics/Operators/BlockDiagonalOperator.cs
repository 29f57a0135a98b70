namespace Praxis.Numerics;

/// <summary>Operators side by side on the diagonal, zeros elsewhere; parameters and flops are those of the blocks.</summary>
public sealed class BlockDiagonalOperator : LinearOperator, ISolvable
{
    private readonly LinearOperator[] _blocks;

    /// <summary>Creates the operator from its blocks, which may be rectangular and have a structure of their own.</summary>
    /// <exception cref="OverflowException">There are more than 2³¹ − 1 rows or columns.</exception>
    public BlockDiagonalOperator(params IReadOnlyList<LinearOperator> blocks)
        : base("block-diagonal", blocks.Sum(block => block.Rows), blocks.Sum(block => block.Columns)) =>
        _blocks = [.. blocks];

    /// <summary>Creates the operator from equally large blocks.</summary>
    /// <param name="blocks">(blocks, rows of a block, columns of a block).</param>
    /// <exception cref="ShapeException">The tensor is not of rank 3.</exception>
    /// <exception cref="NonFiniteException">A block has NaN or infinite entries.</exception>
    public BlockDiagonalOperator(Tensor blocks)
        : this(Split(blocks))
    {
    }

    /// <inheritdoc/>
    public override long ParameterCount => _blocks.Sum(block => block.ParameterCount);

    /// <inheritdoc/>
    public override long Flops => _blocks.Sum(block => block.Flops);

    /// <summary>Solves block by block; every block must be square and have a direct solution.</summary>
    /// <inheritdoc/>
    public Tensor Solve(Tensor b)
    {
        foreach (var block in _blocks)
            if (block.Rows != block.Columns)
                throw ShapeException.Of("Solve with a block-diagonal operator", [block.Rows, block.Columns], "every block must be square");
        return SolveBlocks(b, x => OnParts(x, block => block.Rows, block => OperatorParts.Solvable(block).Solve));
    }

    /// <inheritdoc/>
    protected override Tensor ApplyBlock(Tensor x) => OnParts(x, block => block.Columns, block => block.Apply);

    /// <inheritdoc/>
    protected override Tensor ApplyTransposedBlock(Tensor y) => OnParts(y, block => block.Rows, block => block.ApplyTransposed);

    private Tensor OnParts(Tensor x, Func<LinearOperator, int> length, Func<LinearOperator, Func<Tensor, Tensor>> function)
    {
        if (_blocks.Length == 0)
            return Tensor.Zeros(0, x.Columns);
        var parts = new Tensor[_blocks.Length];
        for (int i = 0, start = 0; i < parts.Length; start += length(_blocks[i]), i++)
            parts[i] = function(_blocks[i])(x.Slice(0, start, length(_blocks[i])));
        return Tensor.Concat(0, parts);
    }

    private static DenseOperator[] Split(Tensor blocks)
    {
        if (blocks.Rank != 3)
            throw ShapeException.Of("BlockDiagonalOperator", blocks.Shape, "a tensor (blocks, rows, columns) is needed");
        return [.. Enumerable.Range(0, blocks.Shape[0]).Select(i => new DenseOperator(blocks.Select(0, i)))];
    }
}
