using Praxis.Lab;
using Praxis.Numerics;
using Praxis.Papers.RandomizedLinearAlgebra.AutoCoreset;

namespace Praxis.Papers.Tests.RandomizedLinearAlgebra;

public sealed class AutoCoresetTests
{
    private static LabelledPoints Regression(int n, int seed)
    {
        var random = new RandomStream(seed);
        var features = random.Normal(n, 3);
        var noise = random.Normal(n);
        return new LabelledPoints(features, [.. Enumerable.Range(0, n).Select(i => 1 + features[i, 0] - 2 * features[i, 2] + noise[i])]);
    }

    private static LabelledPoints TwoClouds(int n, double share, int seed)
    {
        var random = new RandomStream(seed);
        var features = random.Normal(n, 2);
        var targets = new double[n];
        for (var i = 0; i < n; i++)
        {
            targets[i] = i < share * n ? 1 : -1;
            features[i, 0] += targets[i];
        }
        return new LabelledPoints(features, targets);
    }

    [Theory]
    [InlineData(40, 3, 4)]
    [InlineData(500, 5, 6)]
    [InlineData(1000, 8, 60)]
    public void Caratheodory_keeps_count_and_sums_with_exactly_m_points(int n, int width, int size)
    {
        var vectors = new RandomStream(n).Uniform(n, width).Map(x => x * x * 1000);
        for (var i = 0; i < n; i++) vectors[i, 0] *= 1e-6; // columns of very different size
        var coreset = new CaratheodorySummation().Select(vectors, size, new RandomStream(1));
        Assert.Equal(size, coreset.Points.Length);
        Assert.Equal(size, coreset.Points.Distinct().Count());
        Assert.All(coreset.Weights, weight => Assert.True(weight > 0));
        Assert.Equal(n, coreset.Weights.Sum(), 1e-9 * n);
        for (var j = 0; j < width; j++)
        {
            var column = vectors.Column(j).ToArray();
            Assert.Equal(column.Sum(), coreset.Sum(column), 1e-10 * column.Sum());
        }
    }

    [Fact]
    public void Caratheodory_also_reduces_points_that_are_all_alike()
    {
        var coreset = new CaratheodorySummation().Select(Tensor.Full(2.5, 30, 2), 4, new RandomStream(3));
        Assert.InRange(coreset.Points.Length, 1, 4);
        Assert.Equal(30, coreset.Weights.Sum(), 1e-10);
    }

    [Theory]
    [InlineData("uniform")]
    [InlineData("importance")]
    public void Sampling_is_unbiased(string name)
    {
        IVectorSummation summation = name == "uniform" ? new UniformSummation() : new ImportanceSummation();
        var vectors = new RandomStream(5).Uniform(50, 2);
        vectors[7, 1] = 6;
        var column = vectors.Column(1).ToArray();
        var random = new RandomStream(6);
        double[] sums = [.. Enumerable.Range(0, 4000).Select(_ => summation.Select(vectors, 10, random).Sum(column))];
        var deviation = Math.Sqrt(sums.Average(sum => Math.Pow(sum - column.Sum(), 2)));
        Assert.InRange(sums.Average(), column.Sum() - 4 * deviation / Math.Sqrt(4000), column.Sum() + 4 * deviation / Math.Sqrt(4000));
    }

    [Fact]
    public void Best_of_100_uniform_samples_is_nearer_than_a_typical_one()
    {
        var vectors = new RandomStream(8).Uniform(200, 2);
        var total = vectors.Column(0).Sum();
        double Error(IVectorSummation summation) => Enumerable.Range(0, 20).Average(seed =>
            Math.Abs(summation.Select(vectors, 20, new RandomStream(seed)).Sum(vectors.Column(0).ToArray()) - total));
        Assert.True(Error(new BestUniformSummation()) < 0.5 * Error(new UniformSummation()));
    }

    [Fact]
    public void Weighted_least_squares_is_least_squares_with_repeated_points()
    {
        var data = Regression(12, 2);
        var problem = new LinearRegressionProblem(data);
        var weighted = problem.Solve(new Coreset([0, 3, 4, 7, 9], [1, 2, 1, 3, 1]), new RandomStream(1));
        var repeated = data.Take([0, 3, 3, 4, 7, 7, 7, 9]);
        var direct = new LinearRegressionProblem(repeated).Solve(Coreset.Everything(8), new RandomStream(1));
        Assert.True((weighted - direct).MaxAbs() < 1e-10);
    }

