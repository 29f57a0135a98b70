namespace Praxis.Numerics;

/// <summary>A diagonal matrix: n parameters, n flops.</summary>
public sealed class DiagonalOperator : LinearOperator, ISolvable
{
    private readonly Tensor _diagonal; // (n, 1)

    /// <summary>Creates the operator from its diagonal, a vector of n entries.</summary>
    /// <exception cref="ShapeException">The tensor is no vector.</exception>
    /// <exception cref="NonFiniteException">The diagonal has NaN or infinite entries.</exception>
    public DiagonalOperator(Tensor diagonal)
        : base("diagonal", diagonal.Length, diagonal.Length) =>
        _diagonal = OperatorParts.Own(diagonal, 1, "DiagonalOperator: the diagonal").Reshape(diagonal.Length, 1);

    /// <inheritdoc/>
    public override long ParameterCount => Rows;

    /// <inheritdoc/>
    public override long Flops => Rows;

    /// <inheritdoc/>
    public Tensor Solve(Tensor b) => SolveBlocks(b, block =>
    {
        for (int i = 0; i < Rows; i++)
            if (_diagonal[i, 0] == 0)
                throw new SingularMatrixException($"Solve with {this}: diagonal entry {i} is zero.");
        return block / _diagonal;
    });

    /// <inheritdoc/>
    protected override Tensor ApplyBlock(Tensor x) => _diagonal * x;

    /// <inheritdoc/>
    protected override Tensor ApplyTransposedBlock(Tensor y) => _diagonal * y;
}
