using System.Globalization;
using Praxis.Numerics;

namespace Praxis.Lab;

/// <summary>A table of numbers that the reader brought.</summary>
/// <param name="Source">The file, for messages.</param>
/// <param name="Names">The columns' names; null where the file has none.</param>
/// <param name="Values">The cells: (rows, columns), F64.</param>
public sealed record InputTable(string Source, IReadOnlyList<string>? Names, Tensor Values)
{
    /// <summary>Rows of the file before this block of it.</summary>
    public long RowsBefore { get; init; }

    /// <summary>The name of a column: the file's, or <c>column 3</c> counted from 1.</summary>
    public string NameOf(int column) => Names is { } names ? names[column] : string.Create(CultureInfo.InvariantCulture, $"column {column + 1}");

    /// <summary>The place of a column given by its name or by its number from 1.</summary>
    /// <exception cref="ToolException">There is no such column, or several of that name.</exception>
    public int ColumnIndex(string nameOrNumber)
    {
        if (Names is { } names)
        {
            var found = Enumerable.Range(0, names.Count).Where(j => names[j] == nameOrNumber).ToList();
            if (found.Count == 0) found = [.. Enumerable.Range(0, names.Count).Where(j => string.Equals(names[j], nameOrNumber, StringComparison.OrdinalIgnoreCase))];
            if (found.Count == 1) return found[0];
            if (found.Count > 1) throw new ToolException($"{Source}: {found.Count} columns are named '{nameOrNumber}'. Give the column's number, from 1 to {Values.Columns}.");
        }
        if (int.TryParse(nameOrNumber, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= Values.Columns) return number - 1;
        throw new ToolException(Names is null
            ? $"{Source}: there is no column '{nameOrNumber}'. Give its number, from 1 to {Values.Columns}."
            : $"{Source}: there is no column '{nameOrNumber}'. The columns are {string.Join(", ", Names.Take(20))}{(Names.Count > 20 ? ", …" : "")}.");
    }

    /// <summary>Takes one column out as the target.</summary>
    /// <param name="target">Its name or number from 1; null for the last column.</param>
    /// <returns>The other columns as a table, the target (rows), and the target's name.</returns>
    /// <exception cref="ToolException">There is no such column, or nothing is left beside it.</exception>
    public (InputTable Features, Tensor Target, string TargetName) Split(string? target)
    {
        var index = target is null ? Values.Columns - 1 : ColumnIndex(target);
        if (Values.Columns < 2) throw new ToolException($"{Source}: the table has one column only; a target and at least one other column are needed.");
        var features = Tensor.Zeros(Values.Rows, Values.Columns - 1); // (rows, columns − 1)
        for (var i = 0; i < Values.Rows; i++)
            for (var j = 0; j < Values.Columns; j++)
                if (j != index) features[i, j < index ? j : j - 1] = Values[i, j];
        var names = Names?.Where((_, j) => j != index).ToList();
        return (new InputTable(Source, names, features), Values.Column(index).Contiguous(), NameOf(index));
    }

    /// <summary>Refuses columns that have one value only, which explain nothing and take the rank away.</summary>
    /// <exception cref="ToolException">A column is constant; the message names it.</exception>
    public void EnsureNoConstantColumns()
    {
        for (var j = 0; j < Values.Columns; j++)
        {
            var first = Values[0, j];
            var i = 1;
            while (i < Values.Rows && Values[i, j] == first) i++;
            if (i == Values.Rows && Values.Rows > 1)
                throw new ToolException($"{Source}: {Named(j)} has the value {first.ToString("R", CultureInfo.InvariantCulture)} in every row. Leave the column out.");
        }
    }

    /// <summary>Refuses NaN and infinities.</summary>
    /// <param name="missing">Whether NaN is allowed, as a missing value.</param>
    /// <exception cref="ToolException">A cell is not finite; the message names row and column.</exception>
    public void EnsureFinite(bool missing = false)
    {
        var cells = Values.AsSpan();
        for (var i = 0; i < cells.Length; i++)
            if (!double.IsFinite(cells[i]) && !(missing && double.IsNaN(cells[i])))
                throw new ToolException(
                    $"{Source}: row {RowsBefore + (i / Values.Columns) + 1}, {Named(i % Values.Columns)}: the value is {(double.IsNaN(cells[i]) ? "NaN" : "infinite")}. " +
                    (double.IsNaN(cells[i]) ? "Fill the cell, or leave the row out." : "Correct the cell, or leave the row out."));
    }

    private string Named(int column) => Names is { } names ? $"column {column + 1} ('{names[column]}')" : NameOf(column);
}
