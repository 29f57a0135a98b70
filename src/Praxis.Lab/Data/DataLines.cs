using System.Text;

namespace Praxis.Lab;

/// <summary>Reads text line by line, with a limit to a line's length, so that a file without line ends takes no memory.</summary>
internal static class DataLines
{
    private const int LongestLine = 1 << 16;

    /// <summary>The lines that are not blank, and their numbers from 1 on.</summary>
    /// <exception cref="DataSetException">A line is too long.</exception>
    public static IEnumerable<(int Number, string Line)> Read(Stream stream, string name)
    {
        using var reader = new StreamReader(stream);
        var buffer = new char[1 << 14];
        var line = new StringBuilder();
        var number = 1;
        while (reader.Read(buffer) is > 0 and var count)
        {
            var from = 0;
            while (Array.IndexOf(buffer, '\n', from, count - from) is >= 0 and var end)
            {
                if (Finish(line.Append(buffer, from, end - from)) is { Length: > 0 } text) yield return (number, text);
                number++;
                from = end + 1;
            }
            line.Append(buffer, from, count - from);
            if (line.Length > LongestLine)
                throw new DataSetException($"{name}, line {number}: more than {LongestLine:N0} characters without a line end; this is no text file of such data.");
        }
        if (Finish(line) is { Length: > 0 } last) yield return (number, last);
    }

    private static string Finish(StringBuilder line)
    {
        var text = line.ToString().TrimEnd('\r');
        line.Clear();
        return string.IsNullOrWhiteSpace(text) ? "" : text;
    }

    /// <summary>The cells of every line below the line of column names, which must be the ones given.</summary>
    /// <exception cref="DataSetException">The columns are others, or a line has another number of cells.</exception>
    public static IEnumerable<(int Number, string[] Cells)> Cells(Stream stream, string name, char separator, params string[] columns)
    {
        var header = false;
        foreach (var (number, line) in Read(stream, name))
        {
            var cells = line.Split(separator);
            if (!header && !cells.SequenceEqual(columns))
                throw new DataSetException($"{name}, line {number}: the columns must be {string.Join(", ", columns)}, not {string.Join(", ", cells)}.");
            if (cells.Length != columns.Length)
                throw new DataSetException($"{name}, line {number}: {cells.Length} cells, but there are {columns.Length} columns ({string.Join(", ", columns)}).");
            if (header) yield return (number, cells);
            header = true;
        }
        if (!header) throw new DataSetException($"{name} is empty; its first line must name the columns {string.Join(", ", columns)}.");
    }
}
