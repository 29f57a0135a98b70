using System.Globalization;

namespace Praxis.Numerics;

/// <summary>Reads one MatrixMarket file, line by line.</summary>
internal sealed class MatrixMarketReader
{
    private const int LongestLine = 4096;

    // A triplet, its place in the order, and the finished entry, as SparseMatrix builds itself.
    private const int BytesPerEntry = 48;
    private const int BytesPerRow = 12;
    private const double LargestExactInteger = 1L << 53;

    private readonly string _file;
    private readonly ByteSource _source;
    private readonly byte[] _line = new byte[LongestLine];
    private readonly bool _coordinate;
    private readonly string _field;
    private readonly string _symmetry;
    private readonly int _rows;
    private readonly int _columns;
    private readonly long _count;
    private int _lineNumber;

    /// <summary>Reads the banner and the sizes, and checks them against the length of the file.</summary>
    public MatrixMarketReader(string file, Stream stream)
    {
        _file = file;
        _source = new ByteSource(stream);
        string[] banner = Words(NextLine() ?? "");
        if (banner.Length == 0 || banner[0] != "%%matrixmarket")
            throw Wrong("this is no MatrixMarket file", "begin it with '%%MatrixMarket matrix coordinate real general'");
        if (banner.Length != 5 || banner[1] != "matrix")
            throw Wrong("the banner is not made of five words", "write '%%MatrixMarket matrix FORM FIELD SYMMETRY'");
        _coordinate = Choice(banner[2], "form", "coordinate", "array") == "coordinate";
        _field = Choice(banner[3], "field", "real", "double", "integer", "pattern");
        _symmetry = Choice(banner[4], "symmetry", "general", "symmetric", "skew-symmetric");
        if (_field == "pattern" && (!_coordinate || _symmetry == "skew-symmetric"))
            throw Wrong("a pattern has no values, which this form or symmetry needs", "write the values and 'real'");

        string[] sizes = Words(NextEntry() ?? throw Wrong("the file ends before its sizes", "write the numbers of rows and columns"));
        if (sizes.Length != (_coordinate ? 3 : 2))
            throw Wrong($"the line of sizes has {sizes.Length} words", _coordinate ? "write rows, columns and entries" : "write rows and columns");
        _rows = Size(sizes[0]);
        _columns = Size(sizes[1]);
        if (_symmetry != "general" && _rows != _columns)
            throw Wrong($"a {_symmetry} matrix of {_rows} × {_columns} is not square", "correct the sizes or write 'general'");
        _count = _coordinate ? Size(sizes[2]) : _symmetry switch
        {
            "general" => (long)_rows * _columns,
            "symmetric" => (long)_rows * (_rows + 1L) / 2,
            _ => (long)_rows * (_rows - 1L) / 2,
        };

        // The shortest entry is "1 1\n", the shortest value "1\n"; the last line may do without its end.
        if ((Int128)_count * (_coordinate ? 4 : 2) > stream.Length + 1)
            throw Wrong($"{_count} entries cannot stand in a file of {stream.Length} bytes", "correct the sizes, or copy the file again");
    }

    /// <summary>The matrix with every entry written out.</summary>
    public Tensor Dense(long maximumBytes)
    {
        const string Cure = "read it with ReadSparse, or allow more memory";
        Int128 elements = (Int128)_rows * _columns;
        MemoryBound.CheckBytes(_file, $"line {_lineNumber}", elements * sizeof(double), maximumBytes, Cure);
        MemoryBound.Check(_file, $"line {_lineNumber}", elements, DType.F64, Cure);
        if (!_coordinate && _field == "integer")
        {
            var integers = new long[(int)elements];
            ForEachInteger((i, j, value) => integers[(i * _columns) + j] += value);
            return Tensor.Wrap(integers, _rows, _columns);
        }

        var values = new double[(int)elements];
        ForEach((i, j, value) => values[(i * _columns) + j] += value);
        return Tensor.Wrap(values, _rows, _columns);
    }

    /// <summary>The matrix in compressed rows.</summary>
    public SparseMatrix Sparse(long maximumBytes)
    {
        Int128 bytes = ((Int128)_count * (_symmetry == "general" ? 1 : 2) * BytesPerEntry) + ((_rows + 1L) * BytesPerRow);
        MemoryBound.CheckBytes(_file, $"line {_lineNumber}", bytes, maximumBytes, "allow more memory if the sizes are right");
        var entries = new List<(int, int, double)>();
        ForEach((i, j, value) =>
        {
            if (_coordinate || value != 0)
                entries.Add((i, j, value));
        });
        return SparseMatrix.FromTriplets(_rows, _columns, entries);
    }

