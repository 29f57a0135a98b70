namespace Praxis.Numerics;

/// <summary>Reads one CSV file, cell by cell.</summary>
internal sealed class CsvReader(string file, ByteSource source, CsvOptions options)
{
    // No number and no column's name needs more; a forgotten closing quotation mark ends here.
    private const int LongestCell = 4096;

    private readonly byte _separator = (byte)(options.Separator ?? Guess(source.Ahead));
    private readonly byte[] _cell = new byte[LongestCell];
    private readonly List<double> _values = [];
    private string[]? _names;
    private int _width;
    private int _rows;

    /// <summary>Reads to the end.</summary>
    public CsvTable Read() => ReadBlock(int.MaxValue)!;

    /// <summary>Reads up to so many rows more; null at the end, an error when the file has no row at all.</summary>
    public CsvTable? ReadBlock(int rows)
    {
        int before = _rows;
        _values.Clear();
        if (before == 0)
            FirstLine();
        while (_rows - before < rows && SkipBlankLines())
            Row();
        if (_rows == 0)
            throw new MatrixFileException(file, $"line {source.Line}", "there is no row of numbers", "give a file with at least one");
        return _rows == before ? null : new CsvTable(_names, Tensor.Wrap([.. _values], _rows - before, _width));
    }

    private static char Guess(ReadOnlySpan<byte> ahead)
    {
        ahead = ahead.TrimStart("\r\n"u8);
        int end = ahead.IndexOfAny((byte)'\n', (byte)'\r');
        var line = end < 0 ? ahead : ahead[..end];
        return line.Contains((byte)'\t') ? '\t' : line.Contains((byte)';') ? ';' : ',';
    }

    private void FirstLine()
    {
        if (!SkipBlankLines())
            return;
        var cells = new List<string>();
        int line = source.Line;
        bool more;
        do
        {
            (string text, more) = Cell(cells.Count + 1);
            cells.Add(text);
        }
        while (more);
        _width = cells.Count;
        int number = cells.FindIndex(text => NumberText.TryRead(text, out _));
        int word = cells.FindIndex(text => text.Trim().Length > 0 && !NumberText.TryRead(text, out _));
        if (options.HasHeader ?? (number < 0 && word >= 0))
        {
            _names = [.. cells.Select(text => text.Trim())];
            return;
        }

        if (options.HasHeader is null && word >= 0)
            throw new MatrixFileException(
                file, $"line {line}, row 1, column {word + 1}", $"{MatrixFileException.Quote(cells[word])} is no number, though the line has numbers",
                "correct the cell, or say that the file has a header");
        _rows = 1;
        for (int j = 0; j < _width; j++)
            Add(cells[j], line, j);
    }

    private void Row()
    {
        _rows++;
        int line = source.Line;
        int column = 0;
        bool more;
        do
        {
            (string text, more) = Cell(column + 1);
            if (column == _width)
                throw new MatrixFileException(
                    file, $"line {line}, row {_rows}", $"the row has more than {_width} cells, unlike the first line", "give every row as many");
            Add(text, line, column++);
        }
        while (more);
        if (column < _width)
            throw new MatrixFileException(
                file, $"line {line}, row {_rows}", $"the row has {column} cells and the first line has {_width}", "give every row as many");
    }

    private void Add(string text, int line, int column)
    {
        if (_values.Count == Array.MaxLength)
            throw new MatrixFileException(file, $"line {line}", $"there are more than {Array.MaxLength} numbers", "save them as .npy and read it with NpyRows");
        if (NumberText.TryRead(text, out double value))
        {
            _values.Add(value);
            return;
        }

        bool empty = text.Trim().Length == 0;
        if (empty && options.EmptyAsNaN)
        {
            _values.Add(double.NaN);
            return;
        }

        string name = _names is null ? "" : $" ({MatrixFileException.Quote(_names[column])})";
        throw new MatrixFileException(
            file, $"line {line}, row {_rows}, column {column + 1}{name}",
            empty ? "the cell is empty" : $"{MatrixFileException.Quote(text)} is no number that double precision holds",
            empty ? "write a number, or nan where one is missing"
            : text.Contains(',') ? "write a full stop before decimals and nothing between thousands"
            : text.Contains('\0') ? "save the file as UTF-8"
            : "correct the cell or leave the column out");
    }

    private bool SkipBlankLines()
    {
        while (source.Peek() is '\n' or '\r')
            source.Next();
        return source.Peek() != ByteSource.End;
    }

    // The next cell, and whether the line goes on after it.
    private (string Text, bool More) Cell(int column)
    {
        int line = source.Line;
        int length = 0;
        bool quoted = false;
        bool closed = false;
        while (true)
        {
            int next = source.Next();
            if (quoted && !closed)
            {
                if (next == ByteSource.End)
                    throw new MatrixFileException(file, Place(), "a quotation mark is not closed", "close it");
                if (next != '"')
                    Keep((byte)next);
                else if (source.Peek() == '"')
                    Keep((byte)source.Next());
                else
                    closed = true;
                continue;
            }

            if (next is ByteSource.End or '\n' || next == _separator)
                return (Decode(), next == _separator);
            if (closed && next != ' ')
                throw new MatrixFileException(file, Place(), "text follows a closing quotation mark", "write a quotation mark within quotes twice");
            if (next == '"' && _cell.AsSpan(0, length).Trim((byte)' ').IsEmpty)
            {
                quoted = true;
                length = 0;
            }
            else if (!closed)
            {
                Keep((byte)next);
            }
        }

        string Place() => $"line {line}, row {Math.Max(_rows, 1)}, column {column}";

        // Plain ASCII, which every number is, needs no check and no place.
        string Decode() => System.Text.Ascii.IsValid(_cell.AsSpan(0, length))
            ? System.Text.Encoding.ASCII.GetString(_cell.AsSpan(0, length))
            : ByteSource.Decode(file, Place(), _cell.AsSpan(0, length));

        void Keep(byte letter)
        {
            if (length == LongestCell)
                throw new MatrixFileException(file, Place(), $"a cell is longer than {LongestCell} bytes", "look for a quotation mark that is not closed");
            _cell[length++] = letter;
        }
    }
}
