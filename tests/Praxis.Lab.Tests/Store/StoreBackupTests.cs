using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Dapper;
using Praxis.Lab.TestHost;

namespace Praxis.Lab.Tests;

public sealed class StoreBackupTests : IDisposable
{
    private static readonly StoreModule Module = GrowingModule.WithScripts(2);

    private readonly TestFolder _folder = new();

    private string Data => _folder.In("data");

    private string File => _folder.In("backup.zip");

    [Fact]
    public void What_was_backed_up_comes_back_with_keys_and_data_sets()
    {
        var store = Filled("first");
        StoreBackup.Write(store, File);
        Note(store, "second");
        System.IO.File.WriteAllText(_folder.In("data", "keys", "key.xml"), "another key");
        Assert.NotNull(StoreRestore.Read(File, Data, Module));
        Assert.Equal("first", Note(PraxisStore.Open(Data, Module)));
        Assert.Equal("a key", System.IO.File.ReadAllText(_folder.In("data", "keys", "key.xml")));
        Assert.Equal("a,b", System.IO.File.ReadAllText(_folder.In("data", "datasets", "table.csv")));
    }

    [Fact]
    public void What_was_there_is_moved_aside_whole()
    {
        var store = Filled("first");
        StoreBackup.Write(store, File);
        Note(store, "second");
        string aside = StoreRestore.Read(File, Data, Module)!;
        Assert.Equal("second", Note(PraxisStore.Open(aside, Module)));
        Assert.Equal("a key", System.IO.File.ReadAllText(Path.Combine(aside, "keys", "key.xml")));
    }

