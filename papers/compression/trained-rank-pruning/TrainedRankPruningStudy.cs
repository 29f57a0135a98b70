using Praxis.Lab;

namespace Praxis.Papers.Compression.TrainedRankPruning;

/// <summary>
/// Small networks on the digits, trained with rank pruning, with rank pruning and nuclear norm, and normally, then decomposed to the same
/// number of operations without fine-tuning.
/// </summary>
[Paper("trained-rank-pruning")]
public sealed class TrainedRankPruningStudy : IStudy
{
    private const double Energy = 0.92;
    private const int Every = 10;
    private const double Nuclear = 5e-3;

    /// <inheritdoc/>
    public Task<Findings> RunAsync(StudyContext context, CancellationToken cancel)
    {
        var found = new FindingsBuilder();
        int epochs = context.Pick(smoke: 1, small: 8, full: 20);
        var perceptron = new RankPruningTask(
            "perceptron", false, random => PrunableNetwork.Perceptron([64, 64, 64, 10], random), context.Pick(smoke: 1, small: 40, full: 40), [(FilterScheme.Channel, "")], Energy, Every, Nuclear);
        var convolutions = new RankPruningTask(
            "convolutions", true, random => PrunableNetwork.Convolutional(8, [8, 16, 16], 10, random), epochs,
            [(FilterScheme.Channel, ", channel-wise"), (FilterScheme.Spatial, ", spatial-wise")], Energy, Every, Nuclear);
        RankPruningTask[] tasks = context.Pick<RankPruningTask[]>([perceptron], [perceptron, convolutions], [perceptron, convolutions]);
        List<RankPruningMeasures> all = [];
        for (int t = 0; t < tasks.Length; t++)
            for (int s = 0; s < context.Seeds.Count; s++)
            {
                (var task, long seed, bool first) = (tasks[t], context.Seeds[s], s == 0);
                context.Report($"{task.Name}, seed {seed}", (t + ((double)s / context.Seeds.Count)) / tasks.Length);
                all.AddRange(context.Once($"{task.Name}, seed {seed}", () => task.Run(context.Data, context.Random(seed, task.Name), seed, first, cancel)));
            }

        foreach (var measured in all)
        {
            found.Observe("C1", "drop", measured.Setting, measured.Seed, measured.Pruned.Drop);
            found.ObservePair("C1", "post-hoc", measured.Setting, measured.Seed, measured.PostHoc.Drop, measured.Pruned.Drop);
            found.ObservePair("C4", "operations", measured.Setting, measured.Seed, measured.Nuclear.Operations, measured.Pruned.Operations);
            found.ObservePair("C4", "accuracy", measured.Setting, measured.Seed, 100 * measured.Nuclear.Decomposed, 100 * measured.Pruned.Decomposed);
        }

        found.Add(RankPruningFigures.AccuracyAgainstOperations(all));
        found.Add(RankPruningFigures.Ranks(all));
        found.Add(RankPruningFigures.Table(all));
        found.Remark(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Truncations keep e = {Energy} of the energy, are m = {Every} steps apart and begin after a tenth of all steps; the decomposition keeps e, too. The released code truncates at every step with e = 0.99, over 160 epochs of 390 steps; here there are 300 steps (600 for the perceptron) in all. The strength λ = {Nuclear:g1} of the nuclear norm, e, m and the learning rates were chosen on seeds that are not reported."));
        found.Remark("SVD with fine-tuning in the table starts from the normal network after all epochs and trains the decomposed layers for a quarter as many more. Where it ends as high as rank pruning, what rank pruning saves is the step of repair; it does not reach a better network.");
        found.Remark("Operations are multiplications with additions of the whole network, with the first convolution and the classifier that stay whole; a layer that two thin layers would make dearer counts as whole.");
        return Task.FromResult(found.Build());
    }
}
