using Microsoft.Data.Sqlite;
using Praxis.Lab;

namespace Praxis.Feed;

/// <summary>
/// Votes and comments of papers, as lists show them. One question takes microseconds: the counts are kept by the store's triggers, and
/// the connection and its statements stay open until this is disposed of. Not for several threads at once.
/// </summary>
/// <param name="store">The store, opened with <see cref="People.Module"/>.</param>
public sealed class PaperCounts(PraxisStore store) : IDisposable
{
    private SqliteConnection? _connection;
    private SqliteCommand? _counts;
    private SqliteCommand? _vote;

    /// <summary>The counts of one paper.</summary>
    public PaperCount Of(string slug)
    {
        var command = _counts ??= Prepare("SELECT votes, comments FROM paper_counts WHERE slug = @slug", "@slug");
        command.Parameters[0].Value = slug;
        using var reader = command.ExecuteReader();
        return reader.Read() ? new(reader.GetInt32(0), reader.GetInt32(1)) : default;
    }

    /// <summary>Whether an account has voted for a paper.</summary>
    public bool HasVoted(string slug, long account)
    {
        var command = _vote ??= Prepare("SELECT 1 FROM votes WHERE slug = @slug AND account = @account", "@slug", "@account");
        command.Parameters[0].Value = slug;
        command.Parameters[1].Value = account;
        return command.ExecuteScalar() is not null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _counts?.Dispose();
        _vote?.Dispose();
        _connection?.Dispose();
    }

    private SqliteCommand Prepare(string sql, params ReadOnlySpan<string> names)
    {
        _connection ??= store.Connect();
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in names) command.Parameters.AddWithValue(name, DBNull.Value);
        return command;
    }
}

/// <summary>What people did with a paper.</summary>
/// <param name="Votes">Votes.</param>
/// <param name="Comments">Comments that have not been removed.</param>
public readonly record struct PaperCount(int Votes, int Comments);