    [Fact]
    public void Logistic_regression_agrees_with_scikit_learn()
    {
        // sklearn 1.2.1: LogisticRegression(C=1, tol=1e-10).fit([[0,1],[1,0.5],[2,-1],[3,0],[1,2],[0.5,0]], [-1,-1,1,1,1,-1], sample_weight=[1,2,1,1,3,1]), whose
        // regulariser ½‖w‖² is ours at n = Σ weights.
        var features = Tensor.FromArray(new double[,] { { 0, 1 }, { 1, 0.5 }, { 2, -1 }, { 3, 0 }, { 1, 2 }, { 0.5, 0 } });
        var data = new LabelledPoints(features, [-1, -1, 1, 1, 1, -1]);
        int[] repeats = [0, 1, 1, 2, 3, 4, 4, 4, 5];
        var solution = new LogisticRegressionProblem(data.Take(repeats)).Solve(Coreset.Everything(9), new RandomStream(1));
        double[] expected = [1.145790, 0.608621, -1.541629];
        for (var j = 0; j < 3; j++) Assert.Equal(expected[j], solution[j], 1e-5);
        var weighted = new LogisticRegressionProblem(data.Take(repeats)).Solve(new Coreset([0, 1, 3, 4, 5, 8], [1, 2, 1, 1, 3, 1]), new RandomStream(1));
        Assert.True((weighted - solution).MaxAbs() < 1e-5);
    }

    [Fact]
    public void Support_vectors_agree_with_scikit_learn()
    {
        // sklearn 1.2.1: LinearSVC(C=1, loss="hinge", intercept_scaling=1, tol=1e-10, max_iter=10**6) on the same points: liblinear regularises the intercept too.
        var features = Tensor.FromArray(new double[,] { { 0, 1 }, { 1, 0.5 }, { 2, -1 }, { 3, 0 }, { 1, 2 }, { 0.5, 0 } });
        var problem = new SupportVectorProblem(new LabelledPoints(features, [-1, -1, 1, 1, 1, -1]), tolerance: 1e-12, mostEpochs: 100_000);
        var solution = problem.Solve(Coreset.Everything(6), new RandomStream(1));
        double[] expected = [1.000000, 0.000000, -1.000000];
        for (var j = 0; j < 3; j++) Assert.Equal(expected[j], solution[j], 1e-5);
    }

    [Fact]
    public void Gradient_of_the_full_cost_vanishes_at_the_logistic_solution()
    {
        var problem = new LogisticRegressionProblem(TwoClouds(80, 0.3, 4));
        var x = problem.Solve(Coreset.Everything(80), new RandomStream(1));
        for (var j = 0; j < 3; j++)
        {
            var (up, down) = (x.Clone(), x.Clone());
            up[j] += 1e-5;
            down[j] -= 1e-5;
            Assert.Equal(0, (problem.Costs(up).Sum() - problem.Costs(down).Sum()) / 2e-5, 1e-4);
        }
    }

    [Fact]
    public void K_means_finds_clusters_that_are_far_apart_and_costs_are_squared_distances()
    {
        var points = new RandomStream(9).Normal(60, 2) * 0.1;
        for (var i = 0; i < 60; i++) points[i, 0] += 10 * (i % 3);
        var problem = new KMeansProblem(new LabelledPoints(points, []), 3);
        var centres = problem.Solve(Coreset.Everything(60), new RandomStream(2));
        Assert.Equal([0, 10, 20], Enumerable.Range(0, 3).Select(c => Math.Round(centres[c, 0])).Order());
        var costs = problem.Costs(centres);
        for (var i = 0; i < 60; i++)
            Assert.Equal(Enumerable.Range(0, 3).Min(c => Math.Pow(points[i, 0] - centres[c, 0], 2) + Math.Pow(points[i, 1] - centres[c, 1], 2)), costs[i], 10);
    }

    [Fact]
    public void Construction_keeps_the_sums_of_all_collected_solutions_and_its_result_is_what_it_says()
    {
        var problem = new LogisticRegressionProblem(TwoClouds(300, 0.2, 6));
        var built = CoresetConstruction.Build(problem, 40, new RandomStream(7));
        Assert.InRange(built.LargestSumError, 0, 1e-9);
        Assert.InRange(built.Coreset.Points.Length, 1, 40);
        Assert.Equal(built.Cost, problem.Costs(built.Solution).Sum(), 1e-9);
        Assert.True(built.Cost <= built.FirstCost);
        Assert.True(built.SolverCalls == built.Rounds + 3 && built.Rounds >= 1);
        var best = problem.Costs(problem.Solve(Coreset.Everything(300), new RandomStream(1))).Sum();
        Assert.InRange(built.Cost / best - 1, 0, 0.5);
    }

    [Fact]
    public void Construction_is_a_function_of_its_random_numbers()
    {
        var problem = new LinearRegressionProblem(Regression(200, 3));
        var (first, second) = (CoresetConstruction.Build(problem, 30, new RandomStream(11)), CoresetConstruction.Build(problem, 30, new RandomStream(11)));
        Assert.Equal(first.Coreset.Points, second.Coreset.Points);
        Assert.Equal(first.Coreset.Weights, second.Coreset.Weights);
    }

    [Fact]
    public void A_user_brings_two_functions()
    {
        // The median: f(p, x) = |p − x|, solved by trying every point.
        double[] points = [.. Enumerable.Range(0, 101).Select(i => Math.Pow(i / 100.0, 3))];
        var problem = new FunctionProblem(points.Length,
            x => [.. points.Select(p => Math.Abs(p - x[0]))],
            (coreset, _) => Tensor.FromArray([points.MinBy(x => coreset.Points.Select((i, j) => coreset.Weights[j] * Math.Abs(points[i] - x)).Sum())]));
        var built = CoresetConstruction.Build(problem, 15, new RandomStream(2));
        Assert.InRange(built.Solution[0], 0.05, 0.25); // the median of u³ is 0.125
    }

