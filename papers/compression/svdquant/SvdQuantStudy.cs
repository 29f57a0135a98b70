using System.Diagnostics;
using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.SvdQuant;

/// <summary>
/// The two bounds on random and trained matrices; the ablation on matrices with outliers, on the layers of a small Llama and of a denoiser; a
/// denoiser for digits with 4-bit weights and activations; memory counted and the fused branch timed.
/// </summary>
[Paper("svdquant")]
public sealed class SvdQuantStudy : IStudy
{
    /// <inheritdoc/>
    public Task<Findings> RunAsync(StudyContext context, CancellationToken cancel)
    {
        var found = new FindingsBuilder();
        CheckDenoisers(context, found, cancel);
        CheckAblation(context, found, cancel);
        CheckFastPath(context, found, cancel);
        CheckBounds(context, found, cancel);
        return Task.FromResult(found.Build());
    }

    /// <summary>C1, and the part of C2 on the denoiser's layers.</summary>
    private static void CheckDenoisers(StudyContext context, FindingsBuilder found, CancellationToken cancel)
    {
        int width = context.Pick(64, 192, 192), steps = context.Pick(20, 400, 800), samples = context.Pick(64, 300, 500);
        string setting = $"digits, width {width}, {steps} training steps";
        var trials = new List<DenoiserTrial>();
        foreach (long seed in context.Seeds)
        {
            context.Report($"denoiser, seed {seed}", 0.6 * (seed - context.Seeds[0]) / context.Seeds.Count);
            trials.Add(context.Once($"denoiser, seed {seed}", () => QuantizedDenoiser.Run(context, seed, width, steps, samples, cancel)));
            var outcomes = trials[^1].Outcomes.ToDictionary(outcome => outcome.Arm);
            var ours = outcomes[QuantizationArm.SvdQuant];
            found.ObservePair("C1", "close", setting, seed, ours.Distance, outcomes[QuantizedDenoiser.Trained].Distance);
            found.ObservePair("C1", "naive", setting, seed, ours.NoiseError, outcomes[QuantizationArm.Naive].NoiseError);
            found.ObservePair("C1", "smoothing", setting, seed, ours.NoiseError, outcomes[QuantizationArm.Smoothing].NoiseError);
            found.ObservePair("C1", "nf4", setting, seed, ours.NoiseError, outcomes[QuantizedDenoiser.Nf4].NoiseError);
            var layers = MapErrors.Mean(trials[^1].LayerErrors);
            found.ObservePair("C2", "trained", "denoiser's layers", seed, layers.Ours, layers.BestOfAblation);
            found.ObservePair("C2", "equal-bits", "denoiser's layers", seed, layers.Ours, layers.BestOfEqualBits);
        }

        found.Add(SvdQuantFigures.Pictures(trials[0]));
        found.Add(SvdQuantFigures.Denoisers(trials));
        found.Remark($"Two halves of the real digits are {Summary.Median(trials.Select(trial => trial.RealDistance)):0.00} apart in Fréchet distance: what is about as far as that cannot be told from real ones here.");
        found.Remark("NF4 leaves activations alone and so is far nearer to the trained network's noise than any 4-bit activations here, where no channel is an outlier; by the distance of the digits that come out, the table's last column, the order can be another.");
    }

