using System.Diagnostics;
using Praxis.Lab;
using Praxis.Learning;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.Monarch;

/// <summary>Projects a reader's matrix to the nearest Monarch matrix, with the truncated SVD of as many numbers beside it.</summary>
[Paper("monarch")]
public sealed class MonarchTool : ITool<MonarchToolOptions>
{
    private const int TimedRows = 64;

    /// <inheritdoc/>
    public string Says => "Project a matrix to the nearest Monarch matrix: two block-diagonal factors.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } = ["weight.npy --keep 0.5 -o factors.npy", "weight.csv --blocks 4 --inner-rank 2"];

    /// <inheritdoc/>
    public ToolReport Use(MonarchToolOptions options, ToolContext context, CancellationToken cancel)
    {
        var weight = options.Matrix.Table().Values;
        (int outputs, int inputs) = (weight.Rows, weight.Columns);
        var cuts = Cuts(options, outputs, inputs);
        var errors = new List<(MonarchBlocks Blocks, double Error)>();
        foreach (var blocks in cuts)
        {
            cancel.ThrowIfCancellationRequested();
            context.Report($"{blocks.Outputs} × {blocks.Inputs} tiles", 0.7 * errors.Count / cuts.Count);
            errors.Add((blocks, MonarchProjection.RelativeError(weight, blocks)));
        }

        (var best, double error) = errors.MinBy(cut => cut.Error);
        var form = MonarchProjection.Project(weight, best);
        context.Report("the truncated SVD beside it", 0.8);
        var svd = LinearAlgebra.Svd(weight);
        int rank = (int)Math.Clamp(form.Parameters / (outputs + inputs), 1, svd.S.Length);
        double whole = svd.S.FrobeniusNorm();
        double low = whole > 0 ? svd.S.Slice(0, rank, svd.S.Length - rank).FrobeniusNorm() / whole : 0;
        double[] seconds = Seconds(
            inputs, context.Random("timed rows"), new DenseWeight(weight), form, new LowRankWeight(svd.U.Slice(1, 0, rank) * svd.S.Slice(0, 0, rank), svd.Vt.Slice(0, 0, rank)));
        double share = (double)form.Parameters / weight.Length;
        return new ToolReport
        {
            Headline = $"{outputs} × {inputs} as {best.Outputs} × {best.Inputs} tiles of rank {best.InnerRank}: {form.Parameters:N0} numbers ({100 * share:0.#} %), relative error {Numbers.Short(error)}; truncated SVD of rank {rank}: {Numbers.Short(low)}.",
            Guarantee = "No Monarch matrix of this cut is nearer in Frobenius norm: tiles share no numbers, and each is replaced by its own truncated SVD.",
            Measures =
            [
                new("relative error", error, Note: "Frobenius norm"),
                new("relative error of the truncated SVD", low, Note: $"rank {rank}, at most as many numbers"),
                new("numbers", form.Parameters),
                new("share of the matrix's numbers", share),
                new("milliseconds, Monarch", 1e3 * seconds[1], "ms", $"{TimedRows} rows, single precision, fastest of 7"),
                new("milliseconds, dense", 1e3 * seconds[0], "ms"),
                new("milliseconds, truncated SVD", 1e3 * seconds[2], "ms"),
            ],
            Tables =
            [
                new FindingsTable("The cuts that were tried", ["tiles", "inner rank", "numbers", "relative error"],
                    [.. errors.Select(cut => (IReadOnlyList<string>)[$"{cut.Blocks.Outputs} × {cut.Blocks.Inputs}", $"{cut.Blocks.InnerRank}", $"{cut.Blocks.Parameters(outputs, inputs)}", Numbers.Short(cut.Error)])]),
            ],
            Remarks =
            [
                "Tile (j, l) holds every q-th row from row j on and the l-th run of columns. Rows or columns in another order give another error.",
                .. best is { Outputs: 1, Inputs: 1 } ? ["No cut into several tiles fits the budget: one block on each side is the truncated SVD."] : Array.Empty<string>(),
            ],
            Outputs =
            [
                new MatrixOutput("left", $"the left blocks (q, s, k r) = ({string.Join(", ", form.Left.Shape.ToArray())}), as a matrix (q s, k r)", form.Left.Reshape(outputs, -1)),
                new MatrixOutput("right", $"the right blocks (k, r q, p) = ({string.Join(", ", form.Right.Shape.ToArray())}), as a matrix (k r q, p)", form.Right.Reshape(-1, form.Right.Shape[2])),
            ],
        };
    }

    private static IReadOnlyList<MonarchBlocks> Cuts(MonarchToolOptions options, int outputs, int inputs)
    {
        try
        {
            var budget = WeightBudget.Parameters(options.Keep);
            if (options.Blocks is not { } blocks)
            {
                var cuts = MonarchBlocks.Within(outputs, inputs, budget);
                return options.InnerRank is { } asked ? [.. cuts.Select(cut => cut with { InnerRank = Math.Min(cut.InnerRank, asked) })] : cuts;
            }

            var unit = MonarchBlocks.Square(blocks);
            unit.RequireFor(outputs, inputs);
            long most = Math.Min(budget.Limit(outputs, inputs) / unit.Parameters(outputs, inputs), Math.Min(outputs, inputs) / blocks);
            if (options.InnerRank is null && most < 1)
                throw budget.TooSmall($"{blocks} blocks", outputs, inputs, unit.Parameters(outputs, inputs));
            var cut = unit with { InnerRank = options.InnerRank ?? (int)most };
            cut.RequireFor(outputs, inputs);
            return [cut];
        }
        catch (Exception e) when (e is ArgumentException or BudgetException)
        {
            throw new ToolException($"{options.Matrix.Path}: {e.Message}", e);
        }
    }

    private static double[] Seconds(int inputs, RandomStream random, params ReadOnlySpan<CompressedWeight> forms)
    {
        var x = random.Normal(TimedRows, inputs).To(DType.F32);
        var layers = new List<Layer>();
        foreach (var form in forms)
            layers.Add(form.ToLayer(null, DType.F32));
        double[] fastest = [.. layers.Select(_ => double.PositiveInfinity)];
        using var still = NoGradient.Scope();
        for (int repeat = 0; repeat < 7; repeat++)
            for (int i = 0; i < layers.Count; i++)
            {
                long start = Stopwatch.GetTimestamp();
                layers[i].Forward(x);
                fastest[i] = Math.Min(fastest[i], Stopwatch.GetElapsedTime(start).TotalSeconds);
            }

        return fastest;
    }
}
