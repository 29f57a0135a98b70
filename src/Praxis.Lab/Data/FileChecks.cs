using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Praxis.Lab;

/// <summary>Checks that files are the ones the list of data sets tells; a file is read for it once in the life of the process.</summary>
internal static class FileChecks
{
    // Length and time stand in the key: a file that changes is read again.
    private static readonly ConcurrentDictionary<(string Path, long Bytes, DateTime Written), string> Known = new();

    /// <summary>Fails when the file is another than the one told.</summary>
    /// <exception cref="DataSetException">It is; the message names the file and the cure.</exception>
    public static void Verify(string path, DataFile told, string cure)
    {
        var file = new FileInfo(path);
        if (file.Length != told.Bytes)
            throw new DataSetException($"{path} has {file.Length:N0} bytes, but {DataSets.FileName} says {told.Bytes:N0}: the file has changed. {cure}");
        var found = Known.GetOrAdd((file.FullName, file.Length, file.LastWriteTimeUtc), static key => Sha256(key.Path));
        if (found != told.Sha256)
            throw new DataSetException($"{path} has the SHA-256 {found}, but {DataSets.FileName} says {told.Sha256}: the file has changed. {cure}");
    }

    /// <summary>The SHA-256 of a file, in lower-case hexadecimal digits.</summary>
    public static string Sha256(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