    /// <summary>C2 on matrices made here and on a Llama's layers.</summary>
    private static void CheckAblation(StudyContext context, FindingsBuilder found, CancellationToken cancel)
    {
        int rows = context.Pick(64, 256, 512), size = context.Pick(128, 256, 256), rank = size / 16;
        var model = BundledLanguageModel.Open(context.Data, "llama-1m");
        int blocks = context.Pick(1, 3, 5);
        var llama = model.Load();
        var maps = llama.LinearMaps().Where(map => int.Parse(map.Name.Split('.')[2], System.Globalization.CultureInfo.InvariantCulture) < blocks
            && (map.Name.EndsWith("q_proj", StringComparison.Ordinal) || map.Name.EndsWith("o_proj", StringComparison.Ordinal)
                || map.Name.EndsWith("gate_proj", StringComparison.Ordinal) || map.Name.EndsWith("down_proj", StringComparison.Ordinal))).ToList();
        var testRows = RecordedInputs.Of(llama, maps, model.Test(context.Pick(2, 8, 16), 64), rows);
        var byKind = new Dictionary<string, List<MapErrors>>();
        foreach (long seed in context.Seeds)
        {
            cancel.ThrowIfCancellationRequested();
            context.Report($"ablation, seed {seed}", 0.6 + (0.25 * (seed - context.Seeds[0]) / context.Seeds.Count));
            var made = context.Once($"outliers, seed {seed}", () => MapInstance.WithOutliers(context.Random(seed, "outliers"), size, rows).Errors(rank));
            var control = context.Once($"control, seed {seed}", () => MapInstance.WithOutliers(context.Random(seed, "control"), size, rows, outlier: 1, strong: 0).Errors(rank));
            var layers = context.Once($"llama, seed {seed}", () =>
            {
                var calibration = RecordedInputs.Of(llama, maps, model.Calibration(context.Random(seed, "calibration"), context.Pick(2, 8, 16), 64), rows);
                return MapErrors.Mean([.. maps.Select(map =>
                {
                    cancel.ThrowIfCancellationRequested();
                    return new MapInstance(map.Weight.To(DType.F64), calibration[map.Name], testRows[map.Name]).Errors(QuantizedDenoiser.Rank(map.Outputs, map.Inputs));
                })]);
            });
            found.ObservePair("C2", "outliers", $"{size} × {size}, rank {rank}", seed, made.Ours, made.BestOfAblation);
            found.ObservePair("C2", "trained", $"{model.Name}'s layers", seed, layers.Ours, layers.BestOfAblation);
            found.ObservePair("C2", "equal-bits", "matrices with outliers", seed, made.Ours, made.BestOfEqualBits);
            found.ObservePair("C2", "equal-bits", $"{model.Name}'s layers", seed, layers.Ours, layers.BestOfEqualBits);
            Keep("with outliers and a strong part", made);
            Keep("plain normal (control)", control);
            Keep($"{model.Name}'s layers", layers);
        }

        found.Add(SvdQuantFigures.Ablation(byKind));
        found.Add(ErrorByRank(context, size, rows));
        found.Remark("Smoothing with LoRC stands in the table although the paper does not have it: smoothing may help every rival. Each arm's exponents are chosen from the same grid by its own output error on the calibration rows.");

        void Keep(string kind, MapErrors errors)
        {
            if (!byKind.TryGetValue(kind, out var all))
                byKind[kind] = all = [];
            all.Add(errors);
        }
    }

    private static Lab.Figures.Figure ErrorByRank(StudyContext context, int size, int rows)
    {
        int[] ranks = context.Pick<int[]>([0, 4, 16], [0, 1, 2, 4, 8, 16, 32, 64], [0, 1, 2, 4, 8, 16, 32, 64]);
        (string Title, double Outlier, double Strong)[] kinds = [("outliers and a strong part of rank 4", 30, 5), ("outliers alone", 30, 0), ("neither (control)", 1, 0)];
        var panels = kinds.Select(kind =>
        {
            var instance = MapInstance.WithOutliers(context.Random(context.Seeds[0], "rank"), size, rows, kind.Outlier, kind.Strong);
            var truth = LinearAlgebra.MatMul(instance.Test, instance.Weight, false, true);
            var curves = new Dictionary<string, double[]>();
            foreach (var arm in QuantizationArm.All(0).Where(arm => arm.Options.Branch != BranchOrder.None))
                curves[arm.Name] = [.. ranks.Select(rank =>
                    (SvdQuantizer.Fit(instance.Weight, instance.Calibration, arm.Options with { Rank = rank }).Forward(instance.Test) - truth).FrobeniusNorm() / truth.FrobeniusNorm())];
            return (kind.Title, curves);
        });
        return SvdQuantFigures.ErrorByRank(ranks, [.. panels]);
    }

