using Dapper;
using Praxis.Lab.TestHost;

namespace Praxis.Lab.Tests;

public sealed class PraxisStoreTests : IDisposable
{
    private readonly TestFolder _folder = new();

    [Fact]
    public void Every_newer_release_keeps_the_data_of_the_older_ones()
    {
        for (var release = 1; release <= 5; release++)
        {
            var store = PraxisStore.Open(_folder.In("data"), GrowingModule.WithScripts(release));
            using var connection = store.Connect();
            connection.Execute($"UPDATE steps SET note = 'written by release {release}' WHERE number = {release}");
            Assert.Equal(
                Enumerable.Range(1, release).Select(i => $"written by release {i}"),
                connection.Query<string>("SELECT note FROM steps ORDER BY number"));
            Assert.Equal(release, connection.ExecuteScalar<int>("SELECT version FROM schema_versions WHERE module = 'growing'"));
        }
    }

    [Fact]
    public void A_store_of_a_newer_release_is_refused_and_left_as_it_is()
    {
        PraxisStore.Open(_folder.In("data"), GrowingModule.WithScripts(3));
        var error = Assert.Throws<StoreException>(() => PraxisStore.Open(_folder.In("data"), GrowingModule.WithScripts(2)));
        Assert.Contains("made by a newer Praxis (growing schema 3, this one knows 2)", error.Message);
        using var connection = PraxisStore.Open(_folder.In("data"), GrowingModule.WithScripts(3)).Connect();
        Assert.Equal(3, connection.ExecuteScalar<int>("SELECT count(*) FROM steps"));
    }

    [Fact]
    public void A_script_that_fails_leaves_the_store_at_the_version_before()
    {
        PraxisStore.Open(_folder.In("data"), GrowingModule.WithScripts(2));
        var broken = new StoreModule("growing", [.. GrowingModule.WithScripts(2).Scripts, "INSERT INTO steps (number) VALUES (3); SELECT nonsense FROM nowhere"]);
        Assert.Throws<StoreException>(() => PraxisStore.Open(_folder.In("data"), broken));
        using var connection = PraxisStore.Open(_folder.In("data"), GrowingModule.WithScripts(2)).Connect();
        Assert.Equal(2, connection.ExecuteScalar<int>("SELECT count(*) FROM steps"));
    }

    [Fact]
    public void A_file_that_is_no_store_is_refused_with_its_cure()
    {
        Directory.CreateDirectory(_folder.In("data"));
        File.WriteAllText(_folder.In("data", "praxis.db"), new string('x', 4096));
        Assert.Contains("Move praxis.db away", Assert.Throws<StoreException>(() => PraxisStore.Open(_folder.In("data"), RunStore.Module)).Message);
        Assert.Equal(new string('x', 4096), File.ReadAllText(_folder.In("data", "praxis.db")));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_refused_with_its_cure()
    {
        File.WriteAllText(_folder.In("file"), "");
        Assert.Contains("--data", Assert.Throws<StoreException>(() => PraxisStore.Open(_folder.In("file", "data"), RunStore.Module)).Message);
    }

    [Fact]
    public void Processes_that_migrate_at_the_same_moment_run_every_script_once()
    {
        using var hosts = new Hosts(4, ["migrate", _folder.In("data"), _folder.In("go")]);
        foreach (var host in hosts.All) Assert.Equal("waiting", host.StandardOutput.ReadLine());
        File.WriteAllText(_folder.In("go"), "");
        foreach (var host in hosts.All) Assert.True(host.StandardOutput.ReadLine() == "migrated", host.StandardError.ReadToEnd());
        using var connection = PraxisStore.Open(_folder.In("data"), GrowingModule.WithScripts(20)).Connect();
        Assert.Equal(Enumerable.Range(1, 20), connection.Query<int>("SELECT number FROM steps ORDER BY number"));
    }

    public void Dispose() => _folder.Dispose();
}
