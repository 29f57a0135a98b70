using Praxis.Lab;
using Praxis.Numerics;
using Praxis.Papers.RandomizedLinearAlgebra.PrivateSimilarity;

namespace Praxis.Papers.Tests.RandomizedLinearAlgebra;

public sealed class PrivateSimilarityTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Noise_has_the_discrete_Laplace_distribution(bool secure)
    {
        const int draws = 20_000;
        const double scale = 3;
        INoise noise = secure ? new SecureNoise() : new SeededNoise(new RandomStream(1));
        long[] drawn = [.. Enumerable.Range(0, draws).Select(_ => noise.Laplace(scale))];
        // P(k) = (1 − p)/(1 + p)·p^|k|, p = e^(−1/scale); variance 2p/(1 − p)². Bounds of at least six standard errors.
        var p = Math.Exp(-1 / scale);
        var variance = 2 * p / ((1 - p) * (1 - p));
        Assert.InRange(drawn.Average(), -6 * Math.Sqrt(variance / draws), 6 * Math.Sqrt(variance / draws));
        Assert.InRange(drawn.Average(k => (double)(k * k)) / variance, 0.88, 1.12);
        for (var k = -1; k <= 1; k++)
        {
            var expected = (1 - p) / (1 + p) * Math.Pow(p, Math.Abs(k));
            Assert.InRange((double)drawn.Count(value => value == k) / draws, expected - 6 * Math.Sqrt(expected / draws), expected + 6 * Math.Sqrt(expected / draws));
        }
    }

    [Fact]
    public void Trees_count_ranges_exactly_without_noise()
    {
        var positions = new RandomStream(2).Uniform(200).ToArray();
        var tree = DistanceTree.Release(positions, 64, 1, new NoNoise());
        for (var from = 0; from <= 64; from += 3)
            for (var to = from; to <= 64; to += 5)
                Assert.Equal(positions.Count(x => (int)(x * 64) >= from && (int)(x * 64) < to), tree.CountCells(from, to));
        Assert.Equal(200, tree.Count);
    }

    [Fact]
    public void One_point_changes_one_node_of_each_level_by_one()
    {
        var positions = new RandomStream(3).Uniform(50).ToArray();
        var (with, without) = (DistanceTree.Release(positions, 32, 1, new NoNoise()), DistanceTree.Release(positions.AsSpan(1), 32, 1, new NoNoise()));
        var changed = 0L;
        for (var size = 32; size >= 1; size /= 2)
            for (var from = 0; from < 32; from += size)
                changed += Math.Abs(with.CountCells(from, from + size) - without.CountCells(from, from + size));
        Assert.Equal(with.Levels, changed); // the noise in a node has scale levels/ε
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.3)]
    public void Sums_of_distances_are_within_the_factor_without_noise(double accuracy)
    {
        var random = new RandomStream(4);
        var points = random.Uniform(400, 3) * 10 - 2;
        var summary = ManhattanSummary.Release(points, PublicBox.Cube(3, -2, 8), 1024, 1, new NoNoise());
        for (var q = 0; q < 20; q++)
        {
            var query = (random.Uniform(3) * 14 - 4).ToArray(); // some outside the bounds
            var exact = Enumerable.Range(0, 400).Sum(i => Enumerable.Range(0, 3).Sum(j => Math.Abs(points[i, j] - query[j])));
            Assert.InRange(summary.SumOfDistances(query, accuracy) / exact, 1 - accuracy, 1 + accuracy);
        }
    }

    [Fact]
    public void Euclidean_distances_are_embedded_with_the_right_constant()
    {
        var random = new RandomStream(5);
        var points = random.Normal(200, 4);
        var summary = EuclideanSummary.Release(points, [0, 0, 0, 0], 6, 600, 1024, 1, random.Fork("map"), new NoNoise());
        double[] query = [0.5, -1, 0, 2];
        var exact = Enumerable.Range(0, 200).Sum(i => Math.Sqrt(Enumerable.Range(0, 4).Sum(j => Math.Pow(points[i, j] - query[j], 2))));
        Assert.InRange(summary.SumOfDistances(query, 0.02) / exact, 0.9, 1.1);
    }

    [Theory]
    [InlineData(SimilarityKernel.Gaussian)]
    [InlineData(SimilarityKernel.Exponential)]
    [InlineData(SimilarityKernel.Cauchy)]
    [InlineData(SimilarityKernel.Inverse)]
    public void Features_give_the_kernel_on_average(SimilarityKernel kernel)
    {
        var random = new RandomStream(6);
        var (points, queries) = (random.Normal(1, 3), random.Normal(4, 3));
        var features = KernelFeatures.Draw(3, kernel, 1.7, 40_000, null, random);
        var answers = KernelSummary.Release(points, features, 1, new NoNoise()).Averages(queries);
        var exact = KernelSummary.Exact(points, queries, kernel, 1.7);
        // One feature's product has a variance of at most 1.5.
        for (var q = 0; q < 4; q++) Assert.Equal(exact[q], answers[q], 5 * Math.Sqrt(1.5 / 40_000));
    }

    [Fact]
    public void One_row_changes_the_sums_by_no_more_than_the_sensitivity()
    {
        var random = new RandomStream(7);
        var points = random.Normal(30, 5) * 3;
        var features = KernelFeatures.Draw(5, SimilarityKernel.Gaussian, 0.5, 64, 3, random);
        var with = KernelSummary.Release(points, features, 1, new NoNoise());
        for (var left = 0; left < 30; left++)
        {
            int[] rest = [.. Enumerable.Range(0, 30).Where(i => i != left)];
            var without = KernelSummary.Release(points.TakeRows(rest).Contiguous(), features, 1, new NoNoise());
            Assert.True(with.Sums.Zip(without.Sums).Sum(pair => Math.Abs(pair.First - pair.Second)) <= KernelSummary.Sensitivity(64));
            Assert.Equal(1, with.Count - without.Count);
        }
    }

    [Fact]
    public void Noise_in_an_average_is_what_is_announced()
    {
        var random = new RandomStream(8);
        var (points, queries) = (random.Normal(300, 3), random.Normal(20, 3));
        var features = KernelFeatures.Draw(3, SimilarityKernel.Gaussian, 2, 100, null, random);
        var plain = KernelSummary.Release(points, features, 2, new NoNoise()).Averages(queries);
        var squares = Enumerable.Range(0, 200).SelectMany(i => KernelSummary.Release(points.Slice(0, 0, 300), features, 2, new SeededNoise(random.Fork(i))).Averages(queries)
            .Zip(plain, (noisy, exact) => Math.Pow(noisy - exact, 2))).Average();
        Assert.InRange(Math.Sqrt(squares) / KernelSummary.NoiseDeviation(100, 2, 300), 0.85, 1.25); // the noisy n adds a little
    }

    [Fact]
    public void Normal_noise_is_calibrated_as_scipy_says()
    {
        // scipy 1.10: the root of Φ(1/(2σ) − εσ) − e^ε Φ(−1/(2σ) − εσ) = 10⁻⁵
        Assert.Equal(3.7306316, MeanDistanceClassifier.GaussianDeviation(1, 1e-5), 1e-5);
        Assert.Equal(0.6002291, MeanDistanceClassifier.GaussianDeviation(8, 1e-5), 1e-5);
    }

    [Fact]
    public void Accountant_agrees_with_recorded_values()
    {
        // The same sum written in Python with math.lgamma.
        Assert.Equal(0.9999783075, PrivateGradientDescent.Epsilon(7.22, 1e-5, 0.2, 50), 1e-6);
        Assert.Equal(7.5833766200, PrivateGradientDescent.Epsilon(2, 1e-5, 0.2, 150), 1e-6);
        Assert.InRange(PrivateGradientDescent.Epsilon(PrivateGradientDescent.NoiseFor(2, 1e-5, 0.2, 50), 1e-5, 0.2, 50), 1.99, 2.0001);
    }

    [Fact]
    public void Without_much_noise_both_classifiers_tell_clouds_apart()
    {
        var random = new RandomStream(9);
        var points = random.Normal(120, 4) * 0.05 + 0.5;
        int[] labels = [.. Enumerable.Range(0, 120).Select(i => i % 3)];
        for (var i = 0; i < 120; i++) points[i, labels[i]] += 0.4;
        Assert.Equal(labels, MeanDistanceClassifier.Train(points, labels, 3, 0.5, 2, 1e5, 0.1, random).Predict(points));
        var weights = new PrivateGradientDescent(300, 0.5, 2).Train(points, labels, 3, 1e-9, random);
        Assert.Equal(labels, PrivateGradientDescent.Predict(weights, points));
    }

    [Fact]
    public void Nonsense_is_refused_with_its_reason()
    {
        var noise = new NoNoise();
        Assert.Contains("above 0", Assert.Throws<ArgumentOutOfRangeException>(() => DistanceTree.Release([0.5], 4, 0, noise)).Message);
        Assert.Contains("power of two", Assert.Throws<ArgumentException>(() => DistanceTree.Release([0.5], 6, 1, noise)).Message);
        Assert.Contains("outside 0 to 1", Assert.Throws<ArgumentException>(() => DistanceTree.Release([1.5], 4, 1, noise)).Message);
        Assert.Contains("must be below", Assert.Throws<ArgumentException>(() => PublicBox.Cube(2, 1, 1)).Message);
        Assert.Throws<NonFiniteException>(() => ManhattanSummary.Release(Tensor.Full(double.NaN, 2, 1), PublicBox.Cube(1, 0, 1), 4, 1, noise));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SecureNoise().Laplace(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => MeanDistanceClassifier.GaussianDeviation(-1, 0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => KernelFeatures.Draw(3, SimilarityKernel.Gaussian, 1, 5, 3, new RandomStream(1)));
    }

    private sealed class Folder : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

        public string Path(string name) => System.IO.Path.Combine(_folder.FullName, name);

        public string Write(string name, string text)
        {
            File.WriteAllText(Path(name), text);
            return Path(name);
        }

        public void Dispose() => _folder.Delete(recursive: true);
    }

    private static ToolReport Use(PrivateSimilarityToolOptions options) =>
        ((ITool<PrivateSimilarityToolOptions>)new PrivateSimilarityTool()).Use(options, new ToolContext { Slug = "private-similarity" }, CancellationToken.None);

    private static string Table(int rows) => "x,y\n" + string.Join('\n', Enumerable.Range(0, rows).Select(i => $"{i % 10 * 0.1},{i % 7 * 0.1}"));

    private static PrivateSimilarityToolOptions Ask(Folder folder, string table, double epsilon = 1, double? budget = 1.5) => new()
    {
        File = new InputFile(folder.Write("table.csv", table)),
        Epsilon = epsilon,
        Ledger = folder.Path("spent.json"),
        Budget = budget,
        Low = [0],
        High = [1],
        Bandwidth = 0.5,
        Features = 50,
    };

    [Fact]
    public void Tool_releases_a_summary_that_answers_without_the_table()
    {
        using var folder = new Folder();
        var released = Use(Ask(folder, Table(5000), epsilon: 20, budget: 20));
        Assert.Contains("δ = 0", released.Headline);
        Assert.Contains("each single row", released.Guarantee);
        var summary = folder.Write("summary.json", Assert.IsType<TextOutput>(Assert.Single(released.Outputs)).Text);
        File.Delete(folder.Path("table.csv"));
        File.Delete(folder.Path("spent.json"));
        var answered = Use(new PrivateSimilarityToolOptions { File = new InputFile(summary), Queries = new InputFile(folder.Write("queries.csv", "x,y\n0.5,0.3\n0,0\n")) });
        var answers = Assert.IsType<MatrixOutput>(Assert.Single(answered.Outputs)).Values;
        Assert.Equal([2, 1], answers.Shape.ToArray());
        // Exact averages 0.64 and 0.33; features err by at most about 0.15, noise by 0.0002.
        Assert.InRange(answers[0, 0], 0.4, 1.0);
        Assert.InRange(answers[1, 0], 0.05, 0.75);
        Assert.True(answers[0, 0] > answers[1, 0]);
    }

    [Fact]
    public void Tool_never_gives_the_same_noise_twice()
    {
        using var folder = new Folder();
        var options = Ask(folder, Table(100), epsilon: 0.5, budget: 5);
        string Release() => ((TextOutput)Use(options).Outputs[0]).Text;
        Assert.NotEqual(Release(), Release());
    }

    [Fact]
    public void Tool_spends_from_its_ledger_and_refuses_what_is_not_there()
    {
        using var folder = new Folder();
        Use(Ask(folder, Table(100)));
        var refused = Assert.Throws<ToolException>(() => Use(Ask(folder, Table(100), budget: null)));
        Assert.Contains("0.5 is left", refused.Message);
        Assert.Contains("cannot become", Assert.Throws<ToolException>(() => Use(Ask(folder, Table(100), epsilon: 0.1, budget: 9))).Message);
        Use(Ask(folder, Table(100), epsilon: 0.5, budget: null));
        Assert.Contains("is spent", Assert.Throws<ToolException>(() => Use(Ask(folder, Table(100), epsilon: 0.001, budget: null))).Message);
        folder.Write("spent.json", "{\"budget\": 5}");
        Assert.Contains("no ledger", Assert.Throws<ToolException>(() => Use(Ask(folder, Table(100), budget: null))).Message);
    }

    [Fact]
    public void Tool_refuses_what_would_break_privacy_before_anything_is_spent()
    {
        using var folder = new Folder();
        var good = Ask(folder, Table(100));
        Assert.Contains("never taken from it", Assert.Throws<ToolException>(() => Use(good with { Low = [], High = [] })).Message);
        Assert.Contains("--epsilon", Assert.Throws<ToolException>(() => Use(good with { Epsilon = null })).Message);
        Assert.Contains("above 0", Assert.Throws<ToolException>(() => Use(good with { Epsilon = 0 })).Message);
        Assert.Contains("above 0", Assert.Throws<ToolException>(() => Use(good with { Epsilon = -1 })).Message);
        Assert.Contains("--ledger", Assert.Throws<ToolException>(() => Use(good with { Ledger = null })).Message);
        Assert.Contains("Name another file", Assert.Throws<ToolException>(() => Use(good with { Ledger = good.File.Path })).Message);
        Assert.Contains("must be below", Assert.Throws<ToolException>(() => Use(good with { Low = [2] })).Message);
        Assert.Contains("3 numbers for 2 columns", Assert.Throws<ToolException>(() => Use(good with { Low = [0, 0, 0] })).Message);
        Assert.Contains("a projection must have fewer", Assert.Throws<ToolException>(() => Use(good with { Project = 2 })).Message);
        Assert.Contains("row 2, column 1", Assert.Throws<ToolException>(() => Use(Ask(folder, "x,y\n1,2\nnan,1\n"))).Message);
        Assert.Contains("queries have 1 columns", Assert.Throws<ToolException>(() => Use(good with { File = new InputFile(folder.Write("table.csv", Table(50))), Queries = new InputFile(folder.Write("q.csv", "x\n1\n")) })).Message);
        Assert.False(File.Exists(folder.Path("spent.json")));
        Assert.Contains("--budget", Assert.Throws<ToolException>(() => Use(good with { Budget = null })).Message);
        Assert.False(File.Exists(folder.Path("spent.json")));
    }

    [Fact]
    public void Tool_refuses_files_that_are_no_summaries()
    {
        using var folder = new Folder();
        var queries = new InputFile(folder.Write("queries.csv", "1,2\n"));
        foreach (var text in new[] { "", "{}", "[1, 2]", "{\"format\": \"something else\"}" })
            Assert.Contains("no summary", Assert.Throws<ToolException>(() => Use(new PrivateSimilarityToolOptions { File = new InputFile(folder.Write("summary.json", text)), Queries = queries })).Message);
        Assert.Contains("belong to a release", Assert.Throws<ToolException>(() => Use(new PrivateSimilarityToolOptions { File = new InputFile(folder.Path("summary.json")), Queries = queries, Epsilon = 1 })).Message);
    }
}
