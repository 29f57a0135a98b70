using Praxis.Lab;
using Praxis.Numerics;
using Praxis.Papers.TensorsAndFunctions.LearningCurveModeling;

namespace Praxis.Papers.Tests.TensorsAndFunctions;

public sealed class LearningCurveTests
{
    private static readonly double[] Sizes = [.. Enumerable.Range(1, 30).Select(i => 500.0 * i)];

    private static double[] Scores(PowerLaw law) => [.. Sizes.Select(law.Evaluate)];

    [Theory]
    [InlineData(300, 0.5, 95)]
    [InlineData(40, 0.12, 99)]
    [InlineData(2e4, 1.3, 80)]
    public void A_power_law_is_found_from_its_own_values(double a, double b, double c)
    {
        var found = SaturatingFit.Power(Sizes, Scores(new(a, b, c)));
        Assert.Equal(b, found.B, 5);
        Assert.Equal(c, found.C, 3);
        Assert.Equal(new PowerLaw(a, b, c).Evaluate(1e5), found.Evaluate(1e5), 4);
    }

    [Fact] // scipy.optimize.curve_fit (trf, a and b bounded below by 0) on the same six points
    public void Least_squares_equal_those_of_a_trust_region_solver()
    {
        double[] x = [1000, 2000, 3000, 4000, 5000, 6000], y = [71.2, 78.9, 81.7, 84.4, 85.1, 86.5];
        var found = SaturatingFit.Power(x, y);
        Assert.Equal(ScipyA, found.A, ScipyA * 1e-3);
        Assert.Equal(ScipyB, found.B, 4);
        Assert.Equal(ScipyC, found.C, 3);
    }

    private const double ScipyA = 813.022096564997, ScipyB = 0.5006748237345455, ScipyC = 96.81512179726693;

    [Fact]
    public void An_anchor_draws_the_ceiling_towards_itself()
    {
        var law = new PowerLaw(300, 0.5, 95);
        var free = SaturatingFit.Power(Sizes, Scores(law));
        var anchored = SaturatingFit.Power(Sizes, Scores(law), anchor: 90);
        Assert.InRange(anchored.C, 90, free.C - 0.1);
        Assert.Equal(95, SaturatingFit.Power(Sizes, Scores(law), anchor: 95).C, 3); // at the ceiling it changes nothing
    }

    [Fact]
    public void Falling_scores_give_a_flat_trend_at_their_mean()
    {
        var found = SaturatingFit.Power(Sizes, [.. Sizes.Select(x => 80 - (x / 1000))]);
        Assert.Equal(0, found.A);
        Assert.Equal(80 - Sizes.Average() / 1000, found.C, 10);
    }

    [Fact]
    public void The_last_intersection_is_where_the_trends_are_equal_and_nowhere_later()
    {
        var random = new RandomStream(3);
        var met = 0;
        for (var trial = 0; trial < 200; trial++)
        {
            PowerLaw Draw() => new(50 + (400 * random.NextDouble()), 0.1 + random.NextDouble(), 80 + (10 * random.NextDouble()));
            var (one, other) = (Draw(), Draw());
            var q = one.LastIntersection(other);
            double Difference(double x) => one.Evaluate(x) - other.Evaluate(x);
            if (q is { } at && at > 1e-3)
            {
                met++;
                Assert.Equal(one.Evaluate(at), other.Evaluate(at), 6);
            }
            // Beyond q the sign is that at infinity, on a grid far to the right.
            for (var t = Math.Log(Math.Max(q ?? 1e-2, 1e-2)) + 1e-6; t < 40; t += 0.05)
                Assert.Equal(Math.Sign(one.C - other.C), Math.Sign(Difference(Math.Exp(t))));
        }
        Assert.InRange(met, 50, 200);
    }

    [Fact]
    public void The_size_for_a_score_is_where_the_trend_reaches_it()
    {
        var law = new PowerLaw(300, 0.5, 95);
        Assert.Equal(91, law.Evaluate(law.SizeFor(91)), 10);
        Assert.Equal(double.PositiveInfinity, law.SizeFor(95));
        Assert.Equal(95, law.Evaluate(double.PositiveInfinity));
    }

    [Fact]
    public void Exact_power_laws_are_trusted_as_soon_as_the_window_is_seen()
    {
        var trace = LearningTrace.Of(Sizes, Scores(new(300, 0.5, 95)), new TraceOptions { LookAhead = 4 });
        Assert.Equal(3, trace.WorkingLevel);
        Assert.Equal(3, trace.PredictionLevel);
        Assert.Equal(8, trace.ForecastLevel);
    }

    [Fact]
    public void Trends_above_one_hundred_percent_are_not_trusted()
    {
        var trace = LearningTrace.Of(Sizes, Scores(new(300, 0.3, 120)), new TraceOptions());
        Assert.Equal(3, trace.WorkingLevel);
        Assert.Null(trace.PredictionLevel);
        Assert.Null(trace.ForecastLevel);
        Assert.Null(trace.ConvergenceLevel(2));
    }

    [Fact]
    public void Levels_depend_on_no_observation_after_them()
    {
        var random = new RandomStream(8);
        double[] scores = [.. Scores(new(300, 0.5, 95)).Select(score => score + (0.2 * random.NextNormal()))];
        var whole = LearningTrace.Of(Sizes, scores, new TraceOptions());
        Assert.NotNull(whole.ForecastLevel);
        var level = whole.ForecastLevel.Value;
        Assert.Equal(level, LearningTrace.Of(Sizes[..level], scores[..level], new TraceOptions()).ForecastLevel);
        Assert.Null(LearningTrace.Of(Sizes[..(level - 1)], scores[..(level - 1)], new TraceOptions()).ForecastLevel);
        Assert.Equal(whole.Trend(level), LearningTrace.Of(Sizes[..level], scores[..level], new TraceOptions()).Trend(level));
    }

