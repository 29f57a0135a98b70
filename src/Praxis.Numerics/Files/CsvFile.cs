using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Praxis.Numerics;

/// <summary>
/// CSV files of numbers in UTF-8: cells separated by comma, semicolon or tab, quoted or not, with or without a line of column names.
/// Blank lines are skipped. A number has a full stop before its decimals; nan and inf are numbers.
/// </summary>
public static class CsvFile
{
    /// <summary>Reads a file into a matrix of doubles.</summary>
    /// <exception cref="ArgumentException">The separator asked for is none of the three.</exception>
    /// <exception cref="MatrixFileException">The file is missing, empty, ragged, or has a cell that is no number; line, row and column are named.</exception>
    public static CsvTable Read(string path, CsvOptions? options = null)
    {
        Check(ref options);
        using var stream = WholeFile.Open(path);
        return new CsvReader(path, new ByteSource(stream), options).Read();
    }

    /// <summary>Reads a stream, such as a file that is unpacked on the way.</summary>
    /// <param name="stream">The text; it is read to its end.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="options">How to read it.</param>
    /// <exception cref="ArgumentException">The separator asked for is none of the three.</exception>
    /// <exception cref="MatrixFileException">The text is empty, ragged, or has a cell that is no number; line, row and column are named.</exception>
    public static CsvTable Read(Stream stream, string name, CsvOptions? options = null)
    {
        Check(ref options);
        return new CsvReader(name, new ByteSource(stream), options).Read();
    }

    /// <summary>Reads a file block by block, for files larger than memory.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rows">Rows in a block, at least 1; the last block may have fewer.</param>
    /// <param name="options">How to read it.</param>
    /// <exception cref="ArgumentException">The separator asked for is none of the three.</exception>
    /// <exception cref="MatrixFileException">The file is missing, empty, ragged, or has a cell that is no number; line, row and column are named.</exception>
    public static IEnumerable<CsvTable> ReadBlocks(string path, int rows, CsvOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        Check(ref options);
        return Blocks(path, rows, options);
    }

    private static IEnumerable<CsvTable> Blocks(string path, int rows, CsvOptions options)
    {
        using var stream = WholeFile.Open(path);
        var reader = new CsvReader(path, new ByteSource(stream), options);
        while (reader.ReadBlock(rows) is { } block)
            yield return block;
    }

    private static void Check([NotNull] ref CsvOptions? options)
    {
        options ??= new CsvOptions();
        if (options.Separator is not (null or ',' or ';' or '\t'))
            throw new ArgumentException($"A CSV separator is a comma, a semicolon or a tab, not '{options.Separator}'.", nameof(options));
    }

    /// <summary>Writes a matrix, whole or not at all; its numbers read back exactly.</summary>
    /// <param name="path">The file.</param>
    /// <param name="matrix">At least one row and one column.</param>
    /// <param name="columns">The names of the columns; none if left out.</param>
    /// <param name="separator">Comma, semicolon or tab.</param>
    /// <exception cref="ShapeException">The tensor is no matrix, is empty, or has another number of columns than names.</exception>
    /// <exception cref="ArgumentException">The separator is none of the three.</exception>
    /// <exception cref="MatrixFileException">The file cannot be written.</exception>
    public static void Write(string path, Tensor matrix, IReadOnlyList<string>? columns = null, char separator = ',')
    {
        ArgumentNullException.ThrowIfNull(matrix);
        if (matrix.Rank != 2 || matrix.Length == 0)
            throw ShapeException.Of("Writing CSV", matrix.Shape, "a matrix with at least one row and one column is needed");
        if (columns is not null && columns.Count != matrix.Columns)
            throw ShapeException.Of("Writing CSV", matrix.Shape, $"{columns.Count} names are given for the columns");
        if (separator is not (',' or ';' or '\t'))
            throw new ArgumentException($"A CSV separator is a comma, a semicolon or a tab, not '{separator}'.", nameof(separator));
        var contiguous = matrix.Contiguous();
        WholeFile.Write(path, stream =>
        {
            using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
            if (columns is not null)
                writer.WriteLine(string.Join(separator, columns.Select(name => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")));
            for (int i = 0; i < matrix.Rows; i++)
                for (int j = 0; j < matrix.Columns; j++)
                {
                    writer.Write(NumberText.Write(contiguous, (i * matrix.Columns) + j));
                    writer.Write(j + 1 < matrix.Columns ? separator : '\n');
                }
        });
    }
}
