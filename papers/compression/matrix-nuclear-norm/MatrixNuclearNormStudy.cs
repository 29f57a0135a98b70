using System.Diagnostics;
using Praxis.Lab;
using Praxis.Learning.Models;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.MatrixNuclearNorm;

/// <summary>
/// Measures how fast the sum of column norms is, whether it follows model size and loss, order of words and length of texts, and how far it
/// is from the nuclear norm that it stands in for.
/// </summary>
[Paper("matrix-nuclear-norm")]
public sealed class MatrixNuclearNormStudy : IStudy
{
    private const int Length = 128;        // tokens of a text, so that no model here is narrower than its text is long
    private const int TimedLength = 512;

    private static readonly double[] Shares = [1, 0.8, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1];

    /// <inheritdoc/>
    public Task<Findings> RunAsync(StudyContext context, CancellationToken cancel)
    {
        var found = new FindingsBuilder();
        string[] names = context.Pick<string[]>(smoke: ["llama-1m"], small: ["llama-4m", "llama-1m", "gpt2-1m"], full: ["llama-4m", "llama-1m", "gpt2-1m"]);
        var models = names.Select(name => BundledLanguageModel.Open(context.Data, name)).ToArray();
        var readings = Read(context, models, cancel);
        CheckOrders(context, found, readings);
        CheckApproximation(context, found, readings);
        CheckSize(context, found, models, readings, cancel);
        CheckLadders(context, found, models, cancel);
        CheckTime(context, found, cancel);
        found.Add(ScoreFigures.Rotation(readings));
        found.Add(ScoreFigures.Lengths(readings));
        found.Remark("By Cauchy and Schwarz MNN ≤ √(min(L, d)/L): once a text is longer than the model is wide, the bound falls as 1/√L, and MNN with it. The paper's longest texts (1,024 tokens) are shorter than its models are wide (2,048); the figure goes on beyond the width, where a longer text lowers the score. Scores of texts of different length, or of models of different width, are not on one scale.");
        found.Remark("The check on size holds for a reason that has nothing to do with quality: the norms of a wider model's columns are spread over more columns, of which only the largest min(L, d) count. Hidden states without any structure score about √(L/d) as long as L ≤ d: 1 for width 128 and 0.71 for width 256 at 128 tokens, a ratio of 0.71 where the trained models have the one above. The spectra disagree about the two (see the tables): the larger model's states have the higher nuclear norm and the lower entropy. Untrained Llamas of the same shapes look more compressed than the trained ones by nuclear norm and entropy, and less by MNN.");
        found.Remark("Entropy and nuclear norm do not change when all hidden states are turned by one rotation, and a model whose next layer is turned back computes the same. MNN does: it measures the coordinate system besides the spectrum.");
        found.Remark("A token whose centred hidden state is zero has no direction and stays zero in X; none occurred here.");
        return Task.FromResult(found.Build());
    }

    /// <summary>All scores of one seed's passages by one model.</summary>
    internal sealed record Reading(
        string Model, int Width, long Seed,
        Dictionary<string, TextScores> Orders,     // means at 128 tokens
        Dictionary<int, double> Lengths,           // mean MNN of the first so many tokens
        TextScores[] Passages,                     // at 128 tokens, one by one
        TextScores[] Turned);                      // the same, rotated

    private static List<Reading> Read(StudyContext context, BundledLanguageModel[] models, CancellationToken cancel)
    {
        int count = context.Pick(smoke: 3, small: 6, full: 12);
        var readings = new List<Reading>();
        foreach (var bundled in models)
        {
            var model = bundled.Load();
            foreach (long seed in context.Seeds)
            {
                cancel.ThrowIfCancellationRequested();
                context.Report($"hidden states of {bundled.Name}, seed {seed}", 0.4 * readings.Count / (models.Length * context.Seeds.Count));
                readings.Add(context.Once($"reading, {bundled.Name}, seed {seed}", () => ReadSeed(context, bundled, model, seed, count)));
            }
        }

        return readings;
    }

