using System.Globalization;
using System.Text.RegularExpressions;
using Praxis.Lab;
using Praxis.Lab.Figures;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.DynamicSubmodular;

/// <summary>Keeps k diverse items of a stream of the reader's lines or rows, and measures the value against greedy from scratch.</summary>
[Paper("dynamic-submodular")]
public sealed partial class DynamicSelectionTool : ITool<DynamicSelectionToolOptions>
{
    private const int Moments = 20;
    private const int MostClients = 500;
    private const long MostSimilarities = 200_000_000;

    /// <inheritdoc/>
    public string Says => "Keep k diverse items of a stream in which items come and leave.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } =
    [
        "notes.txt --as words --keep 5 --window 200 -o summary.txt",
        "data/digits.csv.gz --keep 10 --window 500",
        "items.npy --updates log.txt --keep 20 -o kept.npy",
    ];

    /// <inheritdoc/>
    public ToolReport Use(DynamicSelectionToolOptions options, ToolContext context, CancellationToken cancel)
    {
        if (options is { Window: not null, Updates: not null }) throw new ToolException("--window and --updates both say which items leave. Give one of them.");
        var (function, output) = options.As == ItemKind.Words ? Lines(options.Items) : Rows(options.Items, context.Random("clients"));
        var n = function.Items;
        var updates = options.Updates is { } log ? UpdateLog.Read(log, n)
            : UpdateStream.SlidingWindow(n, options.Window ?? n);

        var dynamic = new DynamicSelection(function, options.Keep, options.Accuracy, context.Random("coins"));
        var (times, ours, greedy) = (new List<double>(), new List<double>(), new List<double>());
        var greedyCalls = 0L;
        for (var t = 0; t < updates.Length; t++)
        {
            if (t % 16 == 0) cancel.ThrowIfCancellationRequested();
            if (updates[t].Comes) dynamic.Insert(updates[t].Item);
            else dynamic.Delete(updates[t].Item);
            var value = dynamic.Value();
            if ((long)(t + 1) * Moments / updates.Length == (long)t * Moments / updates.Length || dynamic.Count == 0) continue;
            var oracle = new OracleCounter();
            var chosen = LazyGreedy.Select(function, Enumerable.Range(0, n).Where(dynamic.Contains), options.Keep, oracle);
            greedyCalls += oracle.Calls;
            times.Add(t + 1);
            ours.Add(value);
            greedy.Add(oracle.ValueOf(function, chosen));
            context.Report($"update {t + 1} of {updates.Length}", (t + 1.0) / updates.Length, ("value", value));
        }
        int[] kept = [.. dynamic.Solution().Order()];
        if (kept.Length == 0) throw new ToolException($"{options.Items.Path}: at the end no item is left that is worth keeping. Let items come, or items that are not empty.");
        double[] shares = [.. ours.Zip(greedy).Where(pair => pair.Second > 0).Select(pair => pair.First / pair.Second)];
        var perUpdate = (double)dynamic.Calls / updates.Length;
        var measure = options.As == ItemKind.Words ? "different words covered" : "similarity of every row to the nearest kept one";

        return new ToolReport
        {
            Headline = $"{kept.Length} of the {dynamic.Count} items present after {updates.Length} updates: rows {string.Join(", ", kept.Take(20).Select(item => item + 1))}{(kept.Length > 20 ? ", …" : "")}; value {Numbers.Short(ours[^1])} ({measure}), {Numbers.Short(100 * shares[^1])} % of greedy from scratch.",
            Guarantee = $"The value is at least {Numbers.Short(0.5 - options.Accuracy)} of that of the best {options.Keep} items, as long as the updates do not depend on what was kept (they were fixed in a file here); the constants are standard ones, not the paper's own. Greedy from scratch, measured beside it, has at least 0.63 of the best.",
            Measures =
            [
                new("share of greedy's value, smallest", shares.Min(), Note: $"over {shares.Length} moments of the stream"),
                new("share of greedy's value, median", Summary.Median(shares)),
                new("value at the end", dynamic.Value(), Note: measure),
                new("questions per update", perUpdate, Note: "evaluations of the value"),
                new("questions per update, greedy from scratch", (double)greedyCalls / times.Count),
            ],
            Figures =
            [
                new Figure
                {
                    Title = "Value over time",
                    Description = "Lines over the updates: the value of the kept items, of greedy from scratch, and the guaranteed share of greedy's.",
                    Panels =
                    [
                        new Panel
                        {
                            X = new Axis("updates"),
                            Y = new Axis(measure, Low: 0),
                            Marks = [new Line(times, ours) { Name = "kept" }, new Line(times, greedy) { Name = "greedy from scratch" }, new Line(times, [.. greedy.Select(value => (0.5 - options.Accuracy) * value)], Dashed: true) { Name = "(½ − ε) of greedy" }],
                        },
                    ],
                },
            ],
            Remarks = perUpdate > (double)greedyCalls / times.Count
                ? ["Greedy from scratch asks fewer questions on a stream with so few items present; the structure pays from some thousands on, where greedy asks about one for each item present."]
                : [],
            Outputs = [output(kept)],
        };
    }

