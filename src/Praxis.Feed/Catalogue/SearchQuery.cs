using System.Text;

namespace Praxis.Feed;

/// <summary>A reader's words as a full-text query in which nothing of them is syntax.</summary>
internal static class SearchQuery
{
    private const int MostTerms = 24;
    private const int LongestQuery = 1000;
    private const int ShortestPrefix = 4;

    /// <summary>
    /// All terms must be found. A term between double quotes, or one that folds to several words, is a phrase;
    /// a word of at least four letters also finds longer words that begin with it. Null when no letter or digit is in the text.
    /// </summary>
    public static string? From(string text)
    {
        if (text.Length > LongestQuery) text = text[..LongestQuery];
        var query = new StringBuilder();
        foreach (var (term, exact) in Terms(text).Take(MostTerms))
        {
            if (query.Length > 0) query.Append(" AND ");
            // The folded words have letters, digits and spaces only, so that the quotes cannot be closed from within.
            query.Append('"').Append(term).Append('"');
            if (!exact && term.Length >= ShortestPrefix && !term.Contains(' ', StringComparison.Ordinal)) query.Append('*');
        }
        return query.Length == 0 ? null : query.ToString();
    }

    private static IEnumerable<(string Term, bool Exact)> Terms(string text)
    {
        var parts = text.Split('"');
        for (var i = 0; i < parts.Length; i++)
        {
            // Every second part stands between quotes; one that is never closed counts as plain words.
            var quoted = i % 2 == 1 && i < parts.Length - 1;
            foreach (var piece in quoted ? [parts[i]] : parts[i].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
                if (TitleText.Words(piece) is { Length: > 0 } words)
                    yield return (words, quoted);
        }
    }
}
