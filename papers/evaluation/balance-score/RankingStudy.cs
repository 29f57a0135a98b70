using Praxis.Lab;

namespace Praxis.Papers.Evaluation.BalanceScore;

/// <summary>C2: two over-confident models, ranked and measured by |Balance| and by binned errors.</summary>
internal sealed class RankingStudy(StudyContext context, FindingsBuilder found, CancellationToken cancel)
{
    private const int Matches = 10_000;
    private const double Weaker = 0.10, Stronger = 0.11;

    private static readonly int[] Sizes = [50, 100, 200, 500, 1000, 2000, 5000, Matches];
    private static readonly int[] ErrorBins = [5, 10, 20, 50, 100];
    private static readonly int[] RankBins = [.. Enumerable.Range(1, 20).Select(i => 5 * i)];

    // What is measured at every size: the score, our corrected score, the binned errors, and three variants with ten bins.
    private static readonly (string Name, Func<Forecasts, double> Of)[] Estimators =
    [
        ("|Balance|", f => Balance.Of(f).Magnitude),
        ("|Balance|, corrected", f => Balance.Of(f).CorrectedMagnitude),
        .. ErrorBins.Select(m => ($"{m} bins", (Func<Forecasts, double>)(f => CalibrationError.Binned(f, m)))),
        ("10 bins, equal mass", f => CalibrationError.Binned(f, 10, Binning.EqualMass)),
        ("10 bins, debiased", f => CalibrationError.Debiased(f, 10)),
    ];

    /// <summary>Both readings of the model, as printed and clipped.</summary>
    public void Check()
    {
        Measure("as printed", Simulation.Overconfident, Weaker / 4, 0.1);
        Measure("clipped to [0, 1]", Simulation.Clipped, Simulation.ClippedError(Weaker), 0.4);
        found.Remark("As printed the model p̂ = p + a(p − ½) leaves [0, 1] for 9 % of the matches; only so is its calibration error a/4 = 0.025. Clipped to [0, 1] it is 0.0227 and 0.0248. Both are judged.");
        found.Remark("The binned error with an even number of equally wide bins is never below |Balance|, by the triangle inequality: within a bin the favoured side is the same. Its larger value at few matches is that inequality at work.");
    }

    private void Measure(string model, Func<double, Func<double, double>> strength, double truth, double start)
    {
        var replications = context.Pick(smoke: 4, small: 30, full: 100);
        var bySeed = new SeedResult[context.Seeds.Count];
        for (var s = 0; s < bySeed.Length; s++)
        {
            context.Report($"over-confident models, {model}, seed {context.Seeds[s]}", start + 0.3 * s / bySeed.Length);
            var seed = context.Seeds[s];
            bySeed[s] = context.Once($"{model}, seed {seed}", () => Replicate(strength, truth, replications, seed));
        }

        var at = Array.IndexOf(Sizes, 500);
        for (var s = 0; s < bySeed.Length; s++)
        {
            var (seed, result) = (context.Seeds[s], bySeed[s]);
            found.ObserveShare("C2", "rank", model, seed, result.BalanceRight, replications);
            found.ObserveShare("C2", "binned-rank", model, seed, result.SomeBinsWrong, replications);
            found.Observe("C2", "balance-500", model, seed, result.Means[0][at] / truth);
            found.Observe("C2", "binned-500", model, seed, result.Means[Index("10 bins")][at] / truth);
            foreach (var m in ErrorBins)
                found.ObservePair("C2", "error", $"{model}, {m} bins", seed, Math.Sqrt(result.SquareErrors[0][at]), Math.Sqrt(result.SquareErrors[Index($"{m} bins")][at]));
        }
        double total = replications * bySeed.Length;
        if (model == "as printed") found.Add(BalanceFigures.Convergence([.. Sizes.Select(n => (double)n)], truth, [.. Estimators.Select((e, i) => new Curve(e.Name, Over(r => r.Means[i]), [.. Over(r => r.SquareErrors[i]).Select(Math.Sqrt)]))]));
        if (model == "as printed")
        {
            found.Remark($"|Balance| ranks the two models rightly in {bySeed.Sum(r => r.BalanceRight) / total:0.000} of the replications when both are judged on the same matches, where the noise of the outcomes is common to both. Judged on matches of their own the share is {bySeed.Sum(r => r.BalanceRightApart) / total:0.000}, with 10 bins {bySeed.Sum(r => r.BinsRightApart[Array.IndexOf(RankBins, 10)]) / total:0.000}.");
            found.Add(BalanceFigures.Ranking(
                [.. RankBins.Select(m => (double)m)],
                [.. RankBins.Select((_, i) => bySeed.Sum(r => r.BinsRight[i]) / total)], [.. RankBins.Select((_, i) => bySeed.Sum(r => r.BinsRightApart[i]) / total)],
                bySeed.Sum(r => r.BalanceRight) / total, bySeed.Sum(r => r.BalanceRightApart) / total));
        }
        found.Add(new FindingsTable(
            $"Model of strength 0.10, {model}: mean / root mean square error against the true {truth:0.0000}, {total:N0} replications",
            ["matches", .. Estimators.Select(e => e.Name)],
            [.. Sizes.Select((n, i) => (IReadOnlyList<string>)
                [$"{n:N0}", .. Estimators.Select((_, e) => $"{Over(r => r.Means[e])[i]:0.0000} / {Math.Sqrt(Over(r => r.SquareErrors[e])[i]):0.0000}")])]));
        found.Add(new FindingsTable(
            $"Share of replications that rank strength 0.10 before 0.11, {model}, {Matches:N0} matches",
            ["judged on", "|Balance|", .. ErrorBins.Select(m => $"{m} bins")],
            [
                ["the same matches", $"{bySeed.Sum(r => r.BalanceRight) / total:0.000}", .. ErrorBins.Select(m => $"{bySeed.Sum(r => r.BinsRight[Array.IndexOf(RankBins, m)]) / total:0.000}")],
                ["matches of their own", $"{bySeed.Sum(r => r.BalanceRightApart) / total:0.000}", .. ErrorBins.Select(m => $"{bySeed.Sum(r => r.BinsRightApart[Array.IndexOf(RankBins, m)]) / total:0.000}")],
            ]));

        double[] Over(Func<SeedResult, double[]> pick) => [.. Sizes.Select((_, i) => bySeed.Average(result => pick(result)[i]))];
    }

