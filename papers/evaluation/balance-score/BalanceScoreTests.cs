using Praxis.Numerics;
using Praxis.Papers.Evaluation.BalanceScore;

namespace Praxis.Papers.Tests.Evaluation;

public sealed class BalanceScoreTests
{
    private static Forecasts Hand() => Forecasts.Of([0.9, 0.8, 0.3, 0.5, 0.1], [true, false, false, true, true]);

    private static Forecasts Drawn(double strength, int count, long seed) =>
        Simulation.Draw(count, u => u, new RandomStream(seed)).Judge(Simulation.Clipped(strength));

    [Fact]
    public void The_score_of_five_forecasts_is_that_computed_by_hand()
    {
        // Gains 0.1, −0.8, 0.3, 0.5, −0.9: the sum is −0.8.
        var balance = Balance.Of(Hand());
        Assert.Equal(-0.16, balance.Value, 1e-15);
        Assert.Equal(0.6, balance.Accuracy, 1e-15);
        Assert.Equal(0.76, balance.Confidence, 1e-15);
        double[] gains = [0.1, -0.8, 0.3, 0.5, -0.9];
        Assert.Equal(Math.Sqrt(gains.Sum(g => (g + 0.16) * (g + 0.16)) / 4 / 5), balance.StandardError, 1e-12);
    }

