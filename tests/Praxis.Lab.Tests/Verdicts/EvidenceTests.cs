namespace Praxis.Lab.Tests;

/// <summary>Evidence that is not whole is an error, never a verdict.</summary>
public sealed class EvidenceTests
{
    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void A_value_that_is_no_number_is_an_error_in_every_kind_of_check(double bad)
    {
        foreach (var check in (Check[])[Samples.Constant(Side.AtMost, 1), Samples.Exact(Side.AtMost, 1)])
            Refused(() => Samples.Judge(check, 1, 2, bad, 4, 5), "seed 3");
        foreach (var comparison in Enum.GetValues<Comparison>())
        {
            Refused(() => Judge(Samples.Paired(comparison, Side.AtMost, 1), o => o with { Method = bad, Baseline = 1 }), "the measured value is");
            Refused(() => Judge(Samples.Paired(comparison, Side.AtMost, 1), o => o with { Baseline = bad }), "the baseline's value is");
        }
        Refused(() => Judge(Samples.Share(Side.AtMost, 1), o => o with { Method = bad, Trials = 5 }), "the measured value is");
    }

    public static TheoryData<Check, string> StochasticChecks => new()
    {
        { Samples.Constant(Side.AtMost, 1), "constant" },
        { Samples.Paired(Comparison.Ratio, Side.AtMost, 1), "paired" },
        { Samples.Share(Side.AtMost, 1), "proportion" },
        { Samples.Exact(Side.AtMost, 100), "tolerance over seeds" },
    };

    [Theory]
    [MemberData(nameof(StochasticChecks))]
    public void A_missing_an_unknown_or_a_double_seed_is_an_error(Check check, string kind)
    {
        Assert.NotEmpty(kind);
        Observation[] whole = [.. Samples.Seeds(5).Select(seed => Fitting(check, "n = 8", seed))];
        VerdictRule.Judge(check, Samples.Evidence(whole), Samples.Seeds(5));
        Refused(() => VerdictRule.Judge(check, Samples.Evidence(whole[..4]), Samples.Seeds(5)), "seed 5 is there 0 times");
        Refused(() => VerdictRule.Judge(check, Samples.Evidence([.. whole, Fitting(check, "n = 8", 6)]), Samples.Seeds(5)), "seed 6 is not one of the run's");
        Refused(() => VerdictRule.Judge(check, Samples.Evidence([.. whole, whole[2]]), Samples.Seeds(5)), "seed 3 is there 2 times");
        Refused(() => VerdictRule.Judge(check, Samples.Evidence([.. whole[..4], whole[0]]), Samples.Seeds(5)), "C1/check, n = 8: seed 1 is there 2 times");
    }

    [Fact]
    public void A_seed_that_one_setting_lacks_is_an_error_even_if_another_has_it()
    {
        var check = Samples.Constant(Side.AtMost, 1);
        Observation[] observations = [.. Samples.Seeds(5).Select(seed => new Observation("a", seed, 1)), .. Samples.Seeds(4).Select(seed => new Observation("b", seed, 1))];
        Refused(() => VerdictRule.Judge(check, Samples.Evidence(observations), Samples.Seeds(5)), "C1/check, b: seed 5");
    }

    [Fact]
    public void Run_seeds_that_repeat_are_an_error() =>
        Refused(() => VerdictRule.Judge(Samples.Paper(Samples.Exact(Side.AtMost, 1)), [Samples.Values(1)], [1, 2, 2]), "a seed of the run is there twice");

    [Fact]
    public void A_check_without_evidence_and_evidence_without_a_check_are_errors()
    {
        var paper = Samples.Paper(Samples.Exact(Side.AtMost, 1));
        Refused(() => VerdictRule.Judge(paper, [], Samples.Seeds(5)), "C1/check, for which the study has no evidence");
        Refused(() => VerdictRule.Judge(paper, [Samples.Values(1), new Evidence("C1", "other", Samples.Values(1).Observations)], Samples.Seeds(1)), "C1/other, which paper.md does not list");
        Refused(() => VerdictRule.Judge(paper, [Samples.Values(1), new Evidence("C9", "check", Samples.Values(1).Observations)], Samples.Seeds(1)), "C9/check");
        Refused(() => VerdictRule.Judge(paper, [Samples.Values(1), Samples.Values(1)], Samples.Seeds(1)), "there twice");
        Refused(() => VerdictRule.Judge(paper, [Samples.Values()], Samples.Seeds(1)), "no observations");
    }

    [Fact]
    public void Values_of_the_wrong_kind_are_errors()
    {
        Refused(() => Judge(Samples.Paired(Comparison.Difference, Side.AtMost, 1), o => o with { Baseline = null }), "needs the baseline's value");
        Refused(() => Judge(Samples.Paired(Comparison.Ratio, Side.AtMost, 1), o => o with { Method = 0, Baseline = 1 }), "needs positive values");
        Refused(() => Judge(Samples.Paired(Comparison.Ratio, Side.AtMost, 1), o => o with { Method = 1, Baseline = -1 }), "needs positive values");
        Refused(() => Judge(Samples.Constant(Side.AtMost, 1), o => o with { Baseline = 1 }), "no baseline");
        Refused(() => Judge(Samples.Constant(Side.AtMost, 1), o => o with { Trials = 1 }), "no proportion");
        Refused(() => Judge(Samples.Share(Side.AtMost, 1), o => o), "whole number of successes");
        Refused(() => Judge(Samples.Share(Side.AtMost, 1), o => o with { Method = 6, Trials = 5 }), "6 of 5");
        Refused(() => Judge(Samples.Share(Side.AtMost, 1), o => o with { Method = 0.5, Trials = 5 }), "0.5 of 5");
        Refused(() => Judge(Samples.Share(Side.AtMost, 1), o => o with { Method = -1, Trials = 5 }), "-1 of 5");
    }

    [Fact]
    public void Values_too_large_to_be_averaged_are_errors() =>
        Refused(() => Samples.Judge(Samples.Constant(Side.AtMost, 1), 1e300, -1e300, 1e300, 2e300, 1e300), "too large");

    private static Observation Fitting(Check check, string setting, long seed) => check switch
    {
        PairedCheck => new(setting, seed, 1, 2),
        ProportionCheck => new(setting, seed, 1, Trials: 2),
        _ => new(setting, seed, 1),
    };

    private static CheckJudgement Judge(Check check, Func<Observation, Observation> change) =>
        VerdictRule.Judge(check, Samples.Evidence([.. Samples.Seeds(5).Select(seed => change(new Observation("", seed, 1)))]), Samples.Seeds(5));

    private static void Refused(Action judge, string because) => Assert.Contains(because, Assert.Throws<EvidenceException>(judge).Message);
}
