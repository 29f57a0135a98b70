using Praxis.Lab;
using Praxis.Lab.Figures;
using Praxis.Learning.Files;
using Praxis.Papers.Compression.Entries;

namespace Praxis.Papers.Compression;

/// <summary>Language models made smaller: every method of the family that needs no training, on the same models, text and budgets.</summary>
[Bench("compression")]
public sealed class CompressionBench : IBench<CompressionBenchOptions>
{
    private const string UsualModel = "llama-4m";
    private const string Yardstick = "aware-svd";

    /// <inheritdoc/>
    public string Title => "Compressing a language model";

    /// <inheritdoc/>
    public string Says => "Compare what a language model loses when its linear layers are made smaller: perplexity against size, method by method.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } =
    [
        "gpt2-1m --keep 0.9,0.5",
        "my-model/ --text book.txt --methods svd,fwsvd,wanda",
    ];

    /// <inheritdoc/>
    public Leaderboard Run(CompressionBenchOptions options, ToolContext context, CancellationToken cancel)
    {
        var methods = Methods(options.Methods);
        var folders = Folders(options.Model);
        double[] keeps = [.. options.Keep.Distinct().OrderDescending()];
        List<LeaderboardTable> tables = [];
        List<Panel> panels = [];
        List<string> remarks = [];
        HashSet<string> refusals = [], texts = [];
        int done = 0, all = folders.Count * keeps.Length * methods.Count;
        foreach (string folder in folders)
        {
            var model = new BenchModel(folder, options, context.Data, cancel);
            texts.Add(model.Text);
            List<BenchResult> results = [];
            foreach (double keep in keeps)
                foreach (var method in methods)
                {
                    cancel.ThrowIfCancellationRequested();
                    context.Report($"{model.Name}, {Percent(keep)}: {method.Name}", (double)done++ / all);
                    results.Add(model.Run(method, keep, context.Random($"{model.Name}, {method.Key}, {keep}"), cancel));
                    if (results[^1].Refusal is { } refusal)
                        refusals.Add($"{method.Name}: {refusal}");
                }

            foreach (double keep in keeps)
                tables.Add(Table(model, keep, [.. results.Where(result => result.Keep == keep)]));
            panels.Add(BenchFigures.Panel(model, results));
            remarks.AddRange(keeps.Select(keep => Comparison(model.Name, keep, results)).OfType<string>());
        }

        return new Leaderboard
        {
            Protocol =
            [
                $"Task: replace the linear layers of a trained language model by smaller forms, without training. Embeddings and norms stay as they are, and count in parameters and bytes. At most {options.Windows} windows calibrate the methods that ask for text.",
                $"Text: {string.Join("; ", texts)}.",
                $"Every method gets the same share of the linear layers: of their parameters, or, if it quantises, of their bits, 16 a number. Kept entries of a sparse form count as parameters, their positions only as bytes.",
                $"Measured on at most {options.Windows} windows of text that nothing was calibrated on: perplexity (pseudo-perplexity for a BERT) with its 95 % interval over the windows, and how often the most likely token is that of the whole model.",
                "Bytes on disk: 16 bits a number, a quantised number its bits, with scales, positions and codes. Tokens a second: forward passes in batches, as Praxis runs the form; quantised layers are unpacked first. Peak memory: the process's, above what it was before. Time: gathering statistics, sharing out the budget and compressing.",
            ],
            Columns =
            [
                new("perplexity", "", Better.Lower),
                new("same next token", "%", Better.Higher),
                new("linear parameters", "%", Better.Lower),
                new("bytes on disk", "MB", Better.Lower),
                new("speed", "tokens/s", Better.Higher),
                new("peak memory", "MB", Better.Lower),
                new("time to compress", "s", Better.Lower),
            ],
            Tables = tables,
            Figures =
            [
                new Figure
                {
                    Title = "Perplexity against bytes on disk",
                    Description = "Each point is a method with a budget; the line joins those that no other beats in both. The dashed line is the whole model. Lower left is better.",
                    Panels = panels,
                },
            ],
            Remarks = [.. remarks, .. refusals.Order(StringComparer.Ordinal)],
        };
    }

