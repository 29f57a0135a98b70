using Praxis.Lab;
using Praxis.Numerics;
using Praxis.Papers.TensorsAndFunctions.BandlimitedRandomNetworks;

namespace Praxis.Papers.Tests.TensorsAndFunctions;

public sealed class BandlimitedTests
{
    [Fact]
    public void Weights_and_offsets_stay_in_their_range_and_scale_with_it()
    {
        var one = RandomLayer.Draw(200, 3, 1, HiddenActivation.Tanh, new RandomStream(1));
        var ten = RandomLayer.Draw(200, 3, 10, HiddenActivation.Tanh, new RandomStream(1));
        Assert.InRange(one.Weights.MaxAbs(), 0.97, 1);
        Assert.InRange(one.Offsets.MaxAbs(), 0.9, 1);
        Assert.True(one.Weights.Min() < -0.9);
        Assert.Equal(0, (ten.Weights - (one.Weights * 10.0)).MaxAbs(), 12);
    }

    [Theory]
    [InlineData(HiddenActivation.Gaussian, 0.8824969025845955)]
    [InlineData(HiddenActivation.Logistic, 0.6224593312018546)]
    [InlineData(HiddenActivation.Tanh, 0.46211715726000973)]
    public void Features_are_the_activation_of_a_times_x_minus_b(HiddenActivation activation, double atHalf)
    {
        var layer = new RandomLayer(Tensor.FromArray(new double[,] { { 2, -1 } }), Tensor.FromArray([0.5]), activation);
        Assert.Equal(atHalf, layer.Features(Tensor.FromArray(new double[,] { { 1, 1 } }))[0, 0], 14);
    }

    [Fact]
    public void Units_that_see_no_point_count_as_nothing_and_can_be_decomposed()
    {
        var layer = new RandomLayer(Tensor.FromArray(new double[,] { { 200 }, { 3 }, { 150 } }), Tensor.FromArray([-190.0, 1, -38]), HiddenActivation.Gaussian);
        var features = layer.Features(Tensor.Linspace(0, 1, 20).Reshape(20, 1));
        Assert.Equal(0, features.Column(0).MaxAbs());
        Assert.Equal(0, features.Column(2).MaxAbs()); // e^(−38²/2) is about 10⁻³¹³
        Assert.True(double.IsFinite(new OutputSolver(features).Truncated(Tensor.Ones(20), 1e-14).FrobeniusNorm()));
    }

    [Fact]
    public void Centred_units_bend_at_rows_of_the_data()
    {
        var data = Tensor.FromArray(new double[,] { { 0.25, 1 }, { -0.5, 2 } });
        var layer = RandomLayer.Draw(20, 2, 5, HiddenActivation.Gaussian, new RandomStream(2)).CentredOn(data, new RandomStream(3));
        var features = layer.Features(data); // (2, 20): at one of the two rows each unit is at the top of its bump
        for (var i = 0; i < 20; i++) Assert.Equal(1, Math.Max(features[0, i], features[1, i]), 14);
    }

    [Fact]
    public void Truncated_solutions_are_least_squares_and_bounded_ones_keep_their_bound()
    {
        var random = new RandomStream(5);
        var (a, y) = (random.Normal(30, 8), random.Normal(30));
        var solver = new OutputSolver(a);
        var free = solver.Truncated(y, 1e-14);
        Assert.Equal(0, (free - LinearAlgebra.LeastSquares(a, y).Solution).MaxAbs(), 12);
        Assert.Equal(0, (solver.Bounded(y, 1e3) - free).MaxAbs(), 12);
        var half = free.FrobeniusNorm() / 2;
        var bounded = solver.Bounded(y, half);
        Assert.Equal(half, bounded.FrobeniusNorm(), 8);
        // The gradient of a least-squares solution under a norm bound points along the solution.
        var gradient = LinearAlgebra.MatVec(a.Transpose(), y - LinearAlgebra.MatVec(a, bounded));
        Assert.Equal(1, LinearAlgebra.Dot(gradient, bounded) / (gradient.FrobeniusNorm() * bounded.FrobeniusNorm()), 8);
    }

