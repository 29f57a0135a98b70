using Praxis.Lab;

namespace Praxis.Cli;

/// <summary>The files that a tool's results go to. What cannot be written is said before the work begins.</summary>
internal sealed class ResultFiles
{
    private readonly string _path;
    private readonly bool _overwrite;

    /// <param name="path">The first result's file.</param>
    /// <param name="inputs">What is read, and never written over.</param>
    /// <param name="overwrite">Whether existing files may be replaced.</param>
    public ResultFiles(string path, IReadOnlyList<string> inputs, bool overwrite)
    {
        _path = path;
        _overwrite = overwrite;
        if (Directory.Exists(path)) throw new UserException($"{path} is a folder; name a file in it.");
        var full = Output.FullPath(path);
        if (inputs.Any(input => Path.GetFullPath(input) == full)) throw new UserException($"{path} is an input; name another file for the result.");
        RefuseExisting(path);
    }

    /// <summary>Writes the results, each whole or not at all. The file that was named is of the first result that its ending suits, else of the first.</summary>
    public IReadOnlyList<string> Write(IReadOnlyList<ToolOutput> results)
    {
        var named = results.FirstOrDefault(result => result.Fits(_path)) ?? results.FirstOrDefault();
        var paths = results.Select(result => result == named ? _path : Beside(result)).ToList();
        foreach (var path in paths) RefuseExisting(path);
        foreach (var (result, path) in results.Zip(paths)) result.Write(path);
        return paths;
    }

    private string Beside(ToolOutput result) =>
        Path.Combine(Path.GetDirectoryName(_path) ?? "", $"{Path.GetFileNameWithoutExtension(_path)}.{result.Name}{result.EndingBeside(_path)}");

    private void RefuseExisting(string path)
    {
        if (!_overwrite && File.Exists(path)) throw new UserException($"{path} is there already; name another file, or add --overwrite.");
    }
}
