namespace Praxis.Lab.Tests;

public sealed class VerdictRuleTests
{
    [Theory]
    [InlineData(Side.AtMost, 0.8, 1.0, Verdict.Holds)]          // the end on the threshold still is on the claimed side
    [InlineData(Side.AtMost, 1.0, 1.0, Verdict.Holds)]
    [InlineData(Side.AtMost, 1.0, 1.2, Verdict.Inconclusive)]   // not the whole interval is on the other side
    [InlineData(Side.AtMost, 0.9, 1.1, Verdict.Inconclusive)]
    [InlineData(Side.AtMost, 1.0000001, 1.2, Verdict.Fails)]
    [InlineData(Side.AtLeast, 1.0, 1.2, Verdict.Holds)]
    [InlineData(Side.AtLeast, 1.0, 1.0, Verdict.Holds)]
    [InlineData(Side.AtLeast, 0.8, 1.0, Verdict.Inconclusive)]
    [InlineData(Side.AtLeast, 0.8, 0.9999999, Verdict.Fails)]
    public void The_whole_interval_decides(Side side, double low, double high, Verdict verdict) =>
        Assert.Equal(verdict, VerdictRule.Decide(side, 1, low, high));

    [Fact]
    public void Four_seeds_are_too_few_and_five_are_enough()
    {
        var check = Samples.Constant(Side.AtMost, 10);
        Assert.Equal(Verdict.Inconclusive, Samples.Judge(check, 1, 1, 1, 1).Verdict);
        Assert.Contains("too few", Samples.Judge(check, 1, 2, 3, 4).How);
        Assert.Equal((1.0, 4.0), (Samples.Judge(check, 1, 2, 3, 4).Low, Samples.Judge(check, 1, 2, 3, 4).High));
        Assert.Equal(Verdict.Holds, Samples.Judge(check, 1, 1, 1, 1, 1).Verdict);
        Assert.Equal(Verdict.Fails, Samples.Judge(Samples.Constant(Side.AtLeast, 10), 1, 1, 1, 1, 1).Verdict);
    }

    [Theory]
    [InlineData(Side.AtMost)]
    [InlineData(Side.AtLeast)]
    public void A_value_that_equals_the_threshold_every_time_is_on_the_claimed_side(Side side)
    {
        Assert.Equal(Verdict.Holds, Samples.Judge(Samples.Constant(side, 0.1), [.. Enumerable.Repeat(0.1, 7)]).Verdict);
        Assert.Equal(Verdict.Holds, Samples.Judge(Samples.Exact(side, 0.1), 0.1).Verdict);
        // The same for a ratio, whose logarithm is averaged: 0.97/1 must not become 0.9700000000000001.
        var evidence = Samples.Evidence([.. Samples.Seeds(7).Select(seed => new Observation("", seed, 0.97, 1))]);
        Assert.Equal(Verdict.Holds, VerdictRule.Judge(Samples.Paired(Comparison.Ratio, side, 0.97), evidence, Samples.Seeds(7)).Verdict);
    }

    [Fact]
    public void A_ratio_is_the_geometric_mean_with_the_interval_of_its_logarithm()
    {
        // Recorded from scipy: t.interval on log(method/baseline), then exp.
        var judged = VerdictRule.Judge(Samples.Paired(Comparison.Ratio, Side.AtMost, 1), Six(), Samples.Seeds(6));
        Assert.Equal(0.9326871524720977, judged.Estimate, 1e-10);
        Assert.Equal(0.83778206, judged.Low, 1e-8);
        Assert.Equal(1.03834322, judged.High, 1e-8);
        Assert.Equal(Verdict.Inconclusive, judged.Verdict);
        Assert.Equal("Student's 95 % interval on 6 paired log ratios", judged.How);
    }

    [Fact]
    public void A_difference_is_the_mean_of_method_minus_baseline()
    {
        var judged = VerdictRule.Judge(Samples.Paired(Comparison.Difference, Side.AtMost, 0.1), Six(), Samples.Seeds(6));
        Assert.Equal(-0.1333333333333333, judged.Estimate, 1e-12);
        Assert.Equal(-0.35010382708163723, judged.Low, 1e-10);
        Assert.Equal(0.0834371604149706, judged.High, 1e-10);
        Assert.Equal(Verdict.Holds, judged.Verdict);
    }

