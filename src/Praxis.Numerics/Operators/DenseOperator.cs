namespace Praxis.Numerics;

/// <summary>A matrix without structure: mn parameters, 2mn flops. It is factored (LU) at the first solve, once.</summary>
public sealed class DenseOperator : LinearOperator, ISolvable
{
    private readonly Tensor _matrix;
    private readonly Lazy<LuDecomposition> _factors;

    /// <summary>Creates the operator from its matrix, m × n.</summary>
    /// <exception cref="ShapeException">The tensor is no matrix.</exception>
    /// <exception cref="NonFiniteException">The matrix has NaN or infinite entries.</exception>
    public DenseOperator(Tensor matrix)
        : base("dense", matrix.Rows, matrix.Columns)
    {
        _matrix = OperatorParts.Own(matrix, 2, "DenseOperator: the matrix");
        _factors = new Lazy<LuDecomposition>(() => LinearAlgebra.WellConditioned($"Solve with {this}", _matrix));
    }

    /// <inheritdoc/>
    public override long ParameterCount => (long)Rows * Columns;

    /// <inheritdoc/>
    public override long Flops => 2L * Rows * Columns;

    /// <inheritdoc/>
    public Tensor Solve(Tensor b) => SolveBlocks(b, block => _factors.Value.Solve(block));

    /// <inheritdoc/>
    public override Tensor ToDense() => _matrix.Clone();

    /// <inheritdoc/>
    protected override Tensor ApplyBlock(Tensor x) => LinearAlgebra.MatMul(_matrix, x);

    /// <inheritdoc/>
    protected override Tensor ApplyTransposedBlock(Tensor y) => LinearAlgebra.MatMul(_matrix, y, transposeA: true, transposeB: false);
}
