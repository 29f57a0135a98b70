using System.Numerics;
using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.Monarch;

/// <summary>
/// Checks that the tile-wise SVD is the best Monarch matrix, trains dense, Monarch, low-rank and narrow perceptrons alike, goes from sparse to
/// dense and from dense to sparse, learns a transform that begins as Fourier's, and projects a language model's maps.
/// </summary>
[Paper("monarch")]
public sealed class MonarchStudy : IStudy
{
    /// <inheritdoc/>
    public Task<Findings> RunAsync(StudyContext context, CancellationToken cancel)
    {
        var found = new FindingsBuilder();
        CheckOptimality(context, found, cancel);
        CheckTraining(context, found, cancel);
        CheckReconstruction(context, found, cancel);
        CheckProjection(context, found, cancel);
        ShowTimes(context, found, cancel);
        return Task.FromResult(found.Build());
    }

    /// <summary>C1: exact cases, and searches for something better.</summary>
    private static void CheckOptimality(StudyContext context, FindingsBuilder found, CancellationToken cancel)
    {
        var rows = new List<IReadOnlyList<string>>();
        foreach (int n in context.Pick<int[]>(smoke: [16, 64], small: [16, 64, 256], full: [16, 64, 256]))
        {
            context.Report($"exact cases of size {n}", 0.02);
            int root = (int)Math.Sqrt(n);
            var blocks = MonarchBlocks.Square(root);
            var random = context.Random(context.Seeds[0], $"exact, {n}");
            var hadamard = WalshHadamard.Transform(Tensor.Identity(n));
            var draw = new MonarchWeight(random.Fork("left").Normal(root, root, root), random.Fork("right").Normal(root, root, root)).ToDense();
            int[] order = FourierFactors.Of(n, root).Order();
            Exact("Hadamard", WeightErrors.RelativeWeightError(hadamard, MonarchProjection.Project(hadamard, blocks).ToDense()));
            Exact("random Monarch", WeightErrors.RelativeWeightError(draw, MonarchProjection.Project(draw, blocks).ToDense()));
            Exact("Fourier, permuted", MonarchProjection.RelativeError(FourierMatrix(n, order), blocks));
            double natural = MonarchProjection.RelativeError(FourierMatrix(n, [.. Enumerable.Range(0, n)]), blocks);
            rows.Add([$"Fourier, natural order", $"{n}", $"{natural:0.000}"]);

            void Exact(string matrix, double error)
            {
                found.Observe("C1", "exact-cases", $"{matrix}, n = {n}", 0, error);
                rows.Add([matrix, $"{n}", $"{error:0.0e+0}"]);
            }
        }

        found.Add(new FindingsTable("Relative error of the projection to √n blocks", ["matrix", "n", "relative error"], rows));
        foreach ((int n, int inner) in context.Pick<(int, int)[]>(smoke: [(16, 1)], small: [(16, 1), (64, 1)], full: [(16, 1), (64, 1), (64, 2)]))
            foreach (long seed in context.Seeds)
            {
                cancel.ThrowIfCancellationRequested();
                context.Report($"rivals of size {n}, seed {seed}", 0.05);
                var random = context.Random(seed, $"rivals, {n}, {inner}");
                var weight = random.Fork("matrix").Normal(n, n);
                var blocks = MonarchBlocks.Square((int)Math.Sqrt(n), inner);
                var projection = MonarchProjection.Project(weight, blocks);
                double error = WeightErrors.RelativeWeightError(weight, projection.ToDense());
                double rival = Math.Min(
                    RivalSearch.Perturbed(weight, projection, 40, random.Fork("changes")),
                    RivalSearch.Descended(weight, blocks, context.Pick(150, 400, 400), random.Fork("descent")));
                found.Observe("C1", "never-beaten", $"n = {n}, inner rank {inner}", seed, rival - error);
            }
    }

    private static Complex[,] FourierMatrix(int n, int[] order)
    {
        var matrix = new Complex[n, n];
        for (int j = 0; j < n; j++)
            for (int place = 0; place < n; place++)
                matrix[j, place] = Complex.FromPolarCoordinates(1 / Math.Sqrt(n), -2 * Math.PI * (j * order[place] % n) / n);
        return matrix;
    }

