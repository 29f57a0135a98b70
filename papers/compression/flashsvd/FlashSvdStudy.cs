using System.Diagnostics;
using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.FlashSvd;

/// <summary>
/// Accounts for every activation of an encoder, dense and low-rank, run layer by layer, in chunks of rows and streamed in rank space; compares
/// outputs, and times ordinary against streamed execution.
/// </summary>
[Paper("flashsvd")]
public sealed class FlashSvdStudy : IStudy
{
    private const int Width = 256, Hidden = 1024, Heads = 4, Layers = 4;

    private static readonly (string Name, bool LowRank, ExecutionPlan Plan)[] Modes =
    [
        ("dense", false, ExecutionPlan.Ordinary),
        ("low rank, ordinary", true, ExecutionPlan.Ordinary),
        ("attention streamed", true, new ExecutionPlan { StreamAttention = true }),
        ("feed-forward streamed", true, new ExecutionPlan { StreamFeedForward = true }),
        ("both streamed", true, ExecutionPlan.Streamed),
        ("low rank, rows in chunks", true, new ExecutionPlan { ChunkRows = 256 }),
        ("attention streamed, rows in chunks", true, new ExecutionPlan { StreamAttention = true, ChunkRows = 256 }),
    ];

    /// <inheritdoc/>
    public Task<Findings> RunAsync(StudyContext context, CancellationToken cancel)
    {
        var found = new FindingsBuilder();
        var peaks = MeasurePeaks(context, found, cancel);
        CheckOutputs(context, found, cancel);
        CheckTime(context, found, cancel);
        ShowTiles(context, found, cancel);
        found.Add(MemoryFigures.Peaks(peaks));
        found.Remark("Frameworks write the hidden units a second time when φ is applied, so the ordinary feed-forward part holds 2 f numbers a row, in the dense model and in the low-rank one: its peak is what C1 is about, and factors change nothing in it. With 25 % of the parameters the weights themselves shrink by three quarters, however, and that is most of what the whole (weights and activations) of this encoder differs by.");
        found.Remark("The stronger rival is no new kernel: the ordinary low-rank layers, 256 rows at a time through the feed-forward part, as some libraries can do for dense models. Its peak is then that of attention, whose queries, keys and values are full; with those streamed besides, chunks of rows need about as little as streaming both. What streaming in rank space adds to chunks is small.");
        found.Remark("Buffers in which the linear algebra packs its operands, and the input and output of the whole model, are not counted; tiles are counted for every worker, busy or not. All blocks of the encoder take the same buffers one after the other, so one block is run and its peak is the encoder's; weights count for all four blocks.");
        found.Remark("The key and value cache in rank space of the decoder variant, and models that were trained, are not looked at: neither bytes nor agreement of the outputs depends on what the weights are.");
        return Task.FromResult(found.Build());
    }

    /// <summary>The peak of one way to run one cell.</summary>
    internal sealed record Peak(string Mode, int Texts, int Time, double Keep, long Bytes, Dictionary<string, long> Buffers, long WeightBytes)
    {
        /// <summary>Weights and activations.</summary>
        public long Whole => Bytes + WeightBytes;
    }

