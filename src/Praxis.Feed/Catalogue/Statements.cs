using Microsoft.Data.Sqlite;

namespace Praxis.Feed;

/// <summary>
/// Statements of one connection, each prepared once however often it runs: an import runs a handful of them for every paper, and to prepare one takes longer than to run it.
/// </summary>
/// <param name="connection">An open connection; its transaction, if any, is the statements' as well.</param>
/// <param name="owned">Whether the connection is closed with the statements.</param>
internal sealed class Statements(SqliteConnection connection, bool owned = false) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _prepared = new(StringComparer.Ordinal);

    /// <summary>Where they run.</summary>
    public SqliteConnection Connection => connection;

    /// <summary>Runs a statement; how many rows it changed.</summary>
    /// <param name="sql">The statement, with parameters @a, @b, … in the order of the values.</param>
    /// <param name="values">Values of the parameters; null is NULL.</param>
    public int Execute(string sql, params ReadOnlySpan<object?> values) => Command(sql, values).ExecuteNonQuery();

    /// <summary>The first column of the first row; null when there is none, or when it is NULL.</summary>
    public object? Scalar(string sql, params ReadOnlySpan<object?> values) => Command(sql, values).ExecuteScalar() is { } value and not DBNull ? value : null;

    /// <summary>Whether a statement that selects one number selects another than 0.</summary>
    public bool Holds(string sql, params ReadOnlySpan<object?> values) => Scalar(sql, values) is long and not 0;

    /// <summary>Reads something in one transaction, so that all of it is of one moment.</summary>
    public T AtOneMoment<T>(Func<T> read)
    {
        Execute("BEGIN");
        try
        {
            return read();
        }
        finally
        {
            Execute("END");
        }
    }

    public void Dispose()
    {
        foreach (var command in _prepared.Values) command.Dispose();
        if (owned) connection.Dispose();
    }

    /// <summary>A statement with its values, ready to be run; it stays with these statements and is not disposed of by itself.</summary>
    public SqliteCommand Command(string sql, params ReadOnlySpan<object?> values)
    {
        if (!_prepared.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = sql;
            for (var i = 0; i < values.Length; i++) command.Parameters.Add(new SqliteParameter($"@{(char)('a' + i)}", null));
            _prepared.Add(sql, command);
        }
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i] ?? DBNull.Value;
        return command;
    }
}
