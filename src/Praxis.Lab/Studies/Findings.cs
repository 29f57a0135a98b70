using Praxis.Lab.Figures;

namespace Praxis.Lab;

/// <summary>What a study found.</summary>
public sealed record Findings
{
    /// <summary>The evidence, one entry per check.</summary>
    public required IReadOnlyList<Evidence> Evidence { get; init; }

    /// <summary>Figures, most telling first.</summary>
    public IReadOnlyList<Figure> Figures { get; init; } = [];

    /// <summary>Tables.</summary>
    public IReadOnlyList<FindingsTable> Tables { get; init; } = [];

    /// <summary>What a reader should know of these results: where the study stopped looking, what surprised, what was decided.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];
}

/// <summary>A table of results.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Columns">The column heads.</param>
/// <param name="Rows">The cells as text, one list per row, as many as there are columns.</param>
public sealed record FindingsTable(string Title, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>Whether every filled cell of a column begins as a number does, so that the column lines up at its right edge.</summary>
    /// <param name="column">The column, from 0.</param>
    public bool IsNumeric(int column)
    {
        var filled = Rows.Where(row => row.Count > column && row[column].Length > 0).Select(row => row[column]).ToList();
        return filled.Count > 0 && filled.All(cell => char.IsAsciiDigit(cell.TrimStart('-', '−', '+', '±', '<', '>', '≤', '≥', '~', '.', ' ').FirstOrDefault()));
    }
}

/// <summary>Gathers what a study finds.</summary>
public sealed class FindingsBuilder
{
    private readonly Dictionary<(string Claim, string Check), List<Observation>> _evidence = [];
    private readonly List<Figure> _figures = [];
    private readonly List<FindingsTable> _tables = [];
    private readonly List<string> _remarks = [];

    /// <summary>A measurement for a check against a constant or a tolerance.</summary>
    public void Observe(string claim, string check, string setting, long seed, double value) =>
        Add(claim, check, new Observation(setting, seed, value));

    /// <summary>A measurement of method and baseline on the same input, for a paired check.</summary>
    public void ObservePair(string claim, string check, string setting, long seed, double method, double baseline) =>
        Add(claim, check, new Observation(setting, seed, method, baseline));

    /// <summary>Successes among independent trials, for a proportion.</summary>
    public void ObserveShare(string claim, string check, string setting, long seed, int successes, int trials) =>
        Add(claim, check, new Observation(setting, seed, successes, Trials: trials));

    /// <summary>Adds a figure.</summary>
    public void Add(Figure figure) => _figures.Add(figure);

    /// <summary>Adds a table.</summary>
    public void Add(FindingsTable table) => _tables.Add(table);

    /// <summary>Adds a remark.</summary>
    public void Remark(string text) => _remarks.Add(text);

    /// <summary>The findings, with evidence in the order in which checks were first observed.</summary>
    public Findings Build() => new()
    {
        Evidence = [.. _evidence.Select(entry => new Evidence(entry.Key.Claim, entry.Key.Check, entry.Value))],
        Figures = [.. _figures],
        Tables = [.. _tables],
        Remarks = [.. _remarks],
    };

    private void Add(string claim, string check, Observation observation)
    {
        if (!_evidence.TryGetValue((claim, check), out var observations)) _evidence[(claim, check)] = observations = [];
        observations.Add(observation);
    }
}
