namespace Praxis.Lab;

/// <summary>The one rule by which evidence becomes a verdict. Nothing else may write one.</summary>
public static class VerdictRule
{
    /// <summary>Judges all claims of a paper.</summary>
    /// <param name="paper">The paper with its claims and checks.</param>
    /// <param name="evidence">The evidence of a study: exactly one entry per check.</param>
    /// <param name="seeds">The seeds of the run; each must be there in every setting of a stochastic check.</param>
    /// <exception cref="EvidenceException">Evidence without a check, a check without evidence, a missing seed, a value that is no number.</exception>
    public static IReadOnlyList<ClaimJudgement> Judge(Paper paper, IReadOnlyList<Evidence> evidence, IReadOnlyList<long> seeds)
    {
        if (seeds.Distinct().Count() != seeds.Count) throw new EvidenceException($"{paper.Slug}: a seed of the run is there twice; every seed counts as one independent draw.");
        var byCheck = new Dictionary<(string, string), Evidence>();
        foreach (var entry in evidence)
        {
            if (!paper.Claims.Any(claim => claim.Id == entry.Claim && claim.Checks.Any(check => check.Id == entry.Check)))
                throw new EvidenceException($"{paper.Slug}: the study has evidence for {entry.Claim}/{entry.Check}, which paper.md does not list.");
            if (!byCheck.TryAdd((entry.Claim, entry.Check), entry))
                throw new EvidenceException($"{paper.Slug}: the evidence for {entry.Claim}/{entry.Check} is there twice.");
        }
        return [.. paper.Claims.Select(claim =>
        {
            CheckJudgement[] checks = [.. claim.Checks.Select(check => Judge(
                check,
                byCheck.GetValueOrDefault((claim.Id, check.Id))
                    ?? throw new EvidenceException($"{paper.Slug}: paper.md lists the check {claim.Id}/{check.Id}, for which the study has no evidence."),
                seeds))];
            return new ClaimJudgement { Id = claim.Id, Reach = claim.Reach, Verdict = Combine(checks), Checks = checks };
        })];
    }

    /// <summary>Judges one check.</summary>
    /// <exception cref="EvidenceException">A missing seed, a missing baseline, a value that is no number, a ratio of values that are not positive.</exception>
    public static CheckJudgement Judge(Check check, Evidence evidence, IReadOnlyList<long> seeds)
    {
        var place = $"{evidence.Claim}/{evidence.Check}";
        if (evidence.Observations.Count == 0) throw new EvidenceException($"{place}: no observations.");
        foreach (var observation in evidence.Observations) RequireSense(check, observation, place);

        var settings = evidence.Observations.GroupBy(o => o.Setting).Select(group => group.ToList()).ToList();
        foreach (var setting in settings)
            // What chance has no part in is measured once; what it has a part in, once for every seed.
            if (check is not ToleranceCheck || setting.Count > 1) RequireSeeds(setting, seeds, place);
        return check switch
        {
            ToleranceCheck => JudgeTolerance(check, evidence.Observations),
            ProportionCheck => JudgeSettings(check, settings, evidence.Observations, JudgeProportion),
            _ => JudgeSettings(check, settings, evidence.Observations, (part, observations) => JudgeMean(part, observations, place)),
        };
    }

    /// <summary>holds if the whole interval is on the claimed side of the threshold, fails if the whole is on the other, else inconclusive.</summary>
    public static Verdict Decide(Side side, double threshold, double low, double high) => side switch
    {
        Side.AtMost => high <= threshold ? Verdict.Holds : low > threshold ? Verdict.Fails : Verdict.Inconclusive,
        _ => low >= threshold ? Verdict.Holds : high < threshold ? Verdict.Fails : Verdict.Inconclusive,
    };

    private static Verdict? Combine(IReadOnlyList<CheckJudgement> checks) =>
        checks.Count == 0 ? null
        : checks.Any(check => check.Verdict == Verdict.Fails) ? Verdict.Fails
        : checks.Any(check => check.Verdict == Verdict.Inconclusive) ? Verdict.Inconclusive
        : Verdict.Holds;

    private static CheckJudgement JudgeTolerance(Check check, IReadOnlyList<Observation> observations)
    {
        var worst = check.Side == Side.AtMost ? observations.MaxBy(o => o.Method)! : observations.MinBy(o => o.Method)!;
        return new CheckJudgement
        {
            Id = check.Id,
            Verdict = Decide(check.Side, check.Threshold, worst.Method, worst.Method),
            Estimate = worst.Method,
            Low = worst.Method,
            High = worst.Method,
            Threshold = check.Threshold,
            Side = check.Side,
            Count = observations.Count,
            How = observations.Count == 1 ? "the value itself" : $"the worst of {observations.Count} values",
            DecidedBy = worst.Setting.Length > 0 ? worst.Setting : null,
        };
    }

    private static CheckJudgement JudgeSettings(
        Check check, IReadOnlyList<IReadOnlyList<Observation>> settings, IReadOnlyList<Observation> observations,
        Func<Check, IReadOnlyList<Observation>, CheckJudgement> judge)
    {
        if (check.Across == Across.Mean || settings.Count == 1) return judge(check, observations);

        var judged = settings.Select(setting => judge(check, setting) with { DecidedBy = setting[0].Setting }).ToList();
        var deciding = judged.FirstOrDefault(j => j.Verdict == Verdict.Fails)
            ?? judged.FirstOrDefault(j => j.Verdict == Verdict.Inconclusive)
            // All hold: show the setting that came closest to the threshold.
            ?? (check.Side == Side.AtMost ? judged.MaxBy(j => j.High)! : judged.MinBy(j => j.Low)!);
        return deciding with { How = $"{deciding.How}; the deciding one of {judged.Count} settings" };
    }

