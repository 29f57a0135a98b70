using Praxis.Lab;
using Praxis.Learning;
using Praxis.Numerics;
using Praxis.Papers.Compression.FlashSvd;

namespace Praxis.Papers.Tests.Compression;

public sealed class FlashSvdTests
{
    private const int Width = 16, Hidden = 40, Heads = 2;

    private static readonly EncoderBlock Low = EncoderBlock.Random(Width, Hidden, new RandomStream(1), DType.F64).Truncated(0.6);

    // Tiles that divide nothing here.
    private static readonly ExecutionPlan Odd = ExecutionPlan.Streamed with { QueryTile = 5, KeyTile = 3, RowTile = 7, HiddenTile = 9 };

    private static Tensor Rows(int count) => new RandomStream(2).Normal(count, Width);

    private static Tensor Run(EncoderBlock block, Tensor x, TextLayout layout, ExecutionPlan plan, ActivationLedger? ledger = null)
    {
        ledger ??= new ActivationLedger();
        using var y = block.Run(ledger.Hold("residual stream", x), layout, plan, ledger);
        return y.Tensor;
    }

    private static Tensor Dense(AffineMap map, Tensor x) =>
        LinearAlgebra.MatMul(x, map.Right is null ? map.Left : LinearAlgebra.MatMul(map.Left, map.Right), false, true) + map.Bias;

    // The block written out with whole matrices and a softmax over all pairs.
    private static Tensor WrittenOut(EncoderBlock block, Tensor x, TextLayout layout)
    {
        int w = Width / layout.Heads;
        Tensor q = Dense(block.Query, x), k = Dense(block.Key, x), v = Dense(block.Value, x), mixed = Tensor.Zeros(x.Rows, Width);
        for (int text = 0; text < layout.Texts; text++)
            for (int head = 0; head < layout.Heads; head++)
            {
                int seen = layout.Length(text);
                if (seen == 0) continue;
                Tensor Part(Tensor all, int rows) => all.Slice(0, text * layout.Time, rows).Slice(1, head * w, w);
                var scores = LinearAlgebra.MatMul(Part(q, layout.Time), Part(k, seen), false, true) / Math.Sqrt(w);
                for (int i = 0; layout.Causal && i < layout.Time; i++)
                    for (int j = i + 1; j < seen; j++)
                        scores[i, j] = -1e300;
                Part(mixed, layout.Time).CopyFrom(LinearAlgebra.MatMul(scores.Softmax(), Part(v, seen)));
            }

        var middle = Norm(x + Dense(block.Output, mixed));
        return Norm(middle + Dense(block.FeedForward.Down, new Variable(Dense(block.FeedForward.Up, middle)).Gelu().Data));

        static Tensor Norm(Tensor rows) => new Variable(rows).LayerNorm().Data;
    }

    public static TheoryData<bool, int[]> Layouts => new() { { false, [11, 11] }, { true, [11, 11] }, { false, [4, 11] }, { true, [1, 6] }, { false, [0, 11] } };

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Every_way_to_run_a_block_gives_what_whole_matrices_give(bool causal, int[] lengths)
    {
        var layout = new TextLayout(2, 11, Heads, lengths, causal);
        var expected = WrittenOut(Low, Rows(22), layout);
        ExecutionPlan[] plans =
        [
            ExecutionPlan.Ordinary, ExecutionPlan.Ordinary with { ChunkRows = 5 }, Odd, Odd with { Workers = 1 }, ExecutionPlan.Streamed,
            Odd with { StreamFeedForward = false }, Odd with { StreamAttention = false },
        ];
        Assert.All(plans, plan => Assert.InRange((Run(Low, Rows(22), layout, plan) - expected).MaxAbs(), 0, 1e-12));
    }

    [Fact]
    public void A_dense_block_gives_what_whole_matrices_give_too()
    {
        var dense = EncoderBlock.Random(Width, Hidden, new RandomStream(1), DType.F64);
        var layout = new TextLayout(2, 11, Heads);
        Assert.InRange((Run(dense, Rows(22), layout, ExecutionPlan.Ordinary) - WrittenOut(dense, Rows(22), layout)).MaxAbs(), 0, 1e-12);
    }

    [Fact]
    public void Single_precision_stays_near_double()
    {
        var layout = new TextLayout(2, 11, Heads);
        var single = Run(Low.To(DType.F32), Rows(22).To(DType.F32), layout, Odd);
        Assert.InRange((single.To(DType.F64) - WrittenOut(Low, Rows(22), layout)).MaxAbs(), 0, 1e-4);
    }

    [Fact]
    public void Large_scores_do_not_overflow()
    {
        var loud = Low with { Query = new AffineMap(Low.Query.Left * 1e4, Low.Query.Right, Low.Query.Bias) };
        var layout = new TextLayout(2, 11, Heads);
        Assert.InRange((Run(loud, Rows(22), layout, Odd) - WrittenOut(loud, Rows(22), layout)).MaxAbs(), 0, 1e-9);
    }