    [Fact]
    public void Classes_get_between_their_share_and_an_equal_share()
    {
        var parts = CoresetConstruction.Parts(new LogisticRegressionProblem(TwoClouds(1000, 0.1, 1)), 100);
        Assert.Equal([70, 30], parts.Select(part => part.Size)); // ½·(0.9, 0.1)·100 + ½·50
    }

    [Fact]
    public void Nonsense_is_refused_with_its_reason()
    {
        var data = Regression(50, 1);
        var problem = new LinearRegressionProblem(data);
        Assert.Contains("needs at least 4 points", Assert.Throws<ArgumentException>(() => CoresetConstruction.Build(problem, 3, new RandomStream(1))).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => CoresetConstruction.Build(problem, 51, new RandomStream(1)));
        var negative = new FunctionProblem(5, _ => [0, 1, -2, 3, 4], (_, _) => Tensor.Zeros(1));
        Assert.Contains("cost of point 2 is -2", Assert.Throws<InvalidOperationException>(() => CoresetConstruction.Build(negative, 4, new RandomStream(1))).Message);
        Assert.Contains("nothing to tell apart", Assert.Throws<ArgumentException>(() => new LogisticRegressionProblem(TwoClouds(10, 0, 1))).Message);
        Assert.Contains("is −1 or 1", Assert.Throws<ArgumentException>(() => new SupportVectorProblem(data)).Message);
        var rare = new FunctionProblem(1000, _ => new double[1000], (_, _) => Tensor.Zeros(1), [.. Enumerable.Range(0, 1000).Select(i => i == 0 ? 1 : 0)]);
        Assert.Contains("always missing", Assert.Throws<InvalidOperationException>(() => CoresetConstruction.Uniform(rare, 2, new RandomStream(1))).Message);
    }

    private static ToolReport Use(string csv, CoresetToolOptions options)
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var path = Path.Combine(folder.FullName, "table.csv");
            File.WriteAllText(path, csv);
            return ((ITool<CoresetToolOptions>)new CoresetTool()).Use(
                options with { Table = new InputFile(path) }, new ToolContext { Slug = "autocoreset" }, CancellationToken.None);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static readonly CoresetToolOptions Linear = new() { Table = new InputFile("table.csv"), Size = 20, TestShare = 0 };

    [Fact]
    public void Tool_returns_rows_as_they_were_given_with_weights_that_sum_to_all_rows()
    {
        var data = Regression(90, 8);
        var csv = "u,v,w,target\n" + string.Join('\n', Enumerable.Range(0, 90).Select(i => $"{data.Features[i, 0]:R},{data.Features[i, 1]:R},{data.Features[i, 2]:R},{data.Targets[i]:R}"));
        var report = Use(csv, Linear with { Target = "target" });
        var values = Assert.IsType<MatrixOutput>(Assert.Single(report.Outputs)).Values;
        Assert.Equal([20, 6], values.Shape.ToArray());
        Assert.Equal(90, values.Column(1).Sum(), 1e-8);
        for (var i = 0; i < 20; i++) Assert.Equal(data.Features[(int)values[i, 0] - 1, 1], values[i, 3]);
        Assert.InRange(report.Measures[0].Value, -1e-9, 0.5);
        Assert.InRange(report.Measures.Single(measure => measure.Name == "largest error of a summed cost").Value, 0, 1e-8);
    }

    [Theory]
    [InlineData("a,b\n1,2\n3,nan\n", "row 2, column 2")]
    [InlineData("a,b\n1,2\n1,3\n", "no column varies")]
    [InlineData("a\n1\n2\n", "one column only")]
    [InlineData("a,b\n1,2\n2,3\n5,1\n", "only 3 rows")]
    public void Tool_names_what_is_wrong_with_a_table(string csv, string message) =>
        Assert.Contains(message, Assert.Throws<ToolException>(() => Use(csv, Linear)).Message);

    [Fact]
    public void Tool_refuses_options_that_do_not_fit()
    {
        var csv = "a,b\n" + string.Join('\n', Enumerable.Range(0, 40).Select(i => $"{i},{i % 3}"));
        Assert.Contains("more than two values", Assert.Throws<ToolException>(() => Use(csv, Linear with { Model = CoresetModel.Logistic })).Message);
        Assert.Contains("k-means has no target", Assert.Throws<ToolException>(() => Use(csv, Linear with { Model = CoresetModel.KMeans, Target = "a" })).Message);
        Assert.Contains("so many centres", Assert.Throws<ToolException>(() => Use(csv, Linear with { Model = CoresetModel.KMeans, Clusters = 30 })).Message);
        Assert.Contains("no column 'z'", Assert.Throws<ToolException>(() => Use(csv, Linear with { Target = "z" })).Message);
        Assert.Contains("at least 4 points", Assert.Throws<ToolException>(() => Use(csv, Linear with { Size = 3 })).Message);
    }
}
