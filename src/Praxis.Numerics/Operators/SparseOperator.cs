namespace Praxis.Numerics;

/// <summary>A sparse matrix as an operator: as many parameters as stored entries, twice as many flops.</summary>
public sealed class SparseOperator(SparseMatrix matrix) : LinearOperator("sparse", matrix.Rows, matrix.Columns)
{
    /// <inheritdoc/>
    public override long ParameterCount => matrix.StoredCount;

    /// <inheritdoc/>
    public override long Flops => 2L * matrix.StoredCount;

    /// <inheritdoc/>
    public override Tensor ToDense() => matrix.ToDense();

    /// <inheritdoc/>
    protected override Tensor ApplyBlock(Tensor x) => matrix.Multiply(x);

    /// <inheritdoc/>
    protected override Tensor ApplyTransposedBlock(Tensor y) => matrix.MultiplyTransposed(y);
}