    [Fact]
    public void A_backup_can_be_restored_to_an_empty_folder()
    {
        StoreBackup.Write(Filled("first"), File);
        Assert.Null(StoreRestore.Read(File, _folder.In("elsewhere"), Module));
        Assert.Equal("first", Note(PraxisStore.Open(_folder.In("elsewhere"), Module)));
        Assert.Equal(["datasets", "keys", "praxis.db"], Directory.EnumerateFileSystemEntries(_folder.In("elsewhere")).Select(Path.GetFileName).Where(name => !name!.StartsWith("praxis.db-", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public void An_older_backup_is_brought_up_to_date()
    {
        StoreBackup.Write(Filled("first"), File);
        StoreRestore.Read(File, _folder.In("newer"), GrowingModule.WithScripts(5));
        using var connection = PraxisStore.Open(_folder.In("newer"), GrowingModule.WithScripts(5)).Connect();
        Assert.Equal(5, connection.ExecuteScalar<int>("SELECT count(*) FROM steps"));
        Assert.Equal("first", connection.ExecuteScalar<string>("SELECT note FROM steps WHERE number = 1"));
    }

    [Fact]
    public void A_backup_made_while_another_process_writes_has_whole_transactions_only()
    {
        PraxisStore.Open(Data, GrowingModule.WithScripts(1));
        using var writer = new Hosts(1, ["write-again-and-again", Data]);
        writer.WaitFor("written 5");
        var store = PraxisStore.Open(Data, GrowingModule.WithScripts(1));
        for (int i = 0; i < 3; i++)
        {
            StoreBackup.Write(store, File);
            string place = _folder.In($"copy{i}");
            StoreRestore.Read(File, place, GrowingModule.WithScripts(1));
            using var connection = PraxisStore.Open(place, GrowingModule.WithScripts(1)).Connect();
            Assert.True(connection.ExecuteScalar<int>("SELECT count(*) FROM steps") >= 9);
            Assert.Equal(connection.ExecuteScalar<int>("SELECT count(*) FROM steps WHERE note = 'even'"), connection.ExecuteScalar<int>("SELECT count(*) FROM steps WHERE note = 'odd'"));
        }

        Assert.NotEmpty(writer.Kill());
    }

    [Fact]
    public void Nobody_else_can_read_a_backup()
    {
        if (OperatingSystem.IsWindows()) return;
        StoreBackup.Write(Filled("first"), File);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
    }

    public static TheoryData<string, string> Damages => new()
    {
        { "text", "no backup" },
        { "cut", "no backup" },
        { "no list", "backup.json is missing" },
        { "no store", "praxis.db is missing" },
        { "changed", "does not have its checksum" },
        { "longer", "longer than the" },
        { "huge", "bytes that are free" },
        { "overflow", "bytes that are free" },
        { "outside", "has no place in a backup" },
        { "absolute", "has no place in a backup" },
        { "deeper", "has no place in a backup" },
        { "newer format", "newer Praxis (format 2" },
        { "no sqlite", "store is damaged" },
        { "newer store", "newer Praxis (growing schema 2" },
        { "null list", "lists no files" },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public void A_damaged_or_hostile_file_is_refused_and_the_folder_is_as_it_was(string damage, string message)
    {
        StoreBackup.Write(Filled("first"), File);
        Damage(damage);
        Note(PraxisStore.Open(Data, Module), "present");
        var module = damage == "newer store" ? GrowingModule.WithScripts(1) : Module;
        var error = Assert.Throws<StoreException>(() => StoreRestore.Read(File, Data, module));
        Assert.Contains(message, error.Message);
        Assert.Equal("present", Note(PraxisStore.Open(Data, Module)));
        Assert.Empty(Directory.EnumerateDirectories(Data, "restoring-*"));
        Assert.Empty(Directory.EnumerateDirectories(Data, "before-*"));
        Assert.False(System.IO.File.Exists(_folder.In("evil.txt")));
    }

    [Fact]
    public void A_folder_is_served_by_one_process_only_and_the_other_is_told_which()
    {
        using var host = new Hosts(1, ["hold", Data]);
        host.WaitFor("held");
        var error = Assert.Throws<StoreException>(() => FolderLock.Take(Data, "serves too"));
        Assert.Contains($"process {host.Only.Id} serves http://127.0.0.1:1", error.Message);
        host.Kill();
        using (FolderLock.Take(Data, "serves after a kill"))
            Assert.Throws<StoreException>(() => FolderLock.Take(Data, "serves too"));
        FolderLock.Take(Data, "serves after the end").Dispose();
    }

    public void Dispose() => _folder.Dispose();

    private PraxisStore Filled(string note)
    {
        var store = PraxisStore.Open(Data, Module);
        Note(store, note);
        Directory.CreateDirectory(_folder.In("data", "keys"));
        System.IO.File.WriteAllText(_folder.In("data", "keys", "key.xml"), "a key");
        Directory.CreateDirectory(_folder.In("data", "datasets"));
        System.IO.File.WriteAllText(_folder.In("data", "datasets", "table.csv"), "a,b");
        return store;
    }

    private static void Note(PraxisStore store, string note)
    {
        using var connection = store.Connect();
        connection.Execute("UPDATE steps SET note = @note WHERE number = 1", new { note });
    }

    private static string? Note(PraxisStore store)
    {
        using var connection = store.Connect();
        return connection.ExecuteScalar<string>("SELECT note FROM steps WHERE number = 1");
    }

    private void Damage(string damage)
    {
        if (damage is "text" or "cut")
        {
            byte[] bytes = damage == "text" ? Encoding.UTF8.GetBytes("no zip file") : System.IO.File.ReadAllBytes(File)[..500];
            System.IO.File.WriteAllBytes(File, bytes);
            return;
        }

        using var archive = ZipFile.Open(File, ZipArchiveMode.Update);
        var list = JsonSerializer.Deserialize<BackupContents>(Read(archive, "backup.json"), LabJson.Plain)!;
        switch (damage)
        {
            case "changed":
                Write(archive, "keys/key.xml", "A key");
                break;
            case "longer":
                Write(archive, "keys/key.xml", new string('k', 100_000));
                break;
            case "no sqlite":
                Write(archive, "praxis.db", "no store");
                list = list with { Files = [.. list.Files.Where(file => file.Name != "praxis.db"), Described("praxis.db", "no store")] };
                break;
            case "huge":
                list = list with { Files = [.. list.Files, new BackupFile("keys/huge", long.MaxValue / 2, "")] };
                break;
            case "overflow":
                list = list with { Files = [.. list.Files, new BackupFile("keys/a", long.MaxValue, ""), new BackupFile("keys/b", long.MaxValue, "")] };
                break;
            case "outside" or "absolute" or "deeper":
                string name = damage == "outside" ? "keys/../../../evil.txt" : damage == "absolute" ? _folder.In("evil.txt") : "keys/deep/evil.txt";
                Write(archive, name, "evil");
                list = list with { Files = [.. list.Files, Described(name, "evil")] };
                break;
            case "newer format":
                list = list with { Format = 2 };
                break;
            case "no store":
                list = list with { Files = [.. list.Files.Where(file => file.Name != "praxis.db")] };
                break;
        }

        archive.GetEntry("backup.json")!.Delete();
        if (damage != "no list")
            Write(archive, "backup.json", damage == "null list" ? "null" : JsonSerializer.Serialize(list, LabJson.Plain));
    }

    private static BackupFile Described(string name, string text) =>
        new(name, text.Length, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(text))));

    private static string Read(ZipArchive archive, string name)
    {
        using var reader = new StreamReader(archive.GetEntry(name)!.Open());
        return reader.ReadToEnd();
    }

    private static void Write(ZipArchive archive, string name, string text)
    {
        archive.GetEntry(name)?.Delete();
        using var writer = new StreamWriter(archive.CreateEntry(name).Open());
        writer.Write(text);
    }
}
