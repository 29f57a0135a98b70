using System.Diagnostics;
using System.Text.Json;

namespace Praxis.Site.Tests.CommandLine;

public sealed class TrainCommandTests : IDisposable
{
    private readonly PraxisProcess _praxis = new();

    public TrainCommandTests()
    {
        string[] who = ["the cat", "a dog", "an old man", "the queen"];
        string[] what = ["sat on", "looked at", "spoke of"];
        File.WriteAllLines(In("train.txt"), Enumerable.Range(0, 300).Select(i => $"{who[i % 4]} {what[i * 7 % 11 % 3]} {who[i * 5 % 13 % 4]}."));
        File.WriteAllLines(In("validation.txt"), Enumerable.Range(300, 50).Select(i => $"{who[i % 4]} {what[i * 7 % 11 % 3]} {who[i * 5 % 13 % 4]}."));
    }

    public void Dispose() => _praxis.Dispose();

    [SkippableFact]
    public async Task A_run_that_was_killed_and_one_that_was_stopped_go_on_to_the_same_model()
    {
        Skip.If(OperatingSystem.IsWindows(), "Signals are sent with kill.");
        var config = Configuration("model: { type: gpt2, width: 16, layers: 2, heads: 2, dropout: 0.1 }", steps: 200);
        var (exit, whole, error) = await _praxis.RunAsync(["train", config, "-o", "whole", "--json"]);
        Assert.True(exit == 0, error);

        foreach (var signal in new[] { "-KILL", "-TERM" })
        {
            using var process = _praxis.Start(["train", config, "-o", "parts"]);
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(90));
            if (signal == "-KILL") await FileAsync(In("parts/.training/checkpoint.safetensors"), limit.Token);
            else while (await process.StandardError.ReadLineAsync(limit.Token) is { } line && !line.Contains("goes on after step", StringComparison.Ordinal)) { }
            using (var kill = Process.Start("kill", [signal, $"{process.Id}"])) await kill.WaitForExitAsync(limit.Token);
            var told = await process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            // The run may have come to its end before the signal; it is then begun anew.
            if (File.Exists(In("parts/training.json"))) Directory.Delete(In("parts"), recursive: true);
            else if (signal == "-TERM") Assert.Contains("The same command goes on from there", told, StringComparison.Ordinal);
        }

