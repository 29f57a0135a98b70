using System.Diagnostics;
using System.Text;
using Microsoft.Data.Sqlite;

namespace Praxis.Feed.Tests;

public sealed class KilledImportTests : IDisposable
{
    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [SkippableFact]
    public void A_process_killed_in_the_middle_of_an_import_leaves_the_store_as_it_was()
    {
        Skip.If(OperatingSystem.IsWindows(), "kill -9 is a matter of Unix");
        _store.Catalogue.Fill(TestRooms.Real);
        _store.Importer.Import(Pages.Fixture("with-bylines.txt"));
        var before = _store.Dump();
        // Large enough to outgrow SQLite's page cache, so that the unfinished import is in the log on disk when the process dies.
        var page = WritePage(papers: 600, abstractLength: 6000);
        SqliteConnection.ClearAllPools();

        KillDuringImport(page);

        Assert.Equal(before, _store.Dump());
        Assert.Equal("ok", Scalar("PRAGMA integrity_check"));
        Assert.Equal("0", Scalar("SELECT count(*) FROM pragma_foreign_key_check"));
        Assert.Equal(4, _store.Importer.Import(Pages.Fixture("with-bylines.txt")).Unchanged);
        Assert.Equal(1, _store.Importer.Import(Pages.Of("Apr 9", "After the Crash")).Added);
    }

    private void KillDuringImport(string page)
    {
        var host = Path.Combine(AppContext.BaseDirectory, "Praxis.Feed.TestHost.dll");
        var start = new ProcessStartInfo("dotnet", [host, "import", _store.Folder, page]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        try
        {
            Assert.Equal("begins", process.StandardOutput.ReadLine());
            Assert.Equal("read 600", process.StandardOutput.ReadLine());
            var log = new FileInfo(_store.Store.Path + "-wal");
            var clock = Stopwatch.StartNew();
            while (!log.Exists || log.Length < 1_000_000)
            {
                Assert.False(process.HasExited, "the import was done before it could be killed");
                Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), "the import wrote nothing in a minute");
                Thread.Sleep(1);
                log.Refresh();
            }
        }
        finally
        {
            process.Kill();
            process.WaitForExit();
        }
        Assert.DoesNotContain("done", process.StandardOutput.ReadToEnd(), StringComparison.Ordinal);
        Assert.Equal(128 + 9, process.ExitCode);
    }

    private string WritePage(int papers, int abstractLength)
    {
        var random = new Random(3);
        var text = new StringBuilder("Daily Papers\n\nMay 1, 2025\n\n");
        for (var i = 0; i < papers; i++)
        {
            text.Append($"Made-up Paper Number {i}\n\n");
            for (var length = 0; length < abstractLength; length += 7) text.Append($"{random.Next(100_000, 1_000_000)} ");
            text.Append("\n\n");
        }
        var path = Path.Combine(_store.Folder, "page.txt");
        File.WriteAllText(path, text.ToString());
        return path;
    }

    private string Scalar(string sql)
    {
        using var connection = _store.Store.Connect();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar()!.ToString()!;
    }
}