    /// <summary>Lines as sets of words: f counts different words.</summary>
    private static (ISubmodularFunction Function, Func<int[], ToolOutput> Output) Lines(InputFile file)
    {
        var lines = file.Text().Split('\n').Select(line => line.TrimEnd('\r')).ToList();
        while (lines.Count > 0 && lines[^1].Length == 0) lines.RemoveAt(lines.Count - 1);
        if (lines.Count == 0) throw new ToolException($"{file.Path}: the file is empty. Give one item a line.");
        var words = new Dictionary<string, int>(StringComparer.Ordinal);
        var sets = new List<int[]>();
        foreach (var line in lines)
        {
            var set = new HashSet<int>();
            foreach (Match match in Words().Matches(line))
            {
                var word = match.Value.ToLowerInvariant();
                if (!words.TryGetValue(word, out var number)) words[word] = number = words.Count;
                set.Add(number);
            }
            sets.Add([.. set]);
        }
        if (words.Count == 0) throw new ToolException($"{file.Path}: no line has a word (letters or digits). Give text, or take --as vectors for numbers.");
        return (new CoverageFunction(sets, [.. Enumerable.Repeat(1.0, words.Count)]),
            kept => new TextOutput("kept", $"the {kept.Length} lines kept, in their order", string.Concat(kept.Select(item => lines[item] + "\n"))));
    }

    /// <summary>Rows of numbers: every row (at most 500 random ones) wants a kept row near to it.</summary>
    private static (ISubmodularFunction Function, Func<int[], ToolOutput> Output) Rows(InputFile file, RandomStream random)
    {
        var table = file.Table();
        var values = table.Values; // (n, d)
        var clients = Math.Min(MostClients, values.Rows);
        if ((long)values.Rows * clients > MostSimilarities)
            throw new ToolException($"{file.Path}: {values.Rows.ToString("#,0", CultureInfo.InvariantCulture)} rows are too many for the similarities kept in memory; give at most {MostSimilarities / clients:#,0} rows.");
        var function = FacilityLocationFunction.ByDistance(values, values.TakeRows(random.Choose(clients, values.Rows)).Contiguous());
        return (function, kept =>
        {
            var result = Tensor.Zeros(kept.Length, values.Columns + 1); // (kept, d + 1)
            for (var i = 0; i < kept.Length; i++)
            {
                result[i, 0] = kept[i] + 1;
                values.RowSpan(kept[i]).CopyTo(result.RowSpan(i)[1..]);
            }
            return new MatrixOutput("kept", $"({kept.Length}, {values.Columns + 1}): row number from 1, and the row", result, ["row", .. Enumerable.Range(0, values.Columns).Select(table.NameOf)]);
        }
        );
    }

    [GeneratedRegex(@"[\p{L}\p{Nd}]+")]
    private static partial Regex Words();
}
