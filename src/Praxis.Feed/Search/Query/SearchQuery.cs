using Praxis.Lab;

namespace Praxis.Feed;

/// <summary>A reader's query as it was understood; nothing of it is syntax any more.</summary>
internal sealed record SearchQuery
{
    /// <summary>The words to rank by, common ones included.</summary>
    public IReadOnlyList<QueryWord> Words { get; init; } = [];

    /// <summary>What must be there.</summary>
    public IReadOnlyList<QueryPhrase> Required { get; init; } = [];

    /// <summary>What must not be there.</summary>
    public IReadOnlyList<QueryPhrase> Excluded { get; init; } = [];

    /// <summary>The years of publication, or null for all.</summary>
    public YearRange? Years { get; init; }

    /// <summary>One of these families, or all when empty.</summary>
    public IReadOnlyList<string> Families { get; init; } = [];

    /// <summary>One of these verdicts, or all when empty.</summary>
    public IReadOnlyList<Verdict> Verdicts { get; init; } = [];

    /// <summary>Parts with a known name whose value cannot be: they find nothing.</summary>
    public IReadOnlyList<string> Impossible { get; init; } = [];

    /// <summary>Whether nothing at all was asked for.</summary>
    public bool IsBlank => Words.Count + Required.Count + Excluded.Count + Families.Count + Verdicts.Count + Impossible.Count == 0 && Years is null;

    /// <summary>Whether papers are only narrowed down and there is nothing to rank by.</summary>
    public bool HasNoWords => Words.Count == 0 && Required.All(phrase => phrase.Column == TextColumn.Authors);
}

/// <summary>A word of a query.</summary>
/// <param name="Word">The word.</param>
/// <param name="Prefix">Whether it stands for all words that begin with it.</param>
internal readonly record struct QueryWord(SearchWord Word, bool Prefix);

/// <summary>Words in order.</summary>
/// <param name="Words">At least one.</param>
/// <param name="Column">The only column that counts, or null for all.</param>
/// <param name="Prefix">Whether the last word stands for all words that begin with it.</param>
internal sealed record QueryPhrase(IReadOnlyList<SearchWord> Words, TextColumn? Column = null, bool Prefix = false);

/// <summary>Years from and to, both included.</summary>
internal readonly record struct YearRange(int From, int To);

/// <summary>The columns of the full-text table, in its order.</summary>
internal enum TextColumn
{
    Title,
    Authors,
    Summary,
    Claims,
    Abstract,
}
