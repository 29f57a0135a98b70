using System.Diagnostics;
using Praxis.Lab;
using Praxis.Learning;
using Praxis.Learning.Models;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.FlatQuant;

/// <summary>What became of a model by each arm, for one seed.</summary>
/// <param name="Nats">Loss on unseen books by arm; the model itself under its own name.</param>
internal sealed record ModelOutcome(Dictionary<string, double> Nats);

/// <summary>Flatness and error of a group of maps under one transform.</summary>
/// <param name="Arm">The transform's arm.</param>
/// <param name="Activations">The distance of activations' channel norms to equal ones.</param>
/// <param name="Weights">The same of weights.</param>
/// <param name="Error">Relative error of the group's outputs.</param>
internal sealed record GroupFlatness(string Arm, double Activations, double Weights, double Error)
{
    public double Distance => (Activations + Weights) / 2;
}

/// <summary>What one seed gave on the model with outliers.</summary>
internal sealed record OutlierOutcome(
    ModelOutcome Model, GroupFlatness[] Groups, double KroneckerError, double FullError, double[] Steps, double Condition, Dictionary<string, double[][]> Norms);

/// <summary>
/// A small Llama with 4-bit weights and activations by FlatQuant and its rivals, as it is and with outlier channels; flatness against error; each part
/// switched off; operations counted and the transform timed.
/// </summary>
[Paper("flatquant")]
public sealed class FlatQuantStudy : IStudy
{
    private const string Itself = "the model itself";
    private const string Plain = "as trained";
    private const string Outliers = "with outlier channels";

    /// <inheritdoc/>
    public Task<Findings> RunAsync(StudyContext context, CancellationToken cancel)
    {
        var found = new FindingsBuilder();
        var model = BundledLanguageModel.Open(context.Data, "llama-1m");
        var plain = new List<ModelOutcome>();
        var outliers = new List<OutlierOutcome>();
        foreach (long seed in context.Seeds)
        {
            double done = (double)(seed - context.Seeds[0]) / context.Seeds.Count;
            context.Report($"{Plain}, seed {seed}", 0.9 * done);
            plain.Add(context.Once($"plain, seed {seed}", () => RunPlain(context, model, seed, cancel)));
            context.Report($"{Outliers}, seed {seed}", 0.9 * (done + (0.4 / context.Seeds.Count)));
            outliers.Add(context.Once($"outliers, seed {seed}", () => RunOutliers(context, model, seed, cancel)));
            ObserveModels(found, Plain, seed, plain[^1]);
            ObserveModels(found, Outliers, seed, outliers[^1].Model);
            ObserveParts(found, seed, outliers[^1]);
        }

        found.Add(FlatQuantFigures.Losses(plain, [.. outliers.Select(outcome => outcome.Model)]));
        found.Add(FlatQuantFigures.Norms(outliers[0]));
        found.Add(FlatQuantFigures.Perplexities(plain, [.. outliers.Select(outcome => outcome.Model)]));
        found.Add(FlatQuantFigures.Flatness(outliers));
        CheckOperations(context, found, cancel);
        found.Remark($"The squared error of a block falls over the {outliers[0].Steps.Length} steps from {outliers.Average(outcome => outcome.Steps[0]):0.0000} to {outliers.Average(outcome => outcome.Steps[^1]):0.0000} of its outputs (middle block, mean over seeds); the transforms' condition numbers stay below {outliers.Max(outcome => outcome.Condition):0.0}.");
        found.Remark("Decided here: AdamW at 0.01 for transforms and scales and ten times that for clipping factors, since there are a few dozen steps and not several hundred; one symmetric clipping factor for activations; scales of tokens and rows in full numbers. The transform before the output map stands by itself instead of being merged into values.");
        found.Remark("There is no entry of the family's table: FlatQuant learns by passing text through a block, of which a compressor of single weights sees only second moments, and its form, a transform of the inputs followed by quantised weights, is no sum of forms that checkpoints can hold.");
        return Task.FromResult(found.Build());
    }

