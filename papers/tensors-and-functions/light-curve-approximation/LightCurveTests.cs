using Praxis.Lab;
using Praxis.Numerics;
using Praxis.Papers.TensorsAndFunctions.LightCurveApproximation;

namespace Praxis.Papers.Tests.TensorsAndFunctions;

public sealed class LightCurveTests
{
    private static readonly double[] Inputs = [-1.2, -1, -0.4, 1, 0.1, -1, 0.7, 1, 1.5, 1];
    private static readonly double[] Targets = [-0.8, 0.3, 1.2, 0.9, -0.5];
    private static readonly double[] Logarithms = [Math.Log(1.3), Math.Log(0.6), Math.Log(1.7), Math.Log(0.05)];

    [Fact] // sklearn 1.2.1: GaussianProcessRegressor with ConstantKernel(1.3)·RBF([0.6, 1.7]) + WhiteKernel(0.05)
    public void Likelihood_gradient_and_prediction_equal_those_of_scikit_learn()
    {
        var likelihood = new GaussianLikelihood(Inputs, Targets, [1e-10, 1e-10, 1e-10, 1e-10, 1e-10]);
        var gradient = new double[4];
        Assert.Equal(6.337446695067367, likelihood.Negative(Logarithms, gradient), 10);
        double[] expected = [1.224814179076491, 0.013218305803143149, -0.6088872189428591, 0.06019954497046898];
        foreach (var (value, oracle) in gradient.Zip(expected)) Assert.Equal(oracle, value, 10);
        var (mean, variance) = likelihood.Posterior(Logarithms).Predict([0.3, 0.2, 3, -1]);
        Assert.Equal(1.2531019596417532, mean[0], 10);
        Assert.Equal(-0.019096769796781918, mean[1], 10);
        Assert.Equal(0.5188795939289252, Math.Sqrt(variance[0]), 10);
        Assert.Equal(1.1615862363534766, Math.Sqrt(variance[1]), 10);
    }

    [Fact]
    public void Known_noise_counts_as_white_noise_of_its_point()
    {
        var white = new GaussianLikelihood(Inputs, Targets, new double[5]);
        var known = new GaussianLikelihood(Inputs, Targets, [0.03, 0.03, 0.03, 0.03, 0.03]);
        var gradient = new double[4];
        Assert.Equal(white.Negative(Logarithms, gradient), known.Negative([.. Logarithms[..3], Math.Log(0.02)], gradient), 10);
    }

    [Theory]
    [InlineData(2, 20, 10, 1)]
    [InlineData(2, 5, 1)]
    public void Gradients_of_a_perceptron_are_those_of_finite_differences(params int[] widths)
    {
        var network = new Perceptron(widths);
        var weights = network.Glorot(new RandomStream(4));
        double[] gradient = new double[network.Weights], unused = new double[network.Weights];
        network.MeanSquare(weights, Inputs, Targets, gradient);
        for (var i = 0; i < weights.Length; i += 7)
        {
            const double h = 1e-6;
            double[] up = [.. weights], down = [.. weights];
            up[i] += h;
            down[i] -= h;
            var difference = (network.MeanSquare(up, Inputs, Targets, unused) - network.MeanSquare(down, Inputs, Targets, unused)) / (2 * h);
            Assert.Equal(difference, gradient[i], 7);
        }
    }

    [Fact]
    public void A_perceptron_without_hidden_layers_is_a_line()
    {
        var network = new Perceptron(2, 1);
        Assert.Equal(3, network.Weights);
        Assert.Equal([true, true, false], network.IsWeight());
        Assert.Equal([0.5 + 2 - 6], network.Evaluate([2, -3, 0.5], [1, 2]));
    }

    [Fact]
    public void Limited_memory_bfgs_finds_the_bottom_of_the_banana_valley()
    {
        var (place, value) = LimitedMemoryBfgs.Minimize((x, gradient) =>
        {
            double a = 1 - x[0], b = x[1] - (x[0] * x[0]);
            (gradient[0], gradient[1]) = ((-2 * a) - (400 * x[0] * b), 200 * b);
            return (a * a) + (100 * b * b);
        }, [-1.2, 1], 200);
        Assert.Equal(1, place[0], 3);
        Assert.Equal(1, place[1], 3);
        Assert.InRange(value, 0, 1e-6);
    }

    public static TheoryData<string> Names => ["lbfgs", "adam", "bayes", "process", "process with errors"];

    private static ILightCurveModel Model(string name) => name switch
    {
        "lbfgs" => PerceptronModel.ByLbfgs(),
        "adam" => PerceptronModel.ByAdam(),
        "bayes" => new BayesianNetworkModel(),
        "process" => new GaussianProcessModel(restarts: 1),
        _ => new GaussianProcessModel(restarts: 1, usesErrors: true),
    };

    private static readonly LightCurve Bump = MakeBump();

