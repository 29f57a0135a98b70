using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.FactorLlm;

/// <summary>
/// Cuts the feed-forward parts of a small Llama into slices: that all together are the dense part; how much of the model 2 of 4 keep, and how
/// fast they are; whether routers taught by the closest slices do better than other routers and than a static cut; what experts tell of the text.
/// </summary>
[Paper("factorllm")]
public sealed class FactorLlmStudy : IStudy
{
    /// <inheritdoc/>
    public Task<Findings> RunAsync(StudyContext context, CancellationToken cancel)
    {
        var found = new FindingsBuilder();
        CheckIdentity(context, found, cancel);
        CheckSpeed(context, found, cancel);
        var experiment = new FactorExperiment(context, cancel);
        (double dense, double frequencies) = (experiment.DenseLoss(), experiment.FrequencyLoss());
        var runs = EachSeed(context, "arms", 0.1, 0.75, experiment.Run, cancel);
        string taught = FactorExperiment.Name(Arm.PriorApproximation);
        for (int i = 0; i < runs.Length; i++)
        {
            (long seed, var run) = (context.Seeds[i], runs[i]);
            double loss = run.Trained[taught];
            found.Observe("C2", "share", "2 of 4", seed, (frequencies - loss) / (frequencies - dense));
            found.ObservePair("C3", "random", "2 of 4", seed, loss, run.Trained[FactorExperiment.Name(Arm.Random)]);
            found.ObservePair("C3", "unguided", "2 of 4", seed, loss, run.Trained[FactorExperiment.Name(Arm.Unguided)]);
            found.ObservePair("C3", "static", "2 of 4", seed, loss, run.Trained[FactorExperiment.Name(Arm.Static)]);
            found.ObservePair("C3", "agreement", "2 of 4", seed, run.Agreement, run.AgreementOfMostFrequent);
            found.ObservePair("C4", "beyond-chance", "2 of 4", seed, run.Bits.Average(), run.BitsByChance.Average());
            found.Observe("C4", "told-apart", "2 of 4", seed, run.Bits.Max());
        }

        var variants = Variants(context, experiment, cancel);
        found.Add(FactorFigures.Losses(runs, variants, dense, frequencies));
        found.Add(FactorFigures.Usage(runs));
        found.Add(FactorFigures.Arms(runs, dense, frequencies));
        found.Add(FactorFigures.Variants(variants));
        found.Remark($"Every arm sees the same {experiment.Steps * 4} windows of 64 tokens in the same order, {experiment.Steps} steps of AdamW; embeddings, attention, norms and head are frozen. The learning rate is the best of 3e-4, 1e-3 and 3e-3 for each arm on other seeds.");
        found.Remark("The router's target is nearly flat, as coded: softmax of a 0/1 mask. The variants show a sharper one.");
        found.Remark("The model was trained on the books that the training passages come from, so that training it on is no new information: the dense arm shows what further steps alone do.");
        found.Remark("The router is trained on the teacher's hidden states, and the student's differ from layer to layer: the agreement with the closest slices is measured on the teacher's.");
        found.Remark("Times are of routers before training: every token passes exactly 2 of 4 slices whatever the router says. The factor that is left after halving the feed-forward operations is bounded by attention and head, which stay as they are, and by gathering and scattering tokens.");
        return Task.FromResult(found.Build());
    }

    private static void CheckIdentity(StudyContext context, FindingsBuilder found, CancellationToken cancel)
    {
        string[] models = context.Pick<string[]>(smoke: ["llama-1m"], small: ["llama-1m", "llama-4m"], full: ["llama-1m", "llama-4m"]);
        int[] counts = context.Pick<int[]>(smoke: [4], small: [2, 4, 8], full: [2, 4, 8]);
        context.Report("all slices together", 0.02);
        foreach (string model in models)
        {
            var source = BundledLanguageModel.Open(context.Data, model);
            foreach (int experts in counts)
                foreach (bool shuffled in new[] { false, true })
                {
                    cancel.ThrowIfCancellationRequested();
                    found.Observe("C1", "identity", $"{model}, {experts} slices{(shuffled ? ", random order" : "")}", context.Seeds[0], FactorSpeed.Difference(source, experts, shuffled, context.Random(context.Seeds[0], "order")));
                }
        }
    }