    [Fact]
    public void Balance_is_accuracy_minus_confidence()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var balance = Balance.Of(Drawn(0.3, 200, seed));
            Assert.Equal(balance.Accuracy - balance.Confidence, balance.Value, 1e-12);
        }
    }

    [Fact]
    public void An_exactly_right_probability_earns_nothing_and_a_wrong_one_its_error()
    {
        foreach (var p in new[] { 0.0, 0.2, 0.5, 0.71, 1.0 })
        {
            Assert.Equal(0, Expected(p, p), 1e-15);
            foreach (var predicted in new[] { 0.1, 0.49, 0.5, 0.9 }) Assert.Equal(Math.Abs(predicted - p), Math.Abs(Expected(predicted, p)), 1e-15);
        }

        static double Expected(double predicted, double p) => p * Balance.Gain(predicted, true) + (1 - p) * Balance.Gain(predicted, false);
    }

    [Fact]
    public void Naming_the_other_side_yes_changes_nothing()
    {
        var forecasts = Drawn(0.2, 300, 3);
        var mirrored = Forecasts.Of([.. forecasts.Probabilities.Select(p => 1 - p)], [.. forecasts.Outcomes.Select(y => !y)]);
        Assert.Equal(Balance.Of(forecasts).Value, Balance.Of(mirrored).Value, 1e-12);
    }

    [Fact]
    public void Z_of_calibrated_forecasts_is_standard_normal()
    {
        double[] z = [.. Enumerable.Range(0, 400).Select(seed => Balance.Of(Drawn(0, 400, seed)).Z)];
        Assert.InRange(z.Average(), -0.15, 0.15); // 3 standard errors
        Assert.InRange(z.Average(value => value * value), 0.78, 1.22);
    }

    [Fact]
    public void Binned_error_with_even_equal_widths_is_never_below_the_magnitude_of_Balance()
    {
        for (var seed = 0; seed < 30; seed++)
            foreach (var bins in new[] { 2, 10, 50 })
                Assert.True(CalibrationError.Binned(Drawn(0.1, 150, seed), bins) >= Balance.Of(Drawn(0.1, 150, seed)).Magnitude - 1e-12);
    }

    [Fact]
    public void Binned_errors_of_five_forecasts_are_those_computed_by_hand()
    {
        // Two bins of equal width: {0.3, 0.1} with one "yes", {0.9, 0.8, 0.5} with two: |1 − 0.4|/5 + |2 − 2.2|/5.
        Assert.Equal(0.16, CalibrationError.Binned(Hand(), 2), 1e-15);
        // One bin: |3 − 2.6|/5, whichever way it is made.
        Assert.Equal(0.08, CalibrationError.Binned(Hand(), 1), 1e-15);
        Assert.Equal(0.08, CalibrationError.Binned(Hand(), 1, Binning.EqualMass), 1e-15);
        // Five bins of one: mean |y − p̂|.
        Assert.Equal((0.1 + 0.8 + 0.3 + 0.5 + 0.9) / 5, CalibrationError.Binned(Hand(), 5, Binning.EqualMass), 1e-15);
    }

    [Theory]
    [InlineData(0, 1, 0.7978845608028654)] // √(2/π)
    [InlineData(1, 1, 1.1666309411753726)] // √(2/π)·e^(−1/2) + erf(1/√2)
    [InlineData(3, 0, 3)]
    [InlineData(-3, 0, 3)]
    public void Folded_normal_has_its_known_mean(double mean, double deviation, double expected) =>
        Assert.Equal(expected, FoldedNormal.Mean(mean, deviation), 1e-12);

    [Fact]
    public void Debiasing_brings_the_binned_error_of_calibrated_forecasts_down()
    {
        double plain = 0, debiased = 0;
        for (var seed = 0; seed < 40; seed++)
        {
            plain += CalibrationError.Binned(Drawn(0, 500, seed), 10) / 40;
            debiased += CalibrationError.Debiased(Drawn(0, 500, seed), 10) / 40;
        }
        Assert.InRange(debiased, 0, 0.8 * plain);
    }

    [Fact]
    public void Quantiles_invert_their_distribution_functions()
    {
        foreach (var u in new[] { 0.0, 0.01, 0.3, 0.5, 0.77, 1.0 })
        {
            var p = Simulation.Beta22Quantile(u);
            Assert.Equal(u, 3 * p * p - 2 * p * p * p, 1e-12);
            Assert.Equal(u, 2 / Math.PI * Math.Asin(Math.Sqrt(Simulation.ArcsineQuantile(u))), 1e-7);
        }
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.4)]
    public void Calibration_error_of_the_simulated_models_equals_quadrature(double strength)
    {
        const int steps = 200_000;
        double printed = 0, clipped = 0;
        for (var i = 0; i < steps; i++)
        {
            var p = (i + 0.5) / steps;
            printed += Math.Abs(Simulation.Overconfident(strength)(p) - p) / steps;
            clipped += Math.Abs(Simulation.Clipped(strength)(p) - p) / steps;
        }
        Assert.Equal(strength / 4, printed, 1e-9);
        Assert.Equal(Simulation.ClippedError(strength), clipped, 1e-9);
    }

    [Fact]
    public void Largest_stretch_equals_the_largest_of_all_stretches_and_sees_what_cancels()
    {
        var forecasts = Drawn(0.3, 60, 8);
        double[] gains = [.. Enumerable.Range(0, 60).OrderBy(i => forecasts.Probabilities[i]).Select(i => Balance.Gain(forecasts.Probabilities[i], forecasts.Outcomes[i]))];
        var largest = 0.0;
        for (var from = 0; from < 60; from++)
            for (var to = from; to <= 60; to++) largest = Math.Max(largest, Math.Abs(gains[from..to].Sum()) / 60);
        Assert.Equal(largest, Balance.LargestStretch(forecasts), 1e-12);

        // Forecasts of 0.6 that always come true and of 0.9 that do so half of the time: 0.4 and −0.4 each.
        var cancelling = Forecasts.Of([.. Enumerable.Repeat(0.6, 100), .. Enumerable.Repeat(0.9, 100)], [.. Enumerable.Range(0, 200).Select(i => i < 100 || int.IsEvenInteger(i))]);
        Assert.Equal(0, Balance.Of(cancelling).Value, 1e-12);
        Assert.Equal(0.2, Balance.LargestStretch(cancelling), 1e-12);
    }

    [Fact]
    public void Predicting_the_base_rate_scores_zero_so_the_score_is_not_proper()
    {
        var outcomes = Enumerable.Range(0, 100).Select(i => i < 70).ToArray();
        var lazy = Forecasts.Of([.. Enumerable.Repeat(0.7, 100)], outcomes);
        var knowing = Forecasts.Of([.. outcomes.Select(y => y ? 0.95 : 0.05)], outcomes);
        Assert.Equal(0, Balance.Of(lazy).Value, 1e-12);
        Assert.Equal(0.05, Balance.Of(knowing).Value, 1e-12);
        Assert.True(knowing.Brier() < lazy.Brier() && knowing.LogLoss() < lazy.LogLoss());
    }

    [Fact]
    public void Nonsense_is_refused_with_its_row()
    {
        Assert.Contains("Row 2", Assert.Throws<ArgumentException>(() => Forecasts.Of([0.5, 1.01], [true, true])).Message);
        Assert.Contains("Row 1", Assert.Throws<ArgumentException>(() => Forecasts.Of([double.NaN], [true])).Message);
        Assert.Contains("Row 1", Assert.Throws<ArgumentException>(() => Forecasts.Unbounded([double.PositiveInfinity], [true])).Message);
        Assert.Contains("no forecasts", Assert.Throws<ArgumentException>(() => Forecasts.Of([], [])).Message);
        Assert.Contains("1 outcomes", Assert.Throws<ArgumentException>(() => Forecasts.Of([0.5, 0.5], [true])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => CalibrationError.Binned(Hand(), 0));
    }
}
