namespace Praxis.Lab.Figures;

/// <summary>A grid of characters to draw dots on: eight braille dots a character for one series, or a sign each for several.</summary>
internal sealed class TextCanvas(int columns, int rows, bool braille)
{
    private const char NoDots = '\u2800';

    // The bit of each dot of a braille pattern, by row and column.
    private static readonly int[,] DotBits = { { 0x01, 0x08 }, { 0x02, 0x10 }, { 0x04, 0x20 }, { 0x40, 0x80 } };

    private readonly char[,] _cells = new char[rows, columns];

    /// <summary>Dots side by side.</summary>
    public int Width { get; } = braille ? 2 * columns : columns;

    /// <summary>Dots above each other.</summary>
    public int Height { get; } = braille ? 4 * rows : rows;

    /// <summary>Draws a dot; one outside the canvas, or nowhere, is left out.</summary>
    /// <param name="x">Dots from the left.</param>
    /// <param name="y">Dots from above.</param>
    /// <param name="sign">What stands there when the canvas has no braille dots.</param>
    public void Dot(double x, double y, char sign)
    {
        if (!(Math.Round(x) >= 0 && Math.Round(x) < Width && Math.Round(y) >= 0 && Math.Round(y) < Height)) return;
        (int column, int row) = ((int)Math.Round(x), (int)Math.Round(y));
        if (!braille)
        {
            _cells[row, column] = sign;
            return;
        }

        ref char cell = ref _cells[row / 4, column / 2];
        cell = (char)((cell is >= NoDots and <= '\u28FF' ? cell : NoDots) | DotBits[row % 4, column % 2]);
    }

    /// <summary>Dots from one place to another.</summary>
    public void Line(double x0, double y0, double x1, double y1, char sign)
    {
        double steps = Math.Max(1, Math.Ceiling(Math.Max(Math.Abs(x1 - x0), Math.Abs(y1 - y0))));
        for (int i = 0; i <= steps; i++)
            Dot(x0 + (x1 - x0) * i / steps, y0 + (y1 - y0) * i / steps, sign);
    }

    /// <summary>A character where nothing has been drawn.</summary>
    public void Fill(int column, int row, char character)
    {
        if (row >= 0 && row < rows && column >= 0 && column < columns && _cells[row, column] == '\0') _cells[row, column] = character;
    }

    public string Row(int row) =>
        string.Concat(Enumerable.Range(0, columns).Select(column => _cells[row, column] == '\0' ? ' ' : _cells[row, column]));
}
