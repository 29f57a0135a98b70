using System.Globalization;

namespace Praxis.Lab;

/// <summary>The sentences in which results are told, the same in the console, on pages and in files.</summary>
public static class Wording
{
    /// <summary>The verdict in a word; a claim without one is not checked here.</summary>
    public static string Of(Verdict? verdict) => verdict switch
    {
        Verdict.Holds => "holds",
        Verdict.Fails => "fails",
        Verdict.Inconclusive => "inconclusive",
        _ => "not checked here",
    };

    /// <summary>The verdict's sign, told apart by shape; always shown beside the word.</summary>
    public static string Symbol(Verdict? verdict) => verdict switch
    {
        Verdict.Holds => "✓",
        Verdict.Fails => "✗",
        Verdict.Inconclusive => "~",
        _ => "–",
    };

    /// <summary>The reach in words.</summary>
    public static string Of(Reach reach) => reach switch
    {
        Reach.Full => "full reach",
        Reach.Reduced => "reduced reach",
        _ => "out of reach",
    };

    /// <summary>The side of a threshold in words.</summary>
    public static string Of(Side side) => side == Side.AtMost ? "at most" : "at least";

    /// <summary>The scale in words.</summary>
    public static string Of(Scale scale) => $"{scale.ToString().ToLowerInvariant()} scale";

    /// <summary>The state of a run in a word.</summary>
    public static string Of(RunState state) => state.ToString().ToLowerInvariant();

    /// <summary>The kind of a notice in words.</summary>
    public static string Of(NoticeKind kind) => kind switch
    {
        NoticeKind.Withdrawn => "withdrawn",
        NoticeKind.Superseded => "superseded",
        NoticeKind.Formula => "an error in a formula",
        NoticeKind.Code => "the released code differs",
        _ => "true with a proviso",
    };

    /// <summary>Seeds: <c>seeds 1 to 20</c>, <c>seed 7</c>, <c>seeds 1, 5, 9</c>.</summary>
    public static string Seeds(IReadOnlyList<long> seeds) =>
        seeds.Count == 1 ? $"seed {seeds[0]}"
        : seeds.Count > 2 && Enumerable.Range(1, seeds.Count - 1).All(i => seeds[i] == seeds[i - 1] + 1) ? $"seeds {seeds[0]} to {seeds[^1]}"
        : $"seeds {string.Join(", ", seeds)}";

    /// <summary>The check's bar: <c>at most 1</c>, <c>at least 0.9 dB</c>.</summary>
    public static string Bar(CheckJudgement judgement, string unit = "1") =>
        $"{Of(judgement.Side)} {Numbers.Short(judgement.Threshold)}{Unit(unit)}";

    /// <summary>The estimate with its interval: <c>0.97 [0.95, 0.99]</c>, or the value alone when there is no width.</summary>
    public static string Estimate(CheckJudgement judgement, string unit = "1")
    {
        var (estimate, low, high) = (judgement.Estimate, judgement.Low, judgement.High);
        if (low == high) return Apart(estimate, judgement.Threshold) + Unit(unit);
        var format = Format(judgement);
        return $"{format(estimate)} [{format(low)}, {format(high)}]{Unit(unit)}";
    }

    /// <summary>The whole measurement in a sentence: <c>0.97 [0.95, 0.99], at most 1</c>.</summary>
    /// <param name="judgement">The judged check.</param>
    /// <param name="unit">The check's unit; "1" for a pure number.</param>
    public static string Measured(CheckJudgement judgement, string unit = "1") => $"{Estimate(judgement)}, {Bar(judgement, unit)}";

    /// <summary>How the numbers of a check came about: the interval, over what, and against which baseline.</summary>
    /// <param name="judgement">The judged check.</param>
    /// <param name="stated">The check as paper.md states it, or null when it does not (any longer).</param>
    public static string How(CheckJudgement judgement, Check? stated) => string.Join("; ", ((string?[])
    [
        judgement.DecidedBy is { } setting ? $"{judgement.How}: {setting}" : judgement.How,
        stated is PairedCheck paired ? $"{(paired.Comparison == Comparison.Ratio ? "ratio to" : "difference from")} {paired.Baseline}" : null,
    ]).OfType<string>());

    /// <summary>What the paper used and what is used here, for a claim that is not in full reach.</summary>
    public static string Reached(Claim claim) => $"The paper used: {claim.PaperUsed.TrimEnd('.')}. Here: {claim.ReachBecause}";

    /// <summary>How a run was made, in lines: input, time and memory, machine, date.</summary>
    public static IReadOnlyList<string> Made(RunReport report) =>
    [
        $"{report.Slug}, {Of(report.Scale)}, {Seeds(report.Seeds)}",
        $"{Numbers.Duration(report.Seconds)}, at most {Numbers.Memory(report.PeakMegabytes)} of memory, linear algebra by {report.Backend}",
        $"{report.Machine.Processor}, {report.Machine.Cores} cores, {Numbers.Short(report.Machine.MemoryGigabytes)} GB, {report.Machine.System}, {report.Machine.Runtime}",
        $"{report.Started.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC, source {report.Fingerprint}",
    ];

    /// <summary>That a run took settings over from one that did not come to its end.</summary>
    internal static string TakenOver(int settings) =>
        $"{(settings == 1 ? "One setting was" : $"{settings.ToString(CultureInfo.InvariantCulture)} settings were")} taken over from an earlier run that was not done; time and memory are of the rest.";

    private static string Unit(string unit) => unit is "1" or "" ? "" : $" {unit}";

    // All three numbers with the same decimals, as many as two digits of the interval's width need, and more when an end
    // would otherwise look as if it were the threshold.
    private static Func<double, string> Format(CheckJudgement judgement)
    {
        var width = judgement.High - judgement.Low;
        var largest = Math.Max(Math.Abs(judgement.Low), Math.Abs(judgement.High));
        if (!double.IsFinite(width) || largest >= 1e9 || largest < 1e-4) return Numbers.Short;
        var decimals = Math.Clamp(1 - (int)Math.Floor(Math.Log10(width)), 0, 12);
        while (decimals < 12 && (Hidden(judgement.Low) || Hidden(judgement.High))) decimals++;
        return value => Numbers.Fixed(value, decimals);

        bool Hidden(double end) => end != judgement.Threshold && Math.Round(end, decimals) == Math.Round(judgement.Threshold, decimals);
    }

    private static string Apart(double value, double threshold)
    {
        if (value == threshold || Numbers.Short(value) != Numbers.Short(threshold)) return Numbers.Short(value);
        for (var digits = 5; digits < 17; digits++)
        {
            var text = value.ToString($"G{digits}", CultureInfo.InvariantCulture);
            if (text != threshold.ToString($"G{digits}", CultureInfo.InvariantCulture)) return text.Replace('-', '−');
        }
        return value.ToString("R", CultureInfo.InvariantCulture).Replace('-', '−');
    }
}
