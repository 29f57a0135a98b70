namespace Praxis.Feed;

/// <summary>Puts the papers of a list that has no days, or many, together by day.</summary>
internal sealed class DayLists(string name, FeedSource source, DateOnly today)
{
    private readonly List<(DateOnly Day, PageEntry Entry)> _entries = [];
    private readonly List<RejectedEntry> _rejected = [];

    /// <summary>Adds a paper under a day; null when the list says none.</summary>
    public void Add(DateOnly? day, PageEntry entry)
    {
        if (day is not { } known) Reject(entry.Line, $"'{EntryText.Shorten(entry.Title)}' has no date");
        else if (!EntryText.IsPossible(known, today)) Reject(entry.Line, $"{known:yyyy-MM-dd} is no possible date of '{EntryText.Shorten(entry.Title)}'");
        else _entries.Add((known, entry));
    }

    public void Reject(int line, string why) => _rejected.Add(new RejectedEntry(line, why));

    /// <summary>The title and the abstract of a paper, or null after saying what is wrong with them.</summary>
    public (string Title, string Abstract)? Texts(int line, string? title, string? summary)
    {
        var (cleanTitle, wrongTitle) = EntryText.Title(title);
        var (cleanAbstract, wrongAbstract) = EntryText.Abstract(summary);
        if ((wrongTitle ?? wrongAbstract) is { } wrong)
        {
            Reject(line, wrongTitle is null ? $"{wrong} ('{EntryText.Shorten(cleanTitle!)}')" : wrong);
            return null;
        }

        return (cleanTitle!, cleanAbstract!);
    }

    /// <summary>One page a day, oldest first; what was rejected stands with the first.</summary>
    /// <exception cref="FeedException">There is nothing.</exception>
    public IReadOnlyList<FeedPage> Pages()
    {
        if (_entries.Count == 0 && _rejected.Count == 0) throw new FeedException(name, 1, "the list has no papers");
        if (_entries.Count == 0) throw new FeedException(name, _rejected[0].Line, $"no paper of the list can be read: {_rejected[0].Why}");
        FeedPage[] pages = [.. _entries.GroupBy(paper => paper.Day).OrderBy(day => day.Key)
            .Select(day => new FeedPage(name, day.Key, [.. day.Select(paper => paper.Entry)], []) { Source = source })];
        pages[0] = pages[0] with { Rejected = [.. _rejected.OrderBy(one => one.Line)] };
        return pages;
    }
}
