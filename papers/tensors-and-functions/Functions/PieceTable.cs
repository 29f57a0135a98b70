namespace Praxis.Papers.TensorsAndFunctions;

/// <summary>
/// Finds the piece in which a place lies: equal cells over the whole range know the first piece that reaches into them. Few steps remain where breaks are spread evenly,
/// a binary search within the cell where many share it.
/// </summary>
internal sealed class PieceTable
{
    private const int CellsPerPiece = 4;
    private const int FewPieces = 4;

    private readonly double[] _breaks; // (pieces + 1)
    private readonly int[] _first;     // (cells + 1): the piece at each cell's lower edge
    private readonly double _scale;    // cells per unit of x
    private readonly double _last;     // the last cell

    public PieceTable(double[] breaks, int mostCells)
    {
        _breaks = breaks;
        var pieces = breaks.Length - 1;
        var cells = (int)Math.Min((long)CellsPerPiece * pieces, mostCells);
        var width = breaks[^1] - breaks[0];
        _scale = cells / width;
        // On a range so narrow or so wide that cells cannot be told apart, one cell does, and the search is binary.
        if (!double.IsFinite(_scale) || _scale == 0) (cells, _scale) = (1, 0);
        _last = cells - 1;
        _first = new int[cells + 1];
        var piece = 0;
        for (var cell = 0; cell <= cells; cell++)
        {
            while (piece < pieces - 1 && (_breaks[piece + 1] - _breaks[0]) * _scale <= cell) piece++;
            _first[cell] = piece;
        }
    }

    /// <summary>The piece i with xᵢ ≤ x &lt; xᵢ₊₁; the first or the last beyond the ends.</summary>
    public int Find(double x)
    {
        var breaks = _breaks;
        // In this order NaN goes to cell 0.
        var cell = (int)Math.Min(Math.Max((x - breaks[0]) * _scale, 0), _last);
        int low = _first[cell], high = _first[cell + 1];
        while (high - low > FewPieces)
        {
            var middle = (low + high + 1) >>> 1;
            if (x >= breaks[middle]) low = middle;
            else high = middle - 1;
        }
        var end = breaks.Length - 2;
        while (low < end && x >= breaks[low + 1]) low++;
        while (low > 0 && x < breaks[low]) low--; // the cell's edge and the break were rounded differently
        return low;
    }
}