    /// <summary>C3: bits counted, the branch timed three ways in turn.</summary>
    private static void CheckFastPath(StudyContext context, FindingsBuilder found, CancellationToken cancel)
    {
        found.Observe("C3", "memory", "19 double and 38 single blocks", context.Seeds[0], (double)FluxMemory.Parameters * CompressedWeight.NumberBits / FluxMemory.QuantizedBits(32, 64));
        const int rank = 32, rows = 64;
        int size = context.Pick(256, 2048, 2048), repeats = context.Pick(3, 5, 11);
        var random = context.Random(context.Seeds[0], "fast path");
        var branch = new LowRankWeight(random.Normal(size, rank) * (1.0 / size), random.Normal(rank, size));
        var residual = QuantizedWeight.RoundToNearest(random.Normal(size, size), new QuantizationGrid(4, FourBitProduct.GroupSize));
        var product = new FourBitProduct(residual, branch);
        float[] x = random.Normal(rows, size).To(DType.F32).AsSpan<float>().ToArray(), y = new float[rows * size];
        var dense = residual.ToDense().To(DType.F32);
        var input = Tensor.Wrap(x, rows, size);
        BranchPath[] paths = [BranchPath.None, BranchPath.Separate, BranchPath.Fused];
        var all = new List<double[]>();
        foreach (var path in paths)
            product.Multiply(x, y, path); // the first of each is not counted
        foreach (long seed in context.Seeds)
        {
            cancel.ThrowIfCancellationRequested();
            context.Report($"fused branch, seed {seed}", 0.85 + (0.1 * (seed - context.Seeds[0]) / context.Seeds.Count));
            var times = paths.Select(_ => new List<double>()).ToArray();
            var denseTimes = new List<double>();
            for (int repeat = 0; repeat < repeats; repeat++)
            {
                for (int path = 0; path < paths.Length; path++)
                {
                    long start = Stopwatch.GetTimestamp();
                    product.Multiply(x, y, paths[path]);
                    times[path].Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
                }

                long began = Stopwatch.GetTimestamp();
                LinearAlgebra.MatMul(input, dense, false, true);
                denseTimes.Add(Stopwatch.GetElapsedTime(began).TotalSeconds);
            }

            double[] medians = [.. times.Select(Summary.Median), Summary.Median(denseTimes)];
            all.Add(medians);
            string setting = $"{size} × {size}, rank {rank}, {rows} rows";
            found.ObservePair("C3", "fused-extra", setting, seed, medians[2], medians[0]);
            found.ObservePair("C3", "fused-or-separate", setting, seed, medians[2], medians[1]);
        }

        found.Add(SvdQuantFigures.FastPath(size, rank, rows, product, all));
        found.Remark($"FLUX.1's blocks hold {FluxMemory.Parameters / 1e9:0.00} billion weights. With rank 32 the branch adds {100 * FluxMemory.BranchOperations(32):0.0} % operations. The count leaves out embeddings and norms (under 1 % of the weights) and takes every layer at 4 bits, the modulation layers among them.");
        found.Remark("On a processor a 4-bit product of 64 rows is bound by arithmetic, not by memory, so that what fusing saves (one more reading of the inputs, one more reading and writing of the outputs) weighs far less than on the paper's GPU, where it is the point.");
    }