    [Fact]
    public void Halving_the_baseline_doubles_the_ratio_and_the_order_of_seeds_plays_no_part()
    {
        var check = Samples.Paired(Comparison.Ratio, Side.AtMost, 1);
        var once = VerdictRule.Judge(check, Six(), Samples.Seeds(6));
        var twice = VerdictRule.Judge(check, Samples.Evidence([.. Six().Observations.Reverse().Select(o => o with { Baseline = o.Baseline / 2 })]), Samples.Seeds(6));
        Assert.Equal(2 * once.Low, twice.Low, 1e-12);
        Assert.Equal(2 * once.High, twice.High, 1e-12);
        Assert.Equal(Verdict.Fails, twice.Verdict);
    }

    [Fact]
    public void A_ratio_of_very_large_to_very_small_values_is_still_judged()
    {
        var evidence = Samples.Evidence([.. Samples.Seeds(5).Select(seed => new Observation("", seed, 1e300, 1e-300))]);
        Assert.Equal(Verdict.Holds, VerdictRule.Judge(Samples.Paired(Comparison.Ratio, Side.AtLeast, 1e9), evidence with { Observations = [.. evidence.Observations.Select(o => o with { Method = 1e150, Baseline = 1e-150 })] }, Samples.Seeds(5)).Verdict);
        Assert.Equal(Verdict.Holds, VerdictRule.Judge(Samples.Paired(Comparison.Ratio, Side.AtLeast, 1e9), evidence, Samples.Seeds(5)).Verdict);
    }

    [Fact]
    public void With_the_mean_across_settings_a_seed_counts_once()
    {
        // Two settings that cancel each other: five values of 1, not ten of 0 and 2.
        var evidence = Samples.Evidence([.. Samples.Seeds(5).SelectMany(seed => new[] { new Observation("a", seed, 0), new Observation("b", seed, 2) })]);
        var judged = VerdictRule.Judge(Samples.Constant(Side.AtMost, 1), evidence, Samples.Seeds(5));
        Assert.Equal((5, 1.0, 1.0, 1.0), (judged.Count, judged.Estimate, judged.Low, judged.High));
        Assert.Equal(Verdict.Holds, judged.Verdict);
    }

    [Fact]
    public void With_every_setting_by_itself_one_that_fails_decides()
    {
        var evidence = Samples.Evidence([.. Samples.Seeds(5).SelectMany(seed => new[]
        {
            new Observation("small", seed, 0.1 * seed), new Observation("wide", seed, seed % 2 == 0 ? -9 : 9), new Observation("large", seed, 2 + 0.1 * seed),
        })]);
        var judged = VerdictRule.Judge(Samples.Constant(Side.AtMost, 1, Across.Every), evidence, Samples.Seeds(5));
        Assert.Equal((Verdict.Fails, "large"), (judged.Verdict, judged.DecidedBy));
        Assert.Contains("the deciding one of 3 settings", judged.How);

        var withoutLarge = evidence with { Observations = [.. evidence.Observations.Where(o => o.Setting != "large")] };
        judged = VerdictRule.Judge(Samples.Constant(Side.AtMost, 1, Across.Every), withoutLarge, Samples.Seeds(5));
        Assert.Equal((Verdict.Inconclusive, "wide"), (judged.Verdict, judged.DecidedBy));
    }

    [Theory]
    [InlineData(Side.AtMost, "b")]
    [InlineData(Side.AtLeast, "a")]
    public void When_every_setting_holds_the_one_nearest_to_the_threshold_is_shown(Side side, string setting)
    {
        var evidence = Samples.Evidence([.. Samples.Seeds(5).SelectMany(seed => new[] { new Observation("a", seed, 3), new Observation("b", seed, 4) })]);
        var judged = VerdictRule.Judge(Samples.Constant(side, side == Side.AtMost ? 5 : 2, Across.Every), evidence, Samples.Seeds(5));
        Assert.Equal((Verdict.Holds, setting), (judged.Verdict, judged.DecidedBy));
    }

