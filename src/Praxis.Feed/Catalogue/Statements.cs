using Microsoft.Data.Sqlite;

namespace Praxis.Feed;

/// <summary>
/// Statements of one connection, each prepared once however often it runs: an import runs a handful of them for every paper, and to prepare one takes longer than to run it.
/// </summary>
/// <param name="connection">An open connection; its transaction, if any, is the statements' as well.</param>
internal sealed class Statements(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _prepared = new(StringComparer.Ordinal);

    /// <summary>Runs a statement; how many rows it changed.</summary>
    /// <param name="sql">The statement, with parameters @a, @b, … in the order of the values.</param>
    /// <param name="values">Values of the parameters; null is NULL.</param>
    public int Execute(string sql, params ReadOnlySpan<object?> values) => Bind(sql, values).ExecuteNonQuery();

    /// <summary>The first column of the first row; null when there is none, or when it is NULL.</summary>
    public object? Scalar(string sql, params ReadOnlySpan<object?> values) => Bind(sql, values).ExecuteScalar() is { } value and not DBNull ? value : null;

    /// <summary>Whether a statement that selects one number selects another than 0.</summary>
    public bool Holds(string sql, params ReadOnlySpan<object?> values) => Scalar(sql, values) is long and not 0;

    public void Dispose()
    {
        foreach (var command in _prepared.Values) command.Dispose();
    }

    private SqliteCommand Bind(string sql, ReadOnlySpan<object?> values)
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