    private SeedResult Replicate(Func<double, Func<double, double>> strength, double truth, int replications, long seed)
    {
        var result = SeedResult.Empty(Estimators.Length, Sizes.Length, RankBins.Length);
        for (var r = 0; r < replications; r++)
        {
            cancel.ThrowIfCancellationRequested();
            var matches = Simulation.Draw(Matches, u => u, context.Random(seed, $"matches {r}"));
            var weaker = matches.Judge(strength(Weaker));
            var stronger = matches.Judge(strength(Stronger));
            var elsewhere = Simulation.Draw(Matches, u => u, context.Random(seed, $"other matches {r}")).Judge(strength(Stronger));

            for (var n = 0; n < Sizes.Length; n++)
            {
                var first = Forecasts.Unbounded(weaker.Probabilities[..Sizes[n]], weaker.Outcomes[..Sizes[n]]);
                for (var e = 0; e < Estimators.Length; e++)
                {
                    var estimate = Estimators[e].Of(first);
                    result.Means[e][n] += estimate / replications;
                    result.SquareErrors[e][n] += (estimate - truth) * (estimate - truth) / replications;
                }
            }

            var weakerBalance = Balance.Of(weaker).Magnitude;
            if (weakerBalance < Balance.Of(stronger).Magnitude) result.BalanceRight++;
            if (weakerBalance < Balance.Of(elsewhere).Magnitude) result.BalanceRightApart++;
            var wrong = false;
            for (var m = 0; m < RankBins.Length; m++)
            {
                var error = CalibrationError.Binned(weaker, RankBins[m]);
                if (error < CalibrationError.Binned(stronger, RankBins[m])) result.BinsRight[m]++;
                else wrong = true;
                if (error < CalibrationError.Binned(elsewhere, RankBins[m])) result.BinsRightApart[m]++;
            }
            if (wrong) result.SomeBinsWrong++;
        }
        return result;
    }

    private static int Index(string name) => Array.FindIndex(Estimators, estimator => estimator.Name == name);

    /// <summary>One seed's replications: per estimator and size the mean and the mean squared error, and counts of right rankings.</summary>
    private sealed record SeedResult(double[][] Means, double[][] SquareErrors, int[] BinsRight, int[] BinsRightApart)
    {
        public int BalanceRight { get; set; }

        public int BalanceRightApart { get; set; }

        public int SomeBinsWrong { get; set; }

        public static SeedResult Empty(int estimators, int sizes, int bins) =>
            new([.. Enumerable.Range(0, estimators).Select(_ => new double[sizes])], [.. Enumerable.Range(0, estimators).Select(_ => new double[sizes])], new int[bins], new int[bins]);
    }
}