    private static ModelOutcome RunPlain(StudyContext context, BundledLanguageModel bundled, long seed, CancellationToken cancel)
    {
        var flat = Prepared(context, bundled, seed, outliers: false);
        return new ModelOutcome(Losses(context, bundled, flat, FlatArm.Rivals(StepsOf(context)), context.Random(seed, "plain"), null, cancel));
    }

    private static OutlierOutcome RunOutliers(StudyContext context, BundledLanguageModel bundled, long seed, CancellationToken cancel)
    {
        var random = context.Random(seed, "with outliers");
        var flat = Prepared(context, bundled, seed, outliers: true);
        var fitted = new Dictionary<string, IReadOnlyList<IReadOnlyList<FlatGroup>>>();
        FlatArm[] arms = [.. FlatArm.Rivals(StepsOf(context)), .. FlatArm.Ablation(StepsOf(context))];
        var losses = Losses(context, bundled, flat, arms, random, fitted, cancel);
        var unseen = flat.StatesOf(Test(context, bundled));
        int middle = flat.Blocks.Count / 2;
        (var groups, var norms) = Compare(flat, fitted, unseen);
        // The middle block once more, with its training looked at, and with full matrices.
        var steps = new List<double>();
        double kronecker = BlockError(new FlatQuantOptions { Steps = StepsOf(context) }, (_, error) => steps.Add(error));
        double full = BlockError(new FlatQuantOptions { Steps = StepsOf(context), Transform = FlatTransform.Full }, null);
        return new OutlierOutcome(
            new ModelOutcome(losses), groups, kronecker, full, [.. steps], fitted[FlatArm.FlatQuant].SelectMany(block => block).Max(group => group.Condition), norms);

        double BlockError(FlatQuantOptions options, Action<int, double>? stepped)
        {
            var trained = FlatQuantTraining.Train(flat.Blocks, middle, flat.States[middle], flat.States[middle + 1], options, random.Fork("middle"), stepped, cancel);
            using var unrecorded = NoGradient.Scope();
            var told = FlatQuantTraining.Forward(flat.Blocks, middle, unseen[middle], FlatQuantTraining.Now(trained)).Data;
            return (told - unseen[middle + 1]).Square().Sum() / unseen[middle + 1].Square().Sum();
        }
    }

    /// <summary>Flatness and error of every group under four transforms, and the channel norms of one.</summary>
    private static (GroupFlatness[] Groups, Dictionary<string, double[][]> Norms) Compare(
        FlatQuantModel flat, Dictionary<string, IReadOnlyList<IReadOnlyList<FlatGroup>>> fitted, Tensor[] unseen)
    {
        using var unrecorded = NoGradient.Scope();
        var groups = new List<GroupFlatness>();
        var norms = new Dictionary<string, double[][]>();
        for (int block = 0; block < flat.Blocks.Count; block++)
        {
            var inputs = FlatQuantTraining.Inputs(flat.Blocks, block, unseen[block]);
            foreach (string arm in new[] { FlatArm.Nearest, FlatArm.Smoothing, FlatArm.Hadamard, FlatArm.FlatQuant })
                for (int group = 0; group < inputs.Length; group++)
                {
                    var fit = fitted[arm][block][group];
                    var exact = fit.Now(quantize: false);
                    Tensor activations = exact.Flat(inputs[group]).Data, weights = Tensor.Concat(0, [.. exact.Weights.Select(weight => weight.Data)]);
                    groups.Add(new GroupFlatness(arm, Flatness.Distance(activations), Flatness.Distance(weights), FlatQuantModel.OutputError(fit, inputs[group])));
                    if (block == flat.Blocks.Count / 2 && group == 0)
                        norms[arm] = [Sorted(activations), Sorted(weights)];
                }
        }

        return ([.. groups], norms);

        // Largest first, over their root mean square.
        static double[] Sorted(Tensor matrix)
        {
            double[] all = [.. matrix.To(DType.F64).Square().Sum(0).Sqrt().ToArray().OrderDescending()];
            double root = Math.Sqrt(all.Average(value => value * value));
            return [.. all.Select(value => Math.Round(value / root, 3))];
        }
    }

