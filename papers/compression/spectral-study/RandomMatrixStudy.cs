using Praxis.Lab;

namespace Praxis.Papers.Compression.SpectralStudy;

/// <summary>Counts spikes in noise, and narrows trained networks to the directions that noise cannot explain.</summary>
[Paper("spectral-study")]
public sealed class RandomMatrixStudy : IStudy
{
    /// <inheritdoc/>
    public Task<Findings> RunAsync(StudyContext context, CancellationToken cancel)
    {
        var found = new FindingsBuilder();
        var spikes = SpikePart.Observe(context, found, cancel);
        string[] names = ReductionPart.Tasks(context);
        var tasks = new List<(string Task, ReductionRun[] Runs)>();
        for (int t = 0; t < names.Length; t++)
        {
            string name = names[t];
            int before = t;
            tasks.Add((name, context.Once(name, () => context.Seeds.Select((seed, s) =>
            {
                context.Report($"{name}, seed {seed}", (before + ((double)s / context.Seeds.Count)) / names.Length);
                return ReductionPart.Run(context, name, seed, cancel);
            }).ToArray())));
            for (int s = 0; s < context.Seeds.Count; s++)
                ReductionPart.Observe(found, name, context.Seeds[s], tasks[^1].Runs[s]);
        }

        found.Add(RandomMatrixFigures.Spikes(spikes[0]));
        found.Add(RandomMatrixFigures.Accuracies(tasks));
        found.Add(RandomMatrixFigures.Streams(tasks));
        found.Add(RandomMatrixFigures.Counts(spikes));
        found.Add(RandomMatrixFigures.Reductions(tasks));
        found.Remark("The edge from the raw median lies above the median by construction, so that RMT-KD keeps fewer than half of the directions at every place it looks at, whatever the activations are. The reduction of one step follows from the estimate, not from a gap in the spectrum.");
        foreach (var (name, runs) in tasks)
        {
            int most = Array.FindIndex(runs[0].Points, point => point.Rule.StartsWith("99", StringComparison.Ordinal));
            int finer = Array.FindIndex(runs[0].Points, point => point.Rule == ReductionPart.Finer.Name);
            found.Remark($"{name}: 99 % of the variance leaves {100 * runs.Average(run => run.Points[most].Kept):0.0} % of the parameters and {100 * runs.Average(run => run.Points[most].Accuracy):0.0} % accuracy, the edge of the noise {100 * runs.Average(run => run.Points[0].Kept):0.0} % and {100 * runs.Average(run => run.Points[0].Accuracy):0.0} %. A choice of 99.9 %, no part of the checks and added after the first recorded run, leaves {100 * runs.Average(run => run.Points[finer].Kept):0.0} % and {100 * runs.Average(run => run.Points[finer].Accuracy):0.0} %.");
        }

        found.Remark("With fewer samples than dimensions the raw median errs the other way: the eigenvalues that are not zero have the mean q σ², and their median lies above σ², so that spikes are missed. The median of the law mends both.");
        found.Remark("Directions come from all training inputs, centred: the tenth of them that the thesis takes would be fewer than the stream is wide. Tuning is as in the thesis (α = 0.7, temperature 1), with AdamW, the same number of epochs for every rule, and the whole network is tuned as long.");
        found.Remark("A choice by variance that keeps fewer than 5 % of the first width, or costs two points on validation, stops there as the method does, and is compared at the parameters it has then; choices of 90 and 95 % often stop at the first place for that reason. Below the smallest of these choices the method is compared with the smallest, which is to its disadvantage.");
        return Task.FromResult(found.Build());
    }
}
