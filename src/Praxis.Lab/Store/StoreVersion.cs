using Microsoft.Data.Sqlite;

namespace Praxis.Lab;

/// <summary>
/// Tells whether anything in the store has changed, whichever connection or process did it: what was made of the store's content is good as long as the number stays.
/// Asking takes microseconds. Safe for several threads.
/// </summary>
public sealed class StoreVersion : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _command;
    private readonly Lock _gate = new();

    /// <summary>Watches a store.</summary>
    /// <param name="store">The store.</param>
    public StoreVersion(PraxisStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        // This connection never writes: SQLite counts the commits of all others for it.
        _connection = store.Connect();
        _command = _connection.CreateCommand();
        _command.CommandText = "PRAGMA data_version";
    }

    /// <summary>A number that is another one after every commit. It means nothing beyond this object.</summary>
    public long Current
    {
        get
        {
            lock (_gate) return (long)_command.ExecuteScalar()!;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _command.Dispose();
            _connection.Dispose();
        }
    }
}

/// <summary>Something made of the store's content, made again when the store has changed. Safe for several threads; what it holds must not be changed.</summary>
/// <typeparam name="T">What is made.</typeparam>
/// <param name="version">Tells of changes.</param>
/// <param name="make">Reads the store.</param>
public sealed class StoreMemory<T>(StoreVersion version, Func<T> make)
    where T : class
{
    private sealed record Made(long Version, T Value);

    private readonly Lock _gate = new();
    private Made? _made;

    /// <summary>What the store's content makes now.</summary>
    public T Value
    {
        get
        {
            ArgumentNullException.ThrowIfNull(version);
            ArgumentNullException.ThrowIfNull(make);
            var now = version.Current;
            if (_made is { } known && known.Version == now) return known.Value;
            // One reads, the others wait for it. The version is older than what is read, so that a change in between is not missed.
            lock (_gate)
            {
                now = version.Current;
                if (_made is { } fresh && fresh.Version == now) return fresh.Value;
                var value = make();
                _made = new(now, value);
                return value;
            }
        }
    }
}
