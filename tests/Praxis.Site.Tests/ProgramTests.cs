using System.Diagnostics;
using System.Net;

namespace Praxis.Site.Tests;

/// <summary>The program itself, as a reader starts it.</summary>
public sealed class ProgramTests
{
    [Fact]
    public async Task Serve_answers_whole_pages_from_any_folder()
    {
        var folder = Directory.CreateTempSubdirectory("praxis-serve-").FullName;
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[Path.Combine(AppContext.BaseDirectory, "praxis.dll"), "serve", "--address", "http://127.0.0.1:0", "--data", Path.Combine(folder, "data")])
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(90));
            var line = await process.StandardOutput.ReadLineAsync(limit.Token);
            Assert.StartsWith("Praxis listens on http://127.0.0.1:", line, StringComparison.Ordinal);
            using var client = new HttpClient { BaseAddress = new Uri(line!.Split(' ')[3]) };
            Assert.Contains("/papers/", await client.GetStringAsync("/", limit.Token), StringComparison.Ordinal);
            Assert.Contains("--accent", await client.GetStringAsync("/assets/praxis.css", limit.Token), StringComparison.Ordinal);
            Assert.Contains("EventSource", await client.GetStringAsync("/assets/praxis.js", limit.Token), StringComparison.Ordinal);
            using var missing = await client.GetAsync("/nothing", limit.Token);
            Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
            Directory.Delete(folder, recursive: true);
        }
    }
}
