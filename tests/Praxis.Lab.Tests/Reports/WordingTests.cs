namespace Praxis.Lab.Tests;

public sealed class WordingTests
{
    [Theory]
    [InlineData(0.97, 0.95, 0.99, 1, "0.970 [0.950, 0.990], at most 1")]
    [InlineData(0.9731, 0.912, 1.0412, 1, "0.97 [0.91, 1.04], at most 1")]
    [InlineData(12345.2, 12000.1, 12700.9, 13000, "12,345 [12,000, 12,701], at most 13,000")]
    [InlineData(0.98, 0.96, 0.99996, 1, "0.9800 [0.9600, 1.0000], at most 1", "0.98000 [0.96000, 0.99996], at most 1")]
    [InlineData(0.5, 0.5, 0.5, 1, "0.5, at most 1")]
    [InlineData(1e-14, 1e-14, 1e-14, 1e-9, "10⁻¹⁴, at most 10⁻⁹")]
    [InlineData(1.00001, 1.00001, 1.00001, 1, "1.00001, at most 1")]
    [InlineData(2e-7, 1e-7, 3e-7, 1e-6, "2·10⁻⁷ [10⁻⁷, 3·10⁻⁷], at most 10⁻⁶")]
    public void A_measurement_shows_as_many_digits_as_its_interval_bears(double estimate, double low, double high, double threshold, string text, string? better = null) =>
        Assert.Equal(better ?? text, Wording.Measured(Check(estimate, low, high, threshold)));

    [Fact]
    public void The_unit_is_said_once()
    {
        var check = Check(3, 2, 4, 5) with { Side = Side.AtLeast };
        Assert.Equal("3.0 [2.0, 4.0], at least 5 dB", Wording.Measured(check, "dB"));
        Assert.Equal("3.0 [2.0, 4.0] dB", Wording.Estimate(check, "dB"));
    }

    [Fact]
    public void Every_verdict_has_a_word_and_a_sign_of_its_own()
    {
        Verdict?[] verdicts = [Verdict.Holds, Verdict.Fails, Verdict.Inconclusive, null];
        Assert.Equal(4, verdicts.Select(Wording.Of).Distinct().Count());
        Assert.Equal(4, verdicts.Select(Wording.Symbol).Distinct().Count());
    }

    [Theory]
    [InlineData(new long[] { 7 }, "seed 7")]
    [InlineData(new long[] { 1, 2 }, "seeds 1, 2")]
    [InlineData(new long[] { 1, 2, 3, 4 }, "seeds 1 to 4")]
    [InlineData(new long[] { 1, 3, 4 }, "seeds 1, 3, 4")]
    public void Seeds_in_a_row_are_shortened(long[] seeds, string text) => Assert.Equal(text, Wording.Seeds(seeds));

    private static CheckJudgement Check(double estimate, double low, double high, double threshold) => new()
    {
        Id = "check",
        Verdict = Verdict.Holds,
        Estimate = estimate,
        Low = low,
        High = high,
        Threshold = threshold,
        Side = Side.AtMost,
        Count = 10,
        How = "",
    };
}