    private static LightCurve MakeBump()
    {
        var random = new RandomStream(11);
        double[] times = [.. Enumerable.Range(0, 40).Select(i => 2.0 * i)];
        double[] wavelengths = [.. times.Select((_, i) => i % 2 == 0 ? 4741.64 : 6173.23)];
        return new(times, wavelengths, [.. times.Zip(wavelengths, (t, w) => True(t, w) + (2 * random.NextNormal()))], [.. times.Select(_ => 2.0)]);
    }

    private static double True(double time, double wavelength) => (wavelength > 5000 ? 120 : 100) * Math.Exp(-(time - 30) * (time - 30) / 300);

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_model_finds_a_smooth_curve_under_noise(string name)
    {
        var estimate = Model(name).Fit(Bump, new RandomStream(2)).Predict([21, 30, 39, 60], [4741.64, 6173.23, 4741.64, 6173.23]);
        Assert.InRange(estimate.Mean[0], True(21, 1) - 8, True(21, 1) + 8);
        Assert.InRange(estimate.Mean[1], 108, 132);
        Assert.InRange(estimate.Mean[2], True(39, 1) - 8, True(39, 1) + 8);
        Assert.InRange(estimate.Mean[3], -10, 14);
        Assert.All(estimate.Deviation, deviation => Assert.InRange(deviation, 0.1, 15));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Units_of_time_flux_and_the_order_of_points_hardly_matter(string name)
    {
        var model = Model(name);
        var one = model.Fit(Bump, new RandomStream(2)).Predict([25.0], [6173.23]).Mean[0];
        var scaled = new LightCurve([.. Bump.Times.Select(t => (1000 * t) + 5e4)], Bump.Wavelengths, [.. Bump.Fluxes.Select(f => 1e-6 * f)], [.. Bump.Errors.Select(e => 1e-6 * e)]);
        Assert.Equal(one, 1e6 * model.Fit(scaled, new RandomStream(2)).Predict([7.5e4], [6173.23]).Mean[0], 0.5);
        var turned = Bump.Take([.. Enumerable.Range(0, Bump.Count).Reverse()]);
        Assert.Equal(one, model.Fit(turned, new RandomStream(2)).Predict([25.0], [6173.23]).Mean[0], 3.0);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void One_filter_and_constant_fluxes_are_no_trouble(string name)
    {
        var flat = new LightCurve([1, 2, 3, 4, 5], [5000, 5000, 5000, 5000, 5000], [7, 7, 7, 7, 7], [1, 1, 1, 1, 1]);
        var estimate = Model(name).Fit(flat, new RandomStream(1)).Predict([2.5], [5000]);
        Assert.Equal(7, estimate.Mean[0], 0.2);
        Assert.True(double.IsFinite(estimate.Deviation[0]));
    }

    [Fact]
    public void Straight_lines_go_through_the_points_of_their_filter_and_are_carried_on()
    {
        var fit = new FilterInterpolation().Fit(new LightCurve([4, 0, 2, 2], [500, 500, 500, 900], [8, 0, 2, 100], [1, 1, 1, 1]), new RandomStream(1));
        Assert.Equal([0, 1, 2, 5, 8, 100], fit.Predict([-3, 1, 2, 3, 9, 7], [500, 500, 500, 500, 500, 900]).Mean);
    }

    [Fact]
    public void The_peak_of_a_known_transient_is_where_its_fluxes_sum_highest()
    {
        var truth = Transient.Draw(new RandomStream(5));
        var peak = PeakTime.Of(truth, -20, 100, Transient.SixFilters);
        double Sum(double time) => Transient.SixFilters.Sum(filter => truth.Flux(time, filter));
        for (var time = -20.0; time < 100; time += 0.37) Assert.True(Sum(time) <= Sum(peak) + (0.01 * Sum(peak)));
    }

    [Fact]
    public void Transients_rise_from_nothing_and_fade()
    {
        for (var seed = 1; seed < 40; seed++)
        {
            var truth = Transient.Draw(new RandomStream(seed));
            foreach (var filter in Transient.SixFilters)
            {
                Assert.InRange(truth.Flux(-60, filter), 0, 3);
                Assert.InRange(truth.Flux(5000, filter), 0, 1e-3);
                Assert.InRange(Enumerable.Range(-20, 120).Max(t => truth.Flux(t, filter)), 5, 500);
            }
            Assert.InRange(truth.Observe(Transient.TwoFilters, new RandomStream(seed)).Count, 25, 120);
        }
    }

    [Fact]
    public void Classifier_tells_classes_that_a_plane_divides()
    {
        var classifier = LinearClassifier.Train([.. Enumerable.Range(0, 60).Select(i => (new[] { i % 3 == 1 ? 5.0 : 0, i % 3 == 2 ? 5.0 : 0 }, i % 3))], 3);
        Assert.Equal(0, classifier.Classify([0.2, 0.1]));
        Assert.Equal(1, classifier.Classify([4, 0]));
        Assert.Equal(2, classifier.Classify([0, 6]));
    }

    [Fact]
    public void Observations_that_make_no_sense_are_named()
    {
        Assert.Contains("Observation 2", Assert.Throws<ArgumentException>(() => new LightCurve([1, 2], [500, 500], [1, double.NaN], [0, 0]).EnsureSense()).Message);
        Assert.Contains("Observation 1", Assert.Throws<ArgumentException>(() => new LightCurve([1], [0], [1], [0]).EnsureSense()).Message);
        Assert.Contains("no observations", Assert.Throws<ArgumentException>(() => new LightCurve([], [], [], []).EnsureSense()).Message);
    }

    private static string BumpCsv(Func<int, int>? order = null) =>
        "mjd,flux,flux_err,band\n" + string.Join('\n', Enumerable.Range(0, Bump.Count).Select(i => order?.Invoke(i) ?? i)
            .Select(i => FormattableString.Invariant($"{Bump.Times[i]},{Bump.Fluxes[i]},{Bump.Errors[i]},{(Bump.Wavelengths[i] > 5000 ? "r" : "g")}")));

    [Theory]
    [InlineData(LightCurveChoice.Perceptron)]
    [InlineData(LightCurveChoice.Gaussian)]
    public void Tool_makes_regular_curves_and_measures_their_error(LightCurveChoice choice)
    {
        var report = Use(BumpCsv(), Default with { Model = choice, Points = 20 });
        Assert.InRange(report.Measures[0].Value, 1, 8);
        Assert.InRange(report.Measures.Single(measure => measure.Name == "peak time").Value, 26, 34);
        Assert.Equal(2, report.Figures[0].Panels.Count);
        var lines = Assert.IsType<TextOutput>(report.Outputs[0]).Text.TrimEnd('\n').Split('\n');
        Assert.Equal("time,band,flux,flux_err", lines[0]);
        Assert.Equal(41, lines.Length);
        Assert.StartsWith("0,g,", lines[1]);
        Assert.StartsWith("78,r,", lines[^1]);
        Assert.All(lines.Skip(1), line => Assert.True(double.Parse(line.Split(',')[2], System.Globalization.CultureInfo.InvariantCulture) >= 0));
    }

    [Fact]
    public void Tool_sorts_rows_and_says_so()
    {
        var report = Use(BumpCsv(i => Bump.Count - 1 - i), Default);
        Assert.Contains(report.Remarks, remark => remark.Contains("sorted", StringComparison.Ordinal));
        Assert.Equal(Use(BumpCsv(), Default).Headline, report.Headline);
    }

    [Theory]
    [InlineData("time,flux,band\n1,2,g\n", "at least 6")]
    [InlineData("", "the file is empty")]
    [InlineData("time,flux\n1,2\n", "no column 'band'")]
    [InlineData("when,flux,band\n1,2,g\n", "no column 'time'")]
    [InlineData("time,flux,band\n1,2,g\n2,nan,g\n", "row 2, column 'flux': 'nan'")]
    [InlineData("time,flux,band\n1,2,g\n2,,g\n", "row 2, column 'flux': ''")]
    [InlineData("time,flux,band\n1,2,g\n2,3\n", "row 2 has 2 cells")]
    [InlineData("time,flux,band,flux_err\n1,2,g,0\n", "an error must be above 0, not 0")]
    [InlineData("time,flux,band\n1,2,K\n", "the band 'K' is not known. Give it: --wavelengths K=5000")]
    [InlineData("time,flux,band\n1,2,g\n2,3,4741.64\n", "g and 4741.64 have the same wavelength")]
    [InlineData("time,flux,band\n1,2,g\n1,3,g\n1,4,g\n1,5,g\n1,6,g\n1,7,r\n", "all observations are of one time")]
    public void Tool_names_what_is_wrong_with_a_table(string csv, string message) =>
        Assert.Contains(message, Assert.Throws<ToolException>(() => Use(csv, Default)).Message);

    [Fact]
    public void Tool_takes_wavelengths_and_refuses_what_is_none()
    {
        var csv = BumpCsv().Replace(",g", ",cold", StringComparison.Ordinal).Replace(",r", ",warm", StringComparison.Ordinal);
        Assert.StartsWith("2 bands", Use(csv, Default with { Wavelengths = ["cold=1", "warm=2"] }).Headline);
        Assert.Contains("'cold' is no band", Assert.Throws<ToolException>(() => Use(csv, Default with { Wavelengths = ["cold"] })).Message);
        Assert.Contains("'cold=-1' is no band", Assert.Throws<ToolException>(() => Use(csv, Default with { Wavelengths = ["cold=-1"] })).Message);
    }

    private static readonly LightCurveToolOptions Default = new() { Observations = new InputFile("object.csv") };

    private static ToolReport Use(string csv, LightCurveToolOptions options)
    {
        var path = Path.Combine(Path.GetTempPath(), $"praxis-{Guid.NewGuid():N}.csv");
        File.WriteAllText(path, csv);
        try
        {
            return ((ITool<LightCurveToolOptions>)new LightCurveTool()).Use(
                options with { Observations = new InputFile(path) }, new ToolContext { Slug = "light-curve-approximation" }, CancellationToken.None);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
