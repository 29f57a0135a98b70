using Praxis.Lab;

namespace Praxis.Papers.Compression.MalignantTail;

/// <summary>
/// Trains perceptrons until they know noisy labels by heart and looks where in the feature spectrum truth and error sit; compares the head
/// refitted on few directions with the converged network, early stopping, untrained features and a ridge, all chosen on the same noisy labels.
/// </summary>
[Paper("malignant-tail")]
public sealed class MalignantTailStudy : IStudy
{
    private static readonly TailSetting Shown = new(TailSetting.Synthetic, 0.4);

    /// <inheritdoc/>
    public Task<Findings> RunAsync(StudyContext context, CancellationToken cancel)
    {
        var found = new FindingsBuilder();
        TailSetting[] settings = context.Pick<TailSetting[]>(
            smoke: [Shown, Shown with { Systematic = true }],
            small: [Shown, Shown with { Systematic = true }],
            full:
            [
                new(TailSetting.Synthetic, 0.2), Shown, new(TailSetting.Synthetic, 0.6), new(TailSetting.Digits, 0.4), new(TailSetting.Clothes, 0.4),
                Shown with { SmallWeights = true }, Shown with { Systematic = true },
            ]);
        var runs = new List<(TailSetting Setting, TailRun[] Runs)>();
        for (int s = 0; s < settings.Length; s++)
        {
            var setting = settings[s];
            runs.Add((setting, context.Once(setting.Name, () => EachSeed(context, setting, s / (double)settings.Length, 1.0 / settings.Length, cancel))));
        }

        foreach (var (setting, ofSetting) in runs.Where(entry => !entry.Setting.Systematic))
            for (int i = 0; i < ofSetting.Length; i++)
                Observe(found, setting.Name, context.Seeds[i], ofSetting[i], ofSetting.Average(run => run.Refitted.Accuracy), ofSetting.Average(run => run.Epoch.Accuracy));
        foreach (var (setting, ofSetting) in runs.Where(entry => entry.Setting.Systematic))
        {
            var random = runs.Single(entry => entry.Setting == setting with { Systematic = false }).Runs;
            for (int i = 0; i < ofSetting.Length; i++)
                found.ObservePair("C4", "systematic", setting.Name, context.Seeds[i], Gain(ofSetting[i]), Gain(random[i]));
        }

        var shown = runs.Single(entry => entry.Setting == Shown).Runs;
        found.Add(TailFigures.Curves([.. runs.Where(entry => entry.Setting.Rate == 0.4)]));
        found.Add(TailFigures.Along(shown, TailExperiment.Watched(context), Shown.Name));
        found.Add(TailFigures.Accuracies(runs));
        found.Add(TailFigures.Bands(runs));
        double memorised = runs.SelectMany(entry => entry.Runs).Min(run => run.Memorised);
        found.Remark($"Every network gives back at least {100 * memorised:0.0} % of its noisy training labels, so that there is something to truncate. (In a first run digits and clothes were not standardised, and networks stopped at 75 to 100 % of the noisy labels; standardising is the only thing changed since.) Training: stochastic gradient descent with momentum 0.9, {TailExperiment.Epochs(context)} epochs, rate {TailExperiment.LearningRate} falling along a cosine, no weight decay.");
        found.Remark("d, the epoch and the ridge are chosen on 300 validation inputs (297 digits) whose labels are as noisy as the training labels. The best d and best epoch, which the test labels show, stand beside them as what cannot be had.");
        found.Remark("The size of the first weights decides how far the features move while errors are learned. With He's weights they move little, and what is memorised stays spread over many directions; with weights 2.4 times as small, which PyTorch's linear layers begin with, wrong labels become features of their own and reach the leading directions. Both are settings here; size, rate and epochs of the training were tried on other seeds than those reported.");
        found.Remark("A least-squares head in principal coordinates is fitted once for all d: on the training inputs the coordinates are orthogonal, so that leaving directions out changes no other coefficient.");
        found.Remark("The rival that the paper does not have, ridge regression on the inputs themselves, stands in the table; where it wins, the network is not needed at all.");
        return Task.FromResult(found.Build());
    }

    private static double Gain(TailRun run) => run.Refitted.Accuracy - run.Converged;

    private static void Observe(FindingsBuilder found, string setting, long seed, TailRun run, double meanRefitted, double meanStopped)
    {
        found.ObservePair("C1", "signal-leads", setting, seed, run.LeadingProbe, run.OtherProbe);
        found.Observe("C1", "noise-in-tail", setting, seed, run.Energies.TailShare);
        found.ObservePair("C1", "noise-per-direction", setting, seed, run.Energies.TailPerDirection, run.Energies.LeadingPerDirection);
        found.ObservePair("C2", "above-converged", setting, seed, run.Refitted.Accuracy, run.Converged);
        found.ObservePair("C2", "as-early-stopping", setting, seed, run.Refitted.Accuracy, run.Epoch.Accuracy);
        found.ObservePair("C2", "best-as-best-epoch", setting, seed, run.Refitted.Best, run.Epoch.Best);
        found.ObservePair("C3", "untrained", setting, seed, run.Refitted.Accuracy, run.Untrained.Accuracy);
        found.ObservePair("C3", "ridge", setting, seed, run.Refitted.Accuracy, run.Ridge.Accuracy);
        found.ObservePair("C4", "regret", setting, seed, run.Refitted.Regret, run.Epoch.Regret);
        found.ObservePair("C4", "spread", setting, seed, Math.Abs(run.Refitted.Accuracy - meanRefitted), Math.Abs(run.Epoch.Accuracy - meanStopped));
    }

    // Networks are small, so that seeds share the cores better than the products inside one network.
    private static TailRun[] EachSeed(StudyContext context, TailSetting setting, double from, double share, CancellationToken cancel)
    {
        var experiment = new TailExperiment(context, setting, cancel);
        var runs = new TailRun[context.Seeds.Count];
        int done = 0;
        Parallel.For(0, runs.Length, new ParallelOptions { CancellationToken = cancel, MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
        {
            runs[i] = experiment.Run(context.Seeds[i], watch: setting == Shown && i < 5);
            int finished = Interlocked.Increment(ref done);
            context.Report(setting.Name, from + (share * finished / runs.Length), ("accuracy of the converged network", runs[i].Converged), ("after truncation", runs[i].Refitted.Accuracy));
        });
        return runs;
    }
}