    private static CheckJudgement JudgeMean(Check check, IReadOnlyList<Observation> observations, string place)
    {
        var ratio = check is PairedCheck { Comparison: Comparison.Ratio };
        // A seed is one independent draw, however many settings it was measured in.
        double[] values = [.. observations
            .GroupBy(o => o.Seed)
            .OrderBy(seed => seed.Key)
            .Select(seed => seed.Average(o => check switch
            {
                PairedCheck { Comparison: Comparison.Ratio } => LogRatio(o.Method, o.Baseline!.Value),
                PairedCheck => o.Method - o.Baseline!.Value,
                _ => o.Method,
            }))];
        var what = check is PairedCheck ? ratio ? "paired log ratios" : "paired differences" : "seeds";
        var enough = values.Length >= Interval.FewestValues;
        if (!values.All(double.IsFinite)) throw new EvidenceException($"{place}: the values are too large to be averaged.");
        var interval = enough ? Interval.OfMean(values) : new Interval(values.Average(), values.Min(), values.Max());
        if (!double.IsFinite(interval.High - interval.Low)) throw new EvidenceException($"{place}: the values are too large for an interval.");
        // Ratios are decided as logarithms, where they were averaged: a ratio that equals the threshold every time must not
        // be moved off it by exp(log(·)).
        var threshold = ratio ? Math.Log(check.Threshold) : check.Threshold;
        var verdict = enough ? Decide(check.Side, threshold, interval.Low, interval.High) : Verdict.Inconclusive;
        if (ratio) interval = new(Math.Exp(interval.Estimate), Math.Exp(interval.Low), Math.Exp(interval.High));
        return new CheckJudgement
        {
            Id = check.Id,
            Verdict = verdict,
            Estimate = interval.Estimate,
            Low = interval.Low,
            High = interval.High,
            Threshold = check.Threshold,
            Side = check.Side,
            Count = values.Length,
            How = !enough ? $"{values.Length} {what}: too few for an interval ({Interval.FewestValues} at least), the range is shown"
                : values.Length < Interval.BootstrapFrom ? $"Student's 95 % interval on {values.Length} {what}"
                : $"BCa bootstrap 95 % interval on {values.Length} {what}",
        };
    }

    // The quotient of two positive numbers may overflow where its logarithm does not.
    private static double LogRatio(double method, double baseline) =>
        method / baseline is var ratio && double.IsNormal(ratio) ? Math.Log(ratio) : Math.Log(method) - Math.Log(baseline);

    private static CheckJudgement JudgeProportion(Check check, IReadOnlyList<Observation> observations)
    {
        var trials = observations.Sum(o => (long)o.Trials!.Value);
        var interval = Interval.Wilson((long)observations.Sum(o => o.Method), trials);
        return new CheckJudgement
        {
            Id = check.Id,
            Verdict = trials >= Interval.FewestValues ? Decide(check.Side, check.Threshold, interval.Low, interval.High) : Verdict.Inconclusive,
            Estimate = interval.Estimate,
            Low = interval.Low,
            High = interval.High,
            Threshold = check.Threshold,
            Side = check.Side,
            Count = (int)Math.Min(trials, int.MaxValue),
            How = $"Wilson's 95 % interval on {trials:N0} trials",
        };
    }

    private static void RequireSense(Check check, Observation o, string place)
    {
        string At() => $"{place}{(o.Setting.Length > 0 ? $", {o.Setting}" : "")}, seed {o.Seed}";
        if (!double.IsFinite(o.Method)) throw new EvidenceException($"{At()}: the measured value is {o.Method}.");
        if (o.Baseline is { } given && !double.IsFinite(given)) throw new EvidenceException($"{At()}: the baseline's value is {given}.");
        switch (check)
        {
            case PairedCheck when o.Baseline is null:
                throw new EvidenceException($"{At()}: a paired check needs the baseline's value.");
            case PairedCheck { Comparison: Comparison.Ratio } when check.Threshold <= 0:
                throw new EvidenceException($"{place}: the threshold of a ratio must be positive, not {check.Threshold}.");
            case PairedCheck { Comparison: Comparison.Ratio } when o.Method <= 0 || o.Baseline <= 0:
                throw new EvidenceException($"{At()}: a ratio needs positive values, got {o.Method} and {o.Baseline}.");
            case not PairedCheck when o.Baseline is not null:
                throw new EvidenceException($"{At()}: a baseline's value in a check that has no baseline.");
            case ProportionCheck when o.Trials is not > 0 || o.Method < 0 || o.Method > o.Trials || o.Method != Math.Floor(o.Method):
                throw new EvidenceException($"{At()}: a proportion needs a whole number of successes between 0 and the trials, got {o.Method} of {o.Trials}.");
            case not ProportionCheck when o.Trials is not null:
                throw new EvidenceException($"{At()}: a number of trials in a check that is no proportion.");
        }
    }

    private static void RequireSeeds(IReadOnlyList<Observation> setting, IReadOnlyList<long> seeds, string place)
    {
        var name = setting[0].Setting.Length > 0 ? $", {setting[0].Setting}" : "";
        foreach (var seed in seeds)
        {
            var times = setting.Count(o => o.Seed == seed);
            if (times != 1) throw new EvidenceException($"{place}{name}: seed {seed} is there {times} times instead of once.");
        }
        if (setting.Count != seeds.Count)
            throw new EvidenceException($"{place}{name}: seed {setting.First(o => !seeds.Contains(o.Seed)).Seed} is not one of the run's seeds.");
    }
}
