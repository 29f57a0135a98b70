using Praxis.Lab;

namespace Praxis.Papers.Compression.WeLore;

/// <summary>
/// Reduces the rank of trained language models by WeLore's threshold, uniformly and in other ways (C1), sets the gradients of further training
/// against the ranks (C2), and fine-tunes parts of a compressed model on another kind of text (C3).
/// </summary>
[Paper("welore")]
public sealed class WeLoreStudy : IStudy
{
    private const double Half = 0.5;

    /// <inheritdoc/>
    public Task<Findings> RunAsync(StudyContext context, CancellationToken cancel)
    {
        var found = new FindingsBuilder();
        string[] names = context.Pick<string[]>(smoke: ["llama-1m"], small: ["llama-1m"], full: ["llama-1m", "gpt2-1m"]);
        List<ReducedModel> models = [.. names.Select(name => new ReducedModel(context, name))];
        var reductions = models.Select(model => context.Once($"reductions of {model.Bundled.Name}", () => ReductionMeasures.Measure(context, model, cancel))).ToList();
        foreach (var measures in reductions)
            for (int s = 0; s < context.Seeds.Count; s++)
            {
                found.ObservePair("C1", "same-reduction", measures.Model, context.Seeds[s], Mean(ReductionMeasures.WeLore), Mean(ReductionMeasures.Uniform));
                found.ObservePair("C1", "same-parameters", measures.Model, context.Seeds[s], Mean(ReductionMeasures.WeLore), Mean(ReductionMeasures.SameParameters));
                found.ObservePair("C1", "shuffled", measures.Model, context.Seeds[s], Mean(ReductionMeasures.WeLore), Mean(ReductionMeasures.Shuffled));

                double Mean(string arm) => measures.Losses[arm].Average(losses => losses[s]);
            }

        foreach (var model in models)
            Emergence(context, found, model);
        var gradients = models.Select(model => Gradients(context, found, model, cancel)).ToList();
        Tune(context, found, models[0], cancel);
        found.Add(WeLoreFigures.LossAgainstReduction(reductions));
        found.Add(WeLoreFigures.Map(models[0], gradients[0]));
        found.Add(WeLoreFigures.Table(reductions));
        found.Add(Correlations(models, gradients));
        found.Remark("As the paper words it, at the same nominal reduction, WeLore is ahead on both models. But the nominal reduction counts rank in all matrices while those below a half keep everything, so WeLore keeps far more parameters than uniform ranks stand for, and most of its lead is that. At equal parameters, the comparison that tells, it is ahead on llama-1m and behind on gpt2-1m at full scale, and this check decides the verdict. The maps of gpt2-1m are wide (128 to 384 and 512), where two factors are smaller than the matrix up to three quarters of its rank, so that a uniform share costs little; those of llama-1m's attention are square, where half of the rank goes before anything is saved.");
        found.Remark("C2: over all matrices together the energy in the leading directions goes with the pruned share (table), but so does the shape of a matrix with both. Among matrices of one shape less is left, and the persistence of gradients says nothing. There is one training of each model, and the interval is that of the text on which it is trained on. Both were trained with a weight decay of 0.1, which by itself makes weights low-rank where the loss does not hold against it; no model without decay was trained to tell the two apart.");
        found.Remark("C3: the low-rank components have a fifth of the numbers, which is not the whole difference: other matrices, drawn at random until they have no more numbers, do as well or better. Where the paper fine-tunes for thousands of steps, this study does for a few dozen, and five times as many with one seed.");
        return Task.FromResult(found.Build());
    }

    /// <summary>C1: how far ranks differ among matrices of one shape, and among random ones.</summary>
    private static void Emergence(StudyContext context, FindingsBuilder found, ReducedModel model)
    {
        double trained = Spread(model, model.Spectra);
        foreach (long seed in context.Seeds)
        {
            var random = context.Random(seed, $"random matrices, {model.Bundled.Name}");
            double chance = context.Once($"spread of random matrices, {model.Bundled.Name}, seed {seed}", () => Spread(model, [.. model.Maps.Select(map =>
                NormalizedSpectrum.Of(random.Fork(map.Name).Normal(map.Outputs, map.Inputs), SpectrumNormalization.Range, map.Name))]));
            found.ObservePair("C1", "emergence", model.Bundled.Name, seed, trained, chance);
        }
    }

    // The standard deviation of the pruned share among matrices of one shape, mean over shapes.
    private static double Spread(ReducedModel model, IReadOnlyList<NormalizedSpectrum> spectra)
    {
        double threshold = WeLoreRanks.Threshold(spectra, Half);
        return Enumerable.Range(0, spectra.Count).GroupBy(l => model.Shapes[l]).Average(shape =>
        {
            double[] pruned = [.. shape.Select(l => (double)spectra[l].Pruned(threshold) / spectra[l].FullRank)];
            double mean = pruned.Average();
            return Math.Sqrt(pruned.Average(value => (value - mean) * (value - mean)));
        });
    }

