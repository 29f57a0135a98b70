using Praxis.Lab;
using Praxis.Learning;
using Praxis.Learning.Models;
using Praxis.Numerics;
using Praxis.Papers.Compression;
using Praxis.Papers.Compression.Farms;

namespace Praxis.Papers.Tests.Compression;

public sealed class FarmsTests
{
    [Theory]
    [InlineData(1.5)]
    [InlineData(2)]
    [InlineData(3.5)]
    public void Exponent_of_a_power_law_is_its_own(double alpha)
    {
        // Quantiles of the density (α − 1) λ^−α above 1.
        double[] values = [.. Enumerable.Range(0, 20_000).Select(i => Math.Pow((i + 0.5) / 20_000, -1 / (alpha - 1)))];
        // The floor cuts what is below 1e-5 of the largest, which for heavy tails is the lower end; the law is the same above any edge.
        Assert.Equal(alpha, TailExponent.OfUpperHalf(values)!.Value, 0.02);
        Assert.Equal(TailExponent.OfUpperHalf(values)!.Value, TailExponent.OfUpperHalf([.. values.Select(value => 7e-9 * value).Reverse()])!.Value, 1e-9);
    }

    [Fact]
    public void Exponent_of_six_numbers_is_the_one_worked_out_by_hand()
    {
        // Upper half 4, 8, 16 over the edge 2: 1 + 3/(ln 2 + ln 4 + ln 8).
        Assert.Equal(1 + (3 / (6 * Math.Log(2))), TailExponent.OfUpperHalf([16, 1, 2, 8, 0.5, 4])!.Value, 1e-12);
        Assert.Equal(1 + (3 / (6 * Math.Log(2))), TailExponent.OfUpperHalf([16, 1, 2, 8, 0.5, 4, 0, 1e-6, -1e-12])!.Value, 1e-12);
        Assert.Null(TailExponent.OfUpperHalf([1, 2, 3, 4]));
        Assert.Null(TailExponent.OfUpperHalf([1, 1, 1, 1, 1, 1]));
        Assert.Null(TailExponent.OfUpperHalf([]));
        Assert.Throws<ArgumentException>(() => TailExponent.OfUpperHalf([1, double.NaN, 2, 3, 4, 5]));
        Assert.Throws<ArgumentException>(() => TailExponent.OfUpperHalf([1, -1, 2, 3, 4, 5]));
    }

