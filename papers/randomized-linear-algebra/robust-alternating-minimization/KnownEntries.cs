using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.RobustAlternatingMinimization;

/// <summary>The known entries of the reader's matrix.</summary>
/// <param name="Source">The file, for messages.</param>
/// <param name="Names">The columns' names, or null.</param>
/// <param name="Rows">m.</param>
/// <param name="Columns">n.</param>
/// <param name="Entries">Row and column from 0, value.</param>
internal sealed record KnownEntries(string Source, IReadOnlyList<string>? Names, int Rows, int Columns, IReadOnlyList<(int Row, int Column, double Value)> Entries)
{
    // The completed matrix is dense: 2 GB of doubles and no more.
    private const long MostCells = 1L << 28;

    // Squares of the entries must not overflow.
    private const double Largest = 1e150;

    /// <summary>Reads a matrix with gaps, a sparse matrix, or a list of entries.</summary>
    /// <exception cref="ToolException">No known entries, a number that is no place, an entry given twice, a matrix that would not fit into memory.</exception>
    public static KnownEntries Read(InputFile file, bool triplets)
    {
        var known = triplets ? FromTriplets(file.Table()) : file.Format == InputFormat.MatrixMarket ? FromSparse(file.Path, file.Sparse()) : FromTable(file.Table(missing: true));
        if (known.Entries.Count == 0) throw new ToolException($"{known.Source}: no entry is known. Give some values to fill the others from.");
        foreach (var (i, j, value) in known.Entries)
            if (Math.Abs(value) > Largest) throw new ToolException($"{known.Source}: the entry in row {i + 1}, column {j + 1} is beyond 10^150, and its square overflows. Scale the matrix.");
        return known;
    }

    private static KnownEntries FromTable(InputTable table) =>
        new(table.Source, table.Names, table.Values.Rows, table.Values.Columns, [.. HeldOut.Known(table.Values)]);

    private static KnownEntries FromSparse(string source, SparseMatrix matrix)
    {
        EnsureFits(source, matrix.Rows, matrix.Columns);
        var entries = new List<(int, int, double)>();
        for (var i = 0; i < matrix.Rows; i++)
        {
            var (columns, values) = (matrix.RowColumns(i).ToArray(), matrix.RowValues(i).ToArray());
            for (var e = 0; e < columns.Length; e++)
                entries.Add(double.IsFinite(values[e]) ? (i, columns[e], values[e]) : throw new ToolException($"{source}: the entry in row {i + 1}, column {columns[e] + 1} is not finite. Leave it out to have it filled."));
        }
        return new(source, null, matrix.Rows, matrix.Columns, entries);
    }

    private static KnownEntries FromTriplets(InputTable table)
    {
        if (table.Values.Columns != 3) throw new ToolException($"{table.Source}: triplets have 3 columns (row, column, value); this table has {table.Values.Columns}. Leave --triplets out if it is the matrix itself.");
        var entries = new List<(int Row, int Column, double Value)>();
        var places = new Dictionary<(int, int), int>();
        for (var e = 0; e < table.Values.Rows; e++)
        {
            var place = (Index(e, 0), Index(e, 1));
            if (!places.TryAdd(place, e)) throw new ToolException($"{table.Source}: rows {places[place] + 1} and {e + 1} both give the entry in row {place.Item1 + 1}, column {place.Item2 + 1}. Keep one of them.");
            entries.Add((place.Item1, place.Item2, table.Values[e, 2]));
        }
        var (rows, columns) = (entries.Max(entry => entry.Row) + 1, entries.Max(entry => entry.Column) + 1);
        EnsureFits(table.Source, rows, columns);
        return new(table.Source, null, rows, columns, entries);

        int Index(int e, int column)
        {
            var value = table.Values[e, column];
            return value >= 1 && value <= int.MaxValue - 1 && value == Math.Floor(value)
                ? (int)value - 1
                : throw new ToolException($"{table.Source}: row {e + 1}, {table.NameOf(column)}: {Numbers.Short(value)} is no row or column number. Count from 1 in whole numbers.");
        }
    }

    private static void EnsureFits(string source, int rows, int columns)
    {
        if ((long)rows * columns > MostCells)
            throw new ToolException($"{source}: the completed matrix would have {rows:N0} × {columns:N0} entries; {MostCells:N0} are written at most. Number rows and columns without gaps, or complete a part.");
    }
}
