using System.Diagnostics;

namespace Praxis.Site.Tests.CommandLine;

/// <summary>The program as a reader runs it: a process of its own with a data folder of its own.</summary>
internal sealed class PraxisProcess : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("praxis-cli-").FullName;

    public async Task<(int ExitCode, string Output, string Error)> RunAsync(string[] arguments, string? input = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        using var process = Start(arguments, input is not null, environment);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        if (input is not null)
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, await output, await error);
    }

    public Process Start(string[] arguments, bool input = false, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = input, WorkingDirectory = Folder };
        start.Environment["PRAXIS_DATA"] = Path.Combine(Folder, "data");
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        foreach (var argument in (string[])[Path.Combine(AppContext.BaseDirectory, "praxis.dll"), .. arguments])
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
