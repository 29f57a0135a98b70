using System.Numerics;

namespace Praxis.Numerics;

/// <summary>
/// A Toeplitz matrix, constant along its diagonals, applied by Fourier transforms through a circulant matrix that contains it:
/// m + n − 1 parameters, 5 N log₂ N + 6 (N/2 + 1) flops, N the next length from m + n − 1 on with small prime factors only.
/// </summary>
public sealed class ToeplitzOperator : LinearOperator
{
    private readonly Tensor _column;
    private readonly Tensor _row;
    private readonly CyclicFilter _filter;

    /// <summary>Creates the operator from its first column (m entries) and its first row (n entries), which share their first entry.</summary>
    /// <exception cref="ShapeException">A tensor is no vector or is empty.</exception>
    /// <exception cref="ArgumentException">The first entries differ.</exception>
    /// <exception cref="NonFiniteException">An entry is NaN or infinite.</exception>
    public ToeplitzOperator(Tensor firstColumn, Tensor firstRow)
        : base("Toeplitz", firstColumn.Length, firstRow.Length)
    {
        _column = OperatorParts.Own(firstColumn, 1, "ToeplitzOperator: the first column");
        _row = OperatorParts.Own(firstRow, 1, "ToeplitzOperator: the first row");
        if (Rows == 0 || Columns == 0)
            throw ShapeException.Between("ToeplitzOperator", firstColumn.Shape, firstRow.Shape, "at least one entry of each is needed");
        if (_column[0] != _row[0])
            throw new ArgumentException(
                $"ToeplitzOperator: the first column begins with {_column[0]}, the first row with {_row[0]}; both are the corner's entry.", nameof(firstRow));

        // The circulant's first column: the first column, zeros, and the first row backwards without the corner.
        var kernel = new double[FourierPlan.FastLengthAtLeast(checked(Rows + Columns - 1))];
        _column.AsSpan().CopyTo(kernel);
        for (int j = 1; j < Columns; j++)
            kernel[^j] = _row[j];
        _filter = new CyclicFilter(kernel);
    }

    /// <inheritdoc/>
    public override long ParameterCount => (long)Rows + Columns - 1;

    /// <inheritdoc/>
    public override long Flops => _filter.Flops;

    /// <inheritdoc/>
    public override Tensor ToDense()
    {
        var dense = Tensor.Zeros(Rows, Columns);
        for (int i = 0; i < Rows; i++)
            for (int j = 0; j < Columns; j++)
                dense[i, j] = i >= j ? _column[i - j] : _row[j - i];
        return dense;
    }

    /// <inheritdoc/>
    protected override Tensor ApplyBlock(Tensor x) =>
        _filter.OnColumns(x, Rows, static eigenvalue => eigenvalue);

    /// <inheritdoc/>
    protected override Tensor ApplyTransposedBlock(Tensor y) =>
        _filter.OnColumns(y, Columns, Complex.Conjugate);
}
