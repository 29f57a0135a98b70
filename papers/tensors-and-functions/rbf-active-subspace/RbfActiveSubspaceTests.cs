using System.Globalization;
using Praxis.Lab;
using Praxis.Numerics;
using Praxis.Papers.TensorsAndFunctions.RbfActiveSubspace;
using Praxis.Papers.TensorsAndFunctions.RbfActiveSubspace.Baselines;

namespace Praxis.Papers.Tests.TensorsAndFunctions;

public sealed class RbfActiveSubspaceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rbf-active-subspace").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(MetricShape.Full)]
    [InlineData(MetricShape.Diagonal)]
    public void Gradients_equal_differences_of_the_loss(MetricShape shape)
    {
        var random = new RandomStream(1);
        var (x, y, centres) = (random.Normal(12, 3), random.Normal(12, 2), random.Normal(4, 3));
        var factor = Tensor.FromArray(new[,] { { 0.8, 0, 0 }, { shape == MetricShape.Full ? 0.3 : 0, 0.5, 0 }, { shape == MetricShape.Full ? -0.2 : 0, shape == MetricShape.Full ? 0.4 : 0, 0.9 } });
        var objective = new NetworkObjective(x, y, new NetworkOptions { MetricPenalty = 0.02, WeightPenalty = 0.03, CentrePenalty = 0.01, Shape = shape });
        var (_, byFactor, byCentres) = objective.Evaluate(factor, centres);
        for (var i = 0; i < 3; i++)
            for (var j = 0; j < 3; j++)
                Assert.Equal(j < i && shape == MetricShape.Full || i == j ? Difference(factor, i, j) : 0, byFactor[i, j], 6);
        for (var m = 0; m < 4; m++)
            for (var j = 0; j < 3; j++)
                Assert.Equal(Difference(centres, m, j), byCentres[m, j], 6);

        double Difference(Tensor place, int i, int j)
        {
            const double step = 1e-5;
            var at = place[i, j];
            place[i, j] = at + step;
            var above = objective.Evaluate(factor, centres).Value;
            place[i, j] = at - step;
            var below = objective.Evaluate(factor, centres).Value;
            place[i, j] = at;
            return (above - below) / (2 * step);
        }
    }

    [Fact]
    public void Predictions_are_the_sum_of_the_papers_equation()
    {
        var random = new RandomStream(2);
        var (x, y) = (random.Normal(30, 3), random.Normal(30, 1));
        var network = RadialBasisNetwork.Fit(x, y, new NetworkOptions { Centres = 5, Steps = 5 }, random);
        var (p, z) = (network.Metric.Matrix, network.Standardised(x));
        for (var i = 0; i < 5; i++)
        {
            double sum = 0;
            for (var m = 0; m < 5; m++)
            {
                var difference = z.Row(i) - network.Centres.Row(m);
                sum += network.Weights[m, 0] * Math.Exp(-0.5 * LinearAlgebra.Dot(difference, LinearAlgebra.MatVec(p, difference)));
            }
            Assert.Equal(y.Mean() + sum * network.Outputs.Deviations[0], network.Predict(x)[i, 0], 10);
        }
    }

    [Fact]
    public void One_direction_is_found_and_noise_gets_no_share()
    {
        var sample = KnownSample.Oblique(two: false, 300, 5, new RandomStream(3));
        var metric = RadialBasisNetwork.Fit(sample.X, sample.Y, new NetworkOptions { Centres = 24 }, new RandomStream(4)).Metric;
        Assert.InRange(Directions.LargestAngle(metric.Leading(1), sample.Directions), 0, 5);
        Assert.InRange(metric.Share(1), 0.9, 1);
    }

    [Fact]
    public void Units_of_inputs_and_outputs_change_nothing()
    {
        var sample = KnownSample.Oblique(two: true, 80, 3, new RandomStream(5));
        var scaled = sample.X * Tensor.FromArray([1000.0, 1e-3, 7]) + 5;
        var options = new NetworkOptions { Centres = 10, Steps = 20 };
        var plain = RadialBasisNetwork.Fit(sample.X, sample.Y, options, new RandomStream(6));
        var other = RadialBasisNetwork.Fit(scaled, sample.Y * -3 + 100, options, new RandomStream(6));
        for (var j = 0; j < 3; j++) Assert.Equal(plain.Metric.Importance[j], other.Metric.Importance[j], 5);
        Assert.Equal(plain.Predict(sample.X)[7, 0] * -3 + 100, other.Predict(scaled)[7, 0], 4);
    }

    [Fact]
    public void The_diagonal_score_does_not_depend_on_the_eigenvectors_and_the_papers_does()
    {
        // Two equal eigenvalues: any two orthonormal vectors of the plane are eigenvectors.
        var metric = new LearnedMetric(Tensor.Identity(2));
        Assert.Equal(0.5, metric.DiagonalImportance[0], 12);
        var turned = new LearnedMetric(Tensor.FromArray(new[,] { { Math.Cos(0.6), -Math.Sin(0.6) }, { Math.Sin(0.6), Math.Cos(0.6) } }));
        Assert.Equal(0.5, turned.DiagonalImportance[0], 12);
        // P = diag(4, 1): shares 0.8 and 0.2 by both scores.
        var unequal = new LearnedMetric(Tensor.FromArray(new[,] { { 2.0, 0 }, { 0, 1 } }));
        Assert.Equal([0.8, 0.2], unequal.Importance.ToArray().Select(v => Math.Round(v, 12)));
        Assert.Equal(0.8, unequal.Share(1), 12);
    }

    [Fact]
    public void A_constant_column_gets_no_importance()
    {
        var sample = KnownSample.SignOfProduct(80, 3, new RandomStream(7));
        var x = Tensor.Concat(1, sample.X, Tensor.Full(0.1, 80, 1));
        var network = RadialBasisNetwork.Fit(x, sample.Y, new NetworkOptions { Centres = 8, Steps = 20 }, new RandomStream(8));
        Assert.Equal(0, network.Metric.Matrix[3, 3]);
    }

    [Fact]
    public void Learned_centres_lower_the_loss()
    {
        var sample = KnownSample.Oblique(two: true, 100, 3, new RandomStream(9));
        var options = new NetworkOptions { Centres = 8, Tolerance = 0 };
        Assert.True(RadialBasisNetwork.Fit(sample.X, sample.Y, options with { LearnsCentres = true }, new RandomStream(10)).Loss
            < RadialBasisNetwork.Fit(sample.X, sample.Y, options, new RandomStream(10)).Loss);
    }

    [Fact]
    public void Baselines_find_what_they_are_made_for()
    {
        var sample = KnownSample.Oblique(two: false, 400, 4, new RandomStream(11));
        var y = sample.Y.Column(0).Contiguous();
        Assert.InRange(Directions.LargestAngle(Directions.SlicedInverseRegression(sample.X, y, 1), sample.Directions), 0, 12);
        Assert.InRange(Directions.LargestAngle(Directions.OfGradients(Directions.LocalGradients(sample.X, y, 100), 1), sample.Directions), 0, 12);
        var friedman = KnownSample.Friedman(400, 10, new RandomStream(12));
        var entered = LearnedMetric.Ranking(Tensor.FromArray(FeatureScores.LassoEntry(friedman.X, friedman.Y.Column(0).Contiguous())));
        Assert.Contains(entered[0], friedman.Relevant);
        var orange = KnownSample.OrangeSkin(2000, 8, new RandomStream(13));
        var informed = LearnedMetric.Ranking(Tensor.FromArray(FeatureScores.MutualInformation(orange.X, orange.Y.Column(0).Contiguous())));
        Assert.Equal(orange.Relevant.Order(), informed.Take(4).Order());
        Assert.Equal(90, Directions.LargestAngle(Tensor.FromArray(new[,] { { 1.0 }, { 0 } }), Tensor.FromArray(new[,] { { 0.0 }, { 2 } })), 9);
    }

    [Fact]
    public void K_means_finds_separate_clusters_and_no_more_centres_than_points()
    {
        var points = Tensor.FromArray(new[,] { { 0.0, 0 }, { 0, 2 }, { 100, 0 }, { 100, 2 }, { 100, 2 } });
        var centres = KMeans.Centres(points, 2, new RandomStream(1));
        Assert.Equal([0, 100], centres.Column(0).ToArray().Order());
        Assert.Equal(4, KMeans.Centres(points, 9, new RandomStream(1)).Rows);
    }

    [Fact]
    public void Nonsense_is_refused()
    {
        var random = new RandomStream(1);
        var x = random.Normal(10, 2);
        Assert.Contains("one value only", Assert.Throws<ArgumentException>(() => RadialBasisNetwork.Fit(x, Tensor.Ones(10, 1), new NetworkOptions(), random)).Message);
        Assert.Throws<ArgumentException>(() => RadialBasisNetwork.Fit(x, Tensor.Ones(9, 1), new NetworkOptions(), random));
        Assert.Throws<ArgumentOutOfRangeException>(() => RadialBasisNetwork.Fit(x, x, new NetworkOptions { WeightPenalty = 0 }, random));
        Assert.Throws<ArgumentOutOfRangeException>(() => RadialBasisNetwork.Fit(x, x, new NetworkOptions { MetricPenalty = double.NaN }, random));
        x[3, 1] = double.NaN;
        Assert.Throws<NonFiniteException>(() => RadialBasisNetwork.Fit(x, Tensor.Ones(10, 1), new NetworkOptions(), random));
    }

    [Fact]
    public void Tool_ranks_columns_says_what_it_left_out_and_predicts()
    {
        var table = Table("data.csv", 120, withTarget: true);
        var report = Use(new ActiveSubspaceToolOptions { Table = table, Target = "y", Predict = Table("new.csv", 7, withTarget: false) });
        Assert.Equal(["a", "b"], report.Tables[0].Rows.Take(2).Select(row => row[1]).Order());
        Assert.Contains(report.Remarks, remark => remark.Contains("one value only: constant", StringComparison.Ordinal));
        Assert.InRange(report.Measures[0].Value, 0.9, 1);
        var predictions = (MatrixOutput)report.Outputs.Single(output => output.Name == "predictions");
        for (var i = 0; i < 7; i++) Assert.Equal(Truth(i), predictions.Values[i, 0], 0.35);
        Assert.Contains("centres", ((TextOutput)report.Outputs[^1]).Text, StringComparison.Ordinal);
        Assert.Equal(2, report.Figures.Count);
    }

    [Fact]
    public void Tool_takes_few_whole_values_for_classes()
    {
        var lines = Enumerable.Range(0, 90).Select(i => string.Create(CultureInfo.InvariantCulture, $"{Math.Sin(i) + i % 3 * 4},{Math.Cos(3 * i)},{5 + i % 3}\n"));
        var report = Use(new ActiveSubspaceToolOptions { Table = File("classes.csv", "u,v,kind\n" + string.Concat(lines)) });
        Assert.Contains("accuracy", report.Headline, StringComparison.Ordinal);
        Assert.Equal("u", report.Tables[0].Rows[0][1]);
        Assert.InRange(report.Measures[0].Value, 0.9, 1);
    }

    [Theory]
    [InlineData("a,y\n1,2\n", "at least 20")]
    [InlineData("a,y\n1,nan\n", "NaN")]
    [InlineData("a,y\n1,x\n", "x")]
    [InlineData("y\n1\n2\n", "one column only")]
    [InlineData("", "")]
    public void Tool_refuses_bad_tables_with_the_reason(string csv, string reason) =>
        Assert.Contains(reason, Assert.ThrowsAny<Exception>(() => Use(new ActiveSubspaceToolOptions { Table = File("bad.csv", csv) })).Message, StringComparison.Ordinal);

    [Fact]
    public void Tool_refuses_what_cannot_be_explained()
    {
        var rows = string.Concat(Enumerable.Range(0, 30).Select(i => $"{i},{i * i % 7},3\n"));
        var table = File("table.csv", "a,b,c\n" + rows);
        Assert.Contains("same value in every row", Assert.Throws<ToolException>(() => Use(new ActiveSubspaceToolOptions { Table = table, Target = "c" })).Message, StringComparison.Ordinal);
        Assert.Contains("no column 'z'", Assert.Throws<ToolException>(() => Use(new ActiveSubspaceToolOptions { Table = table, Target = "z" })).Message, StringComparison.Ordinal);
        Assert.Contains("at most 18", Assert.Throws<ToolException>(() => Use(new ActiveSubspaceToolOptions { Table = table, Target = "a", Centres = 19 })).Message, StringComparison.Ordinal);
        Assert.Contains("no column 'a'", Assert.Throws<ToolException>(() => Use(new ActiveSubspaceToolOptions { Table = table, Target = "b", Predict = File("other.csv", "q,c\n1,2\n") })).Message, StringComparison.Ordinal);
        var still = File("still.csv", "a,y\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"1,{i}\n")));
        Assert.Contains("one value only", Assert.Throws<ToolException>(() => Use(new ActiveSubspaceToolOptions { Table = still })).Message, StringComparison.Ordinal);
    }

    private static ToolReport Use(ActiveSubspaceToolOptions options) => new ActiveSubspaceTool().Use(options, new ToolContext { Slug = "rbf-active-subspace" }, CancellationToken.None);

    private static double A(int i) => Math.Sin(1.7 * i);
    private static double B(int i) => Math.Cos(2.3 * i);
    private static double Truth(int i) => A(i) * A(i) + B(i);

    private InputFile Table(string name, int rows, bool withTarget) => File(name, $"noise,a,constant,b{(withTarget ? ",y" : "")}\n" + string.Concat(
        Enumerable.Range(0, rows).Select(i => string.Create(CultureInfo.InvariantCulture, $"{Math.Sin(i * i)},{A(i)},2.5,{B(i)}") + (withTarget ? string.Create(CultureInfo.InvariantCulture, $",{Truth(i)}\n") : "\n"))));

    private InputFile File(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        System.IO.File.WriteAllText(path, text);
        return new InputFile(path);
    }
}