    private static Reading ReadSeed(StudyContext context, BundledLanguageModel bundled, LanguageModel model, long seed, int count)
    {
        // Every model reads the same words.
        var random = context.Random(seed, "passages");
        var passages = Passages.Draw(bundled.Corpus.Test, count, bundled.Context, random.Fork("places"));
        var orders = new Dictionary<string, TextScores>();
        foreach (string order in Passages.Orders.Skip(1))
        {
            int[][] texts = [.. passages.Select((words, i) => Passages.FirstTokens(bundled, Passages.InOrder(words, order, random.Fork("order").Fork(i)), Length))];
            orders[order] = TextScores.Mean([.. TextScores.HiddenStates(model, texts).Select(hidden => TextScores.Of(NormalizedStates.Of(hidden)))]);
        }

        int[][] natural = [.. passages.Select((words, i) => Passages.FirstTokens(bundled, Passages.InOrder(words, Passages.Orders[0], random), bundled.Context))];
        var whole = TextScores.HiddenStates(model, natural);                                  // (256, d) each
        int width = whole[0].Columns;
        // A place sees only those before it, so the first rows are what the shorter text gives.
        var lengths = new[] { 32, 64, 128, 256 }.Where(length => length <= bundled.Context).ToDictionary(
            length => length,
            length => whole.Average(hidden => SpectralScores.ColumnNorms(NormalizedStates.Of(hidden.Slice(0, 0, length)))));
        NormalizedStates[] states = [.. whole.Select(hidden => NormalizedStates.Of(hidden.Slice(0, 0, Length)))];
        var rotation = random.Fork("rotation").HaarOrthogonal(width);
        TextScores[] plain = [.. states.Select(TextScores.Of)];
        TextScores[] turned = [.. states.Select(x => TextScores.Of(NormalizedStates.Of(LinearAlgebra.MatMul(x.X, rotation))))];
        orders[Passages.Orders[0]] = TextScores.Mean(plain);
        return new Reading(bundled.Name, width, seed, orders, lengths, plain, turned);
    }

    /// <summary>C3: order of words, length of texts.</summary>
    private static void CheckOrders(StudyContext context, FindingsBuilder found, List<Reading> readings)
    {
        foreach (var reading in readings)
        {
            double natural = reading.Orders[Passages.Orders[0]].ColumnNorms;
            found.ObservePair("C3", "reversed", reading.Model, reading.Seed, reading.Orders["reversed"].ColumnNorms, natural);
            found.ObservePair("C3", "shuffled", reading.Model, reading.Seed, reading.Orders["shuffled"].ColumnNorms, natural);
            int[] lengths = [.. reading.Lengths.Keys.Where(length => length <= reading.Width).Order()];
            for (int i = 1; i < lengths.Length; i++)
                found.ObservePair("C3", "longer", $"{reading.Model}, {lengths[i - 1]} to {lengths[i]} tokens", reading.Seed, reading.Lengths[lengths[i]], reading.Lengths[lengths[i - 1]]);
            found.ObservePair("C3", "converges", reading.Model, reading.Seed,
                reading.Lengths[lengths[^1]] - reading.Lengths[lengths[^2]], reading.Lengths[lengths[1]] - reading.Lengths[lengths[0]]);
        }

        found.Add(new FindingsTable(
            $"Passages of {Length} tokens of the test books with their words in other orders, means",
            ["model", "words", "MNN", "nuclear norm / L", "matrix entropy"],
            [.. readings.GroupBy(reading => reading.Model).SelectMany(model => Passages.Orders.Select(order => (IReadOnlyList<string>)
            [
                model.Key, order,
                $"{model.Average(r => r.Orders[order].ColumnNorms):0.0000}", $"{model.Average(r => r.Orders[order].NuclearNorm):0.0000}", $"{model.Average(r => r.Orders[order].Entropy):0.0000}",
            ]))]));
    }

    /// <summary>C5: MNN against the nuclear norm, before and after a rotation.</summary>
    private static void CheckApproximation(StudyContext context, FindingsBuilder found, List<Reading> readings)
    {
        foreach (var reading in readings)
            foreach ((string name, var scores) in new[] { ("as they are", reading.Passages), ("turned", reading.Turned) })
            {
                string setting = $"{reading.Model}, {name}";
                found.Observe("C5", "relative-error", setting, reading.Seed, scores.Average(s => Math.Abs(s.ColumnNorms - s.NuclearNorm) / s.NuclearNorm));
                found.Observe("C5", "same-order", setting, reading.Seed, RankCorrelation.Of([.. scores.Select(s => s.ColumnNorms)], [.. scores.Select(s => s.NuclearNorm)]));
            }
    }