    // One after another, before anything runs beside it.
    private static void CheckSpeed(StudyContext context, FindingsBuilder found, CancellationToken cancel)
    {
        (int Windows, int Repeats)[] settings = context.Pick<(int, int)[]>(smoke: [(1, 1)], small: [(1, 9), (8, 5), (64, 3)], full: [(1, 9), (8, 5), (64, 3)]);
        var source = BundledLanguageModel.Open(context.Data, "llama-1m");
        var rows = new List<IReadOnlyList<string>>();
        foreach (var (windows, repeats) in settings)
        {
            string setting = windows == 1 ? "1 window" : $"{windows} windows";
            context.Report($"time of {setting}", 0.05);
            var measured = context.Once($"speed, {setting}", () => context.Seeds.Select(seed =>
            {
                cancel.ThrowIfCancellationRequested();
                var (routed, dense) = FactorSpeed.Measure(source, windows, repeats, context.Random(seed, "speed"));
                return new[] { routed, dense };
            }).ToArray());
            for (int i = 0; i < measured.Length; i++)
                found.ObservePair("C2", "speed", setting, context.Seeds[i], measured[i][0], measured[i][1]);
            rows.Add([$"{windows * 64:N0}", $"{1e3 * Summary.Median(measured.Select(m => m[1])):0.0}", $"{1e3 * Summary.Median(measured.Select(m => m[0])):0.0}", $"{Summary.Median(measured.Select(m => m[1] / m[0])):0.00}"]);
        }

        var part = source.Load().FeedForwards()[0];
        var form = MixtureOfExperts.Of(part, FactorExperiment.Experts, FactorExperiment.Chosen);
        found.Add(new FindingsTable("Time of the whole model, milliseconds, median over seeds", ["tokens", "dense", "2 of 4 experts", "times as fast"], rows));
        found.Remark($"Operations of a feed-forward part for one token: {form.DenseFlopsPerRow:N0} dense, {form.FlopsPerRow:N0} with 2 of 4 experts and the router.");
    }

    private static Dictionary<string, double[]> Variants(StudyContext context, FactorExperiment experiment, CancellationToken cancel)
    {
        (string Name, Arm Arm, int Experts, int Chosen, bool Grouped, double Sharpness)[] settings = context.Pick<(string, Arm, int, int, bool, double)[]>(
            smoke: [("taught, 1 of 4", Arm.PriorApproximation, 4, 1, false, 1)],
            small: [("taught, 1 of 4", Arm.PriorApproximation, 4, 1, false, 1), ("taught, 2 of 4, sharp target", Arm.PriorApproximation, 4, 2, false, 8), ("static, 1 of 4", Arm.Static, 4, 1, false, 1)],
            full:
            [
                ("taught, 1 of 4", Arm.PriorApproximation, 4, 1, false, 1), ("taught, 3 of 4", Arm.PriorApproximation, 4, 3, false, 1),
                ("taught, 4 of 8", Arm.PriorApproximation, 8, 4, false, 1),
                ("taught, 2 of 4, sharp target", Arm.PriorApproximation, 4, 2, false, 8), ("taught, 2 of 4, units grouped by k-means", Arm.PriorApproximation, 4, 2, true, 1),
                ("static, 1 of 4", Arm.Static, 4, 1, false, 1), ("static, 3 of 4", Arm.Static, 4, 3, false, 1),
            ]);
        long[] seeds = [.. context.Seeds.Take(context.Pick(smoke: 1, small: 2, full: 4))];
        var losses = new Dictionary<string, double[]>();
        for (int s = 0; s < settings.Length; s++)
        {
            var setting = settings[s];
            context.Report(setting.Name, 0.85 + (0.15 * s / settings.Length));
            losses[setting.Name] = context.Once(setting.Name, () =>
            {
                var results = new double[seeds.Length];
                Parallel.For(0, results.Length, Options(cancel), i => results[i] = experiment.Variant(seeds[i], setting.Arm, setting.Experts, setting.Chosen, setting.Grouped, setting.Sharpness));
                return results;
            });
        }

        return losses;
    }

    // The model is small, so that seeds share the cores better than the products inside one pass.
    private static T[] EachSeed<T>(StudyContext context, string name, double from, double share, Func<long, T> run, CancellationToken cancel)
    {
        var results = new T[context.Seeds.Count];
        int done = 0;
        Parallel.For(0, results.Length, Options(cancel), i =>
        {
            results[i] = context.Once($"{name}, seed {context.Seeds[i]}", () => run(context.Seeds[i]));
            context.Report($"{name}, seed {context.Seeds[i]}", from + (share * Interlocked.Increment(ref done) / results.Length));
        });
        return results;
    }

    private static ParallelOptions Options(CancellationToken cancel) => new() { CancellationToken = cancel, MaxDegreeOfParallelism = Environment.ProcessorCount };
}
