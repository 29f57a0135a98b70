namespace Praxis.Numerics;

/// <summary>How a CSV file of numbers is to be read.</summary>
public sealed record CsvOptions
{
    /// <summary>The separator: comma, semicolon or tab. Left out: a tab if the first line has one, else a semicolon, else a comma.</summary>
    public char? Separator { get; init; }

    /// <summary>Whether the first line names the columns. Left out: it does when none of its cells is a number.</summary>
    public bool? HasHeader { get; init; }

    /// <summary>Whether an empty cell is a missing entry and reads as NaN, instead of being an error.</summary>
    public bool EmptyAsNaN { get; init; }
}
