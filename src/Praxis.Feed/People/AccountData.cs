using System.Text.Encodings.Web;
using System.Text.Json;
using Dapper;
using Praxis.Lab;

namespace Praxis.Feed;

/// <summary>Everything that the store holds of an account, for its owner: what they wrote and chose, and no secret, not even a hash of one.</summary>
/// <param name="store">The store, opened with <see cref="People.Module"/> and <see cref="ApiTokens.Module"/>.</param>
public sealed class AccountData(PraxisStore store)
{
    // The field of the answer, and the question; @id is the account, and times are seconds since 1970.
    private static readonly (string Name, string Sql)[] Parts =
    [
        ("comments", "SELECT id, slug AS paper, reply_to AS replyTo, text, created, edited FROM comments WHERE account = @id AND removed IS NULL ORDER BY id"),
        ("votes", "SELECT slug AS paper, created FROM votes WHERE account = @id ORDER BY created, slug"),
        ("lists", "SELECT id, name, is_public AS isPublic, created FROM reading_lists WHERE account = @id ORDER BY id"),
        ("listPapers", "SELECT p.list, p.slug AS paper, p.added FROM reading_list_papers p JOIN reading_lists l ON l.id = p.list WHERE l.account = @id ORDER BY p.list, p.added, p.slug"),
        ("follows", "SELECT kind, value, created FROM follows WHERE account = @id ORDER BY id"),
        ("claims", "SELECT slug AS paper, author, note, state, created, decided FROM author_claims WHERE account = @id ORDER BY id"),
        ("submissions", "SELECT id, arxiv, address, title, note, state, answer, slug AS paper, created, decided FROM submissions WHERE account = @id ORDER BY id"),
        ("reports", "SELECT comment, reason, created FROM comment_reports WHERE account = @id ORDER BY created, comment"),
        ("notifications", "SELECT kind, slug AS paper, comment, says, created FROM notifications WHERE account = @id ORDER BY id"),
        ("runs", "SELECT run, created FROM run_visits WHERE account = @id ORDER BY run"),
        ("tokens", "SELECT label, created, used FROM api_tokens WHERE account = @id ORDER BY id"),
        ("signIns", "SELECT created, used FROM account_sessions WHERE account = @id ORDER BY created"),
    ];

    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>All of it as JSON, as it is at one moment; null when there is no such account.</summary>
    public byte[]? Json(long id)
    {
        using var connection = store.Connect();
        using var transaction = connection.BeginTransaction(deferred: true);
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Indented))
        {
            json.WriteStartObject();
            if (connection.Query("SELECT name, email, is_admin AS isAdmin, created FROM accounts WHERE id = @id", new { id }, transaction).SingleOrDefault() is not IDictionary<string, object?> account) return null;
            json.WritePropertyName("account");
            Write(json, account);
            foreach (var (name, sql) in Parts)
            {
                json.WriteStartArray(name);
                foreach (IDictionary<string, object?> row in connection.Query(sql, new { id }, transaction)) Write(json, row);
                json.WriteEndArray();
            }
            json.WriteEndObject();
        }
        return bytes.ToArray();
    }

    private static void Write(Utf8JsonWriter json, IDictionary<string, object?> row)
    {
        json.WriteStartObject();
        foreach (var (name, value) in row)
        {
            json.WritePropertyName(name);
            switch (value)
            {
                case null: json.WriteNullValue(); break;
                case long number when name.StartsWith("is", StringComparison.Ordinal): json.WriteBooleanValue(number != 0); break;
                case long time when name is "created" or "edited" or "decided" or "added" or "used": json.WriteStringValue(DateTimeOffset.FromUnixTimeSeconds(time)); break;
                case long number: json.WriteNumberValue(number); break;
                default: json.WriteStringValue(value.ToString()); break;
            }
        }
        json.WriteEndObject();
    }
}
