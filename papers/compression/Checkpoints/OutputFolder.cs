using Praxis.Lab;

namespace Praxis.Papers.Compression.Checkpoints;

/// <summary>
/// A folder that appears finished or not at all: the work goes on in a folder beside it, which is renamed at the end. What a killed process left is removed by
/// the next one that writes to the same place.
/// </summary>
internal sealed class OutputFolder : IDisposable
{
    private const string Ending = ".partial";
    private const string LockName = ".lock";

    private readonly string _target;
    private readonly bool _overwrite;
    private readonly FileStream _lock;
    private bool _finished;

    /// <summary>Begins a folder; nothing is at the target yet.</summary>
    /// <param name="target">The folder to be.</param>
    /// <param name="overwrite">Whether one that this program wrote may be replaced.</param>
    /// <param name="input">What is read and never written over.</param>
    /// <exception cref="ToolException">The target is there and may not be replaced, or its parent is not there.</exception>
    public OutputFolder(string target, bool overwrite, string input)
    {
        _target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(target));
        _overwrite = overwrite;
        string? parent = Path.GetDirectoryName(_target);
        if (parent is null || !Directory.Exists(parent))
            throw new ToolException($"There is no folder {parent} to write {Path.GetFileName(_target)} into.");
        string read = Path.TrimEndingDirectorySeparator(Path.GetFullPath(input));
        if (read == _target || read.StartsWith(_target + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new ToolException($"{target} is or holds the model that is read; name another folder for the result.");
        RequireFree();
        RemoveAbandoned(parent);
        Work = $"{_target}.{Guid.NewGuid():N}{Ending}";
        Content = Path.Combine(Work, "content");
        Directory.CreateDirectory(Content);
        _lock = new FileStream(Path.Combine(Work, LockName), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
    }

    /// <summary>A folder for what is only needed on the way.</summary>
    public string Work { get; }

    /// <summary>The folder that becomes the target.</summary>
    public string Content { get; }

    /// <summary>Puts the folder in its place.</summary>
    /// <exception cref="ToolException">Something has come there meanwhile.</exception>
    public void Finish()
    {
        RequireFree();
        string? old = null;
        if (Directory.Exists(_target))
        {
            old = Path.Combine(Work, "old");
            Directory.Move(_target, old);
        }

        try
        {
            Directory.Move(Content, _target);
        }
        catch when (old is not null)
        {
            Directory.Move(old, _target);
            throw;
        }

        _finished = true;
    }

    /// <summary>Removes what is only needed on the way, and all of it if the work was not finished.</summary>
    public void Dispose()
    {
        _lock.Dispose();
        if (Directory.Exists(Work))
            Directory.Delete(Work, recursive: true);
    }

    private void RequireFree()
    {
        if (_finished)
            throw new InvalidOperationException($"{_target} is finished.");
        if (File.Exists(_target))
            throw new ToolException($"{_target} is a file; name a folder.");
        if (!Directory.Exists(_target) || !Directory.EnumerateFileSystemEntries(_target).Any())
            return;
        if (!_overwrite)
            throw new ToolException($"{_target} is there already; name another folder, or add --overwrite.");
        if (!File.Exists(Path.Combine(_target, CompressionOutcome.FileName)))
            throw new ToolException($"{_target} was not written by praxis compress (it has no {CompressionOutcome.FileName}) and is not replaced; name another folder.");
    }

    // A folder whose lock can be had belongs to no living process.
    private void RemoveAbandoned(string parent)
    {
        foreach (string folder in Directory.EnumerateDirectories(parent, $"{Path.GetFileName(_target)}.*{Ending}"))
            try
            {
                string file = Path.Combine(folder, LockName);
                if (File.Exists(file))
                    new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
                else if (Directory.GetCreationTimeUtc(folder) > DateTime.UtcNow.AddMinutes(-1))
                    continue; // it has only just been made
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It is being written.
            }
    }
}
