using Praxis.Lab.Figures;

namespace Praxis.Lab;

/// <summary>What a bench measured.</summary>
public sealed record Leaderboard
{
    /// <summary>The protocol, in sentences that a reader can check: input, budgets, seeds, what is timed, what is an error.</summary>
    public required IReadOnlyList<string> Protocol { get; init; }

    /// <summary>The measured columns, the same in every table.</summary>
    public required IReadOnlyList<LeaderboardColumn> Columns { get; init; }

    /// <summary>One table for each input and budget.</summary>
    public required IReadOnlyList<LeaderboardTable> Tables { get; init; }

    /// <summary>Figures.</summary>
    public IReadOnlyList<Figure> Figures { get; init; } = [];

    /// <summary>What the reader should know: methods left out and why, limits of the comparison.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];
}

/// <summary>A measured column.</summary>
/// <param name="Name">What is measured.</param>
/// <param name="Unit">Its unit; empty for a pure number.</param>
/// <param name="Better">Which values are better.</param>
public sealed record LeaderboardColumn(string Name, string Unit, Better Better);

/// <summary>Which values of a measure are better.</summary>
public enum Better
{
    /// <summary>Small ones.</summary>
    Lower,
    /// <summary>Large ones.</summary>
    Higher,
    /// <summary>Neither: the value is given, not judged.</summary>
    Neither,
}

/// <summary>The methods on one input with one budget.</summary>
/// <param name="Title">The input and the budget.</param>
/// <param name="Rows">One row for each method, best first by the first column that judges.</param>
public sealed record LeaderboardTable(string Title, IReadOnlyList<LeaderboardRow> Rows)
{
    /// <summary>The rows with a column's best value first; a column that does not judge is sorted from small to large.</summary>
    /// <param name="column">The column's place.</param>
    /// <param name="better">Which values are better.</param>
    public IEnumerable<LeaderboardRow> SortedBy(int column, Better better) => better == Better.Higher
        ? Rows.OrderByDescending(row => row.Cells[column].Value ?? double.NegativeInfinity)
        : Rows.OrderBy(row => row.Cells[column].Value ?? double.PositiveInfinity);
}

/// <summary>One method's measurements.</summary>
/// <param name="Method">The method's name.</param>
/// <param name="Slug">The paper it is from; null for a baseline.</param>
/// <param name="Cells">One for each column.</param>
public sealed record LeaderboardRow(string Method, string? Slug, IReadOnlyList<LeaderboardCell> Cells);

/// <summary>A measured value.</summary>
/// <param name="Value">The value, or the middle over the seeds; null where the method cannot be measured so.</param>
/// <param name="Low">The lower end: a quartile or that of a confidence interval, as the protocol says; null for an exact value.</param>
/// <param name="High">The upper end; null for an exact value.</param>
public sealed record LeaderboardCell(double? Value, double? Low = null, double? High = null)
{
    /// <summary>The middle and the quartiles of values, one for each seed.</summary>
    public static LeaderboardCell Of(IReadOnlyCollection<double> values)
    {
        double[] all = [.. values];
        return new(Numerics.Summary.Median(all), Numerics.Summary.Quantile(all, 0.25), Numerics.Summary.Quantile(all, 0.75));
    }

    /// <summary>The value as text, with its ends when there are any.</summary>
    public override string ToString() => Value is not { } value ? "–"
        : Low is { } low && High is { } high && low != high ? $"{Numbers.Short(value)} [{Numbers.Short(low)}, {Numbers.Short(high)}]"
        : Numbers.Short(value);
}
