using Praxis.Lab;

namespace Praxis.Papers.RandomizedLinearAlgebra.AutoCoreset;

/// <summary>
/// Coresets of equal size on regression, classification and clustering problems: the automatic construction with three summations,
/// one uniform coreset, the best of as many uniform coresets as the construction made solver calls, and coresets made for the problem.
/// </summary>
[Paper("autocoreset")]
public sealed class AutoCoresetStudy : IStudy
{
    /// <inheritdoc/>
    public Task<Findings> RunAsync(StudyContext context, CancellationToken cancel)
    {
        var found = new FindingsBuilder();
        var kinds = InstanceKind.All(context);
        var all = new List<(InstanceKind Kind, IReadOnlyList<CoresetTrial> Trials)>();
        foreach (var (k, kind) in kinds.Index())
        {
            var trials = new List<CoresetTrial>();
            foreach (var (s, seed) in context.Seeds.Index())
            {
                context.Report($"{kind.Name}, seed {seed}", (k + (double)s / context.Seeds.Count) / kinds.Count);
                trials.AddRange(context.Once($"{kind.Name}, seed {seed}", () => CoresetTrial.Run(context, kind, seed, cancel).ToArray()));
            }
            all.Add((kind, trials));
            Observe(found, kind, trials);
        }

        found.Add(CoresetFigures.GapAgainstSize(all));
        found.Add(CoresetFigures.Ratios(all));
        found.Add(CoresetFigures.SolverCalls(all));
        found.Add(CoresetTables.Gaps(all));
        found.Add(CoresetTables.Wins(all));
        found.Add(CoresetTables.ScoresAndTimes(all));
        found.Remark("The loop keeps the coreset with the least cost on all data, so it selects among as many candidates as it makes solver calls. The check equal-calls gives uniform sampling the same selection: that, not one uniform coreset, is the comparison at equal work.");
        found.Remark("Why the exact construction gets so near: least squares in d columns is linear in a lifting of (d + 2)(d + 3)/2 dimensions, so the sums of that many collected solutions fix the cost of every solution, and each round adds one near the optimum. Gaps then fall to rounding once the coreset has room for the columns. Losses without a lifting of few dimensions gain less: on k-means of the digits and on the support vector machine for eights among digits (64 columns) the best of as many uniform coresets is the better choice, although the average over all problems is far on the other side.");
        found.Remark("Construction takes longer than one solve on all points for least squares and logistic regression, about as long for support vector machines, and less for k-means (see the table of seconds). A coreset built this way pays where the solver is slow or the coreset is used again.");
        found.Remark("For a classification the automatic construction takes half of its points in proportion to the classes and half in equal parts (close to the mixture in the released code), uniform sampling does not. The row for uniform by class shows what that alone does.");
        found.Remark("As in the released code the uniform coresets that begin the loop are not candidates for the result, columns are not normalised, and the construction by Carathéodory ends when a class has no room for another column. Ours returns exactly m points; the released code stops a round of halving earlier or later.");
        found.Remark("F(x_P) is the solver's cost on all data; for k-means the best of 20 starts on all data, polished. Gaps below 10⁻⁶ count as 10⁻⁶. Regression and clustering are scored on the data themselves, as in the released code; only classifications have held-out points.");
        found.Remark($"Looked at: at most {all.Max(entry => entry.Kind.Sizes.Max())} coreset points, two classes, and data sets that are solved on all points in seconds at most. HTRU2 and the image data of the paper are not bundled.");
        return Task.FromResult(found.Build());
    }

    private static void Observe(FindingsBuilder found, InstanceKind kind, IReadOnlyList<CoresetTrial> trials)
    {
        foreach (var seed in trials.GroupBy(trial => trial.Seed))
        {
            double Gap(string way) => Math.Exp(seed.Average(trial => Math.Log(trial.Outcomes[way].Gap)));
            double Score(string way) => seed.Average(trial => trial.Outcomes[way].Score);
            found.ObservePair("C1", "uniform", kind.Name, seed.Key, Gap(CoresetTrial.Automatic), Gap(CoresetTrial.Uniform));
            found.ObservePair("C1", "equal-calls", kind.Name, seed.Key, Gap(CoresetTrial.Automatic), Gap(CoresetTrial.EqualCalls));
            if (kind.Classifies)
                found.ObservePair("C1", "accuracy", kind.Name, seed.Key, Score(CoresetTrial.Automatic), Score(CoresetTrial.Uniform));
            found.Observe("C2", "sums", kind.Name, seed.Key, seed.Max(trial => trial.SumError));
            if (seed.First().HullError is not null)
                found.Observe("C2", "hull", kind.Name, seed.Key, seed.Max(trial => trial.HullError!.Value));
        }
    }
}