    /// <summary>C2: two sizes of one family, with untrained models of the same shapes beside them.</summary>
    private static void CheckSize(StudyContext context, FindingsBuilder found, BundledLanguageModel[] models, List<Reading> readings, CancellationToken cancel)
    {
        string small = "llama-1m", large = context.Pick(smoke: "llama-1m", small: "llama-4m", full: "llama-4m");
        foreach (long seed in context.Seeds)
        {
            cancel.ThrowIfCancellationRequested();
            found.ObservePair("C2", "size", "", seed, Natural(large), Natural(small));

            double Natural(string model) => readings.Single(r => r.Model == model && r.Seed == seed).Orders[Passages.Orders[0]].ColumnNorms;
        }

        var rows = new List<IReadOnlyList<string>>();
        foreach (var bundled in models)
        {
            var first = context.Seeds[0];
            var scores = context.Once($"untrained, {bundled.Name}", () =>
            {
                var untrained = LanguageModel.Create(bundled.Load().Configuration, context.Random(first, "untrained"));
                untrained.Eval();
                var passages = Passages.Draw(bundled.Corpus.Test, context.Pick(3, 6, 12), bundled.Context, context.Random(first, "passages").Fork("places"));
                int[][] texts = [.. passages.Select(words => Passages.FirstTokens(bundled, string.Join(' ', words), Length))];
                return TextScores.Mean([.. TextScores.HiddenStates(untrained, texts).Select(hidden => TextScores.Of(NormalizedStates.Of(hidden)))]);
            });
            var trained = readings.First(r => r.Model == bundled.Name).Orders[Passages.Orders[0]];
            rows.Add([bundled.Name, "trained", $"{trained.ColumnNorms:0.0000}", $"{trained.NuclearNorm:0.0000}", $"{trained.Entropy:0.0000}"]);
            rows.Add([bundled.Name, "untrained", $"{scores.ColumnNorms:0.0000}", $"{scores.NuclearNorm:0.0000}", $"{scores.Entropy:0.0000}"]);
        }

        found.Add(new FindingsTable($"Trained models and untrained ones of the same shapes, {Length} tokens, the passages of one seed", ["model", "weights", "MNN", "nuclear norm / L", "matrix entropy"], rows));
    }

    /// <summary>One model of a ladder on one seed's texts.</summary>
    internal sealed record Rung(string Model, string Ladder, double Step, long Seed, double Loss, TextScores Scores);

