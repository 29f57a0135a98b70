using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using Praxis.Numerics;

namespace Praxis.Lab;

/// <summary>
/// A backup: one zip file with the store as it was at one moment, the keys of the site and the data sets that were added, and a list of their checksums.
/// It holds secrets, such as password hashes and keys, and is readable by its owner only.
/// </summary>
public static class StoreBackup
{
    internal const string ListName = "backup.json";
    internal const string StoreName = "praxis.db";

    /// <summary>Folders beside the store that cannot be made again from it.</summary>
    internal static readonly IReadOnlyList<string> Folders = ["keys", "datasets"];

    /// <summary>Writes a backup, whole or not at all. Others may read and write the store meanwhile.</summary>
    /// <param name="store">The store.</param>
    /// <param name="path">The file; what is there is replaced.</param>
    /// <exception cref="StoreException">The store is damaged.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static BackupContents Write(PraxisStore store, string path)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentException.ThrowIfNullOrEmpty(path);
        string target = Path.GetFullPath(path);
        string copy = $"{target}.{Guid.NewGuid():N}.store";
        try
        {
            Copy(store, copy);
            (string Name, string Path)[] files =
            [
                (StoreName, copy),
                .. Folders.Select(folder => Path.Combine(store.Folder, folder)).Where(Directory.Exists).SelectMany(Directory.EnumerateFiles)
                    .Select(file => (Path.GetRelativePath(store.Folder, file).Replace(Path.DirectorySeparatorChar, '/'), file)).Order(),
            ];
            var contents = new BackupContents(BackupContents.CurrentFormat, DateTimeOffset.UtcNow, [.. files.Select(file => Describe(file.Name, file.Path))]);
            AtomicFile.Write(target, stream => Pack(stream, contents, files));
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(target, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            return contents;
        }
        finally
        {
            File.Delete(copy);
        }
    }

    // One read transaction over the whole store: what is committed while it runs is not in it, and nobody waits.
    private static void Copy(PraxisStore store, string copy)
    {
        // Made first, so that nobody else can open it at any moment.
        OwnFile.Create(copy).Dispose();
        using (var connection = store.Connect())
            connection.Execute("VACUUM INTO @copy", new { copy });
        using var made = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = copy, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        made.Open();
        string found = made.ExecuteScalar<string>("PRAGMA quick_check(1)")!;
        if (found != "ok")
            throw new StoreException($"The store {store.Path} is damaged ({found}); no backup was written. Restore an earlier one with praxis restore.");
    }

    private static void Pack(Stream stream, BackupContents contents, (string Name, string Path)[] files)
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        using (var list = archive.CreateEntry(ListName).Open())
            JsonSerializer.Serialize(list, contents, LabJson.Plain);
        foreach (var (name, path) in files)
        {
            using var entry = archive.CreateEntry(name, CompressionLevel.Fastest).Open();
            using var file = File.OpenRead(path);
            file.CopyTo(entry);
        }
    }

    private static BackupFile Describe(string name, string path)
    {
        using var file = File.OpenRead(path);
        return new BackupFile(name, file.Length, Convert.ToHexStringLower(SHA256.HashData(file)));
    }
}

/// <summary>What a backup says of itself.</summary>
/// <param name="Format">The layout's number.</param>
/// <param name="Made">When it was made.</param>
/// <param name="Files">Its files.</param>
public sealed record BackupContents(int Format, DateTimeOffset Made, IReadOnlyList<BackupFile> Files)
{
    /// <summary>The layout that this Praxis writes, and the newest that it reads.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The length of all files, unpacked.</summary>
    public long Bytes() => Files.Sum(file => file.Bytes);
}

/// <summary>A file of a backup.</summary>
/// <param name="Name">Its place below the data folder, with / between names.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Its checksum, in small hexadecimal digits.</param>
public sealed record BackupFile(string Name, long Bytes, string Sha256);