    [Theory]
    [InlineData(2, 30)]
    [InlineData(1, 200)]
    public void The_ledger_counts_what_the_closed_forms_say(int texts, int time)
    {
        var layout = new TextLayout(texts, time, Heads);
        var forms = new ClosedForms(layout, Width, Hidden, Low.Query.Rank, Low.FeedForward.Up.Rank, Low.FeedForward.Down.Rank);
        foreach ((var plan, long numbers) in new[] { (ExecutionPlan.Ordinary, forms.Ordinary(ExecutionPlan.Ordinary)), (Odd, forms.Streamed(Odd)) })
        {
            var ledger = new ActivationLedger();
            Run(Low, Rows(layout.Rows), layout, plan, ledger);
            Assert.Equal(8 * numbers, ledger.PeakBytes);
            Assert.Equal(ledger.PeakBytes, ledger.AtPeak.Values.Sum());
            Assert.Equal(0, ledger.LiveBytes);
        }
    }

    [Fact]
    public void A_held_buffer_counts_once_and_until_it_is_let_go()
    {
        var ledger = new ActivationLedger();
        var first = ledger.Hold("a", Tensor.Zeros(3, 2));
        using (ledger.Reserve("b", DType.F32, 10))
            Assert.Equal(48 + 40, ledger.LiveBytes);
        first.Dispose();
        first.Dispose();
        Assert.Equal(0, ledger.LiveBytes);
        Assert.Equal(88, ledger.PeakBytes);
        Assert.Throws<InvalidOperationException>(() => first.Tensor);
    }

    [Fact]
    public void What_cannot_be_run_is_refused()
    {
        var dense = EncoderBlock.Random(Width, Hidden, new RandomStream(1), DType.F64);
        var layout = new TextLayout(2, 11, Heads);
        Assert.Contains("rank space", Assert.Throws<ArgumentException>(() => Run(dense, Rows(22), layout, Odd)).Message);
        Assert.Contains("rank space", Assert.Throws<ArgumentException>(() => Run(dense, Rows(22), layout, new ExecutionPlan { StreamFeedForward = true })).Message);
        Assert.Throws<ArgumentException>(() => Run(Low, Rows(21), layout, Odd));
        Assert.Throws<ArgumentException>(() => Run(Low, Rows(22), layout with { Lengths = [3, 12] }, Odd));
        Assert.Throws<ArgumentException>(() => Run(Low, Rows(22), layout with { Heads = 3 }, Odd));
        Assert.Throws<ArgumentOutOfRangeException>(() => Run(Low, Rows(22), layout, Odd with { KeyTile = 0 }));
        Assert.Throws<ShapeException>(() => new AffineMap(Tensor.Zeros(4, 3), Tensor.Zeros(2, 5), Tensor.Zeros(4)));
    }

    [Fact]
    public void The_tool_streams_and_says_what_it_lost()
    {
        var report = Use(Rows(300), new RandomStream(3).Normal(64, Width), new RandomStream(4).Normal(Width, 64));
        Assert.InRange(report.Measures.Single(m => m.Name == "streamed against ordinary").Value, 0, 1e-12);
        Assert.InRange(report.Measures.Single(m => m.Name == "low rank against dense").Value, 0.01, 1);
        Assert.Equal([300, Width], Assert.IsType<MatrixOutput>(report.Outputs[0]).Values.Shape.ToArray());
    }

    [Fact]
    public void The_tool_names_the_weight_that_does_not_fit()
    {
        Assert.Contains("up.npy", Assert.Throws<ToolException>(() => Use(Rows(5), new RandomStream(3).Normal(64, 3), new RandomStream(4).Normal(Width, 64))).Message);
        Assert.Contains("down.npy", Assert.Throws<ToolException>(() => Use(Rows(5), new RandomStream(3).Normal(64, Width), new RandomStream(4).Normal(64, Width))).Message);
        Assert.Contains("keep", Assert.Throws<ToolException>(() => Use(Rows(5), new RandomStream(3).Normal(64, Width), new RandomStream(4).Normal(Width, 64), keep: 0.01)).Message);
        var broken = Rows(5);
        broken[1, 2] = double.NaN;
        Assert.Contains("rows.npy", Assert.Throws<ToolException>(() => Use(broken, new RandomStream(3).Normal(64, Width), new RandomStream(4).Normal(Width, 64))).Message);
    }

    private static ToolReport Use(Tensor rows, Tensor up, Tensor down, double keep = 0.4)
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            return new StreamedFeedForwardTool().Use(
                new StreamedFeedForwardToolOptions { Rows = File("rows", rows), Up = File("up", up), Down = File("down", down), Keep = keep },
                new ToolContext { Slug = "flashsvd" }, CancellationToken.None);
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        InputFile File(string name, Tensor values)
        {
            string path = Path.Combine(folder.FullName, $"{name}.npy");
            NpyFile.Write(path, values);
            return new InputFile(path);
        }
    }
}