    /// <summary>C1 and C2: bytes, which do not depend on chance.</summary>
    private static List<Peak> MeasurePeaks(StudyContext context, FindingsBuilder found, CancellationToken cancel)
    {
        (int Texts, int Time)[] cells = context.Pick<(int, int)[]>(
            smoke: [(1, 64), (8, 64)],
            small: [(1, 64), (1, 256), (16, 64), (16, 256)],
            full: [(1, 64), (4, 64), (16, 64), (1, 256), (4, 256), (16, 256), (1, 1024), (4, 1024)]);
        (int Texts, int Time) paper = context.Pick((16, 32), (64, 128), (64, 128)); // the paper's 64 texts; smoke has fewer tokens
        var dense = EncoderBlock.Random(Width, Hidden, context.Random(context.Seeds[0], "weights"));
        var peaks = new List<Peak>();
        var rows = new List<IReadOnlyList<string>>();
        foreach (double keep in new[] { 0.25, 0.5 })
        {
            var low = dense.Truncated(keep);
            foreach (var cell in cells.Append(paper))
            {
                cancel.ThrowIfCancellationRequested();
                string setting = $"{cell.Texts} × {cell.Time} tokens, {100 * keep} %";
                context.Report($"bytes, {setting}", 0.4 * peaks.Count / (2 * Modes.Length * (cells.Length + 1)));
                var here = context.Once($"peaks, {setting}", () => Modes.Select(mode => Measure(mode.Name, mode.LowRank ? low : dense, mode.Plan, cell.Texts, cell.Time, keep)).ToArray());
                peaks.AddRange(here);
                long Bytes(string mode) => here.Single(peak => peak.Mode == mode).Bytes;

                var layout = new TextLayout(cell.Texts, cell.Time, Heads);
                var forms = new ClosedForms(layout, Width, Hidden, low.Query.Rank, low.FeedForward.Up.Rank, low.FeedForward.Down.Rank);
                double saving = 1 - ((double)Bytes("both streamed") / Bytes("low rank, ordinary"));
                double predicted = 1 - ((double)forms.Streamed(ExecutionPlan.Streamed) / forms.Ordinary(ExecutionPlan.Ordinary));
                found.Observe("C1", "activations", setting, 0, (double)Bytes("low rank, ordinary") / Bytes("dense"));
                found.Observe("C2", "below-ordinary", setting, 0, (double)Bytes("both streamed") / Bytes("low rank, ordinary"));
                found.Observe("C2", "below-dense", setting, 0, (double)Bytes("both streamed") / Bytes("dense"));
                found.Observe("C2", "closed-form", setting, 0, 100 * Math.Abs(saving - predicted));
                if (cell == paper)
                    found.Observe("C1", "whole", setting, 0, (double)here.Single(p => p.Mode == "low rank, ordinary").Whole / here.Single(p => p.Mode == "dense").Whole);
                rows.Add(
                [
                    $"{cell.Texts} × {cell.Time}", $"{100 * keep} %",
                    .. Modes.Select(mode => $"{Bytes(mode.Name) / 1e6:0.00}"),
                    $"{100 * saving:0.0} %", $"{100 * predicted:0.0} %",
                ]);
            }
        }

        found.Add(new FindingsTable(
            "Peak of live activations, MB, and what streaming both saves against ordinary low-rank inference",
            ["texts × tokens", "parameters", .. Modes.Select(mode => mode.Name), "saved", "predicted"], rows));
        var shown = peaks.Where(peak => (peak.Texts, peak.Time) == paper).ToList();
        found.Add(new FindingsTable(
            $"Weights and activations at {paper.Texts} texts of {paper.Time} tokens, MB",
            ["parameters", "way", "weights", "activations", "together"],
            [.. shown.Select(peak => (IReadOnlyList<string>)[$"{(peak.Mode == "dense" ? "100" : $"{100 * peak.Keep}")} %", peak.Mode, $"{peak.WeightBytes / 1e6:0.0}", $"{peak.Bytes / 1e6:0.0}", $"{peak.Whole / 1e6:0.0}"])]));
        return peaks;
    }

    private static Peak Measure(string mode, EncoderBlock block, ExecutionPlan plan, int texts, int time, double keep)
    {
        using var memory = TensorScope.Begin();
        var ledger = new ActivationLedger();
        Execute(block, plan, new TextLayout(texts, time, Heads), new RandomStream(1).Normal(texts * time, Width).To(DType.F32), ledger);
        return new Peak(mode, texts, time, keep, ledger.PeakBytes, ledger.AtPeak.ToDictionary(), Layers * block.WeightBytes);
    }

    private static Tensor Execute(EncoderBlock block, ExecutionPlan plan, TextLayout layout, Tensor x, ActivationLedger ledger)
    {
        using var y = block.Run(ledger.Hold("residual stream", x), layout, plan, ledger);
        return y.Tensor;
    }

    /// <summary>C3: the same numbers.</summary>
    private static void CheckOutputs(StudyContext context, FindingsBuilder found, CancellationToken cancel)
    {
        int layers = context.Pick(1, 2, Layers), time = context.Pick(70, 150, 150); // no multiple of a tile
        foreach (long seed in context.Seeds)
        {
            cancel.ThrowIfCancellationRequested();
            context.Report($"outputs, seed {seed}", 0.45);
            var random = context.Random(seed, "outputs");
            double[] result = context.Once($"outputs, seed {seed}", () =>
            {
                int width = context.Pick(64, 128, 128);
                var blocks = Enumerable.Range(0, layers).Select(layer => EncoderBlock.Random(width, 4 * width, random.Fork(layer), DType.F64).Truncated(0.25)).ToArray();
                var layout = new TextLayout(3, time, Heads, [time, time / 2, 1]);
                var x = random.Fork("x").Normal(3 * time, width);
                var (wide, widely) = (Through(blocks, x, layout, ExecutionPlan.Ordinary), Through(blocks, x, layout, ExecutionPlan.Streamed));
                EncoderBlock[] single = [.. blocks.Select(block => block.To(DType.F32))];
                var (narrow, narrowly) = (Through(single, x.To(DType.F32), layout, ExecutionPlan.Ordinary), Through(single, x.To(DType.F32), layout, ExecutionPlan.Streamed));
                long[] mine = widely.ArgMax(1).AsSpan<long>().ToArray(), theirs = wide.ArgMax(1).AsSpan<long>().ToArray();
                return new[]
                {
                    (narrow - narrowly).MaxAbs() / narrow.MaxAbs(), (wide - widely).MaxAbs() / wide.MaxAbs(),
                    (double)mine.Zip(theirs).Count(pair => pair.First == pair.Second) / mine.Length,
                };
            });
            found.Observe("C3", "single", "", seed, result[0]);
            found.Observe("C3", "double", "", seed, result[1]);
            found.Observe("C3", "same-largest", "", seed, result[2]);
        }
    }