    /// <summary>C2: gradients against ranks.</summary>
    private static GradientMeasures[] Gradients(StudyContext context, FindingsBuilder found, ReducedModel model, CancellationToken cancel)
    {
        double threshold = WeLoreRanks.Threshold(model.Spectra, Half);
        double[] pruned = [.. model.Spectra.Select(spectrum => (double)spectrum.Pruned(threshold) / spectrum.FullRank)];
        GradientMeasures[] all = [.. context.Seeds.Select((seed, i) =>
        {
            context.Report($"gradients of {model.Bundled.Name}, seed {seed}", 0.4 + (0.2 * i / context.Seeds.Count));
            return context.Once($"gradients of {model.Bundled.Name}, seed {seed}", () => GradientMeasures.Measure(context, model, seed, cancel));
        })];
        for (int i = 0; i < all.Length; i++)
        {
            found.Observe("C2", "low-rank", model.Bundled.Name, context.Seeds[i], RankCorrelation.Within(all[i].Leading, pruned, model.Shapes));
            found.Observe("C2", "persistent", model.Bundled.Name, context.Seeds[i], RankCorrelation.Within(all[i].Persistence, pruned, model.Shapes));
        }

        return all;
    }

    // The same question asked in other ways.
    private static FindingsTable Correlations(IReadOnlyList<ReducedModel> models, IReadOnlyList<GradientMeasures[]> gradients) => new(
        "Spearman's correlation of gradients and pruned share of rank, mean over seeds",
        ["model", "nominal reduction", "leading tenth, within shapes", "leading tenth, all shapes together", "less stable rank, within shapes", "cosine of steps, within shapes", "cosine of steps, all shapes together"],
        [.. models.SelectMany((model, m) => new[] { 0.3, Half, 0.7 }.Select(reduction =>
        {
            double threshold = WeLoreRanks.Threshold(model.Spectra, reduction);
            double[] pruned = [.. model.Spectra.Select(spectrum => (double)spectrum.Pruned(threshold) / spectrum.FullRank)];
            string[] together = [.. model.Shapes.Select(_ => "")];
            return (IReadOnlyList<string>)
            [
                model.Bundled.Name, $"{100 * reduction:0} %", Mean(g => g.Leading, model.Shapes), Mean(g => g.Leading, together),
                Mean(g => [.. g.StableRank.Select(rank => -rank)], model.Shapes), Mean(g => g.Persistence, model.Shapes), Mean(g => g.Persistence, together),
            ];

            string Mean(Func<GradientMeasures, double[]> measure, string[] groups) =>
                $"{gradients[m].Average(g => RankCorrelation.Within(measure(g), pruned, groups)):0.00}";
        }))]);

    /// <summary>C3: fine-tuning parts.</summary>
    private static void Tune(StudyContext context, FindingsBuilder found, ReducedModel model, CancellationToken cancel)
    {
        var tuning = new TuningPart(context, model);
        var all = new Dictionary<string, TuningPart.Tuned[]>();
        var rows = new List<IReadOnlyList<string>>();
        for (int k = 0; k < TuningPart.Ways.Length; k++)
        {
            string way = TuningPart.Ways[k];
            double rate = context.Once($"learning rate, {way}", () => tuning.ChooseRate(way, cancel));
            all[way] = [.. context.Seeds.Select((seed, i) =>
            {
                context.Report($"fine-tuning of {way}, seed {seed}", 0.6 + (0.1 * (k + ((double)i / context.Seeds.Count))));
                return context.Once($"fine-tuning of {way}, seed {seed}", () => tuning.Run(way, seed, rate, cancel));
            })];
            double longer = context.Once($"longer fine-tuning, {way}", () => tuning.RunLonger(way, context.Seeds[0], rate, cancel)).After;
            long trained = (long)all[way].Average(tuned => tuned.Trained);
            rows.Add([way, $"{rate:g2}", $"{trained:N0}", $"{16 * trained / 1e6:0.00}", $"{all[way].Average(tuned => tuned.Before):0.000}", $"{all[way].Average(tuned => tuned.After):0.000}", $"{longer:0.000}"]);
        }

        for (int i = 0; i < context.Seeds.Count; i++)
        {
            found.ObservePair("C3", "follows", "", context.Seeds[i], all[TuningPart.LowRank][i].After, all[TuningPart.All][i].After);
            found.ObservePair("C3", "others", "", context.Seeds[i], all[TuningPart.LowRank][i].After, all[TuningPart.Others][i].After);
        }

        found.Add(new FindingsTable(
            "Fine-tuning parts of llama-1m at a nominal 50 % on definitions: loss in nats on held-out definitions, mean over seeds; 16 bytes a trained number for weight, gradient and AdamW's two moments",
            ["trained", "learning rate", "numbers trained", "megabytes for training", "before", "after", $"after {TuningPart.Longer} times as many steps, first seed"], rows));
    }
}
