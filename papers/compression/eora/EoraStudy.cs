using Praxis.Lab;

namespace Praxis.Papers.Compression.Eora;

/// <summary>
/// Repairs the maps of a trained language model under four compressors by EoRA, truncated SVD of the error and activation-scaled SVD (C2),
/// fine-tunes the paths from three beginnings (C3), varies the calibration text and counts the operations for a large model (C4).
/// </summary>
[Paper("eora")]
public sealed class EoraStudy : IStudy
{
    private const int TokensOfPaper = 64 * 2048, BlocksOf8B = 32;

    private const double OperationsASecond = 1e13;

    /// <inheritdoc/>
    public Task<Findings> RunAsync(StudyContext context, CancellationToken cancel)
    {
        var found = new FindingsBuilder();
        var model = new CompensatedModel(context, cancel);
        CompressedBase[] bases = context.Pick<CompressedBase[]>(
            smoke: [CompressedBase.ThreeBits],
            small: [CompressedBase.ThreeBits, CompressedBase.TwoOfFour],
            full: [CompressedBase.ThreeBits, CompressedBase.TwoBits, CompressedBase.TwoOfFour, CompressedBase.TwoOfFourFourBits]);
        var measures = Compensate(context, model, bases, cancel);
        foreach (var m in measures)
        {
            found.ObservePair("C2", "against-svd", m.Base, m.Seed, Losses(CompensatedModel.Eora), Losses(CompensatedModel.Svd));
            found.ObservePair("C2", "against-scaled", m.Base, m.Seed, Losses(CompensatedModel.Eora), Losses(CompensatedModel.Scaled));
            found.ObservePair("C2", "output-error", m.Base, m.Seed, Errors(CompensatedModel.Eora), Math.Min(Errors(CompensatedModel.Svd), Errors(CompensatedModel.Scaled)));

            double Losses(string method) => m.Losses[method].Average();
            double Errors(string method) => m.Errors[method].Average();
        }

        Tune(context, found, model, cancel);
        VaryCalibration(context, found, model, cancel);
        CountOperations(found);
        found.Add(EoraFigures.LossAgainstRank(measures, model.Ranks, model.Original(cancel)));
        found.Add(EoraFigures.Spectra(model, model.Calibrated(context.Seeds[0], Windows(context), cancel)));
        found.Add(EoraFigures.Table(measures, model.Ranks));
        found.Remark("EoRA is activation-aware SVD of the error: with Σ_r V_rᵀ = U_rᵀ ΔW Q Λ^½ the path B A is U_r U_rᵀ ΔW, and no eigenvalue is divided by. The floor on Λ that the released code needs makes no difference then.");
        found.Remark("What the path repairs is bounded by the error itself: rounding errors have hardly any direction, and even as the inputs see them a path of rank 16 leaves most of the error (second figure). The order of the three methods is clear, the distances between them are small beside what the compression costs.");
        found.Remark("The scaled baseline weights inputs by their root mean square; the paper's by their mean absolute value, which the calibration of this family does not keep. For inputs of one distribution the two differ by a factor, which changes nothing.");
        found.Remark("A path of rank r adds 1.3·r % to the linear parameters of this small model; the paper's rank 128 adds 5 % to those of an 8B model.");
        return Task.FromResult(found.Build());
    }

    private static int Windows(StudyContext context) => context.Pick(smoke: 4, small: 64, full: 64);

    /// <summary>C2: every compressor, method, rank and seed.</summary>
    private static List<BaseMeasures> Compensate(StudyContext context, CompensatedModel model, CompressedBase[] bases, CancellationToken cancel)
    {
        int most = model.Ranks[^1];
        var measures = new List<BaseMeasures>();
        var calibrated = new Dictionary<long, IReadOnlyDictionary<string, LayerStatistics>>();
        for (int b = 0; b < bases.Length; b++)
        {
            var compressed = bases[b];
            double none = model.Loss(compressed, cancel);
            var svd = context.Once($"{compressed.Name}, {CompensatedModel.Svd}", () => AtRanks(compressed, CompensatedModel.Svd, null));
            foreach (long seed in context.Seeds)
            {
                context.Report($"{compressed.Name}, seed {seed}", 0.5 * (b + ((double)measures.Count % context.Seeds.Count / context.Seeds.Count)) / bases.Length);
                measures.Add(context.Once($"{compressed.Name}, seed {seed}", () =>
                {
                    if (!calibrated.TryGetValue(seed, out var statistics))
                        calibrated[seed] = statistics = model.Calibrated(seed, Windows(context), cancel);
                    var scaled = AtRanks(compressed, CompensatedModel.Scaled, statistics);
                    var eora = AtRanks(compressed, CompensatedModel.Eora, statistics);
                    return new BaseMeasures(
                        compressed.Name, seed, none,
                        new() { [CompensatedModel.Eora] = eora.Losses, [CompensatedModel.Svd] = svd.Losses, [CompensatedModel.Scaled] = scaled.Losses },
                        new() { [CompensatedModel.Eora] = eora.Errors, [CompensatedModel.Svd] = svd.Errors, [CompensatedModel.Scaled] = scaled.Errors });
                }));
            }
        }

        return measures;

        RankMeasures AtRanks(CompressedBase compressed, string method, IReadOnlyDictionary<string, LayerStatistics>? statistics)
        {
            var directions = model.Directions(compressed, method, statistics, most);
            var all = model.Ranks.Select(rank => model.Measure(compressed, directions, rank, cancel)).ToList();
            return new RankMeasures([.. all.Select(one => one.Loss)], [.. all.Select(one => one.Error)]);
        }
    }

