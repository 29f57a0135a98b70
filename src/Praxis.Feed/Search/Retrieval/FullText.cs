using Microsoft.Data.Sqlite;

namespace Praxis.Feed;

/// <summary>Asks the full-text table for papers. Expressions are put together from quoted stems only, so that nothing of a query is syntax.</summary>
internal static class FullText
{
    private static readonly string[] Columns = ["title", "authors", "summary", "claims", "abstract"];

    /// <summary>A folded word as an FTS5 string; such words have letters and digits of any language and nothing else.</summary>
    public static string Quote(string words) => $"\"{words.Replace("\"", "", StringComparison.Ordinal)}\"";

    /// <summary>A phrase as an FTS5 expression.</summary>
    public static string Expression(QueryPhrase phrase)
    {
        var text = Quote(string.Join(' ', phrase.Words.Select(word => word.Stem)));
        return (phrase.Column is { } column ? $"{Columns[(int)column]} : " : "") + text + (phrase.Prefix ? " *" : "");
    }

    /// <summary>The newest papers that match, as many as are wanted, after looking at no more than a number of them.</summary>
    public static void Find(SqliteConnection connection, string expression, int mostLookedAt, int mostWanted, Func<int, bool> take)
    {
        using var command = CatalogueReader.Command(connection, "SELECT rowid FROM search_text WHERE search_text MATCH @expression ORDER BY rowid DESC LIMIT @most",
            ("@expression", expression), ("@most", mostLookedAt));
        using var reader = command.ExecuteReader();
        var taken = 0;
        while (taken < mostWanted && reader.Read())
            if (take(reader.GetInt32(0))) taken++;
    }
}