    private static Dictionary<string, double> Losses(
        StudyContext context, BundledLanguageModel bundled, FlatQuantModel flat, IReadOnlyList<FlatArm> arms, RandomStream random,
        Dictionary<string, IReadOnlyList<IReadOnlyList<FlatGroup>>>? fitted, CancellationToken cancel)
    {
        var test = Test(context, bundled);
        var losses = new Dictionary<string, double> { [Itself] = Loss() };
        foreach (var arm in arms)
        {
            var groups = flat.Quantize(arm, random, cancel); // the same first rotations and windows for every arm
            losses[arm.Name] = Loss();
            flat.Restore();
            fitted?.Add(arm.Name, groups);
        }

        return losses;

        double Loss() => Math.Log(ModelEvaluation.Of(flat.Model, test, cancel: cancel).Perplexity.Estimate);
    }

    private static void ObserveModels(FindingsBuilder found, string setting, long seed, ModelOutcome outcome)
    {
        double Perplexity(string arm) => Math.Exp(outcome.Nats[arm]);
        found.ObservePair("C1", "close", setting, seed, Perplexity(FlatArm.FlatQuant), Perplexity(Itself));
        found.ObservePair("C1", "smoothing", setting, seed, Perplexity(FlatArm.FlatQuant), Perplexity(FlatArm.Smoothing));
        found.ObservePair("C1", "hadamard", setting, seed, Perplexity(FlatArm.FlatQuant), Perplexity(FlatArm.Hadamard));
        found.ObservePair("C1", "learned-rotation", setting, seed, Perplexity(FlatArm.FlatQuant), Perplexity(FlatArm.Rotation));
    }

    private static void ObserveParts(FindingsBuilder found, long seed, OutlierOutcome outcome)
    {
        double Distance(string arm) => outcome.Groups.Where(group => group.Arm == arm).Average(group => group.Distance);
        double ours = outcome.Model.Nats[FlatArm.FlatQuant];
        found.ObservePair("C2", "flatter-than-scaling", Outliers, seed, Distance(FlatArm.FlatQuant), Distance(FlatArm.Smoothing));
        found.ObservePair("C2", "flatter-than-hadamard", Outliers, seed, Distance(FlatArm.FlatQuant), Distance(FlatArm.Hadamard));
        found.Observe("C2", "tracks", Outliers, seed, Flatness.RankCorrelation([.. outcome.Groups.Select(group => group.Distance)], [.. outcome.Groups.Select(group => group.Error)]));
        found.ObservePair("C4", "transform", Outliers, seed, ours, outcome.Model.Nats[FlatArm.NoTransform]);
        found.ObservePair("C4", "scaling", Outliers, seed, ours, outcome.Model.Nats[FlatArm.NoScaling]);
        found.ObservePair("C4", "clipping", Outliers, seed, ours, outcome.Model.Nats[FlatArm.NoClipping]);
        found.ObservePair("C4", "kronecker", "middle block", seed, outcome.KroneckerError, outcome.FullError);
    }

