using System.Text;

namespace Praxis.Lab;

/// <summary>
/// Held by the one process that serves a data folder: two sites on one folder would send every mail and start every run twice over.
/// The operating system lets go of it with the process, however that ends. Commands that only read or add need no lock; the store keeps them apart.
/// </summary>
public sealed class FolderLock : IDisposable
{
    private const string FileName = "serving.lock";

    // Beside the lock, which nobody else can read while it is held.
    private const string NoteName = "serving.txt";
    private const int LongestNote = 400;
    private readonly FileStream _file;

    private FolderLock(FileStream file) => _file = file;

    /// <summary>Takes the lock.</summary>
    /// <param name="folder">The data folder; it is created when it is not there.</param>
    /// <param name="purpose">What this process does, for whoever is refused: such as <c>serves http://127.0.0.1:5080</c>.</param>
    /// <exception cref="StoreException">Another process holds it, and the message says which; or the folder cannot be written.</exception>
    public static FolderLock Take(string folder, string purpose)
    {
        string path = Path.Combine(folder, FileName);
        try
        {
            Directory.CreateDirectory(folder);
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            try
            {
                File.WriteAllText(Path.Combine(folder, NoteName), $"process {Environment.ProcessId} {purpose}");
                return new FolderLock(file);
            }
            catch
            {
                file.Dispose();
                throw;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw e is IOException && Holder(Path.Combine(folder, NoteName)) is { } holder
                ? new StoreException($"The data folder {folder} is in use: {holder}. Stop that first, or choose another folder with --data.", e)
                : new StoreException($"The data folder {folder} cannot be locked: {e.Message} Choose another with --data.", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static string? Holder(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            byte[] note = new byte[LongestNote];
            int read = file.ReadAtLeast(note, note.Length, throwOnEndOfStream: false);
            return read == 0 ? null : new string([.. Encoding.UTF8.GetString(note, 0, read).Where(letter => !char.IsControl(letter))]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
