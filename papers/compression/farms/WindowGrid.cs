namespace Praxis.Papers.Compression.Farms;

/// <summary>The windows of one fixed aspect ratio through which FARMS looks at every matrix.</summary>
/// <param name="Rows">The rows of a window, where the matrix has as many rows and columns; else the window shrinks and keeps its ratio.</param>
/// <param name="Ratio">Q, columns to rows of a window.</param>
/// <param name="Positions">g, how many windows lie along each side at most.</param>
public sealed record WindowGrid(int Rows = 64, double Ratio = 1, int Positions = 5)
{
    /// <summary>The windows of a matrix: where each begins, and their common size.</summary>
    /// <param name="rows">m.</param>
    /// <param name="columns">n.</param>
    /// <exception cref="ArgumentOutOfRangeException">The grid is none.</exception>
    public IReadOnlyList<(int Row, int Column, int Height, int Width)> Windows(int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Positions, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Ratio);
        ArgumentOutOfRangeException.ThrowIfEqual(double.IsFinite(Ratio), false, nameof(Ratio));
        int height = Math.Min(Rows, Math.Min(rows, columns));
        if (height * Ratio > columns)
            height = Math.Max(1, (int)(columns / Ratio));
        int width = Math.Clamp((int)(height * Ratio), 1, columns);
        return [.. Starts(rows - height).SelectMany(row => Starts(columns - width).Select(column => (row, column, height, width)))];
    }

    // From 0 on in strides of ⌊room/(g − 1)⌋, at least 1, as long as there is room.
    private IEnumerable<int> Starts(int room)
    {
        int stride = Positions == 1 ? room + 1 : Math.Max(1, room / (Positions - 1));
        return Enumerable.Range(0, Positions).Select(position => position * stride).TakeWhile(start => start <= room);
    }
}
