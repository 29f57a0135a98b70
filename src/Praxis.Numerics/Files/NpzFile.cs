using System.IO.Compression;

namespace Praxis.Numerics;

/// <summary>numpy's .npz files: zip archives of .npy arrays, stored or deflated.</summary>
public static class NpzFile
{
    private const string Extension = ".npy";

    // Deflate cannot do better than 1032 : 1; an entry that claims more lies.
    private const long BestRatio = 1032;
    private const long SmallestOverhead = 64;

    // Zip knows no earlier time; a fixed one makes equal arrays equal files.
    private static readonly DateTimeOffset Epoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The names of the arrays in the file, in its order.</summary>
    /// <exception cref="MatrixFileException">The file is missing or no zip archive.</exception>
    public static IReadOnlyList<string> Names(string path) =>
        Inside(path, archive => (IReadOnlyList<string>)
            [.. archive.Entries.Where(entry => entry.FullName.EndsWith(Extension, StringComparison.Ordinal)).Select(entry => entry.FullName[..^Extension.Length])]);

    /// <summary>Reads one array by name.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">The array's name, without ".npy".</param>
    /// <param name="maximumBytes">
    /// The most memory the array may take; a small file can unfold to a thousand times its size. 1 GiB if left out.
    /// </param>
    /// <exception cref="MatrixFileException">The file is missing or damaged, has no such array, or the array is too large.</exception>
    public static Tensor Read(string path, string name, long maximumBytes = MemoryBound.Unfolded)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Inside(path, archive =>
        {
            string place = $"{path}, array {MatrixFileException.Quote(name)}";
            var found = archive.Entries.Where(entry => entry.FullName == name + Extension).Take(2).ToList();
            if (found.Count == 0)
                throw new MatrixFileException(path, "directory", $"there is no array {MatrixFileException.Quote(name)}", $"choose one of: {Listing(archive)}");
            if (found.Count == 2)
                throw new MatrixFileException(path, "directory", $"two arrays have the name {MatrixFileException.Quote(name)}", "write the file again");
            return ReadEntry(found[0], place, maximumBytes);
        });
    }

    /// <summary>Writes arrays under their names, whole or not at all; equal arrays make equal files.</summary>
    /// <param name="path">The file.</param>
    /// <param name="arrays">Names and arrays; a name is not empty and has no slash.</param>
    /// <param name="compressed">Whether to deflate the data.</param>
    /// <exception cref="ArgumentException">A name is empty, has a slash or is given twice.</exception>
    /// <exception cref="MatrixFileException">The file cannot be written.</exception>
    public static void Write(string path, IEnumerable<KeyValuePair<string, Tensor>> arrays, bool compressed = false)
    {
        ArgumentNullException.ThrowIfNull(arrays);
        WholeFile.Write(path, stream =>
        {
            var names = new HashSet<string>(StringComparer.Ordinal);
            using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
            foreach ((string name, var tensor) in arrays)
            {
                if (name.Length == 0 || name.Contains('/') || name.Contains('\\') || !names.Add(name))
                    throw new ArgumentException($"{MatrixFileException.Quote(name)} is empty, has a slash or is given twice.", nameof(arrays));
                var entry = archive.CreateEntry(name + Extension, compressed ? CompressionLevel.Optimal : CompressionLevel.NoCompression);
                entry.LastWriteTime = Epoch;
                using var target = entry.Open();
                NpyData.Write(target, tensor);
            }
        });
    }

    private static Tensor ReadEntry(ZipArchiveEntry entry, string place, long maximumBytes)
    {
        const string Cure = "allow more memory, or unpack the archive and read the .npy in blocks of rows with NpyRows";
        if (entry.Length < 0 || entry.CompressedLength < 0 || entry.Length > ((Int128)entry.CompressedLength * BestRatio) + SmallestOverhead)
            throw new MatrixFileException(
                place, "directory", $"{entry.Length} bytes cannot come out of {entry.CompressedLength} compressed ones", "write the file again");
        using var content = new CheckedStream(entry.Open());
        var tensor = NpyData.Read(content, place, entry.Length, maximumBytes, Cure);
        if (content.ReadByte() >= 0)
            throw new MatrixFileException(place, "end of array", $"more comes out than the {entry.Length} bytes announced", "write the file again");
        if (content.Checksum != entry.Crc32)
            throw new MatrixFileException(place, "checksum", "the data does not fit its checksum", "copy or write the file again");
        return tensor;
    }

    private static T Inside<T>(string path, Func<ZipArchive, T> read)
    {
        using var stream = WholeFile.Open(path);
        try
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            return read(archive);
        }
        catch (Exception cause) when (cause is InvalidDataException or NotSupportedException or ArgumentException or (IOException and not MatrixFileException))
        {
            // The library has several exceptions for a damaged archive.
            throw new MatrixFileException(
                path, "archive", $"this is no .npz file or it is damaged ({cause.Message.TrimEnd('.')})", "write it with numpy.savez", cause);
        }
    }

    private static string Listing(ZipArchive archive)
    {
        const int Most = 10;
        string listing = string.Join(", ", archive.Entries.Take(Most).Select(entry => MatrixFileException.Quote(
            entry.FullName.EndsWith(Extension, StringComparison.Ordinal) ? entry.FullName[..^Extension.Length] : entry.FullName)));
        return archive.Entries.Count > Most ? listing + ", …" : listing.Length == 0 ? "none is there" : listing;
    }
}