    private void ForEach(Action<int, int, double> take) => Walk((i, j, text) =>
    {
        double value = 1;
        if (text is not null && !NumberText.TryRead(text, out value))
            throw Wrong($"{MatrixFileException.Quote(text)} is no number that double precision holds", "write a number with a full stop before its decimals");
        if (_field == "integer" && !(Math.Abs(value) <= LargestExactInteger && value == Math.Truncate(value)))
            throw Wrong($"{MatrixFileException.Quote(text ?? "")} is no integer that double precision holds exactly", "write 'real' in the banner if that is meant");
        Mirror(i, j, value, -value, value == 0, take);
    });

    private void ForEachInteger(Action<int, int, long> take) => Walk((i, j, text) =>
    {
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) || value == long.MinValue)
            throw Wrong($"{MatrixFileException.Quote(text ?? "")} is no integer of 64 bits", "write 'real' in the banner if that is meant");
        Mirror(i, j, value, -value, value == 0, take);
    });

    private void Mirror<T>(int i, int j, T value, T negative, bool isZero, Action<int, int, T> take)
    {
        if (_symmetry != "general" && i < j)
            throw Wrong($"entry ({i + 1}, {j + 1}) is above the diagonal of a {_symmetry} matrix", "write the lower triangle only, or 'general'");
        if (_symmetry == "skew-symmetric" && i == j && !isZero)
            throw Wrong($"entry ({i + 1}, {j + 1}) on the diagonal of a skew-symmetric matrix is not zero", "leave it out, or write 'general'");
        take(i, j, value);
        if (_symmetry != "general" && i != j)
            take(j, i, _symmetry == "symmetric" ? value : negative);
    }

    // Every entry of the file with its value's text (null in a pattern), and nothing after the last.
    private void Walk(Action<int, int, string?> take)
    {
        int row = _symmetry == "skew-symmetric" ? 1 : 0;
        int column = 0;
        int expected = !_coordinate ? 1 : _field == "pattern" ? 2 : 3;
        for (long k = 0; k < _count; k++)
        {
            string line = NextEntry() ?? throw Wrong($"the file ends after {k} of {_count} entries", "correct the sizes, or copy the file again");
            string[] words = Words(line);
            if (words.Length != expected)
                throw Wrong($"an entry is to have {expected} words, not {words.Length}", "write one entry to a line");
            if (_coordinate)
            {
                take(Index(words[0], _rows, "row"), Index(words[1], _columns, "column"), expected == 3 ? words[2] : null);
                continue;
            }

            take(row, column, words[0]);
            if (++row == _rows)
            {
                column++;
                row = _symmetry switch
                {
                    "general" => 0,
                    "symmetric" => column,
                    _ => column + 1,
                };
            }
        }

        if (NextEntry() is not null)
            throw Wrong($"something follows the {_count} entries announced", "correct the sizes");
    }

    private int Index(string word, int size, string axis) =>
        int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index >= 1 && index <= size
            ? index - 1
            : throw Wrong($"{MatrixFileException.Quote(word)} is no {axis} between 1 and {size}", "correct the entry or the sizes");

    private int Size(string word) =>
        int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int size) && size < int.MaxValue
            ? size
            : throw Wrong($"{MatrixFileException.Quote(word)} is no size between 0 and {int.MaxValue - 1}", "correct the line of sizes");

    private string Choice(string word, string what, params string[] known) =>
        known.Contains(word) ? word : throw Wrong($"the {what} {MatrixFileException.Quote(word)} is not read here", $"write one of {string.Join(", ", known)}");

    private static string[] Words(string line) =>
        line.ToLowerInvariant().Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);

    // The next line that is neither blank nor a comment.
    private string? NextEntry()
    {
        while (NextLine() is { } line)
            if (!string.IsNullOrWhiteSpace(line) && !line.StartsWith('%'))
                return line;
        return null;
    }

    private string? NextLine()
    {
        _lineNumber = _source.Line;
        int length = 0;
        if (_source.Peek() == ByteSource.End)
            return null;
        for (int next = _source.Next(); next is not (ByteSource.End or '\n'); next = _source.Next())
        {
            if (length == LongestLine)
                throw Wrong($"the line is longer than {LongestLine} bytes", "write one entry to a line");
            _line[length++] = (byte)next;
        }

        return ByteSource.Decode(_file, $"line {_lineNumber}", _line.AsSpan(0, length));
    }

    private MatrixFileException Wrong(string problem, string cure) => new(_file, $"line {_lineNumber}", problem, cure);
}
