using Praxis.Lab;
using Praxis.Numerics;
using Praxis.Papers.Compression;
using Praxis.Papers.Compression.Baselines;
using Praxis.Papers.Compression.Eora;
using Praxis.Papers.Compression.Pipeline;

namespace Praxis.Papers.Tests.Compression;

public sealed class EoraTests
{
    public static TheoryData<int, int> Sizes => new() { { 6, 11 }, { 11, 6 }, { 8, 8 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Path_is_the_papers_own_steps_written_out(int outputs, int inputs)
    {
        (var error, var x) = Draw(outputs, inputs, 50);
        const int rank = 3;
        var moments = LinearAlgebra.MatMul(x, x, true, false);                                                // X Xᵀ
        var eigen = LinearAlgebra.SymmetricEigen(moments);
        var root = eigen.Values.Sqrt();
        var svd = LinearAlgebra.Svd(LinearAlgebra.MatMul(error, eigen.Vectors * root));                       // ΔW Q Λ^½
        var halves = svd.S.Slice(0, 0, rank).Sqrt();
        var b = svd.U.Slice(1, 0, rank) * halves;                                                             // (outputs, r)
        var a = LinearAlgebra.MatMul(svd.Vt.Slice(0, 0, rank) * halves.Reshape(rank, 1) / root, eigen.Vectors.Transpose());
        Close(LinearAlgebra.MatMul(b, a), EigenspaceCompensation.Of(error, moments / 50, rank).ToDense());
    }

    [Fact]
    public void Any_root_of_the_moments_gives_the_same_path()
    {
        (var error, var x) = Draw(7, 9, 40);
        var moments = LinearAlgebra.MatMul(x, x, true, false);
        var root = LinearAlgebra.Cholesky(moments);
        var truncated = LinearAlgebra.Svd(LinearAlgebra.MatMul(error, root)).Rebuild(2);
        Close(LinearAlgebra.MatMul(truncated, LinearAlgebra.Inverse(root)), EigenspaceCompensation.Of(error, moments, 2).ToDense());
    }

    [Fact]
    public void No_other_path_leaves_a_smaller_output_error_on_the_inputs()
    {
        (var error, var x) = Draw(9, 7, 30);
        var moments = LinearAlgebra.MatMul(x, x, true, false);
        var best = EigenspaceCompensation.Of(error, moments, 3);
        double least = Output(best);
        Assert.True(least < Output(EigenspaceCompensation.Directions(error, null, 3).Truncate(3)));
        for (int i = 0; i < 30; i++)
        {
            var random = new RandomStream(5).Fork(i);
            Assert.True(Output(new LowRankWeight(best.Left + (random.Normal(9, 3) * 0.01), best.Right + (random.Normal(3, 7) * 0.01))) > least);
        }

        double Output(LowRankWeight path) => LinearAlgebra.MatMul(x, (error - path.ToDense()).Transpose()).FrobeniusNorm();
    }

    [Fact]
    public void Full_rank_repairs_everything_even_with_fewer_inputs_than_dimensions_and_dead_ones()
    {
        (var error, var x) = Draw(5, 8, 3);
        x.Column(2).Fill(0);
        var path = EigenspaceCompensation.Of(error, LinearAlgebra.MatMul(x, x, true, false), 5);
        Assert.True(path.ToDense().EnsureFinite("path").MaxAbs() <= 2 * error.FrobeniusNorm());
        Assert.True(LinearAlgebra.MatMul(x, (error - path.ToDense()).Transpose()).MaxAbs() < 1e-6);
        (error, x) = Draw(5, 8, 20);
        Close(error, EigenspaceCompensation.Of(error, LinearAlgebra.MatMul(x, x, true, false), 5).ToDense());
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.3)]
    [InlineData(0.25)]
    public void Path_and_codes_share_one_budget_and_are_never_worse_than_the_codes_alone(double keep)
    {
        var random = new RandomStream(8);
        var weight = random.Normal(48, 64);
        var statistics = LayerStatistics.OfInputs("layer", LinearAlgebra.MatMul(random.Normal(200, 64), random.Normal(64, 64)));
        var budget = WeightBudget.Bits(keep);
        var form = new Eora().Compress(weight, statistics, budget, random);
        var alone = new Gptq(new QuantizationScheme()).Compress(weight, statistics, budget, random);
        Assert.True(budget.Allows(form));
        Assert.True(Error(form) <= Error(alone));
        if (form is SumWeight sum) // at 4.8 bits a number the codes alone are best
            Assert.Equal(form.Bits, sum.Terms[0].Bits + (16 * sum.Terms[1].Parameters));
        Assert.Equal(keep != 0.3, form is SumWeight);

        double Error(CompressedWeight compressed) => WeightErrors.OutputError(weight, compressed.ToDense(), statistics.SecondMoments);
    }

    [Theory]
    [InlineData("gpt2")]
    [InlineData("llama")]
    public void Entry_keeps_within_every_budget_of_the_table(string name)
    {
        var model = TinyModels.Make(name);
        var text = TinyModels.Windows(name, 4);
        var statistics = CalibrationStatistics.Gather(model, text);
        var entry = new EoraEntry();
        foreach (double keep in new[] { 0.5, 0.3, 0.25 })
        {
            var compressed = ModelCompression.Compress(model, statistics, new CompressionPlan
            {
                Compressor = entry.Compressor(keep),
                Allocation = entry.Allocation(keep),
                Keep = keep,
                Unit = entry.Unit,
            }, text);
            Assert.InRange(compressed.Report.Kept, 0.5 * keep, keep);
            compressed.Restore();
        }
    }

    [Fact]
    public void Operations_of_one_map_are_those_counted_by_hand()
    {
        var cost = EoraCost.Of([new MapShape(4, 10), new MapShape(20, 10, SharesInput: true)], 3, 7);
        Assert.Equal(3 * 2 * 7 * (40 + 200), cost.Forward);
        Assert.Equal(3 * 2 * 7 * 100, cost.Moments);
        Assert.Equal(3 * 9 * 1000, cost.Eigenproblems);
        Assert.Equal(3 * 2 * (400 + 2000), cost.Projections);
        Assert.Equal(3 * ((6 * 10 * 16) + (20 * 64) + (6 * 20 * 100) + (20 * 1000)), cost.Decompositions);
        Assert.Equal(218_103_808, EoraCost.BlockOf8B.Sum(map => (long)map.Outputs * map.Inputs));
    }

    [Fact]
    public void Bad_input_is_refused()
    {
        (var error, var x) = Draw(4, 3, 10);
        var moments = LinearAlgebra.MatMul(x, x, true, false);
        Assert.Contains("3 inputs", Assert.Throws<ArgumentException>(() => EigenspaceCompensation.Of(error, Tensor.Identity(4), 1)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => EigenspaceCompensation.Of(error, moments, 4));
        Assert.Throws<NonFiniteException>(() => EigenspaceCompensation.Of(error, moments * double.NaN, 1));
        Assert.Throws<NonFiniteException>(() => EigenspaceCompensation.Of(error * double.NaN, moments, 1));
        var unknown = LayerStatistics.Unknown("layer seven", 3);
        Assert.Contains("layer seven", Assert.Throws<BudgetException>(() => new Eora().Compress(error, unknown, WeightBudget.Bits(0.1), new RandomStream(1))).Message);
        Assert.Contains("layer seven", Assert.Throws<ArgumentException>(() => new Eora().Compress(error, unknown, WeightBudget.Flops(0.5), new RandomStream(1))).Message);
        Assert.IsType<DenseWeight>(new Eora().Compress(error, unknown, WeightBudget.Bits(1), new RandomStream(1)));
    }

    // An error, and inputs that go together.
    private static (Tensor Error, Tensor X) Draw(int outputs, int inputs, int rows)
    {
        var random = new RandomStream(outputs + (100 * inputs));
        return (random.Normal(outputs, inputs), LinearAlgebra.MatMul(random.Normal(rows, inputs), random.Normal(inputs, inputs)));
    }

    private static void Close(Tensor expected, Tensor actual) =>
        Assert.True((expected - actual).MaxAbs() < 1e-8, $"{(expected - actual).MaxAbs()}");
}

public sealed class EoraToolTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("eora").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Path_repairs_as_the_report_says()
    {
        var random = new RandomStream(1);
        (var weight, var x) = (random.Normal(12, 8), LinearAlgebra.MatMul(random.Normal(60, 8), random.Normal(8, 8)));
        var compressed = QuantizedWeight.RoundToNearest(weight, new QuantizationGrid(3, 8)).ToDense();
        var report = Use(new EoraToolOptions { Weight = File("w.npy", weight), Compressed = File("c.npy", compressed), Inputs = File("x.csv", x), Rank = 2 });
        var path = LinearAlgebra.MatMul(((MatrixOutput)report.Outputs[0]).Values, ((MatrixOutput)report.Outputs[1]).Values);
        double left = LinearAlgebra.MatMul(x, (weight - compressed - path).Transpose()).FrobeniusNorm() / LinearAlgebra.MatMul(x, (weight - compressed).Transpose()).FrobeniusNorm();
        Assert.Equal(left, report.Measures[2].Value, 1e-9);
        Assert.True(report.Measures[2].Value <= report.Measures[3].Value);
        var other = Use(new EoraToolOptions { Weight = File("w.npy", weight), Compressed = File("c.npy", compressed), Inputs = File("x.csv", x), Rank = 2, TestInputs = File("t.npy", random.Normal(40, 8)) });
        Assert.True(other.Measures[2].Value > left);
    }

    [Fact]
    public void Nonsense_names_file_and_cure()
    {
        var random = new RandomStream(1);
        InputFile weight = File("w.npy", random.Normal(5, 4)), compressed = File("c.npy", random.Normal(5, 4)), x = File("x.npy", random.Normal(9, 4));
        Assert.Contains("Give the same layer", Error(weight, File("d.npy", Tensor.Ones(4, 5)), x));
        Assert.Contains("no error to repair", Error(weight, weight, x));
        Assert.Contains("rows of 3 numbers", Error(weight, compressed, File("y.npy", Tensor.Ones(9, 3))));
        Assert.Contains("every number is 0", Error(weight, compressed, File("z.npy", Tensor.Zeros(9, 4))));
        Assert.Contains("row 2", Error(weight, compressed, File("n.npy", Tensor.FromArray(new double[,] { { 1, 2, 3, 4 }, { 1, double.NaN, 3, 4 } }))));
        Assert.Contains("rank 4 at most", Error(weight, compressed, x, 5));

        static string Error(InputFile weight, InputFile compressed, InputFile inputs, int rank = 2) => Assert.Throws<ToolException>(() =>
            Use(new EoraToolOptions { Weight = weight, Compressed = compressed, Inputs = inputs, Rank = rank })).Message;
    }

    private static ToolReport Use(EoraToolOptions options) => new EoraTool().Use(options, new ToolContext { Slug = "eora" }, CancellationToken.None);

    private InputFile File(string name, Tensor values)
    {
        string path = Path.Combine(_folder, name);
        if (name.EndsWith(".csv", StringComparison.Ordinal))
            CsvFile.Write(path, values, null, ',');
        else
            NpyFile.Write(path, values);
        return new InputFile(path);
    }
}