    /// <summary>C4.</summary>
    private static void CheckBounds(StudyContext context, FindingsBuilder found, CancellationToken cancel)
    {
        int pairs = context.Pick(4, 50, 50);
        foreach (long seed in context.Seeds)
        {
            context.Report($"bounds, seed {seed}", 0.95 + (0.05 * (seed - context.Seeds[0]) / context.Seeds.Count));
            found.Observe("C4", "proposition-1", $"{pairs} pairs a seed", seed, Enumerable.Range(0, pairs).Max(pair => PairRatio(context, context.Random(seed, "pairs").Fork(pair), pair)));
        }

        var model = BundledLanguageModel.Open(context.Data, "llama-1m").Load();
        Tensor[] residuals = [.. model.LinearMaps().Take(context.Pick(2, 7, 35)).Select(map => map.Weight.To(DType.F64))
            .Select(weight => weight - SvdQuantizer.Branch(weight, QuantizedDenoiser.Rank(weight.Rows, weight.Columns)).ToDense())];
        var grid = new ActivationGrid(4);
        int[] sides = context.Pick<int[]>([10, 32], [10, 32, 100, 316], [10, 32, 100, 316, 1000]);
        var ratios = sides.Select(_ => new List<double>()).ToArray();
        foreach (long seed in context.Seeds)
        {
            for (int s = 0; s < sides.Length; s++)
            {
                cancel.ThrowIfCancellationRequested();
                int size = sides[s] * sides[s], draws = Math.Max(1, context.Pick(2_000, 20_000, 20_000) / size);
                double error = 0, norm = 0;
                for (int draw = 0; draw < draws; draw++)
                {
                    var residual = context.Random(seed, $"residual, {size}").Fork(draw).Normal(size);
                    (error, norm) = (error + (residual - grid.Round(residual)).FrobeniusNorm(), norm + residual.FrobeniusNorm());
                }

                ratios[s].Add(error / norm);
                found.Observe("C4", "proposition-2", $"{sides[s]}² normal entries", seed, error / norm / Propositions.SecondBound(size, grid.Highest));
            }

            // The residuals are what they are: each seed takes as many of them anew, with replacement.
            var random = context.Random(seed, "trained residuals");
            found.Observe("C4", "proposition-2", "trained residuals", seed, Enumerable.Range(0, residuals.Length).Average(_ =>
            {
                var residual = residuals[random.Next(residuals.Length)].Contiguous().Flatten();
                return (residual - grid.Round(residual)).FrobeniusNorm() / residual.FrobeniusNorm() / Propositions.SecondBound(residual.Length, grid.Highest);
            }));
        }

        found.Remark($"Proposition 2 is loose by a constant: ‖R − Q(R)‖/‖R‖ of normal residuals is {string.Join(", ", ratios.Select((all, s) => $"{all.Average():0.000} ({sides[s]}²)"))}, about √(2 ln(size)/12)/q, which is 0.23 of the bound at every size.");
    }

    private static double PairRatio(StudyContext context, RandomStream random, int pair)
    {
        int outputs = 8 + random.Next(57), inputs = 8 + random.Next(121), rows = 8 + random.Next(57);
        var x = random.Normal(rows, inputs);
        var w = random.Normal(outputs, inputs);
        if (pair % 2 == 1)
        {
            // Outlier channels and a strong direction.
            x *= random.Normal(inputs).Map(value => Math.Exp(2 * value));
            w += LinearAlgebra.MatMul(random.Normal(outputs, 1), random.Normal(1, inputs)) * 5;
        }
        else if (pair % 4 == 2)
        {
            var pixels = FeatureTable.Load(context.Data, "digits").Features;                          // (count, 64)
            x = pixels.TakeRows(random.Choose(rows, pixels.Rows));
            w = LinearAlgebra.MatMul(random.Normal(outputs, rows), x) * (1.0 / rows); // directions that the data have
        }

        int[] bits = [3, 4, 8];
        var grid = new ActivationGrid(bits[random.Next(bits.Length)], random.Next(2) == 0 ? null : 16);
        return Propositions.FirstRatio(x, grid.Round(x), w, grid.Round(w));
    }
}