    private static Tensor Through(IReadOnlyList<EncoderBlock> blocks, Tensor x, TextLayout layout, ExecutionPlan plan) =>
        blocks.Aggregate(x, (rows, block) => Execute(block, plan, layout, rows, new ActivationLedger()));

    /// <summary>C4: seconds.</summary>
    private static void CheckTime(StudyContext context, FindingsBuilder found, CancellationToken cancel)
    {
        var dense = EncoderBlock.Random(Width, Hidden, context.Random(context.Seeds[0], "weights"));
        EncoderBlock low = dense.Truncated(0.25);
        (int Texts, int Time)[] cells = context.Pick<(int, int)[]>(smoke: [(2, 64)], small: [(8, 128)], full: [(8, 128), (2, 512)]);
        (string Name, EncoderBlock Block, ExecutionPlan Plan)[] ways = [.. Modes.Select(mode => (mode.Name, mode.LowRank ? low : dense, mode.Plan))];
        var rows = new List<IReadOnlyList<string>>();
        foreach (var cell in cells)
        {
            var medians = new List<double[]>();
            var layout = new TextLayout(cell.Texts, cell.Time, Heads);
            foreach (long seed in context.Seeds)
            {
                cancel.ThrowIfCancellationRequested();
                string setting = $"{cell.Texts} × {cell.Time} tokens";
                context.Report($"seconds, {setting}, seed {seed}", 0.7);
                double[] seconds = context.Once($"seconds, {setting}, seed {seed}", () =>
                    Seconds(ways, layout, context.Random(seed, setting).Normal(layout.Rows, Width).To(DType.F32), context.Pick(2, 5, 5)));
                medians.Add(seconds);
                found.ObservePair("C4", "seconds", setting, seed, seconds[Array.FindIndex(ways, way => way.Name == "both streamed")], seconds[Array.FindIndex(ways, way => way.Name == "low rank, ordinary")]);
            }

            for (int i = 0; i < ways.Length; i++)
                rows.Add([$"{cell.Texts} × {cell.Time}", ways[i].Name, $"{1e3 * Summary.Median(medians.Select(m => m[i])):0.0}", $"{Math.Exp(medians.Average(m => Math.Log(m[i] / m[1]))):0.00}"]);
        }

        found.Add(new FindingsTable("Milliseconds of one block, 25 % of the parameters, median over seeds", ["texts × tokens", "way", "ms", "of ordinary low rank"], rows));
    }

    // Medians of repeats in turns, after a first run that is not counted.
    private static double[] Seconds((string Name, EncoderBlock Block, ExecutionPlan Plan)[] ways, TextLayout layout, Tensor x, int repeats)
    {
        var all = ways.Select(_ => new List<double>()).ToArray();
        for (int repeat = -1; repeat < repeats; repeat++)
            for (int i = 0; i < ways.Length; i++)
            {
                using var memory = TensorScope.Begin();
                long start = Stopwatch.GetTimestamp();
                Execute(ways[i].Block, ways[i].Plan, layout, x, new ActivationLedger());
                if (repeat >= 0)
                    all[i].Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            }

        return [.. all.Select(Summary.Median)];
    }

    /// <summary>Tile sizes: memory against time.</summary>
    private static void ShowTiles(StudyContext context, FindingsBuilder found, CancellationToken cancel)
    {
        int texts = context.Pick(2, 4, 4), time = context.Pick(64, 256, 512);
        int[] sizes = context.Pick<int[]>(smoke: [32], small: [32, 64, 128, 256], full: [16, 32, 64, 128, 256, 512]);
        var low = EncoderBlock.Random(Width, Hidden, context.Random(context.Seeds[0], "weights")).Truncated(0.25);
        var layout = new TextLayout(texts, time, Heads);
        (string Name, EncoderBlock Block, ExecutionPlan Plan)[] ways =
        [
            ("ordinary", low, ExecutionPlan.Ordinary),
            .. sizes.Select(size => ($"{size}", low, ExecutionPlan.Streamed with { QueryTile = size, KeyTile = size, RowTile = size, HiddenTile = 2 * size })),
        ];
        context.Report("tile sizes", 0.9);
        cancel.ThrowIfCancellationRequested();
        var measured = context.Once("tiles", () =>
        {
            double[] seconds = Seconds(ways, layout, context.Random(context.Seeds[0], "tiles").Normal(layout.Rows, Width).To(DType.F32), context.Pick(1, 3, 5));
            return ways.Select((way, i) => new TileCost(way.Name, seconds[i], Measure(way.Name, low, way.Plan, texts, time, 0.25).Bytes)).ToArray();
        });
        found.Add(MemoryFigures.Tiles(texts, time, measured));
    }

    /// <summary>What a tile size costs.</summary>
    internal sealed record TileCost(string Name, double Seconds, long Bytes);
}
