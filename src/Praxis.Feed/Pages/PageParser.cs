namespace Praxis.Feed;

/// <summary>
/// Puts the lines of a page together: heading, day, then for each paper a title, an abstract and, in the fuller layout, a byline.
/// Every line is looked at a bounded number of times.
/// </summary>
internal sealed class PageParser
{
    private const string Heading = "Daily Papers";
    private const int LinesBetweenHeadingAndDay = 4;
    private const int LongestTitle = EntryText.LongestTitle;
    private const int LongestAbstract = EntryText.LongestAbstract;
    private const int OldestYear = EntryText.OldestYear;

    // What stands below the last paper when the whole page was copied.
    private static readonly HashSet<string> Footer = new(["Previous", "Next", "System theme", "Company", "TOS"], StringComparer.Ordinal);

    private readonly string _name;
    private readonly PageLine[] _lines;
    private readonly int? _year;
    private readonly DateOnly _today;
    private readonly List<Draft> _drafts = [];
    private readonly List<RejectedEntry> _rejected = [];

    private sealed record Draft(PageLine Title, string Abstract, PageByline? Byline);

    public PageParser(IReadOnlyList<PageLine> lines, string name, int? year, DateOnly today)
    {
        _name = name;
        _lines = [.. lines.SelectMany(PageByline.Unfold)];
        _year = year;
        _today = today;
    }

    public FeedPage Parse()
    {
        if (_lines.Length == 0) throw new FeedException(_name, 1, "the file is empty; copy the text of a Daily Papers page into it");
        if (_year < OldestYear || _year > _today.Year + 1) throw new FeedException(_name, 1, $"the page cannot be of the year {_year}; give one from {OldestYear} to {_today.Year + 1}");
        var (at, written) = FindDay();
        ReadPapers(at + 1);
        if (_drafts.Count + _rejected.Count == 0) throw new FeedException(_name, _lines[at].Number, "the page shows no papers below its date; copy all of it");

        var year = YearOfThePage(written);
        var day = written.In(year) ?? throw new FeedException(_name, _lines[at].Number, $"there is no {_lines[at].Text} in {year}; say with --year when the page was copied");
        var entries = new List<PageEntry>();
        foreach (var draft in _drafts)
        {
            if (Finish(draft, year) is { } entry) entries.Add(entry);
        }
        return new FeedPage(_name, day, entries, [.. _rejected.OrderBy(one => one.Line)]);
    }

    private (int At, PageDate Day) FindDay()
    {
        var heading = -1;
        for (var i = 0; i < _lines.Length; i++)
        {
            if (!_lines[i].Text.Equals(Heading, StringComparison.OrdinalIgnoreCase)) continue;
            if (heading < 0) heading = i;
            for (var j = i + 1; j < _lines.Length && j <= i + LinesBetweenHeadingAndDay; j++)
                if (PageDate.TryParse(_lines[j].Text, out var day, out var comments) && comments is null && IsPossible(day))
                    return (j, day);
        }
        throw heading < 0
            ? new FeedException(_name, _lines[0].Number, $"this is no Daily Papers page: no line says '{Heading}'; copy the page from its heading on")
            : new FeedException(_name, _lines[heading].Number, $"below '{Heading}' no date such as 'Aug 7' is found; copy the page of one day");
    }

    private void ReadPapers(int at)
    {
        var texts = new List<PageLine>();
        while (at < _lines.Length)
        {
            if (StartsByline(at, texts.Count))
            {
                var byline = ReadByline(ref at);
                Pair(texts, byline);
                texts.Clear();
            }
            else if (Footer.Contains(_lines[at].Text))
            {
                break;
            }
            else
            {
                texts.Add(ReadText(ref at));
            }
        }
        Pair(texts, null);
    }

    // A paragraph: lines that follow one another are one text, but a line longer than any title is a paragraph of its own.
    private PageLine ReadText(ref int at)
    {
        var first = _lines[at];
        var parts = new List<string> { first.Text };
        at++;
        while (first.Text.Length <= LongestTitle && at < _lines.Length && !_lines[at].AfterBlank && _lines[at].Text.Length <= LongestTitle && !StartsByline(at, 0))
        {
            parts.Add(_lines[at].Text);
            at++;
        }
        return first with { Text = string.Join(' ', parts) };
    }