    private static IReadOnlyList<ICompressionEntry> Methods(string[] keys) => keys.FirstOrDefault(key => CompressionEntries.Of(key) is null) is { } unknown
        ? throw new ToolException($"There is no method '{unknown}'. There are {CompressionEntries.Keys}.")
        : keys.Length == 0 ? CompressionEntries.All : [.. CompressionEntries.All.Where(entry => keys.Contains(entry.Key))];

    private static IReadOnlyList<string> Folders(InputFile? model)
    {
        string bundled = PaperLibrary.Beside(PaperLibrary.FindFolder(), "models");
        string[] names = [.. Directory.EnumerateDirectories(bundled)
            .Where(folder => File.Exists(Path.Combine(folder, ModelConfiguration.FileName)))
            .Select(folder => Path.GetFileName(folder)!)
            .Order(StringComparer.Ordinal)];
        return model is null ? [Path.Combine(bundled, UsualModel)]
            : Directory.Exists(model.Path) ? [model.Path]
            : names.Contains(model.Path) ? [Path.Combine(bundled, model.Path)]
            : throw new ToolException($"There is no folder and no bundled model '{model.Path}'. Bundled are {string.Join(", ", names)}.");
    }

    private static LeaderboardTable Table(BenchModel model, double keep, IReadOnlyList<BenchResult> results) => new(
        $"{model.Name}, {Percent(keep)} of the linear layers kept",
        [
            .. results.Select(Row).Prepend(Row(model.Original, "the whole model", null, null)).OrderBy(row => row.Cells[0].Value ?? double.PositiveInfinity),
        ]);

    private static LeaderboardRow Row(BenchResult result) => result.Evaluation is { } evaluation
        ? Row(evaluation, result.Method.Name, CompressionEntries.PaperOf(result.Method), result.Seconds)
        : new LeaderboardRow(result.Method.Name, CompressionEntries.PaperOf(result.Method), [.. Enumerable.Repeat(new LeaderboardCell(null), 7)]);

    private static LeaderboardRow Row(ModelEvaluation evaluation, string name, string? slug, double? seconds) => new(name, slug,
    [
        new(evaluation.Perplexity.Estimate, evaluation.Perplexity.Low, evaluation.Perplexity.High),
        new(100 * evaluation.Agreement!.Value.Estimate, 100 * evaluation.Agreement.Value.Low, 100 * evaluation.Agreement.Value.High),
        new(100 * evaluation.Size.Keep),
        new(evaluation.Size.Bytes / 1e6),
        new(evaluation.TokensPerSecond),
        new(evaluation.PeakMegabytes),
        new(seconds),
    ]);

    /// <summary>Which papers' methods are better than activation-aware SVD with intervals that do not touch.</summary>
    private static string? Comparison(string model, double keep, IReadOnlyList<BenchResult> results)
    {
        if (results.FirstOrDefault(result => result.Keep == keep && result.Method.Key == Yardstick)?.Evaluation is not { } yardstick)
            return null;
        string[] better =
        [
            .. results.Where(result => result.Keep == keep && CompressionEntries.PaperOf(result.Method) is not null && result.Evaluation?.Perplexity.High < yardstick.Perplexity.Low)
                .OrderBy(result => result.Evaluation!.Perplexity.Estimate)
                .Select(result => result.Method.Name),
        ];
        return $"{model}, {Percent(keep)}: of the papers' methods {(better.Length == 0 ? "none is" : $"{string.Join(", ", better)} {(better.Length == 1 ? "is" : "are")}")} better than activation-aware SVD with 95 % intervals that do not overlap.";
    }

    private static string Percent(double share) => FormattableString.Invariant($"{100 * share:0.##} %");
}
