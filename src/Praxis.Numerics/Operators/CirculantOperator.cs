using System.Numerics;

namespace Praxis.Numerics;

/// <summary>
/// A circulant matrix, whose entry (i, j) is c[(i − j) mod n], applied and solved by Fourier transforms: n parameters,
/// 5 n log₂ n + 6 (n/2 + 1) flops.
/// </summary>
public sealed class CirculantOperator : LinearOperator, ISolvable
{
    private readonly Tensor _column;
    private readonly CyclicFilter _filter;

    /// <summary>Creates the operator from its first column, a vector of n entries.</summary>
    /// <exception cref="ShapeException">The tensor is no vector or is empty.</exception>
    /// <exception cref="NonFiniteException">The column has NaN or infinite entries.</exception>
    public CirculantOperator(Tensor firstColumn)
        : base("circulant", firstColumn.Length, firstColumn.Length)
    {
        _column = OperatorParts.Own(firstColumn, 1, "CirculantOperator: the first column");
        if (Rows == 0)
            throw ShapeException.Of("CirculantOperator", firstColumn.Shape, "at least one entry is needed");
        _filter = new CyclicFilter(_column.AsSpan());
    }

    /// <inheritdoc/>
    public override long ParameterCount => Rows;

    /// <inheritdoc/>
    public override long Flops => _filter.Flops;

    /// <inheritdoc/>
    public Tensor Solve(Tensor b)
    {
        // An eigenvalue below the rounding of the transform is zero to working precision.
        (double smallest, double largest) = _filter.Range();
        if (smallest <= largest * Rows * CyclicFilter.MachineEpsilon)
            throw new SingularMatrixException(
                $"Solve with {this}: the eigenvalues reach from {smallest:G3} to {largest:G3} in modulus; the operator is singular to working precision.",
                smallest == 0 ? double.PositiveInfinity : largest / smallest);
        return SolveBlocks(b, block => _filter.OnColumns(block, Rows, static eigenvalue => 1 / eigenvalue));
    }

    /// <inheritdoc/>
    public override Tensor ToDense()
    {
        var dense = Tensor.Zeros(Rows, Rows);
        for (int i = 0; i < Rows; i++)
            for (int j = 0; j < Rows; j++)
                dense[i, j] = _column[i >= j ? i - j : i - j + Rows];
        return dense;
    }

    /// <inheritdoc/>
    protected override Tensor ApplyBlock(Tensor x) =>
        _filter.OnColumns(x, Rows, static eigenvalue => eigenvalue);

    /// <inheritdoc/>
    protected override Tensor ApplyTransposedBlock(Tensor y) =>
        _filter.OnColumns(y, Rows, Complex.Conjugate);
}