    [Fact]
    public void The_unit_of_training_size_does_not_matter()
    {
        double[] scores = Scores(new(300, 0.5, 95));
        scores[10] += 1;
        var one = LearningTrace.Of(Sizes, scores, new TraceOptions());
        var other = LearningTrace.Of([.. Sizes.Select(x => x * 1000)], scores, new TraceOptions());
        Assert.Equal(one.ForecastLevel, other.ForecastLevel);
        Assert.Equal(one.Trend(30).C, other.Trend(30).C, 6);
        Assert.Equal(one.Proximity(20), other.Proximity(20), 5);
    }

    [Fact]
    public void Taggers_restore_what_context_decides()
    {
        // "ct" is cat after "th" and cut after "m".
        var task = VowelRestoration.Of(Enumerable.Repeat(new[] { "the cat", "me cut" }, 40).SelectMany(line => line));
        var curves = task.Learn("toy", new RandomStream(1), step: 20, levels: 4, testWords: 40, CancellationToken.None);
        Assert.Equal(100, curves[1].Scores[^1]);
        Assert.Equal(100, curves[3].Scores[^1]);
        Assert.InRange(curves[0].Scores[^1], 60, 90); // half of the second words, and all first ones
        Assert.Equal("strngth", VowelRestoration.Skeleton("strength"));
    }

    [Theory]
    [InlineData(new double[] { 1, 2 }, "at least three")]
    [InlineData(new double[] { 1, 3, 2 }, "ascend")]
    [InlineData(new double[] { 0, 1, 2 }, "ascend")]
    [InlineData(new double[] { 1, 2, double.NaN }, "finite")]
    public void Sizes_that_make_no_sense_are_named(double[] sizes, string message) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => SaturatingFit.Power(sizes, [.. sizes.Select(_ => 1.0)])).Message);

    [Fact]
    public void Tool_finds_ceiling_and_forecast_of_a_known_curve()
    {
        var law = new PowerLaw(300, 0.5, 95);
        var report = Use("words,accuracy\n" + string.Join('\n', Sizes.Select(size => FormattableString.Invariant($"{size},{law.Evaluate(size) / 100}"))), Default with { At = [60_000, 30_000] });
        Assert.Contains("Ceiling 95.0 %", report.Headline);
        Assert.DoesNotContain("Not to be trusted", report.Headline);
        var forecast = Assert.IsType<MatrixOutput>(report.Outputs[0]).Values;
        Assert.Equal(30_000, forecast[0, 0]);
        Assert.Equal(law.Evaluate(30_000), forecast[0, 1], 3);
        Assert.Equal(law.Evaluate(60_000), forecast[1, 1], 3);
        Assert.Contains(report.Remarks, remark => remark.Contains("shares", StringComparison.Ordinal));
        Assert.InRange(report.Measures[0].Value, 0, 1e-3);
        var more = report.Measures.Single(measure => measure.Name.StartsWith("one point more", StringComparison.Ordinal)).Value;
        Assert.Equal(law.Evaluate(15_000) + 1, law.Evaluate(more), 3);
    }

    [Fact]
    public void Tool_says_when_it_is_too_early()
    {
        var report = Use("size,score\n100,50\n200,58\n300,60\n400,66\n500,67\n", Default);
        Assert.Contains("Not to be trusted yet", report.Headline);
        Assert.StartsWith("None yet", report.Guarantee);
    }

    [Theory]
    [InlineData("size,score\n1,2\n2,3\n", "at least 5")]
    [InlineData("size\n1\n2\n3\n4\n5\n", "one column only")]
    [InlineData("size,score\n1,50\n2,60\n2,61\n3,62\n4,63\n", "rows 2 and 3 have the same 'size'")]
    [InlineData("size,score\n1,50\n3,60\n2,61\n4,62\n5,63\n", "row 3, 'size': 2 comes after 3")]
    [InlineData("size,score\n0,50\n1,60\n2,61\n4,62\n5,63\n", "row 1, 'size'")]
    [InlineData("size,score\n1,50\n2,NaN\n3,61\n4,62\n5,63\n", "row 2, column 2 ('score')")]
    [InlineData("size,score\n1,50\n2,101\n3,61\n4,62\n5,63\n", "row 2, 'score': 101")]
    [InlineData("size,score\n1,0.5\n2,55\n3,61\n4,62\n5,63\n", "row 1, 'score': 0.5 looks like a share")]
    [InlineData("size,score\n1,50\n2,40\n3,35\n4,32\n5,30\n", "falls while 'size' grows")]
    public void Tool_names_what_is_wrong_with_a_table(string csv, string message) =>
        Assert.Contains(message, Assert.Throws<ToolException>(() => Use(csv, Default)).Message);

    [Fact]
    public void Tool_refuses_one_column_for_both() =>
        Assert.Contains("Name two columns", Assert.Throws<ToolException>(() => Use("a,b\n1,2\n2,3\n3,4\n4,5\n5,6\n", Default with { Score = "a" })).Message);

    private static readonly LearningCurveToolOptions Default = new() { Scores = new InputFile("scores.csv") };

    private static ToolReport Use(string csv, LearningCurveToolOptions options)
    {
        var path = Path.Combine(Path.GetTempPath(), $"praxis-{Guid.NewGuid():N}.csv");
        File.WriteAllText(path, csv);
        try
        {
            return ((ITool<LearningCurveToolOptions>)new LearningCurveTool()).Use(
                options with { Scores = new InputFile(path) }, new ToolContext { Slug = "learning-curve-modeling" }, CancellationToken.None);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