    /// <summary>C2: does the score rise with the loss?</summary>
    private static void CheckLadders(StudyContext context, FindingsBuilder found, BundledLanguageModel[] models, CancellationToken cancel)
    {
        int count = context.Pick(smoke: 1, small: 2, full: 3);
        var rungs = new List<Rung>();
        foreach (var bundled in models)
        {
            context.Report($"ladders of {bundled.Name}", 0.5 + (0.3 * rungs.Count / 1000));
            rungs.AddRange(context.Once($"ladders, {bundled.Name}", () =>
            {
                var (model, here) = (bundled.Load(), new List<Rung>());
                var texts = context.Seeds.ToDictionary(seed => seed, seed => Passages
                    .Draw(bundled.Corpus.Test, count, bundled.Context, context.Random(seed, "ladder passages"))
                    .Select(words => Passages.FirstTokens(bundled, string.Join(' ', words), Length)).ToArray());
                DamagedModels.CutRanks(model, context.Pick([1, 0.4, 0.1], Shares, Shares), share => Measure("ranks cut", share));
                DamagedModels.LeaveOutBlocks(model, left => Measure("blocks left out", left));
                return here.ToArray();

                void Measure(string ladder, double step)
                {
                    foreach ((long seed, int[][] passages) in texts)
                    {
                        cancel.ThrowIfCancellationRequested();
                        var hidden = TextScores.HiddenStates(model, passages);
                        here.Add(new Rung(
                            bundled.Name, ladder, step, seed,
                            hidden.Select((states, i) => TextScores.Loss(model, states, passages[i])).Average(),
                            TextScores.Mean([.. hidden.Select(states => TextScores.Of(NormalizedStates.Of(states)))])));
                    }
                }
            }));
        }

        var rows = new List<IReadOnlyList<string>>();
        foreach (var ladder in rungs.GroupBy(rung => (rung.Model, rung.Ladder)))
        {
            var entropy = new List<double>();
            var nuclear = new List<double>();
            var norms = new List<double>();
            foreach (var seed in ladder.GroupBy(rung => rung.Seed))
            {
                double[] losses = [.. seed.Select(rung => rung.Loss)];
                norms.Add(RankCorrelation.Of([.. seed.Select(rung => rung.Scores.ColumnNorms)], losses));
                nuclear.Add(RankCorrelation.Of([.. seed.Select(rung => rung.Scores.NuclearNorm)], losses));
                entropy.Add(RankCorrelation.Of([.. seed.Select(rung => rung.Scores.Entropy)], losses));
                found.Observe("C2", "follows-loss", $"{ladder.Key.Model}, {ladder.Key.Ladder}", seed.Key, norms[^1]);
            }

            rows.Add([ladder.Key.Model, ladder.Key.Ladder, $"{norms.Average():0.00}", $"{nuclear.Average():0.00}", $"{entropy.Average():0.00}"]);
        }

        found.Add(new FindingsTable("Rank correlation with the loss along each ladder, mean over seeds (1: rises with the loss, −1: falls)", ["model", "ladder", "MNN", "nuclear norm", "matrix entropy"], rows));
        found.Add(ScoreFigures.Ladders(rungs));
    }

    /// <summary>C1: seconds per text, without the model's.</summary>
    private static void CheckTime(StudyContext context, FindingsBuilder found, CancellationToken cancel)
    {
        int[] judged = context.Pick<int[]>(smoke: [256], small: [768], full: [768, 1024]);
        int[] shown = context.Pick<int[]>(smoke: [64, 256], small: [64, 128, 256, 512, 768, 1024], full: [64, 128, 256, 512, 768, 1024, 2048]);
        var times = new Dictionary<int, List<(double Norms, double Entropy, double Gram)>>();
        foreach (int width in shown)
        {
            times[width] = [];
            foreach (long seed in judged.Contains(width) ? context.Seeds : context.Seeds.Take(1))
            {
                cancel.ThrowIfCancellationRequested();
                context.Report($"seconds at width {width}", 0.85);
                double[] seconds = context.Once($"seconds, width {width}, seed {seed}", () => TimeScores(context.Random(seed, $"timed, {width}").Normal(TimedLength, width)));
                times[width].Add((seconds[0], seconds[1], seconds[2]));
                if (!judged.Contains(width)) continue;
                found.ObservePair("C1", "against-covariance", $"d = {width}", seed, seconds[0], seconds[1]);
                found.ObservePair("C1", "against-smaller-gram", $"d = {width}", seed, seconds[0], seconds[2]);
            }
        }

        found.Add(ScoreFigures.Seconds(TimedLength, [.. shown.Select(width =>
            (width, Summary.Median(times[width].Select(t => t.Norms)), Summary.Median(times[width].Select(t => t.Entropy)), Summary.Median(times[width].Select(t => t.Gram))))]));
    }

    // MNN, entropy from the covariance, entropy from the smaller Gram matrix, in turns; the fastest of each, which other programs disturb least.
    private static double[] TimeScores(Tensor hidden)
    {
        Func<NormalizedStates, double>[] scores = [SpectralScores.ColumnNorms, SpectralScores.Entropy, SpectralScores.EntropyFromSmallerGram];
        double[] fastest = [.. scores.Select(_ => double.PositiveInfinity)];
        for (int repeat = 0; repeat < (hidden.Columns <= TimedLength ? 12 : 2); repeat++)
            for (int s = 0; s < scores.Length; s++)
                for (int inner = 0; inner < (s == 0 ? 5 : 1); inner++)
                {
                    long start = Stopwatch.GetTimestamp();
                    scores[s](NormalizedStates.Of(hidden));
                    fastest[s] = Math.Min(fastest[s], Stopwatch.GetElapsedTime(start).TotalSeconds);
                }

        return fastest;
    }
}