    // An organisation's line is known by the dot below it; with a blank line between, only where title and abstract stand above already.
    private bool StartsByline(int at, int texts) =>
        PageByline.IsDot(_lines[at].Text)
        || PageByline.IsAuthors(_lines[at].Text)
        || (at + 1 < _lines.Length && PageByline.IsDot(_lines[at + 1].Text) && PageByline.CanBeWho(_lines[at].Text)
            && (!_lines[at + 1].AfterBlank || (texts > 0 && texts % 2 == 0)));

    private PageByline ReadByline(ref int at)
    {
        var start = _lines[at].Number;
        string? who = null;
        if (!PageByline.IsDot(_lines[at].Text)) who = _lines[at++].Text;
        if (at == _lines.Length || !PageByline.IsDot(_lines[at].Text)) return new PageByline(start, who, start, null, 0, null);
        var dot = _lines[at++];
        if (at == _lines.Length) return Wrong(dot.Number, "the page ends where a date should follow the dot");
        var line = _lines[at];
        if (!PageDate.TryParse(line.Text, out var date, out var comments) || !IsPossible(date))
        {
            // What stands apart from the dot is not its date but the next paper's title.
            if (line.AfterBlank) return Wrong(dot.Number, "no date follows the dot");
            at++;
            return Wrong(line.Number, $"'{Shorten(line.Text)}' is no date such as 'Aug 7, 2023', or not a possible one");
        }
        at++;
        if (comments is null && at < _lines.Length && !_lines[at].AfterBlank && PageDate.Number(_lines[at].Text) is { } below)
        {
            comments = below;
            at++;
        }
        return new PageByline(start, who, line.Number, date, comments ?? 0, null);

        PageByline Wrong(int line, string why) => new(start, who, line, null, 0, new RejectedEntry(line, why));
    }

    // Texts alternate between title and abstract; the byline belongs to the last pair.
    private void Pair(List<PageLine> texts, PageByline? byline)
    {
        if (texts.Count == 0 && byline is not null) Reject(byline.Line, "no title and abstract stand above this line");
        for (var i = 0; i < texts.Count;)
        {
            var title = texts[i];
            if (title.Text.Length > LongestTitle)
            {
                Reject(title.Number, $"a title is expected here, and {title.Text.Length:N0} characters are too long for one");
                i++;
            }
            else if (i + 1 == texts.Count || (i + 2 < texts.Count && texts[i + 1].Text.Length <= LongestTitle && texts[i + 2].Text.Length > LongestTitle))
            {
                Reject(title.Number, $"no abstract follows '{Shorten(title.Text)}'");
                i++;
            }
            else
            {
                _drafts.Add(new Draft(title, texts[i + 1].Text, i + 2 == texts.Count ? byline : null));
                i += 2;
            }
        }
    }

    private int YearOfThePage(PageDate page)
    {
        var spelled = _drafts.Select(draft => draft.Byline?.Date?.Year).Append(page.Year).Max();
        return Math.Max(_year ?? _today.Year, (spelled ?? 0) + 1);
    }

    private PageEntry? Finish(Draft draft, int year)
    {
        var title = string.Join(' ', draft.Title.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        if (TitleText.Key(title).Length == 0) return Reject(draft.Title.Number, $"'{Shorten(title)}' is no title: it has no letters");
        if (draft.Abstract.Length > LongestAbstract) return Reject(draft.Title.Number, $"the abstract of '{Shorten(title)}' has {draft.Abstract.Length:N0} characters; at most {LongestAbstract:N0} are read");
        if (draft.Byline is not { } byline) return new PageEntry { Line = draft.Title.Number, Title = title, Abstract = draft.Abstract };

        if (byline.Error is { } error) return Reject(error.Line, error.Why);
        var (authors, organisation, wrong) = byline.ReadWho();
        if (wrong is not null) return Reject(byline.Line, wrong);
        var published = byline.Date?.In(year);
        if (byline.Date is { } date && published is null) return Reject(byline.DateLine, $"month {date.Month} of {date.Year ?? year} has no day {date.Day}");
        return new PageEntry
        {
            Line = draft.Title.Number,
            Title = title,
            Abstract = draft.Abstract,
            Published = published,
            Authors = authors,
            Organisation = organisation,
            Comments = byline.Comments,
        };
    }

    private bool IsPossible(PageDate date) =>
        date.Year is null || (date.Year >= OldestYear && date.Year <= Math.Max(_today.Year, _year ?? 0) + 1);

    private PageEntry? Reject(int line, string why)
    {
        _rejected.Add(new RejectedEntry(line, why));
        return null;
    }

    private static string Shorten(string text) => EntryText.Shorten(text);
}