    /// <summary>C2 and C4: training.</summary>
    private static void CheckTraining(StudyContext context, FindingsBuilder found, CancellationToken cancel)
    {
        int pictures = context.Pick(250, 1250, 1250), epochs = context.Pick(2, 10, 10), test = context.Pick(200, 2000, 2000);
        double[] candidates = context.Pick<double[]>(smoke: [1e-3], small: [1e-3, 2e-3], full: [1e-3, 2e-3, 4e-3]);
        var rates = context.Once("learning rates", () => TrainingComparison.Kinds.ToDictionary(kind => kind, kind => candidates.Length == 1 ? candidates[0] : candidates.MinBy(rate =>
        {
            // Two draws beside the reported seeds.
            context.Report($"learning rate {rate} for {kind}", 0.1);
            return new[] { -1L, -2L }.Average(seed => Comparison(seed, null).ValidationLoss(kind, rate));
        })));
        double[] shares = context.Pick<double[]>(smoke: [0.2], small: [0.05, 0.2, 0.5], full: [0.05, 0.2, 0.5]);
        rates = context.Once("fine-tuning rates", () =>
        {
            context.Report("learning rates for fine-tuning", 0.18);
            var losses = new[] { -1L, -2L }.Select(seed => Comparison(seed, rates).FineTunedLosses(shares)).ToArray();
            var chosen = new Dictionary<string, double>(rates);
            foreach (string form in new[] { "fine-tuned dense", "fine-tuned Monarch", "fine-tuned SVD" })
                chosen[form] = rates["dense"] * shares.MinBy(share => losses.Average(draw => draw[$"{form} {share}"]));
            return chosen;
        });
        var all = new List<(long Seed, Dictionary<string, Outcome> Outcomes)>();
        foreach (long seed in context.Seeds)
        {
            cancel.ThrowIfCancellationRequested();
            context.Report($"training, seed {seed}", 0.2 + (0.5 * all.Count / context.Seeds.Count));
            var outcomes = context.Once($"training, seed {seed}", () => Comparison(seed, rates).Run()).ToDictionary(outcome => outcome.Name);
            all.Add((seed, outcomes));
            var (dense, monarch) = (outcomes["dense"], outcomes["Monarch"]);
            found.ObservePair("C2", "accuracy", "", seed, monarch.Accuracy, dense.Accuracy);
            found.ObservePair("C2", "step-seconds", "", seed, monarch.StepSeconds, dense.StepSeconds);
            found.ObservePair("C2", "against-low-rank", "", seed, monarch.CrossEntropy, outcomes["low rank"].CrossEntropy);
            found.ObservePair("C2", "against-narrow", "", seed, monarch.CrossEntropy, outcomes["narrow dense"].CrossEntropy);
            foreach (int share in new[] { 50, 90 })
                found.ObservePair("C4", "sparse-to-dense-accuracy", $"{share} % of the steps sparse", seed, outcomes[$"{share} % Monarch, then dense"].Accuracy, dense.Accuracy);
            found.ObservePair("C4", "sparse-to-dense-seconds", "", seed, outcomes["90 % Monarch, then dense"].Seconds, dense.Seconds);
            found.ObservePair("C4", "converted-accuracy", "", seed, outcomes["fine-tuned Monarch"].Accuracy, outcomes["fine-tuned dense"].Accuracy);
            found.ObservePair("C4", "converted-against-svd", "", seed, outcomes["fine-tuned Monarch"].CrossEntropy, outcomes["fine-tuned SVD"].CrossEntropy);
        }

        var ways = all[0].Outcomes.Keys.Select(name => (Name: name, Of: all.Select(run => run.Outcomes[name]).ToArray())).ToList();
        found.Add(new FindingsTable(
            $"Perceptrons of width 784 on {pictures:N0} pictures of clothes, {epochs} epochs, medians over seeds (fine-tuned: one epoch more)",
            ["way", "cross-entropy", "accuracy", "ms a step", "seconds of training"],
            [.. ways.Select(way => (IReadOnlyList<string>)
            [
                way.Name, $"{Summary.Median(way.Of.Select(o => o.CrossEntropy)):0.000}", $"{100 * Summary.Median(way.Of.Select(o => o.Accuracy)):0.0} %",
                $"{1e3 * Summary.Median(way.Of.Select(o => o.StepSeconds)):0.0}", $"{Summary.Median(way.Of.Select(o => o.Seconds)):0.00}",
            ])]));
        found.Add(MonarchFigures.Training(ways));
        found.Remark($"Learning rates were chosen for each kind by validation on two draws that are not reported: {string.Join(", ", rates.Select(rate => $"{rate.Key} {rate.Value:0.####}"))}. Seconds are steps times the median step of that phase; a step holds the choice of pictures, the last map and AdamW besides the two wide maps, all of which take as long whatever the maps' form.");
        found.Remark("A first run at small scale began the dense phase of sparse-to-dense training, and all fine-tuning, at (half) the full learning rate, which undid what had been learned: 78.3 and 71.1 % accuracy after 50 and 90 % sparse steps against 80.0 % for dense training, and 78.1 % for the dense network after its epoch of fine-tuning. Now the dense phase goes on at the rate that one cosine over all steps has reached, and fine-tuning takes the rate that is best on draws that are not reported, for each form by itself.");
        found.Remark("Monarch matrices of 4 blocks with inner rank n/16, the paper's setting for ViT, Mixer and GPT-2, hold half the dense numbers and take half the operations: a halved step is the most that can be had, and only where nothing else takes time.");

        TrainingComparison Comparison(long seed, Dictionary<string, double>? chosen)
        {
            var random = context.Random(seed, "training");
            var task = ClassificationTask.Fashion(context.Data, random.Fork("pictures"), pictures, validation: context.Pick(100, 500, 500), test: test);
            return new TrainingComparison(task, random.Fork("network"), epochs, chosen ?? [], cancel);
        }
    }

    /// <summary>C3: a learned transform against the fixed one.</summary>
    private static void CheckReconstruction(StudyContext context, FindingsBuilder found, CancellationToken cancel)
    {
        var all = new List<LearnedReconstruction>();
        foreach (long seed in context.Seeds)
        {
            cancel.ThrowIfCancellationRequested();
            context.Report($"learned transform, seed {seed}", 0.75);
            var result = context.Once($"reconstruction, seed {seed}", () => LearnedReconstruction.Run(
                context.Data, context.Random(seed, "reconstruction"), context.Pick(300, 2000, 2000), context.Pick(60, 400, 400)));
            all.Add(result);
            found.ObservePair("C3", "against-fixed", "", seed, result.Learned, result.Fixed);
        }

        found.Add(new FindingsTable(
            "Rows of 28 pixels from 9 Fourier coefficients: root mean squared test error, medians over seeds",
            ["map", "error"],
            [
                ["inverse Fourier transform, zeros for what is missing", $"{Summary.Median(all.Select(r => r.Fixed)):0.0000}"],
                ["Monarch transform, learned from there (616 numbers)", $"{Summary.Median(all.Select(r => r.Learned)):0.0000}"],
                ["ridge regression, dense (532 numbers)", $"{Summary.Median(all.Select(r => r.Ridge)):0.0000}"],
            ]));
        found.Remark("The fixed transform is a weak rival, for any map that has seen the rows' covariance is better. Ridge regression from the known coefficients, solved in closed form with fewer numbers, is the linear map to beat: on this task the gain comes from learning, not from the Monarch form.");
    }

    /// <summary>C4: maps of a trained language model; and kinds of matrices at equal numbers.</summary>
    private static void CheckProjection(StudyContext context, FindingsBuilder found, CancellationToken cancel)
    {
        var bundled = BundledLanguageModel.Open(context.Data, context.Pick("llama-1m", "llama-1m", "llama-4m"));
        var model = bundled.Load();
        var maps = model.LinearMaps();
        var budget = WeightBudget.Parameters(0.5);
        var cuts = new Dictionary<int, List<double>>();
        for (int i = 0; i < context.Seeds.Count; i++)
        {
            cancel.ThrowIfCancellationRequested();
            context.Report("projection of trained maps", 0.8);
            var weight = maps[i * maps.Count / context.Seeds.Count].Weight.To(DType.F64);
            var singular = LinearAlgebra.SingularValues(weight);
            int rank = budget.Rank(weight.Rows, weight.Columns);
            double svd = Math.Sqrt(singular.Slice(0, rank, singular.Length - rank).Square().Sum() / singular.Square().Sum());
            var errors = MonarchBlocks.Within(weight.Rows, weight.Columns, budget).Select(blocks => (blocks, Error: MonarchProjection.RelativeError(weight, blocks))).ToList();
            found.ObservePair("C4", "projection-error", "", context.Seeds[i], errors.Min(e => e.Error), svd);
            foreach ((var blocks, double error) in errors)
                (cuts.TryGetValue(blocks.Inputs, out var list) ? list : cuts[blocks.Inputs] = []).Add(error / svd);
        }

        found.Add(new FindingsTable(
            $"Error of Monarch projections of maps of {bundled.Name} as a multiple of the truncated SVD's, half the numbers, by blocks on the inputs' side",
            ["blocks", "maps", "geometric mean", "smallest", "largest"],
            [.. cuts.OrderBy(cut => cut.Key).Select(cut => (IReadOnlyList<string>)
                [$"{cut.Key}", $"{cut.Value.Count}", $"{Math.Exp(cut.Value.Average(Math.Log)):0.000}", $"{cut.Value.Min():0.000}", $"{cut.Value.Max():0.000}"])]));
        ShowPerplexity(context, found, bundled, cancel);
        ShowKinds(context, found, maps.First(map => map.Outputs == map.Inputs).Weight.To(DType.F64));
    }

    private static void ShowPerplexity(StudyContext context, FindingsBuilder found, BundledLanguageModel bundled, CancellationToken cancel)
    {
        var rows = context.Once("perplexity", () =>
        {
            var model = bundled.Load();
            var text = bundled.Test(context.Pick(2, 8, 24), context.Pick(32, 128, 128));
            var table = new List<string[]>();
            foreach ((string name, IWeightCompressor? method) in new (string, IWeightCompressor?)[] { ("as trained", null), ("SVD", new Baselines.TruncatedSvdCompressor()), ("Monarch", new MonarchCompressor()) })
            {
                context.Report($"perplexity, {name}", 0.9);
                if (method is not null)
                    foreach (var map in model.LinearMaps())
                    {
                        cancel.ThrowIfCancellationRequested();
                        map.ReplaceBy(method.Compress(map.Weight, LayerStatistics.Unknown(map.Name, map.Inputs), WeightBudget.Parameters(0.7), new RandomStream(0)));
                    }

                var perplexity = ModelEvaluation.Of(model, text, cancel: cancel).Perplexity;
                table.Add([name, $"{perplexity.Estimate:0.0}", $"{perplexity.Low:0.0} to {perplexity.High:0.0}"]);
            }

            return table.ToArray();
        });
        found.Add(new FindingsTable($"Perplexity of {bundled.Name} with 70 % of the maps' numbers, neither form fine-tuned", ["maps", "perplexity", "95 % interval over windows"], rows));
    }

    private static void ShowKinds(StudyContext context, FindingsBuilder found, Tensor trained)
    {
        int n = context.Pick(64, 64, 256), root = (int)Math.Sqrt(n);
        var random = context.Random(context.Seeds[0], "kinds of matrices");
        var column = random.Fork("circulant").Normal(n);
        var circulant = Tensor.Zeros(n, n);
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                circulant[i, j] = column[(i - j + n) % n];
        (string Name, Tensor Matrix)[] kinds =
        [
            ("normal entries", random.Fork("normal").Normal(n, n)),
            ("circulant", circulant),
            ("Hadamard", WalshHadamard.Transform(Tensor.Identity(n))),
            ("trained map", trained.Slice(0, 0, Math.Min(n, trained.Rows)).Slice(1, 0, Math.Min(n, trained.Columns))),
        ];
        found.Add(MonarchFigures.Kinds(n, [.. kinds.Select(kind =>
        {
            var singular = LinearAlgebra.SingularValues(kind.Matrix);
            return (kind.Name, MonarchProjection.RelativeError(kind.Matrix, MonarchBlocks.Square(root)),
                Math.Sqrt(singular.Slice(0, root, singular.Length - root).Square().Sum() / singular.Square().Sum()));
        })]));
    }

    /// <summary>Seconds and bytes of products.</summary>
    private static void ShowTimes(StudyContext context, FindingsBuilder found, CancellationToken cancel)
    {
        const int rows = 256;
        var times = new List<ProductTimes>();
        foreach (int n in context.Pick<int[]>(smoke: [256], small: [256, 1024], full: [256, 1024, 4096]))
        {
            cancel.ThrowIfCancellationRequested();
            context.Report($"seconds of products of size {n}", 0.95);
            times.AddRange(context.Once($"products, {n}", () => ProductTimes.Measure(n, rows, context.Random(context.Seeds[0], $"products, {n}")).ToArray()));
        }

        found.Add(MonarchFigures.Products(rows, times));
        found.Add(new FindingsTable(
            $"{rows} rows times an n × n matrix, single precision, fastest of 9",
            ["form", "n", "ms", "of dense", "operations, of dense", "weight, kB", "between the products, kB"],
            [.. times.Select(t =>
            {
                var dense = times.First(other => other.Size == t.Size);
                return (IReadOnlyList<string>)
                [
                    t.Form, $"{t.Size}", $"{1e3 * t.Seconds:0.00}", $"{t.Seconds / dense.Seconds:0.00}", $"{(double)t.Operations / dense.Operations:0.000}", $"{t.WeightBytes / 1e3:0}", $"{t.BetweenBytes / 1e3:0}",
                ];
            })]));
    }
}