    [Fact]
    public void One_violation_of_a_tolerance_fails_it()
    {
        var evidence = Samples.Evidence(new Observation("n = 10", 0, 1e-12), new Observation("n = 20", 0, 2e-9), new Observation("n = 30", 0, 0));
        var judged = VerdictRule.Judge(Samples.Exact(Side.AtMost, 1e-9), evidence, Samples.Seeds(5));
        Assert.Equal((Verdict.Fails, "n = 20", 2e-9, 3), (judged.Verdict, judged.DecidedBy, judged.Estimate, judged.Count));
        Assert.Equal(Verdict.Fails, VerdictRule.Judge(Samples.Exact(Side.AtLeast, 1e-9), evidence, Samples.Seeds(5)).Verdict);
    }

    [Fact]
    public void A_proportion_adds_successes_and_trials_over_seeds_and_settings()
    {
        var evidence = Samples.Evidence([.. Samples.Seeds(5).Select(seed => new Observation("", seed, 19, Trials: 20))]);
        var judged = VerdictRule.Judge(Samples.Share(Side.AtLeast, 0.85), evidence, Samples.Seeds(5));
        Assert.Equal((0.95, 100), (judged.Estimate, judged.Count));
        Assert.Equal(0.8882495307680809, judged.Low, 1e-12); // Wilson's for 95 of 100, recorded from scipy
        Assert.Equal(Verdict.Holds, judged.Verdict);
        Assert.Equal(Verdict.Inconclusive, VerdictRule.Judge(Samples.Share(Side.AtLeast, 0.9), evidence, Samples.Seeds(5)).Verdict);
        Assert.Equal(Verdict.Fails, VerdictRule.Judge(Samples.Share(Side.AtMost, 0.85), evidence, Samples.Seeds(5)).Verdict);
    }

    [Theory]
    [InlineData(1.0, 1.0, Verdict.Holds)]
    [InlineData(1.0, 9.0, Verdict.Fails)]
    [InlineData(9.0, 9.0, Verdict.Fails)]
    public void A_claim_holds_when_all_its_checks_hold_and_fails_when_one_fails(double first, double second, Verdict verdict)
    {
        var paper = Samples.Paper(Samples.Exact(Side.AtMost, 2) with { Id = "one" }, Samples.Exact(Side.AtMost, 2) with { Id = "two" });
        var claim = VerdictRule.Judge(paper, [One("one", first), One("two", second)], Samples.Seeds(5)).Single();
        Assert.Equal(verdict, claim.Verdict);
        Assert.Equal(verdict, claim.Deciding!.Verdict);
    }

    [Fact]
    public void An_inconclusive_check_keeps_a_claim_open_unless_another_fails()
    {
        var open = Samples.Constant(Side.AtMost, 0) with { Id = "open" };
        var exact = Samples.Exact(Side.AtMost, 2) with { Id = "exact" };
        var scattered = new Evidence("C1", "open", Samples.Values(-3, 3, -2, 2, 1).Observations);
        var claim = VerdictRule.Judge(Samples.Paper(exact, open), [One("exact", 1), scattered], Samples.Seeds(5)).Single();
        Assert.Equal((Verdict.Inconclusive, "open"), (claim.Verdict, claim.Deciding!.Id));
        claim = VerdictRule.Judge(Samples.Paper(open, exact), [One("exact", 3), scattered], Samples.Seeds(5)).Single();
        Assert.Equal((Verdict.Fails, "exact"), (claim.Verdict, claim.Deciding!.Id));
    }

    [Fact]
    public void A_claim_without_checks_has_no_verdict()
    {
        var claim = VerdictRule.Judge(Samples.Paper(), [], Samples.Seeds(5)).Single();
        Assert.Null(claim.Verdict);
        Assert.Null(claim.Deciding);
    }

    private static Evidence One(string check, double value) => new("C1", check, [new Observation("", 0, value)]);

    private static Evidence Six()
    {
        double[] method = [1.9, 2.2, 1.7, 2.5, 2.1, 1.8], baseline = [2.0, 2.1, 2.0, 2.4, 2.3, 2.2];
        return Samples.Evidence([.. method.Select((value, i) => new Observation("", i + 1, value, baseline[i]))]);
    }
}