    [Fact] // mpmath, 40 digits
    public void Double_doubles_carry_thirty_digits()
    {
        Equal(1, ((DoubleDouble)1 / 3) * 3);
        Equal(2, DoubleDouble.Sqrt(2) * DoubleDouble.Sqrt(2));
        // e = 2.718281828459045 + 1.44564689172925013e-16
        var e = DoubleDouble.Exp(1);
        Assert.Equal(Math.E, e.High);
        Assert.Equal(1.4456468917292502e-16, e.Low, 1e-31);
        Equal(1, DoubleDouble.Exp(12.75) * DoubleDouble.Exp(-12.75));
        Equal(DoubleDouble.Exp(0.3) * DoubleDouble.Exp(0.4), DoubleDouble.Exp((DoubleDouble)0.3 + 0.4));
        Assert.Equal(1e-20, (double)(((DoubleDouble)1 + 1e-20) - 1), 1e-33);
        Assert.Equal(0, (double)DoubleDouble.Exp(-1000));

        static void Equal(DoubleDouble expected, DoubleDouble actual) =>
            Assert.InRange(Math.Abs((double)(actual - expected)), 0, 1e-30 * Math.Max(1, Math.Abs(expected.High)));
    }

    [Fact]
    public void Extended_least_squares_solve_a_system_that_doubles_cannot()
    {
        // The Hilbert matrix of order 14 has a condition number near 10¹⁹; its solution for row sums is all ones.
        const int n = 14;
        DoubleDouble[][] columns = [.. Enumerable.Range(0, n).Select(j => Enumerable.Range(0, n).Select(i => (DoubleDouble)1 / (i + j + 1)).ToArray())];
        DoubleDouble[] sums = [.. Enumerable.Range(0, n).Select(i => columns.Aggregate((DoubleDouble)0, (sum, column) => sum + column[i]))];
        var found = ExtendedLeastSquares.Solve(columns, [sums])[0];
        Assert.All(found, weight => Assert.Equal(1, (double)weight, 6));
    }

    [Fact]
    public void Extended_least_squares_equal_plain_ones_where_these_are_good()
    {
        var random = new RandomStream(9);
        var (a, y) = (random.Normal(20, 5), random.Normal(20));
        var found = ExtendedLeastSquares.Solve(
            [.. Enumerable.Range(0, 5).Select(j => a.Column(j).ToArray().Select(value => (DoubleDouble)value).ToArray())], [[.. y.ToArray().Select(value => (DoubleDouble)value)]])[0];
        foreach (var (i, value) in LinearAlgebra.LeastSquares(a, y).Solution.ToArray().Index()) Assert.Equal(value, (double)found[i], 12);
    }

    [Fact]
    public void The_transform_of_a_narrow_bump_is_that_of_its_closed_form()
    {
        // ∫ exp(−(x − m)²/2s²) ρ(ax − b) dx with ρ = −σ″ and σ the Gaussian: −∂²/∂b² of s√(2π)/√(1 + a²s²)·exp(−(am − b)²/(2(1 + a²s²))).
        const double m = 0.45, s = 0.03;
        foreach (var (a, b) in new[] { (10.0, 4.0), (30, 14), (60, 27.5), (2, -1) })
        {
            double width = 1 + (a * a * s * s), t = (a * m) - b;
            var closed = s * Math.Sqrt(2 * Math.PI) / Math.Sqrt(width) * Math.Exp(-t * t / (2 * width)) * (1 - (t * t / width)) / width;
            Assert.Equal(closed, RidgeletSpectrum.At(x => Math.Exp(-(x - m) * (x - m) / (2 * s * s)), a, b), 8);
        }
    }

    [Fact]
    public void The_whole_spectrum_gives_the_function_back_and_a_part_does_not()
    {
        static double Bump(double x) => Math.Exp(-(x - 0.5) * (x - 0.5) / (2 * 0.05 * 0.05));
        var spectrum = RidgeletSpectrum.Of(Bump, largest: 200, count: 200);
        foreach (var x in new[] { 0.4, 0.5, 0.57 }) Assert.Equal(Bump(x), spectrum.Reconstruct(x, double.PositiveInfinity), 0.02);
        Assert.True(Math.Abs(spectrum.Reconstruct(0.5, 5) - 1) > 0.5);
        Assert.Equal(0, spectrum.EnergyOutside(double.PositiveInfinity), 12);
        Assert.True(spectrum.EnergyOutside(5) > spectrum.EnergyOutside(20) && spectrum.EnergyOutside(20) > spectrum.EnergyOutside(80));
    }

    [Fact] // scipy.stats.spearmanr
    public void Rank_correlation_equals_that_of_scipy()
    {
        Assert.Equal(0.8207826816681233, RankCorrelation.Of([1, 2, 3, 4, 5], [5, 6, 7, 8, 7]), 12);
        Assert.Equal(-1, RankCorrelation.Of([1, 2, 3], [9, 4, 1]), 12);
        Assert.Equal(0, RankCorrelation.Of([1, 2, 3], [4, 4, 4]));
        Assert.Throws<ArgumentException>(() => RankCorrelation.Of([1], [2]));
    }

