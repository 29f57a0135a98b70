using Microsoft.Data.Sqlite;

namespace Praxis.Feed;

/// <summary>What a query demands of every paper it finds, besides the words it ranks by.</summary>
internal sealed class PaperFilter
{
    private const int MostListed = 100_000;
    private const int FewPapers = 4_000;

    private readonly PaperTable _papers;
    private readonly HashSet<int>? _required;
    private readonly HashSet<int> _excluded = [];
    private readonly int _firstDay;
    private readonly int _lastDay = int.MaxValue;
    private readonly ushort[] _families;
    private readonly int _verdicts;
    private readonly bool _narrow;

    public PaperFilter(SqliteConnection connection, SearchQuery query, PaperTable papers)
    {
        _papers = papers;
        _families = [.. query.Families.Select(papers.FindFamily).OfType<ushort>()];
        foreach (var verdict in query.Verdicts) _verdicts |= PaperTable.Bit(verdict);
        FindsNothing = query.Impossible.Count > 0 || (query.Families.Count > 0 && _families.Length == 0);
        if (FindsNothing) return;
        if (query.Years is { } years)
        {
            // A paper without a date has day 0 and is of no year.
            _firstDay = Math.Max(1, years.From == 0 ? 1 : new DateOnly(years.From, 1, 1).DayNumber);
            _lastDay = new DateOnly(years.To, 12, 31).DayNumber;
        }
        _narrow = _families.Length > 0 || _verdicts != 0;
        var required = string.Join(" AND ", query.Required.Select(FullText.Expression));
        var excluded = string.Join(" OR ", query.Excluded.Select(FullText.Expression));
        if (required.Length > 0)
        {
            _required = [];
            FullText.Find(connection, excluded.Length > 0 ? $"({required}) NOT ({excluded})" : required, MostListed, MostListed, _required.Add);
        }
        else if (excluded.Length > 0)
        {
            FullText.Find(connection, excluded, int.MaxValue, int.MaxValue, _excluded.Add);
        }
    }

    /// <summary>Whether no paper can fit.</summary>
    public bool FindsNothing { get; }

    /// <summary>Whether every paper fits.</summary>
    public bool DemandsNothing => !FindsNothing && !_narrow && _required is null && _excluded.Count == 0 && _firstDay == 0 && _lastDay == int.MaxValue;

    /// <summary>Whether a paper fits.</summary>
    public bool Fits(int paper) =>
        _papers.Has(paper)
        && _required?.Contains(paper) != false
        && !_excluded.Contains(paper)
        && _papers.Day(paper) is var day && day >= _firstDay && day <= _lastDay
        && (_families.Length == 0 || _papers.IsOf(paper, _families))
        && (_verdicts == 0 || _papers.HasVerdict(paper, _verdicts));

    /// <summary>All papers that fit when they are few, else null.</summary>
    public List<int>? FewFitting()
    {
        if (_required is { Count: <= FewPapers }) return [.. _required.Where(Fits)];
        if (!_narrow) return null;
        var few = new List<int>();
        for (var paper = 0; paper < _papers.Limit; paper++)
        {
            if (!Fits(paper)) continue;
            if (few.Count == FewPapers) return null;
            few.Add(paper);
        }
        return few;
    }

    /// <summary>All papers that fit, newest first, at most so many.</summary>
    public List<int> Newest(int most)
    {
        var newest = new PriorityQueue<int, (int Day, int Paper)>(most + 1);
        for (var paper = 0; paper < _papers.Limit; paper++)
        {
            if (!Fits(paper)) continue;
            if (newest.Count < most) newest.Enqueue(paper, (_papers.Day(paper), paper));
            else newest.EnqueueDequeue(paper, (_papers.Day(paper), paper));
        }
        var found = new List<int>(newest.Count);
        while (newest.TryDequeue(out var paper, out _)) found.Add(paper);
        found.Reverse();
        return found;
    }
}