        var (_, parts, lost) = await _praxis.RunAsync(["train", config, "-o", "parts", "--json"]);
        Assert.Equal(await File.ReadAllBytesAsync(In("whole/model.safetensors")), await File.ReadAllBytesAsync(In("parts/model.safetensors")));
        using var ofWhole = JsonDocument.Parse(whole);
        using var ofParts = JsonDocument.Parse(parts);
        var (first, second) = (ofWhole.RootElement, ofParts.RootElement);
        Assert.True(first.GetProperty("record").GetProperty("curve").GetProperty("losses").GetArrayLength() == 200, lost);
        foreach (var name in new[] { "curve", "scores" })
            Assert.Equal(first.GetProperty("record").GetProperty(name).ToString(), second.GetProperty("record").GetProperty(name).ToString());
    }

    [Fact]
    public async Task A_trained_model_writes_the_same_for_a_seed_and_leaves_report_and_figure()
    {
        var config = Configuration("model: { type: llama, width: 16, layers: 2, heads: 2 }", steps: 40);
        var (exit, output, error) = await _praxis.RunAsync(["train", config, "--output", "model"]);
        Assert.True(exit == 0, error);
        Assert.Contains("bits per byte", output, StringComparison.Ordinal);
        foreach (var file in new[] { "config.json", "model.safetensors", "tokenizer.json", "train.yaml", "training.json" }) Assert.True(File.Exists(In($"model/{file}")), file);
        Assert.Contains("<svg", await File.ReadAllTextAsync(In("model/report.html")), StringComparison.Ordinal);
        Assert.StartsWith("<svg", await File.ReadAllTextAsync(In("model/learning-curve.svg")), StringComparison.Ordinal);

        var texts = new List<string>();
        foreach (var seed in new[] { "1", "1", "2" })
        {
            var (_, json, told) = await _praxis.RunAsync(["generate", "model", "the cat", "--tokens", "30", "--seed", seed, "--samples", "2", "--temperature", "1", "--json"]);
            Assert.True(json.Length > 0, told);
            using var written = JsonDocument.Parse(json);
            var samples = written.RootElement.GetProperty("samples").EnumerateArray().Select(sample => sample.GetProperty("text").GetString()!).ToList();
            Assert.Equal(2, samples.Distinct().Count());
            Assert.All(samples, sample => Assert.StartsWith("the cat", sample, StringComparison.Ordinal));
            texts.Add(samples[0]);
        }
        Assert.Equal(texts[0], texts[1]);
        Assert.NotEqual(texts[0], texts[2]);
        var (_, streamed, _) = await _praxis.RunAsync(["generate", "model", "the cat", "--tokens", "30", "--temperature", "1"]);
        Assert.Equal(texts[0] + Environment.NewLine, streamed);

        var (again, _, refused) = await _praxis.RunAsync(["train", config, "--output", "model"]);
        Assert.Equal(1, again);
        Assert.Contains("--restart", refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_masked_model_fills_gaps_and_says_so()
    {
        var config = Configuration("model: { type: bert, width: 16, layers: 1, heads: 2 }", steps: 5);
        Assert.Equal(0, (await _praxis.RunAsync(["train", config, "-o", "bert"])).ExitCode);
        var (exit, output, error) = await _praxis.RunAsync(["generate", "bert", "the [MASK] sat"]);
        Assert.True(exit == 0, error);
        Assert.Equal(5, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        var (failed, _, told) = await _praxis.RunAsync(["generate", "bert", "the cat"]);
        Assert.Equal(1, failed);
        Assert.Contains("fills gaps", told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new[] { "train", "none.yaml" }, "none.yaml: there is no such file")]
    [InlineData(new[] { "train", "config.yaml", "--steps", "0" }, "'training.steps'")]
    [InlineData(new[] { "train", "config.yaml", "--set", "optimizer.warmpu=2" }, "did you mean 'optimizer.warmup'")]
    [InlineData(new[] { "train", "config.yaml", "--set", "nothing" }, "section.key=value")]
    [InlineData(new[] { "train", "config.yaml", "--set", "training.context=9000", "-o", "x" }, "'training.context'")]
    [InlineData(new[] { "generate", "nothing", "the" }, "no bundled model 'nothing'")]
    [InlineData(new[] { "generate", "nothing", "the", "--top-p", "0" }, "--top-p must be above 0")]
    public async Task What_cannot_be_done_is_said(string[] arguments, string expected)
    {
        Configuration("model: { type: llama, width: 16, layers: 2, heads: 2 }", steps: 40);
        var (exit, _, error) = await _praxis.RunAsync(arguments);
        Assert.Equal(1, exit);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => line.StartsWith("praxis:", StringComparison.Ordinal) || line.StartsWith("--top-p", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Bundled_models_are_listed_and_help_teaches()
    {
        var (exit, output, error) = await _praxis.RunAsync(["models", "--json"]);
        Assert.True(exit == 0, error);
        using var models = JsonDocument.Parse(output);
        Assert.Equal(["bert-1m", "gpt2-1m", "llama-1m", "llama-4m"], models.RootElement.EnumerateArray().Select(model => model.GetProperty("name").GetString()));
        foreach (var command in new[] { "train", "generate", "models" })
            Assert.Contains("Examples:", (await _praxis.RunAsync([command, "--help"])).Output, StringComparison.Ordinal);
    }

    private static async Task FileAsync(string path, CancellationToken cancel)
    {
        while (!File.Exists(path)) await Task.Delay(5, cancel);
    }

    private string Configuration(string model, int steps)
    {
        File.WriteAllText(In("config.yaml"), $$"""
            {{model}}
            tokenizer: { vocabulary: 290 }
            data: { train: train.txt, validation: validation.txt }
            training: { steps: {{steps}}, batch: 4, context: 16 }
            optimizer: { learning_rate: 1e-2, warmup: 2 }
            evaluation: { every: 20, windows: 3 }
            checkpoint: { every: 3 }
            output: { folder: model }
            """);
        return "config.yaml";
    }

    private string In(string name) => Path.Combine(_praxis.Folder, name);
}
