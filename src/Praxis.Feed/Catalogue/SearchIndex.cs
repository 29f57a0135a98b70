using Dapper;
using Microsoft.Data.Sqlite;

namespace Praxis.Feed;

/// <summary>Keeps the full-text table in step with the catalogue.</summary>
internal static class SearchIndex
{
    private const string Select = "SELECT id, slug, title, also_titled AS AlsoTitled, authors, summary, abstract FROM catalogue";

    private sealed class Row
    {
        public required long Id { get; init; }
        public required string Slug { get; init; }
        public required string Title { get; init; }
        public required string AlsoTitled { get; init; }
        public string? Authors { get; init; }
        public required string Summary { get; init; }
        public string? Abstract { get; init; }
    }

    public static void RebuildAll(SqliteConnection connection, SqliteTransaction transaction)
    {
        connection.Execute("DELETE FROM paper_search", transaction: transaction);
        foreach (var row in connection.Query<Row>(Select, transaction: transaction).ToList()) Insert(connection, transaction, row);
    }

    public static void Rebuild(SqliteConnection connection, SqliteTransaction transaction, string slug)
    {
        var row = connection.QuerySingle<Row>($"{Select} WHERE slug = @slug", new { slug }, transaction);
        connection.Execute("DELETE FROM paper_search WHERE rowid = @Id", new { row.Id }, transaction);
        Insert(connection, transaction, row);
    }

    // Texts are folded as queries are, so that ℓ_p is found by ell_p and by $\ell_p$.
    private static void Insert(SqliteConnection connection, SqliteTransaction transaction, Row row) => connection.Execute(
        "INSERT INTO paper_search (rowid, title, names, summary, abstract) VALUES (@Id, @title, @names, @summary, @text)",
        new
        {
            row.Id,
            title = TitleText.Words(row.Title),
            names = TitleText.Words($"{row.Slug} {row.AlsoTitled} {row.Authors}"),
            summary = TitleText.Words(row.Summary),
            text = TitleText.Words(row.Abstract ?? ""),
        }, transaction);
}
