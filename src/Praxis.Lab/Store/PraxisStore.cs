using Dapper;
using Microsoft.Data.Sqlite;

namespace Praxis.Lab;

/// <summary>
/// The store: one SQLite file in the data folder, in write-ahead mode, so that readers never wait and a killed process
/// loses nothing that was committed. Each part of Praxis brings its own migrations.
/// </summary>
public sealed class PraxisStore
{
    // Negative sizes are KiB, positive ones pages of 4 KiB. SQLite's own 2 MB make a search among very many papers read nearly every page from the system again.
    private const string PagesKept = "PRAGMA cache_size = -8192; PRAGMA wal_autocheckpoint = 1000;";
    private const string PagesKeptForMany = "PRAGMA cache_size = -196608; PRAGMA wal_autocheckpoint = 50000;";

    private readonly string _connection;

    private PraxisStore(string folder)
    {
        Folder = folder;
        Path = System.IO.Path.Combine(folder, "praxis.db");
        _connection = new SqliteConnectionStringBuilder
        {
            DataSource = Path,
            ForeignKeys = true,
            DefaultTimeout = 30,
            Pooling = true,
        }.ToString();
    }

    /// <summary>The data folder.</summary>
    public string Folder { get; }

    /// <summary>The database file.</summary>
    public string Path { get; }

    /// <summary><c>PRAXIS_DATA</c> when set, else the folder <c>praxis</c> in the user's place for application data.</summary>
    public static string DefaultFolder() =>
        Environment.GetEnvironmentVariable("PRAXIS_DATA") is { Length: > 0 } chosen
            ? System.IO.Path.GetFullPath(chosen)
            : System.IO.Path.Combine(
                Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "praxis");

    /// <summary>Opens the store in a folder, which is created when it is not there, and brings its schema up to date.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="modules">The parts whose tables are needed, in order.</param>
    /// <exception cref="StoreException">The folder cannot be written, the file is no store, or it was made by a newer Praxis.</exception>
    public static PraxisStore Open(string folder, params ReadOnlySpan<StoreModule> modules)
    {
        try
        {
            CreateFolder(folder);
            var store = new PraxisStore(System.IO.Path.GetFullPath(folder));
            using var connection = store.Connect();
            foreach (var module in modules) store.Migrate(connection, module);
            return store;
        }
        catch (SqliteException e)
        {
            throw new StoreException($"The store in {folder} cannot be opened: {e.Message} Move praxis.db away, or choose another folder with --data.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The data folder {folder} cannot be written: {e.Message} Choose another with --data.", e);
        }
    }

    /// <summary>An open connection; the caller disposes of it.</summary>
    public SqliteConnection Connect() => Connect(PagesKept);

    /// <summary>An open connection for writing very many rows: it keeps more of the file in memory, and moves the log into the file less often.</summary>
    public SqliteConnection ConnectForMany() => Connect(PagesKeptForMany);

    private SqliteConnection Connect(string pages)
    {
        var connection = new SqliteConnection(_connection);
        try
        {
            connection.Open();
            // Every commit reaches the disk's cache in order; with WAL a crash of the process loses nothing that was committed.
            connection.Execute($"PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; {pages}");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    // Accounts and keys lie there: a folder that is made here is its owner's alone.
    internal static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows() || Directory.Exists(folder)) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private void Migrate(SqliteConnection connection, StoreModule module)
    {
        if (Version(connection, module, null) == module.Scripts.Count) return;
        connection.Execute("CREATE TABLE IF NOT EXISTS schema_versions (module TEXT PRIMARY KEY, version INTEGER NOT NULL) STRICT");
        // An immediate transaction makes a second process that starts at the same moment wait and then find the work done.
        using var transaction = connection.BeginTransaction(deferred: false);
        var version = Version(connection, module, transaction);
        if (version > module.Scripts.Count)
            throw new StoreException($"The store {Path} was made by a newer Praxis ({module.Name} schema {version}, this one knows {module.Scripts.Count}). Update Praxis, or choose another folder with --data.");
        for (; version < module.Scripts.Count; version++) connection.Execute(module.Scripts[version], transaction: transaction);
        connection.Execute(
            "INSERT INTO schema_versions (module, version) VALUES (@Name, @version) ON CONFLICT (module) DO UPDATE SET version = excluded.version",
            new { module.Name, version }, transaction);
        transaction.Commit();
    }

    private static int Version(SqliteConnection connection, StoreModule module, SqliteTransaction? transaction) =>
        connection.ExecuteScalar<long>("SELECT count(*) FROM sqlite_master WHERE name = 'schema_versions'", transaction: transaction) == 0
            ? 0
            : connection.ExecuteScalar<int?>("SELECT version FROM schema_versions WHERE module = @Name", new { module.Name }, transaction) ?? 0;
}

/// <summary>The tables of one part of Praxis.</summary>
/// <param name="Name">The part's name.</param>
/// <param name="Scripts">SQL scripts, oldest first; a released script is never changed, only followed by another.</param>
public sealed record StoreModule(string Name, IReadOnlyList<string> Scripts);

/// <summary>The store cannot be opened or used; the message says why and what to do.</summary>
public sealed class StoreException(string message, Exception? inner = null) : Exception(message, inner);