    [Fact]
    public void Spectrum_is_that_of_singular_values_squared_whole_and_through_windows()
    {
        var weight = new RandomStream(1).Normal(9, 14);
        Same(LinearAlgebra.SingularValues(weight).Square().ToArray(), Spectra.Whole(weight));
        Same(Spectra.Whole(weight), Spectra.Whole(weight.Transpose()));
        Same(Spectra.Whole(weight), Spectra.ThroughWindows(weight, new WindowGrid(9, 14.0 / 9, 3)));
        var grid = new WindowGrid(5, 1, 2);
        double[] expected = [.. new[] { 0, 4 }.SelectMany(row => new[] { 0, 9 }.SelectMany(column =>
            LinearAlgebra.SingularValues(weight.Slice(0, row, 5).Slice(1, column, 5).Contiguous()).Square().ToArray()))];
        Same(expected, Spectra.ThroughWindows(weight, grid));

        static void Same(double[] expected, double[] actual) =>
            Assert.All(expected.Order().Zip(actual.Order()), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
    }

    [Fact]
    public void Windows_lie_within_the_matrix_keep_their_ratio_and_one_position_is_one_window()
    {
        Assert.Equal([(0, 0, 64, 64)], new WindowGrid(64, 1, 1).Windows(300, 200));
        Assert.Equal([(0, 0, 10, 10), (0, 5, 10, 10), (0, 10, 10, 10)], new WindowGrid(64, 1, 3).Windows(10, 20)); // shrunk to the smaller side
        Assert.Equal(25, new WindowGrid().Windows(1024, 128).Count);
        foreach ((int rows, int columns) in new[] { (1, 1), (3, 50), (50, 3), (64, 64), (65, 66), (200, 130) })
            foreach (double ratio in new[] { 0.5, 1, 2 })
            {
                var windows = new WindowGrid(64, ratio, 4).Windows(rows, columns);
                Assert.All(windows, w => Assert.True(w.Row >= 0 && w.Column >= 0 && w.Row + w.Height <= rows && w.Column + w.Width <= columns));
                Assert.Equal(windows.Count, windows.Distinct().Count());
                if (Math.Min(rows, columns) >= 50)
                    Assert.InRange(windows[0].Width / (double)windows[0].Height, 0.95 * ratio, ratio);
            }

        Assert.Throws<ArgumentOutOfRangeException>(() => new WindowGrid(0).Windows(3, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WindowGrid(3, 0).Windows(3, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WindowGrid(3, 1, 0).Windows(3, 3));
    }

    [Fact]
    public void Plain_exponent_of_normal_matrices_rises_with_the_aspect_ratio_and_that_of_windows_does_not()
    {
        // Marchenko–Pastur: the expected exponent from quantiles of the law, found by numeric integration.
        foreach (int aspect in new[] { 1, 4 })
        {
            var weight = new RandomStream(aspect).Normal(128 * aspect, 128);
            Assert.Equal(MarchenkoPastur(1.0 / aspect), Spectra.Exponent(weight, null)!.Value, 0.12);
            Assert.Equal(MarchenkoPastur(1), Spectra.Exponent(weight, new WindowGrid())!.Value, 0.08);
        }
    }

    [Fact]
    public void Sparsities_meet_the_total_and_follow_the_scores()
    {
        var layers = Layers([(8, 8), (16, 8), (8, 24), (12, 12)]);
        var scores = new Dictionary<string, double> { ["h.0"] = 2, ["h.1"] = 3, ["h.2"] = 2.5, ["h.3"] = 4 };
        foreach (double keep in new[] { 0.95, 0.5, 0.3, 0.05, 0.003 })
        {
            var budgets = BlockSparsity.Budgets(layers, scores, keep, 0.3);
            double kept = layers.Sum(layer => layer.Parameters * budgets[layer.Name].Keep) / layers.Sum(layer => layer.Parameters);
            Assert.Equal(keep, kept, 1e-9);
            Assert.True(kept <= keep + 1e-15);
            Assert.True(budgets[layers[0].Name].Keep >= budgets[layers[2].Name].Keep && budgets[layers[2].Name].Keep >= budgets[layers[1].Name].Keep && budgets[layers[1].Name].Keep >= budgets[layers[3].Name].Keep);
            Assert.All(budgets.Values, budget => Assert.True(budget.Keep >= 0.00199));
            if (keep == 0.5) // 0.7 and 1.3 of a common sparsity
                Assert.Equal(1.3 / 0.7, (1 - budgets[layers[3].Name].Keep) / (1 - budgets[layers[0].Name].Keep), 1e-9);
        }

        Assert.All(BlockSparsity.Budgets(layers, scores.ToDictionary(pair => pair.Key, _ => 2.0), 0.4, 0.3).Values, budget => Assert.Equal(0.4, budget.Keep, 1e-9));
        Assert.All(BlockSparsity.Budgets(layers, scores, 1, 0.3).Values, budget => Assert.Equal(1, budget.Keep));
        Assert.Equal(0.002, Assert.Throws<BudgetException>(() => BlockSparsity.Budgets(layers, scores, 0.001, 0.3)).SmallestKeep, 1e-9);
        Assert.Throws<ArgumentOutOfRangeException>(() => BlockSparsity.Scaled([1, 2], 1));
    }

    [Fact]
    public void Blocks_are_named_up_to_their_number_and_score_the_mean_of_their_maps()
    {
        Assert.Equal("model.layers.3", BlockScores.BlockOf("model.layers.3.mlp.up_proj"));
        Assert.Equal("head", BlockScores.BlockOf("head"));
        var random = new RandomStream(2);
        LayerToCompress[] layers =
        [
            Layer("h.0.a", random.Normal(40, 20)), Layer("h.0.b", random.Normal(20, 20)), Layer("h.0.tiny", random.Normal(2, 20)),
            Layer("h.1.a", random.Normal(60, 20)), Layer("h.2.tiny", random.Normal(3, 3)),
        ];
        var scores = BlockScores.Of(layers, null);
        double[] alone = [.. new[] { 0, 1, 3 }.Select(l => Spectra.Exponent(layers[l].ReadWeight(), null)!.Value)];
        Assert.Equal((alone[0] + alone[1]) / 2, scores["h.0"], 1e-12);
        Assert.Equal(alone[2], scores["h.1"], 1e-12);
        Assert.Equal(alone.Average(), scores["h.2"], 1e-12); // too small to tell
        Assert.Contains("bad", Assert.Throws<NonFiniteException>(() => BlockScores.Of([Layer("bad", Tensor.Full(double.NaN, 9, 9))], null)).Message);
    }

    [Fact]
    public void Learning_rates_go_from_half_to_one_and_a_half_and_training_learns()
    {
        Assert.Equal([0.5, 1, 1.5], BalancedTraining.Factors([2, 3, 4]));
        Assert.Equal([0.5, 1, 1.5], BalancedTraining.Factors([2, null, 4]));
        Assert.Equal([1, 1], BalancedTraining.Factors([2, null]));
        Assert.Equal([1, 1], BalancedTraining.Factors([3, 3]));
        var task = ClassificationTask.Digits(DataFolder.Find(), new RandomStream(1));
        double Trained(Func<Tensor, double?>? exponent)
        {
            var network = new Mlp([64, 32, 48, 24, 10], new RandomStream(2));
            BalancedTraining.Train(network, [.. network.NamedChildren().Select(child => (Linear)child.Child)], task.Train, 8, 0.2, exponent, new RandomStream(3), CancellationToken.None);
            return ClassifierTraining.Score(network, task.Test).CrossEntropy;
        }

        double one = Trained(null), balanced = Trained(weight => Spectra.Exponent(weight, new WindowGrid(16, 1, 2)));
        Assert.True(one < 1.5 && balanced < 1.5 && one != balanced, $"{one}, {balanced}");
        Assert.Equal(one, Trained(_ => 2)); // equal exponents change nothing
    }

    // Hill's exponent of the upper half of the law's quantiles: density ∝ √((b − x)(x − a))/x, a, b = (1 ∓ √y)².
    private static double MarchenkoPastur(double y)
    {
        const int steps = 200_000;
        double root = Math.Sqrt(y), a = (1 - root) * (1 - root), b = (1 + root) * (1 + root);
        double[] x = [.. Enumerable.Range(0, steps).Select(i => a + ((b - a) * (i + 0.5) / steps))];
        double[] weight = [.. x.Select(value => Math.Sqrt((b - value) * (value - a)) / value)];
        double all = weight.Sum(), sum = 0;
        int middle = 0;
        while (sum + weight[middle] < all / 2)
            sum += weight[middle++];
        double logs = Enumerable.Range(middle, steps - middle).Sum(i => weight[i] * Math.Log(x[i] / x[middle])), mass = weight.Skip(middle).Sum();
        return 1 + (mass / logs);
    }

    private static LayerToCompress[] Layers((int Outputs, int Inputs)[] sizes) =>
        [.. sizes.Select((size, l) => Layer($"h.{l}.proj", new RandomStream(l).Normal(size.Outputs, size.Inputs)))];

    private static LayerToCompress Layer(string name, Tensor weight) => new(name, weight, LayerStatistics.Unknown(name, weight.Columns));
}

public sealed class FarmsToolTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("farms").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Report_gives_both_exponents_and_the_eigenvalues()
    {
        var weight = new RandomStream(1).Normal(256, 64);
        var report = Use(new FarmsToolOptions { Weight = File("w.npy", weight), Rows = 32, Positions = 4 });
        var grid = new WindowGrid(32, 1, 4);
        Assert.Equal(Spectra.Exponent(weight, grid)!.Value, report.Measures[0].Value);
        Assert.InRange(report.Measures[0].Value, report.Measures[1].Value, report.Measures[2].Value);
        Assert.Equal(Spectra.Exponent(weight, null)!.Value, report.Measures[3].Value);
        Assert.Equal(Spectra.ThroughWindows(weight, grid).Order(), ((MatrixOutput)report.Outputs[0]).Values.ToArray());
    }

    [Fact]
    public void Nonsense_names_file_and_cure()
    {
        Assert.Contains("larger matrix", Error(Tensor.Ones(3, 4)));
        Assert.Contains("higher rank", Error(Tensor.Ones(30, 40)));
        Assert.Contains("larger matrix", Error(Tensor.Zeros(30, 40)));
        Assert.Contains("NaN", Error(Tensor.Full(double.NaN, 30, 40)));

        string Error(Tensor values) => Assert.Throws<ToolException>(() => Use(new FarmsToolOptions { Weight = File("w.npy", values) })).Message;
    }

    private static ToolReport Use(FarmsToolOptions options) => new FarmsTool().Use(options, new ToolContext { Slug = "farms" }, CancellationToken.None);

    private InputFile File(string name, Tensor values)
    {
        string path = Path.Combine(_folder, name);
        NpyFile.Write(path, values);
        return new InputFile(path);
    }
}
