namespace Praxis.Numerics;

/// <summary>
/// The Kronecker product A ⊗ B, never formed: with the vector x read row by row as a matrix X, (A ⊗ B) x is A X Bᵀ read row by
/// row. Parameters are those of A and of B; the cheaper of the two orders of multiplication is taken.
/// </summary>
public sealed class KroneckerOperator : LinearOperator, ISolvable
{
    private readonly LinearOperator _a;
    private readonly LinearOperator _b;

    /// <summary>Creates the product of two operators, which may have a structure of their own.</summary>
    /// <exception cref="OverflowException">The product has more than 2³¹ − 1 rows or columns.</exception>
    public KroneckerOperator(LinearOperator a, LinearOperator b)
        : base("Kronecker", checked(a.Rows * b.Rows), checked(a.Columns * b.Columns))
    {
        _a = a;
        _b = b;
    }

    /// <summary>Creates the product of two matrices.</summary>
    /// <exception cref="ShapeException">A tensor is no matrix.</exception>
    /// <exception cref="NonFiniteException">A matrix has NaN or infinite entries.</exception>
    public KroneckerOperator(Tensor a, Tensor b)
        : this(new DenseOperator(a), new DenseOperator(b))
    {
    }

    /// <inheritdoc/>
    public override long ParameterCount => _a.ParameterCount + _b.ParameterCount;

    /// <inheritdoc/>
    public override long Flops => Math.Min(FlopsLeftFirst, FlopsRightFirst);

    private long FlopsLeftFirst => (_b.Columns * _a.Flops) + (_a.Rows * _b.Flops);

    private long FlopsRightFirst => (_a.Columns * _b.Flops) + (_b.Rows * _a.Flops);

    /// <summary>Solves by (A ⊗ B)⁻¹ = A⁻¹ ⊗ B⁻¹; both factors must be square and have a direct solution.</summary>
    /// <inheritdoc/>
    public Tensor Solve(Tensor b)
    {
        if (_a.Rows != _a.Columns || _b.Rows != _b.Columns)
            throw ShapeException.Between("Solve with a Kronecker operator", [_a.Rows, _a.Columns], [_b.Rows, _b.Columns], "both factors must be square");
        (var left, var right) = (OperatorParts.Solvable(_a), OperatorParts.Solvable(_b));
        return SolveBlocks(b, block => Both(block, _a.Rows, _b.Rows, left.Solve, right.Solve, leftFirst: true));
    }

    /// <inheritdoc/>
    public override Tensor ToDense() => LinearAlgebra.Kronecker(_a.ToDense(), _b.ToDense());

    /// <inheritdoc/>
    protected override Tensor ApplyBlock(Tensor x) =>
        Both(x, _a.Columns, _b.Columns, _a.Apply, _b.Apply, FlopsLeftFirst <= FlopsRightFirst);

    /// <inheritdoc/>
    protected override Tensor ApplyTransposedBlock(Tensor y) =>
        Both(y, _a.Rows, _b.Rows, _a.ApplyTransposed, _b.ApplyTransposed, FlopsRightFirst <= FlopsLeftFirst);

    // The block is (n, q, width): A acts on the first axis, B on the second.
    private static Tensor Both(Tensor block, int n, int q, Func<Tensor, Tensor> left, Func<Tensor, Tensor> right, bool leftFirst)
    {
        int width = block.Columns;
        var tensor = block.Reshape(n, q, width);
        tensor = leftFirst ? OnSecond(OnFirst(tensor, left), right) : OnFirst(OnSecond(tensor, right), left);
        return tensor.Reshape(tensor.Shape[0] * tensor.Shape[1], width);
    }

    private static Tensor OnFirst(Tensor tensor, Func<Tensor, Tensor> function)
    {
        (int n, int q, int width) = (tensor.Shape[0], tensor.Shape[1], tensor.Shape[2]);
        var result = function(tensor.Reshape(n, q * width));
        return result.Reshape(result.Rows, q, width);
    }

    private static Tensor OnSecond(Tensor tensor, Func<Tensor, Tensor> function) =>
        OnFirst(tensor.Transpose(1, 0, 2), function).Transpose(1, 0, 2);
}
