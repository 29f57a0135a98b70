using System.Diagnostics;
using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.FlashSvd;

/// <summary>Runs a reader's feed-forward part dense, low-rank, in chunks and streamed in rank space, with peak bytes and seconds of each.</summary>
[Paper("flashsvd")]
public sealed class StreamedFeedForwardTool : ITool<StreamedFeedForwardToolOptions>
{
    private const int Repeats = 5;

    /// <inheritdoc/>
    public string Says => "Run a feed-forward part (GELU between two maps) in rank space, tile by tile, and account for its activations.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } = ["rows.npy up.npy down.npy --keep 0.25 -o outputs.npy"];

    /// <inheritdoc/>
    public ToolReport Use(StreamedFeedForwardToolOptions options, ToolContext context, CancellationToken cancel)
    {
        Tensor x = options.Rows.Table().Values, up = options.Up.Table().Values, down = options.Down.Table().Values;
        if (up.Columns != x.Columns)
            throw new ToolException($"{options.Up.Path}: {up.Columns} columns, but {options.Rows.Path} has {x.Columns}. The first weight has one hidden unit a row (transpose it if it is stored the other way).");
        if (down.Columns != up.Rows)
            throw new ToolException($"{options.Down.Path}: {down.Columns} columns, but there are {up.Rows} hidden units in {options.Up.Path}. The second weight has one output a row (transpose it if it is stored the other way).");
        context.Report("truncated SVDs", 0.1);
        LowRankFeedForward dense = new(new AffineMap(up, Tensor.Zeros(up.Rows)), new AffineMap(down, Tensor.Zeros(down.Rows))), low;
        try
        {
            low = new LowRankFeedForward(dense.Up.Truncated(options.Keep), dense.Down.Truncated(options.Keep));
        }
        catch (BudgetException e)
        {
            throw new ToolException($"--keep {options.Keep}: {e.Message}", e);
        }

        var streamed = new ExecutionPlan { StreamFeedForward = true, RowTile = options.RowTile, HiddenTile = options.HiddenTile };
        (string Name, LowRankFeedForward Part, ExecutionPlan Plan)[] ways =
        [
            ("dense", dense, ExecutionPlan.Ordinary),
            ("low rank, ordinary", low, ExecutionPlan.Ordinary),
            ("low rank, rows in chunks of 256", low, new ExecutionPlan { ChunkRows = 256 }),
            ("low rank, streamed", low, streamed),
        ];
        var outputs = new Tensor[ways.Length];
        var (bytes, seconds) = (new long[ways.Length], new double[ways.Length]);
        for (int i = 0; i < ways.Length; i++)
        {
            cancel.ThrowIfCancellationRequested();
            context.Report(ways[i].Name, 0.2 + (0.2 * i));
            var times = new List<double>();
            for (int repeat = 0; repeat < Repeats; repeat++)
            {
                var ledger = new ActivationLedger();
                long start = Stopwatch.GetTimestamp();
                using var y = ways[i].Part.Run(x, ways[i].Plan, ledger);
                times.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
                (outputs[i], bytes[i]) = (y.Tensor, ledger.PeakBytes);
            }

            seconds[i] = Summary.Median(times);
        }

        double difference = outputs[1].MaxAbs() is var largest and > 0 ? (outputs[3] - outputs[1]).MaxAbs() / largest : 0;
        double truncation = WeightErrors.RelativeWeightError(outputs[0], outputs[1]);
        return new ToolReport
        {
            Headline = $"{x.Rows} rows through {up.Rows} hidden units, ranks {low.Up.Rank} and {low.Down.Rank}: streamed, the activations take {bytes[3] / 1e6:0.00} MB at their peak instead of {bytes[1] / 1e6:0.00} MB ({bytes[0] / 1e6:0.00} MB dense), {seconds[3] / seconds[1]:0.00} times the seconds.",
            Guarantee = "Streaming computes what the same two factors compute layer by layer, in another order: outputs differ by rounding alone. What the truncated SVDs lose against the dense weights is measured below; nothing bounds it.",
            Measures =
            [
                new("streamed against ordinary", difference, Note: "largest difference of outputs, of the largest output"),
                new("low rank against dense", truncation, Note: "relative error of the outputs, Frobenius norm"),
                new("peak of live activations, streamed", bytes[3] / 1e6, "MB", "double precision; rank space, tiles of all workers and result"),
                new("peak of live activations, ordinary", bytes[1] / 1e6, "MB"),
            ],
            Tables =
            [
                new FindingsTable("Ways to run it", ["way", "peak, MB", "ms"], [.. ways.Select((way, i) => (IReadOnlyList<string>)[way.Name, $"{bytes[i] / 1e6:0.000}", $"{1e3 * seconds[i]:0.00}"])]),
            ],
            Remarks = ["Biases are taken as 0. Milliseconds are medians of 5 on this machine."],
            Outputs = [new MatrixOutput("outputs", $"the outputs of the streamed part, ({x.Rows}, {down.Rows})", outputs[3])],
        };
    }
}
