using System.Diagnostics;

namespace Praxis.Lab.Tests;

/// <summary>Processes of the test host, which are gone when the test is.</summary>
internal sealed class Hosts : IDisposable
{
    public Hosts(int count, IReadOnlyList<string> arguments) =>
        All = [.. Enumerable.Range(0, count).Select(_ => Start(arguments))];

    public IReadOnlyList<Process> All { get; }

    public Process Only => All.Single();

    /// <summary>Reads what the process says until a line begins so.</summary>
    public string WaitFor(string beginning)
    {
        while (Only.StandardOutput.ReadLine() is { } line)
            if (line.StartsWith(beginning, StringComparison.Ordinal)) return line;
        throw new InvalidOperationException($"The process ended before it said '{beginning}': {Only.StandardError.ReadToEnd()}");
    }

    /// <summary>SIGKILL: the process has no chance to put anything in order. Returns what it had still said.</summary>
    public IReadOnlyList<string> Kill()
    {
        Only.Kill();
        var rest = Only.StandardOutput.ReadToEnd();
        Only.WaitForExit();
        // The last line may be cut off.
        return rest.Split('\n')[..^1];
    }

    public void Dispose()
    {
        foreach (var process in All)
        {
            if (!process.HasExited) process.Kill();
            process.Dispose();
        }
    }

    private static Process Start(IReadOnlyList<string> arguments) => Process.Start(new ProcessStartInfo(
        Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet",
        [Path.Combine(AppContext.BaseDirectory, "Praxis.Lab.TestHost.dll"), .. arguments])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}
