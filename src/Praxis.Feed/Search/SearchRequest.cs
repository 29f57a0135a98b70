using Praxis.Lab;

namespace Praxis.Feed;

/// <summary>What is searched for.</summary>
/// <param name="Text">A reader's query; see <see cref="PaperSearch"/> for its language. Null or blank finds every paper, newest first.</param>
public sealed record SearchRequest(string? Text)
{
    /// <summary>Only papers of this family.</summary>
    public string? Family { get; init; }

    /// <summary>Only papers with such a recorded verdict.</summary>
    public Verdict? Verdict { get; init; }

    /// <summary>At most so many, 0 or more.</summary>
    public int Limit { get; init; } = 20;

    /// <summary>After so many, 0 or more.</summary>
    public int Offset { get; init; }

    /// <summary>Whether the reader may still be typing the last word, which then counts as the beginning of one.</summary>
    public bool Typing { get; init; }

    /// <summary>How papers are ranked.</summary>
    public SearchMode Mode { get; init; } = SearchMode.Both;
}

/// <summary>How papers are ranked.</summary>
public enum SearchMode
{
    /// <summary>By the query's words, by what else may be meant by them, and by meaning together.</summary>
    Both,
    /// <summary>By the query's words only (BM25).</summary>
    Words,
    /// <summary>By meaning only (latent semantic indexing).</summary>
    Meaning,
}

/// <summary>What was found.</summary>
/// <param name="Entries">The papers, best first.</param>
/// <param name="Total">How many there are over all pages; see <see cref="IsCut"/>.</param>
/// <param name="IsCut">Whether there may be more than <see cref="Total"/>, which are not ranked.</param>
/// <param name="Highlighter">Marks the found words in titles and texts.</param>
/// <param name="Corrections">Words that stand in no paper, with what was taken for them.</param>
/// <param name="Unknown">Words that stand in no paper, nor anything like them; parts of the query that no paper can meet.</param>
public sealed record SearchResults(
    IReadOnlyList<CatalogueEntry> Entries, int Total, bool IsCut, Highlighter Highlighter,
    IReadOnlyList<(string Word, string Instead)> Corrections, IReadOnlyList<string> Unknown);