    [Fact]
    public void Layers_without_sense_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => RandomLayer.Draw(0, 1, 1, HiddenActivation.Tanh, new RandomStream(1)));
        Assert.Contains("above 0", Assert.Throws<ArgumentOutOfRangeException>(() => RandomLayer.Draw(3, 1, 0, HiddenActivation.Tanh, new RandomStream(1))).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => RandomLayer.Draw(3, 1, double.NaN, HiddenActivation.Tanh, new RandomStream(1)));
    }

    private static string Wave(int rows) => "x,y\n" + string.Join('\n', Enumerable.Range(0, rows).Select(i => FormattableString.Invariant($"{10.0 * i / rows},{5 + Math.Sin(6.0 * i / rows * Math.PI)}")));

    [Fact]
    public void Tool_chooses_a_range_for_a_wave_and_its_model_can_be_evaluated_by_hand()
    {
        var report = Use(Wave(300), Default with { Activation = HiddenActivation.Gaussian, Units = 60 });
        Assert.InRange(report.Measures[0].Value, 0, 0.01);
        Assert.True(report.Measures[1].Value > 0.4);
        var model = Assert.IsType<MatrixOutput>(report.Outputs[0]).Values; // (units, 3): a, b, c
        using var scaling = System.Text.Json.JsonDocument.Parse(Assert.IsType<TextOutput>(report.Outputs[1]).Text);
        double low = scaling.RootElement.GetProperty("columns")[0].GetProperty("low").GetDouble(), high = scaling.RootElement.GetProperty("columns")[0].GetProperty("high").GetDouble();
        var x = (2 * (3.0 - low) / (high - low)) - 1;
        var value = scaling.RootElement.GetProperty("constant").GetDouble();
        for (var i = 0; i < model.Rows; i++) value += model[i, 2] * Math.Exp(-0.5 * Math.Pow((model[i, 0] * x) - model[i, 1], 2));
        Assert.Equal(5 + Math.Sin(6.0 * 0.3 * Math.PI), value, 0.01);
    }

    [Fact]
    public void Tool_says_when_a_line_is_enough()
    {
        var random = new RandomStream(7);
        var report = Use("x,y\n" + string.Join('\n', Enumerable.Range(0, 100).Select(i => FormattableString.Invariant($"{i},{(2 * i) + (10 * random.NextNormal())}"))), Default);
        Assert.Contains(report.Remarks, remark => remark.Contains("Linear regression", StringComparison.Ordinal));
        Assert.Equal(9, report.Tables[0].Rows.Count);
    }

    [Theory]
    [InlineData("x,y\n1,2\n2,3\n", "at least 20")]
    [InlineData("y\n1\n2\n", "one column only")]
    [InlineData("x,y\n1,2\n2,NaN\n", "row 2, column 2 ('y')")]
    public void Tool_names_what_is_wrong_with_a_table(string csv, string message) =>
        Assert.Contains(message, Assert.Throws<ToolException>(() => Use(csv, Default)).Message);

    [Fact]
    public void Tool_refuses_constants()
    {
        Assert.Contains("nothing to predict", Assert.Throws<ToolException>(() => Use("x,y\n" + string.Join('\n', Enumerable.Range(0, 30).Select(i => $"{i},3")), Default)).Message);
        Assert.Contains("in every row", Assert.Throws<ToolException>(() => Use("x,y\n" + string.Join('\n', Enumerable.Range(0, 30).Select(i => $"3,{i}")), Default)).Message);
        Assert.Contains("at least one range", Assert.Throws<ToolException>(() => Use(Wave(30), Default with { Ranges = [] })).Message);
    }

    private static readonly RandomNetworkToolOptions Default = new() { Table = new InputFile("table.csv") };

    private static ToolReport Use(string csv, RandomNetworkToolOptions options)
    {
        var path = Path.Combine(Path.GetTempPath(), $"praxis-{Guid.NewGuid():N}.csv");
        File.WriteAllText(path, csv);
        try
        {
            return ((ITool<RandomNetworkToolOptions>)new RandomNetworkTool()).Use(
                options with { Table = new InputFile(path) }, new ToolContext { Slug = "bandlimited-random-networks" }, CancellationToken.None);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
