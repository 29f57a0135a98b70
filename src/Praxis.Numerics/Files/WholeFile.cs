namespace Praxis.Numerics;

/// <summary>Opens files to read, and writes files whole or not at all; what goes wrong names the file.</summary>
internal static class WholeFile
{
    private const int BufferBytes = 1 << 16;

    /// <summary>Opens an existing file to read.</summary>
    /// <exception cref="MatrixFileException">The file is missing or may not be read.</exception>
    public static FileStream Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferBytes);
            if (stream.CanSeek)
                return stream;
            stream.Dispose();
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            string problem = cause is FileNotFoundException or DirectoryNotFoundException
                ? "there is no such file"
                : $"the file cannot be opened ({cause.Message.TrimEnd('.')})";
            throw new MatrixFileException(path, "opening", problem, "check the path and the right to read it", cause);
        }

        throw new MatrixFileException(path, "opening", "this is a pipe or a device, whose length is not known", "copy it to a file first");
    }

    /// <summary>Writes beside the target and renames when everything is written; a failure leaves the old file, or none.</summary>
    /// <exception cref="MatrixFileException">The file cannot be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            AtomicFile.Write(path, write);
        }
        catch (Exception cause) when (cause is UnauthorizedAccessException or (IOException and not MatrixFileException))
        {
            throw new MatrixFileException(
                path, "writing", $"the file cannot be written ({cause.Message.TrimEnd('.')})", "check the folder, its rights and the free space", cause);
        }
    }
}
