using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Praxis.Lab;

/// <summary>Puts a backup back in place. What was in the data folder is moved aside, never deleted.</summary>
public static class StoreRestore
{
    private const int LongestList = 1 << 20;
    private const int MostFiles = 10_000;

    /// <summary>
    /// Unpacks a backup beside the data folder's files, checks it whole (checksums, the store's own check, versions), and only then puts it in place.
    /// The caller holds the folder's <see cref="FolderLock"/>.
    /// </summary>
    /// <param name="path">The backup.</param>
    /// <param name="folder">The data folder; it is created when it is not there.</param>
    /// <param name="modules">The parts that this Praxis knows, to bring an older store up to date.</param>
    /// <returns>The folder to which the former files were moved; null when there were none.</returns>
    /// <exception cref="StoreException">The file is no backup, is damaged, or was made by a newer Praxis; the data folder is as it was.</exception>
    public static string? Read(string path, string folder, params ReadOnlySpan<StoreModule> modules)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        folder = Path.GetFullPath(folder);
        Directory.CreateDirectory(folder);
        string fresh = Path.Combine(folder, $"restoring-{Guid.NewGuid():N}");
        try
        {
            using (var archive = Open(path))
                Unpack(archive, path, fresh);
            Check(path, fresh);
            PraxisStore.Open(fresh, modules);
            // The journal of what was just brought up to date goes into the file before it moves.
            SqliteConnection.ClearAllPools();
            return Replace(folder, fresh);
        }
        catch (Exception e) when (e is InvalidDataException or JsonException)
        {
            throw NoBackup(path, e.Message, e);
        }
        finally
        {
            if (Directory.Exists(fresh))
                Directory.Delete(fresh, recursive: true);
        }
    }

    private static ZipArchive Open(string path)
    {
        try
        {
            return ZipFile.OpenRead(path);
        }
        catch (FileNotFoundException e)
        {
            throw new StoreException($"There is no file '{path}'.", e);
        }
    }

    private static void Unpack(ZipArchive archive, string path, string fresh)
    {
        var list = archive.GetEntry(StoreBackup.ListName) ?? throw NoBackup(path, $"{StoreBackup.ListName} is missing");
        byte[] text = new byte[LongestList];
        BackupContents? contents;
        using (var stream = list.Open())
        {
            int length = stream.ReadAtLeast(text, text.Length, throwOnEndOfStream: false);
            contents = JsonSerializer.Deserialize<BackupContents>(text.AsSpan(0, length), LabJson.Plain);
        }

        if (contents?.Files is null || contents.Files.Count > MostFiles || contents.Files.Any(file => file?.Name is null || file.Sha256 is null || file.Bytes < 0))
            throw NoBackup(path, $"{StoreBackup.ListName} lists no files");
        if (contents.Format > BackupContents.CurrentFormat)
            throw new StoreException($"{path} was made by a newer Praxis (format {contents.Format}, this one knows {BackupContents.CurrentFormat}). Update Praxis.");
        if (contents.Files.All(file => file.Name != StoreBackup.StoreName))
            throw NoBackup(path, $"{StoreBackup.StoreName} is missing");
        long room = new DriveInfo(Path.GetDirectoryName(fresh)!).AvailableFreeSpace;
        // Added one by one: made-up lengths must not overflow.
        long needed = 0;
        foreach (var file in contents.Files)
            if ((needed += file.Bytes) > room || needed < 0)
                throw new StoreException($"{path} needs more than the {room.ToString("N0", CultureInfo.InvariantCulture)} bytes that are free on the disk of {Path.GetDirectoryName(fresh)}.");

        foreach (var file in contents.Files)
        {
            Refuse(path, file.Name);
            var entry = archive.GetEntry(file.Name) ?? throw NoBackup(path, $"{file.Name} is missing");
            string target = Path.Combine(fresh, file.Name);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            Copy(path, entry, file, target);
        }
    }

    // Only the store and files directly in the known folders: no name can lead out of the data folder.
    private static void Refuse(string path, string name)
    {
        string[] parts = name.Split('/');
        bool known = name == StoreBackup.StoreName || (parts.Length == 2 && StoreBackup.Folders.Contains(parts[0]) && parts[1].Length > 0 && parts[1] is not ("." or "..") && parts[1].IndexOfAny(['\\', ':', '\0']) < 0);
        if (!known)
            throw NoBackup(path, $"'{name}' has no place in a backup");
    }

    private static void Copy(string path, ZipArchiveEntry entry, BackupFile file, string target)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var source = entry.Open();
        using var stream = OwnFile.Create(target);
        byte[] buffer = new byte[1 << 16];
        long length = 0;
        for (int read; (read = source.Read(buffer)) > 0; length += read)
        {
            if (length + read > file.Bytes)
                throw NoBackup(path, $"{file.Name} is longer than the {file.Bytes} bytes it should have");
            hash.AppendData(buffer, 0, read);
            stream.Write(buffer, 0, read);
        }

        stream.Flush(flushToDisk: true);
        if (length != file.Bytes || Convert.ToHexStringLower(hash.GetHashAndReset()) != file.Sha256)
            throw NoBackup(path, $"{file.Name} does not have its checksum");
    }

    private static void Check(string path, string fresh)
    {
        try
        {
            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(fresh, StoreBackup.StoreName), Pooling = false }.ToString());
            connection.Open();
            string found = connection.ExecuteScalar<string>("PRAGMA quick_check(1)")!;
            if (found != "ok")
                throw NoBackup(path, $"its store is damaged: {found}");
        }
        catch (SqliteException e)
        {
            throw NoBackup(path, $"its store is damaged: {e.Message}", e);
        }
    }

    private static string? Replace(string folder, string fresh)
    {
        string[] names = [StoreBackup.StoreName, $"{StoreBackup.StoreName}-wal", $"{StoreBackup.StoreName}-shm", .. StoreBackup.Folders];
        string aside = Path.Combine(folder, $"before-restore-{DateTime.UtcNow.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}");
        string[] former = [.. names.Where(name => Exists(Path.Combine(folder, name)))];
        if (former.Length > 0)
        {
            if (Directory.Exists(aside))
                throw new StoreException($"{aside} is there already; wait a second and try again.");
            Directory.CreateDirectory(aside);
            // The store last: until it has moved, the folder is still the old one.
            foreach (string name in former.Reverse())
                Directory.Move(Path.Combine(folder, name), Path.Combine(aside, name));
        }

        foreach (string name in names.Reverse().Where(name => Exists(Path.Combine(fresh, name))))
            Directory.Move(Path.Combine(fresh, name), Path.Combine(folder, name));
        return former.Length > 0 ? aside : null;
    }

    private static bool Exists(string path) => File.Exists(path) || Directory.Exists(path);

    private static StoreException NoBackup(string path, string why, Exception? inner = null) =>
        new($"{path} is no backup of Praxis that can be restored: {why}. The data folder is as it was.", inner);
}
