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
        found.Remark("Directions come from all training inputs, centred: the tenth of them that the thesis takes would be fewer than the stream is wide. Tuning is as in the thesis (α = 0.7, temperature 1), with AdamW, the same number of epochs for every rule, and the whole network is tuned as long.");
        found.Remark("Where a choice by variance stops before the last place it is compared at the parameters it has then. Below the smallest of these choices the method is compared with the smallest, which is to its disadvantage.");
        return Task.FromResult(found.Build());
    }
}
