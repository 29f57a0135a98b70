namespace Praxis.Lab.Tests;

/// <summary>Known answers, recorded from scipy 1.10 (t.interval, binomtest.proportion_ci, bootstrap with 400,000 resamples).</summary>
public sealed class IntervalTests
{
    // Thirty draws of an exponential, forty of a log-normal distribution, rounded to three decimals.
    private static readonly double[] Exponential =
    [
        0.708, 1.025, 0.569, 0.895, 0.207, 3.384, 0.01, 2.809, 0.575, 0.301, 0.541, 0.312, 0.9, 1.074, 1.884,
        0.222, 3.145, 0.736, 0.348, 0.884, 0.075, 0.06, 1.224, 0.773, 2.196, 0.475, 0.521, 1.181, 0.527, 0.022,
    ];

    private static readonly double[] LogNormal =
    [
        0.376, 0.445, 2.889, 0.446, 0.968, 2.422, 0.558, 0.894, 1.117, 1.066, 0.294, 1.079, 3.892, 0.213, 2.362, 1.127, 0.527, 7.392, 2.143, 0.301,
        1.077, 1.78, 0.828, 1.98, 0.936, 1.949, 4.214, 0.509, 1.225, 0.629, 1.136, 0.305, 0.56, 0.822, 2.457, 3.143, 0.266, 0.452, 1.91, 0.136,
    ];

    [Theory]
    [InlineData(new[] { 0.91, 0.97, 1.02, 0.88, 0.95 }, 0.946, 0.8787893803822966, 1.0132106196177033)]
    [InlineData(new[] { 3.1, -2.4, 0.7, 5.5, 1.2, -0.3, 2.8, 4.1, 0.0, 1.9 }, 1.66, 0.002044728122774897, 3.3179552718772243)]
    public void Students_interval_is_that_of_the_textbook(double[] values, double mean, double low, double high)
    {
        var interval = Interval.Student(values);
        Assert.Equal(mean, interval.Estimate, 1e-12);
        Assert.Equal(low, interval.Low, 1e-10);
        Assert.Equal(high, interval.High, 1e-10);
    }

    [Theory]
    [InlineData(2, 12.706204736432095)]
    [InlineData(5, 2.7764451051977987)]
    [InlineData(20, 2.093024054408263)]
    [InlineData(29, 2.048407141795244)]
    public void Students_quantile_is_exact_for_every_small_number_of_seeds(int count, double quantile)
    {
        // ±1 alternating (and 0 for an odd one) has a mean and a deviation known in closed form.
        double[] values = [.. Enumerable.Range(0, count).Select(i => i == count - 1 && count % 2 == 1 ? 0.0 : i % 2 == 0 ? 1 : -1)];
        var error = Math.Sqrt(values.Sum(v => v * v) / (count - 1) / count);
        Assert.Equal(quantile * error, Interval.Student(values).High, 1e-9);
    }

    [Theory]
    [InlineData(0, 20, 0.0, 0.16112515805281935)]
    [InlineData(20, 20, 0.8388748419471808, 1.0)]
    [InlineData(7, 10, 0.39677814746114526, 0.892208732593699)]
    [InlineData(95, 100, 0.8882495307680809, 0.978456320845632)]
    [InlineData(1, 5, 0.036224108632430196, 0.6244653702374747)]
    [InlineData(4999, 10000, 0.49010210041112534, 0.5096979763885487)]
    public void Wilsons_interval_is_that_of_the_textbook(long successes, long trials, double low, double high)
    {
        var interval = Interval.Wilson(successes, trials);
        Assert.Equal((double)successes / trials, interval.Estimate, 1e-15);
        Assert.Equal(low, interval.Low, 1e-12);
        Assert.Equal(high, interval.High, 1e-12);
    }

    [Theory]
    [InlineData(-1, 5)]
    [InlineData(6, 5)]
    [InlineData(0, 0)]
    public void Wilsons_interval_refuses_what_is_no_share(long successes, long trials) =>
        Assert.ThrowsAny<ArgumentOutOfRangeException>(() => Interval.Wilson(successes, trials));

    [Fact]
    public void The_bootstrap_agrees_with_one_of_400_000_resamples_on_skewed_values()
    {
        AssertNear(Interval.BiasCorrectedAccelerated(Exponential), 0.9194333333, 0.6579666667, 1.3124666667);
        AssertNear(Interval.BiasCorrectedAccelerated(LogNormal), 1.420625, 1.08435, 1.9966218320);

        // The quantile of 4,000 resamples scatters by about 1.1 % of the interval's width.
        static void AssertNear(Interval interval, double mean, double low, double high)
        {
            Assert.Equal(mean, interval.Estimate, 1e-9);
            Assert.Equal(low, interval.Low, 0.04 * (high - low));
            Assert.Equal(high, interval.High, 0.04 * (high - low));
            // Student's interval of the same values reaches less far to the right, on the side of the long tail.
            Assert.True(high - mean > mean - low);
        }
    }

    [Fact]
    public void The_bootstrap_of_the_same_values_is_the_same() =>
        Assert.Equal(Interval.BiasCorrectedAccelerated(LogNormal), Interval.BiasCorrectedAccelerated(LogNormal));

    [Fact]
    public void The_bootstrap_moves_and_stretches_with_the_values()
    {
        var interval = Interval.BiasCorrectedAccelerated(Exponential);
        var moved = Interval.BiasCorrectedAccelerated([.. Exponential.Select(v => 100 + 8 * v)]);
        Assert.Equal(100 + 8 * interval.Low, moved.Low, 1e-9);
        Assert.Equal(100 + 8 * interval.High, moved.High, 1e-9);
    }

    [Fact]
    public void Below_30_values_the_interval_is_Students_and_from_30_on_the_bootstraps()
    {
        Assert.Equal(Interval.Student(Exponential.AsSpan(0, 29)), Interval.OfMean(Exponential.AsSpan(0, 29)));
        Assert.Equal(Interval.BiasCorrectedAccelerated(Exponential), Interval.OfMean(Exponential));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(40)]
    public void Equal_values_have_an_interval_without_width_at_exactly_that_value(int count)
    {
        var interval = Interval.OfMean([.. Enumerable.Repeat(0.1, count)]);
        Assert.Equal(new Interval(0.1, 0.1, 0.1), interval);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_value_that_is_no_number_is_refused(double bad)
    {
        Assert.Throws<ArgumentException>(() => Interval.Student([1, bad, 2]));
        Assert.Throws<ArgumentException>(() => Interval.BiasCorrectedAccelerated([1, bad, 2]));
    }

    [Fact]
    public void One_value_has_no_interval() => Assert.Throws<ArgumentException>(() => Interval.Student([1]));
}
