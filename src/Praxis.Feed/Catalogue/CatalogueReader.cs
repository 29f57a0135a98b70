using Microsoft.Data.Sqlite;
using Praxis.Lab;

namespace Praxis.Feed;

/// <summary>Reads entries of the view catalogue.</summary>
/// <remarks>
/// By hand rather than by a mapper: `papers list` is one query, and compiling a mapping at run time takes longer than all of it.
/// </remarks>
internal static class CatalogueReader
{
    public const string Columns =
        "c.slug, c.title, c.arxiv, c.published, c.authors, c.author_count, c.organisation_name, c.organisation_handle, c.code, c.family, c.kind, c.summary, c.abstract, c.comments, c.runnable, c.has_room";

    public static SqliteCommand Command(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters) command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        return command;
    }

    /// <summary>The entries that a command selects; its first columns are <see cref="Columns"/>.</summary>
    public static IReadOnlyList<CatalogueEntry> Read(SqliteConnection connection, SqliteCommand command) =>
        [.. Read(connection, command, _ => 0).Select(row => row.Entry)];

    /// <summary>The entries that a command selects, each with something else of its row.</summary>
    public static IReadOnlyList<(CatalogueEntry Entry, T Extra)> Read<T>(SqliteConnection connection, SqliteCommand command, Func<SqliteDataReader, T> extra)
    {
        // Only rooms have them.
        var verdicts = new Lazy<Dictionary<string, OrderedDictionary<string, Verdict?>>>(() => Verdicts(connection));
        var notices = new Lazy<Dictionary<string, List<Notice>>>(() => Notices(connection));
        var rows = new List<(CatalogueEntry, T)>();
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var slug = reader.GetString(0);
            var hasRoom = reader.GetBoolean(15);
            rows.Add((new CatalogueEntry
            {
                Slug = slug,
                Title = reader.GetString(1),
                Arxiv = Text(reader, 2),
                Published = PublicationDate.TryParse(Text(reader, 3), out var published) ? published : null,
                Authors = Text(reader, 4),
                AuthorCount = Number(reader, 5),
                OrganisationName = Text(reader, 6),
                OrganisationHandle = Text(reader, 7),
                Code = Text(reader, 8),
                Family = Text(reader, 9),
                Kind = Text(reader, 10) is { } kind ? Enum.Parse<PaperKind>(kind) : null,
                Summary = reader.GetString(11),
                Abstract = Text(reader, 12),
                Comments = Number(reader, 13),
                Runnable = reader.GetBoolean(14),
                HasRoom = hasRoom,
                Verdicts = hasRoom ? verdicts.Value.GetValueOrDefault(slug) ?? [] : [],
                Notices = hasRoom ? notices.Value.GetValueOrDefault(slug) ?? [] : [],
            }, extra(reader)));
        }
        return rows;
    }

    private static Dictionary<string, OrderedDictionary<string, Verdict?>> Verdicts(SqliteConnection connection)
    {
        var verdicts = new Dictionary<string, OrderedDictionary<string, Verdict?>>(StringComparer.Ordinal);
        using var command = Command(connection, "SELECT slug, claim, verdict FROM paper_verdicts ORDER BY slug, position");
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var slug = reader.GetString(0);
            if (!verdicts.TryGetValue(slug, out var claims)) verdicts[slug] = claims = [];
            claims[reader.GetString(1)] = Text(reader, 2) is { } verdict ? Enum.Parse<Verdict>(verdict) : null;
        }
        return verdicts;
    }

    private static Dictionary<string, List<Notice>> Notices(SqliteConnection connection)
    {
        var notices = new Dictionary<string, List<Notice>>(StringComparer.Ordinal);
        using var command = Command(connection, "SELECT slug, kind, reason FROM paper_notices ORDER BY slug, position");
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var slug = reader.GetString(0);
            if (!notices.TryGetValue(slug, out var list)) notices[slug] = list = [];
            list.Add(new Notice(Enum.Parse<NoticeKind>(reader.GetString(1)), reader.GetString(2)));
        }
        return notices;
    }

    private static string? Text(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static int? Number(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt32(column);
}
