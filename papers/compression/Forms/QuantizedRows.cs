namespace Praxis.Papers.Compression;

/// <summary>Codes, scales and zero points of a weight while it is quantised number by number. Different rows may be written at the same time.</summary>
/// <param name="outputs">Rows of the weight.</param>
/// <param name="inputs">Columns of the weight.</param>
/// <param name="grid">Bits, group size and symmetry.</param>
internal sealed class QuantizedRows(int outputs, int inputs, QuantizationGrid grid)
{
    private readonly int _groups = grid.Groups(inputs);
    private readonly double[] _scales = new double[outputs * grid.Groups(inputs)]; // (outputs, groups)
    private readonly byte[] _zeros = new byte[outputs * grid.Groups(inputs)];      // (outputs, groups)
    private readonly byte[] _codes = new byte[outputs * inputs];                   // (outputs, inputs)

    /// <summary>The inputs of a group; the last group of a row may be shorter.</summary>
    public int Width => grid.GroupSize;

    /// <summary>Fits the grid of the group that begins at a column, from numbers of which the first belongs to that column.</summary>
    public void Fit(int row, int column, ReadOnlySpan<double> following)
    {
        int group = (row * _groups) + (column / Width);
        (_scales[group], _zeros[group]) = grid.Fit(following[..Math.Min(Width, inputs - column)]);
    }

    /// <summary>Fits the grids of all groups of a weight.</summary>
    public void FitAll(Tensor weight)
    {
        for (int row = 0; row < outputs; row++)
            for (int column = 0; column < inputs; column += Width)
                Fit(row, column, weight.RowSpan(row)[column..]);
    }

    /// <summary>Puts a number on its grid.</summary>
    /// <returns>The level.</returns>
    public double Put(int row, int column, double value)
    {
        int group = (row * _groups) + (column / Width);
        byte code = grid.Code(value, _scales[group], _zeros[group]);
        _codes[(row * inputs) + column] = code;
        return _scales[group] * (code - _zeros[group]);
    }

    /// <summary>What was put.</summary>
    public QuantizedWeight ToWeight() =>
        new(grid, _codes, Tensor.Wrap(_scales, outputs, _groups), grid.Symmetric ? [] : _zeros, inputs);
}