    /// <summary>C3.</summary>
    private static void CheckOperations(StudyContext context, FindingsBuilder found, CancellationToken cancel)
    {
        const long width = 4096, wide = 11008;
        long transforms = (3 * KroneckerTransform.FlopsOf(64, 64)) + KroneckerTransform.FlopsOf(86, 128), maps = 2 * ((4 * width * width) + (3 * width * wide));
        found.Observe("C3", "operations", "LLaMA-2-7B", context.Seeds[0], (double)transforms / maps);
        const int rows = 64;
        int repeats = context.Pick(3, 5, 9);
        int[] sizes = context.Pick<int[]>([256], [256, 1024, 2048], [256, 1024, 2048]);
        var lines = new List<IReadOnlyList<string>>();
        foreach (int size in sizes)
        {
            (int first, int second) = KroneckerTransform.Factors(size);
            var random = context.Random(context.Seeds[0], $"timing, {size}");
            float[] x = Singles(random.Normal(rows, size)), y = new float[x.Length];
            var kernel = new KroneckerKernel(Singles(random.HaarOrthogonal(first)), Singles(random.HaarOrthogonal(second)));
            Tensor input = Tensor.Wrap(x, rows, size), weight = random.Normal(size, size).To(DType.F32);
            double[] doubles = random.Normal(rows, size).ToArray();
            Action[] work =
            [
                () => LinearAlgebra.MatMul(input, weight, false, true),
                () => kernel.Apply(x, y),
                () => LinearAlgebra.MatMul(input, weight),
                () => WalshHadamard.TransformRuns(doubles, size, normalized: true),
            ];
            foreach (var action in work)
                action(); // the first of each is not counted
            var all = new List<double[]>();
            foreach (long seed in context.Seeds)
            {
                cancel.ThrowIfCancellationRequested();
                context.Report($"timing, width {size}", 0.92);
                var times = work.Select(_ => new List<double>()).ToArray();
                for (int repeat = 0; repeat < repeats; repeat++)
                    for (int kind = 0; kind < work.Length; kind++)
                    {
                        long start = Stopwatch.GetTimestamp();
                        work[kind]();
                        times[kind].Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
                    }

                double[] medians = [.. times.Select(Summary.Median)];
                all.Add(medians);
                if (size != sizes[^1])
                    continue;
                found.ObservePair("C3", "slowdown", $"{rows} rows of {size}", seed, medians[0] + medians[1], medians[0]);
                found.ObservePair("C3", "dense", $"{rows} rows of {size}", seed, medians[1], medians[2]);
            }

            double[] typical = [.. Enumerable.Range(0, work.Length).Select(kind => 1e3 * Summary.Median(all.Select(times => times[kind])))];
            lines.Add(
            [
                $"{size} = {first} · {second}", $"{KroneckerTransform.FlopsOf(first, second)}", $"{size * (long)Math.Log2(size)}", $"{2L * size * size}",
                $"{typical[1]:0.000}", $"{typical[3]:0.000}", $"{typical[2]:0.000}", $"{typical[0]:0.000}",
            ]);
        }

        found.Add(new FindingsTable(
            $"Transforms of {rows} rows: operations for a row, and milliseconds (Hadamard in double precision, on one thread)",
            ["width", "Kronecker", "Hadamard", "full matrix", "Kronecker, ms", "Hadamard, ms", "full matrix, ms", "the map itself, ms"],
            lines));
        found.Remark("A fast Hadamard transform takes far fewer operations than the Kronecker product. That the paper's slowdown is smaller than QuaRot's is a matter of fused GPU kernels, which cannot be checked here.");
    }

    private static float[] Singles(Tensor tensor) => tensor.To(DType.F32).Contiguous().AsSpan<float>().ToArray();

    private static int StepsOf(StudyContext context) => context.Pick(2, 8, 16);

    private static int Windows(StudyContext context) => context.Pick(4, 24, 32);

    private static TextWindows Test(StudyContext context, BundledLanguageModel bundled) => bundled.Test(context.Pick(2, 8, 16), 64);

    private static FlatQuantModel Prepared(StudyContext context, BundledLanguageModel bundled, long seed, bool outliers)
    {
        var llama = (Llama)bundled.Load();
        llama.Freeze();
        if (outliers)
            new LlamaBlocks(llama).PutOutliers(4, 30, context.Random(seed, "outliers"));
        return new FlatQuantModel(llama, bundled.Calibration(context.Random(seed, "calibration"), Windows(context), 32));
    }
}