    /// <summary>C3: fine-tuning from three beginnings.</summary>
    private static void Tune(StudyContext context, FindingsBuilder found, CompensatedModel model, CancellationToken cancel)
    {
        var tuning = new PathTuning(context, model);
        var all = new Dictionary<string, PathTuning.Tuned[]>();
        var rows = new List<IReadOnlyList<string>>();
        for (int k = 0; k < PathTuning.Starts.Length; k++)
        {
            string start = PathTuning.Starts[k];
            context.Report($"learning rate of fine-tuning from {start}", 0.5 + (0.1 * k));
            double rate = context.Once($"learning rate from {start}", () => tuning.ChooseRate(start, cancel));
            all[start] = [.. context.Seeds.Select((seed, i) =>
            {
                context.Report($"fine-tuning from {start}, seed {seed}", 0.5 + (0.1 * (k + ((double)i / context.Seeds.Count))));
                return context.Once($"fine-tuning from {start}, seed {seed}", () => tuning.Run(start, seed, rate, cancel));
            })];
            rows.Add([start, $"{rate:g2}", $"{all[start].Average(tuned => tuned.Before):0.000}", $"{all[start].Average(tuned => tuned.After):0.000}"]);
        }

        for (int i = 0; i < context.Seeds.Count; i++)
        {
            found.ObservePair("C3", "after-svd", "", context.Seeds[i], all[CompensatedModel.Eora][i].After, all[CompensatedModel.Svd][i].After);
            found.ObservePair("C3", "after-zero", "", context.Seeds[i], all[CompensatedModel.Eora][i].After, all[PathTuning.Zero][i].After);
        }

        found.Add(new FindingsTable("Fine-tuning the path of rank 8 of a model at 2:4 and 3 bits: test loss in nats, mean over seeds", ["beginning", "learning rate", "before", "after"], rows));
    }

    /// <summary>C4: the loss against the calibration text; and the order of the layers, once.</summary>
    private static void VaryCalibration(StudyContext context, FindingsBuilder found, CompensatedModel model, CancellationToken cancel)
    {
        const int rank = 8;
        int few = Windows(context), many = 4 * few;
        int[] others = context.Pick<int[]>(smoke: [], small: [4, 16], full: [1, 4, 16]);
        var errors = new Dictionary<int, (double Loss, double Error)[]>();
        foreach (int windows in others.Concat([few, many]))
        {
            context.Report($"calibrated on {windows} windows", 0.85);
            errors[windows] = [.. context.Seeds.Select(seed => context.Once($"3 bits a row, rank {rank}, {windows} windows, seed {seed}", () =>
            {
                var directions = model.Directions(CompressedBase.ThreeBits, CompensatedModel.Eora, model.Calibrated(seed, windows, cancel), rank);
                var measured = model.Measure(CompressedBase.ThreeBits, directions, rank, cancel);
                return new double[] { measured.Loss, measured.Error };
            })).Select(pair => (pair[0], pair[1]))];
        }

        for (int i = 0; i < context.Seeds.Count; i++)
            found.ObservePair("C4", "calibration", "", context.Seeds[i], errors[few][i].Loss, errors[many][i].Loss);
        var rows = errors.OrderBy(pair => pair.Key).Select(pair => (IReadOnlyList<string>)
        [
            $"{pair.Key}", $"{pair.Key * model.Length:N0}", $"{pair.Value.Average(one => one.Loss):0.000}", $"{100 * pair.Value.Average(one => one.Error):0.0} %",
        ]).ToList();
        double sequential = context.Once("layer by layer", () => model.SequentialLoss(CompressedBase.ThreeBits, context.Seeds[0], few, rank, cancel));
        found.Add(new FindingsTable("3 bits a row with EoRA of rank 8: mean over seeds", ["calibration windows", "tokens", "test loss, nats", "output error left on test inputs"], rows));
        found.Remark($"Layer by layer, each on the inputs that the compensated layers before it give (the paper's order), 3 bits a row with rank {rank} has a test loss of {sequential:0.000} nats with the text of seed {context.Seeds[0]}; with the inputs of the model that is not compressed, as everywhere else here, {errors[few][0].Loss:0.000}.");
    }

    private static void CountOperations(FindingsBuilder found)
    {
        var cost = EoraCost.Of(EoraCost.BlockOf8B, BlocksOf8B, TokensOfPaper);
        found.Observe("C4", "minutes", "", 0, cost.Total / OperationsASecond / 60);
        found.Add(new FindingsTable(
            "Operations for a model of 8 billion parameters, 64 sequences of 2048 tokens, in 10¹² multiplications and additions",
            ["forward passes", "second moments", "eigenproblems", "projections", "decompositions", "all"],
            [[.. new[] { cost.Forward, cost.Moments, cost.Eigenproblems, cost.Projections, cost.Decompositions, cost.Total }.Select(operations => $"{operations / 1e12:N0}")]]));
    }

    private sealed record RankMeasures(double[] Losses, double[] Errors);
}

/// <summary>How the repairs of one compressor did with one seed.</summary>
/// <param name="Base">The compressor.</param>
/// <param name="Seed">The seed.</param>
/// <param name="None">Test loss without repair.</param>
/// <param name="Losses">By method: test loss at each rank.</param>
/// <param name="Errors">By method: share of the output error left on test inputs at each rank, mean over maps.</param>
internal sealed record BaseMeasures(string Base, long Seed, double None, Dictionary<string, double[]> Losses, Dictionary<string, double[]> Errors);
