using System.Text.Json;

namespace Praxis.Site.Tests.CommandLine;

public sealed class CompressCommandTests : IDisposable
{
    private readonly PraxisProcess _praxis = new();

    public void Dispose() => _praxis.Dispose();

    [Fact]
    public async Task What_was_compressed_is_reported_and_writes_text()
    {
        var (code, output, error) = await _praxis.RunAsync(["compress", "llama-1m", "--keep", "0.6", "--method", "svd", "--no-measure", "-o", "small", "--json", "--html", "report.html"]);
        Assert.True(code == 0, error);
        using var report = JsonDocument.Parse(output);
        Assert.Equal("svd", report.RootElement.GetProperty("method").GetString());
        Assert.InRange(report.RootElement.GetProperty("kept").GetDouble(), 0.5, 0.6);
        Assert.Contains("Weight by weight", await File.ReadAllTextAsync(Path.Combine(_praxis.Folder, "report.html")));
        (code, output, error) = await _praxis.RunAsync(["generate", "small", "In the", "--tokens", "5"]);
        Assert.True(code == 0, error);
        Assert.StartsWith("In the", output);
    }

    [Theory]
    [InlineData("--method", "sdv", "'sdv'")]
    [InlineData("--keep", "0.0001", "smallest")]
    [InlineData("--text", "short.txt", "less than one context")]
    public async Task Bad_input_is_a_clear_error_with_exit_code_1_and_nothing_is_written(string option, string value, string expected)
    {
        await File.WriteAllTextAsync(Path.Combine(_praxis.Folder, "short.txt"), "too short");
        string[] text = option == "--text" ? [] : ["--no-measure"];
        var (code, output, error) = await _praxis.RunAsync(["compress", "llama-1m", "-o", "small", .. option == "--method" ? (string[])[] : ["--method", "svd"], option, value, .. text]);
        Assert.Equal((1, ""), (code, output));
        Assert.Contains(expected, error);
        Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(_praxis.Folder), entry => Path.GetFileName(entry).StartsWith("small", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_killed_run_leaves_no_result_and_the_next_one_clears_up()
    {
        using (var process = _praxis.Start(["compress", "llama-1m", "--method", "svd", "-o", "small"]))
        {
            while (!Directory.EnumerateDirectories(_praxis.Folder, "small.*.partial").Any() && !process.HasExited)
                await Task.Delay(5);
            process.Kill();
            await process.WaitForExitAsync();
        }

        Assert.False(Directory.Exists(Path.Combine(_praxis.Folder, "small")));
        var (code, _, error) = await _praxis.RunAsync(["compress", "llama-1m", "--method", "svd", "--no-measure", "-o", "small"]);
        Assert.True(code == 0, error);
        Assert.Empty(Directory.EnumerateDirectories(_praxis.Folder, "small.*.partial"));
    }
}
