using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.Funbat;

/// <summary>C2 in small: two measured series as tensors of year and season, with three tenths of the values held out.</summary>
internal static class SeriesExperiment
{
    private static readonly double[] Ridges = [0.01, 0.1, 1, 3];

    public static void Run(StudyContext context, FindingsBuilder found, CancellationToken cancel)
    {
        int[] ranks = context.Pick<int[]>(smoke: [2], small: [2, 3], full: [2, 3, 5]);
        var starts = context.Pick(smoke: 1, small: 3, full: 3);
        var rows = new List<IReadOnlyList<string>>();
        var all = new[] { Series.Load(context.Data, "el-nino", "El Niño"), Series.Load(context.Data, "co2", "CO₂") };
        foreach (var (series, index) in all.Select((series, i) => (series, i)))
        {
            // Everything that is chosen is chosen on one split that is not reported.
            var tuning = series.Split(context.Random(0, $"tuning: {series.Name}"));
            var process = ScatteredGaussianProcess.Tune(Part(tuning.Train, context.Pick(smoke: 150, small: 500, full: 500)), cancel);
            var options = new Dictionary<int, FunctionalTuckerOptions>();
            var binned = new Dictionary<int, BinnedFactorizationOptions>();
            foreach (var rank in ranks)
            {
                context.Report($"{series.Name}: choosing length scales and cells, rank {rank}", 0.4 + 0.25 * index);
                options[rank] = LengthScaleSearch.Choose(tuning.Train, new() { Ranks = [rank, rank], Starts = starts, Epochs = context.Pick(smoke: 30, small: 100, full: 100) }, context.Random(0, $"tuning: {series.Name}, rank {rank}"), splits: context.Pick(smoke: 1, small: 3, full: 3), cancel);
                binned[rank] = Candidates(series, rank, few: context.Scale == Scale.Smoke).AsParallel().AsOrdered().WithCancellation(cancel)
                    .Select(candidate => (Candidate: candidate, Error(tuning, candidate, context.Random(0, $"tuning: {series.Name}, binned"), cancel).Root))
                    .ToList().MinBy(tried => tried.Root).Candidate with
                { Starts = starts };
            }

            var results = new Result[context.Seeds.Count];
            var done = 0;
            Parallel.For(0, results.Length, new ParallelOptions { CancellationToken = cancel }, s =>
            {
                var seed = context.Seeds[s];
                var split = series.Split(context.Random(seed, $"split: {series.Name}"));
                results[s] = new(
                    PredictionError.Of(ScatteredGaussianProcess.Fit(split.Train, process).Predict(split.Test), split.Values),
                    PredictionError.Of([.. split.Values.Select(_ => split.Train.Values.Mean())], split.Values),
                    [.. ranks.Select(rank => Measure(split, options[rank], context.Random(seed, $"start: {series.Name}, rank {rank}"), cancel))],
                    [.. ranks.Select(rank => Error(split, binned[rank], context.Random(seed, $"start: {series.Name}, binned, rank {rank}"), cancel))]);
                context.Report(series.Name, 0.4 + 0.25 * (index + (double)Interlocked.Increment(ref done) / results.Length));
            });

            for (var s = 0; s < results.Length; s++)
                for (var i = 0; i < ranks.Length; i++)
                {
                    var (seed, ours, discrete, full) = (context.Seeds[s], results[s].Functional[i].Error, results[s].Discrete[i], results[s].Process);
                    foreach (var (check, other) in new[] { ("below-discrete", discrete), ("below-gaussian-process", full) })
                    {
                        found.ObservePair("C2", check, $"{series.Name}, rank {ranks[i]}, root mean square", seed, ours.Root, other.Root);
                        found.ObservePair("C2", check, $"{series.Name}, rank {ranks[i]}, mean absolute", seed, ours.Absolute, other.Absolute);
                    }
                }
            for (var i = 0; i < ranks.Length; i++)
            {
                var (functional, discrete) = (options[ranks[i]], binned[ranks[i]]);
                rows.Add([series.Name, $"FunBaT, rank {ranks[i]}", Mean(r => r.Functional[i].Error.Root), Mean(r => r.Functional[i].Error.Absolute), Mean(r => r.Functional[i].Coverage), $"length scales {string.Join(", ", functional.LengthScales)}"]);
                rows.Add([series.Name, $"{(discrete.Canonical ? "CP" : "Tucker")} on cells, rank {ranks[i]}", Mean(r => r.Discrete[i].Root), Mean(r => r.Discrete[i].Absolute), "", $"{string.Join(" × ", discrete.Cells)} cells, ridge {discrete.Ridge}"]);
            }
            rows.Add([series.Name, "Gaussian process", Mean(r => r.Process.Root), Mean(r => r.Process.Absolute), "", $"length scales {string.Join(", ", process.LengthScales.Select(Numbers.Short))}; noise {Numbers.Short(process.Noise)}"]);
            rows.Add([series.Name, "mean of the training values", Mean(r => r.Constant.Root), Mean(r => r.Constant.Absolute), "", ""]);

            string Mean(Func<Result, double> part) => Numbers.Short(results.Average(part));
        }
        found.Add(new FindingsTable(
            $"Held-out errors on the series (°C and ppm), mean of {context.Seeds.Count} splits",
            ["series", "method", "root mean square", "mean absolute", "coverage at 95 %", "chosen on another split"], rows));
    }

    private static IEnumerable<BinnedFactorizationOptions> Candidates(Series series, int rank, bool few) =>
        from seasons in few ? [12] : series.SeasonCells
        from ridge in few ? [0.1, 1] : Ridges
        from canonical in few ? [false] : new[] { false, true }
        select new BinnedFactorizationOptions([series.Years, seasons], rank, ridge, canonical) { Starts = 1 };

    private static PredictionError Error(SeriesSplit split, BinnedFactorizationOptions options, RandomStream random, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        return PredictionError.Of(new BinnedFactorization(split.Train, options, centre: true, random).Predict(split.Test), split.Values);
    }

    private static Fitted Measure(SeriesSplit split, FunctionalTuckerOptions options, RandomStream random, CancellationToken cancel)
    {
        var predicted = FunctionalTucker.Fit(split.Train, options, random, cancel).Predict(split.Test);
        return new(PredictionError.Of(predicted.Mean.ToArray(), split.Values), predicted.Coverage(split.Values, measured: true));
    }

    private static ScatteredData Part(ScatteredData data, int count) =>
        data.Take([.. Enumerable.Range(0, Math.Min(count, data.Count)).Select(i => (int)((long)i * data.Count / Math.Min(count, data.Count)))]);

    private sealed record Fitted(PredictionError Error, double Coverage);

    private sealed record Result(PredictionError Process, PredictionError Constant, Fitted[] Functional, PredictionError[] Discrete);

    /// <summary>A series as entries of (year, share of the year).</summary>
    private sealed record Series(string Name, ScatteredData Data, int Years, IReadOnlyList<int> SeasonCells)
    {
        public static Series Load(DataFolder folder, string set, string name)
        {
            var series = TimeSeries.Load(folder, set);
            int[] present = [.. Enumerable.Range(0, series.Dates.Count).Where(i => !double.IsNaN(series.Values[i]))];
            var coordinates = Tensor.Zeros(present.Length, 2);
            var monthly = set == "el-nino";
            for (var n = 0; n < present.Length; n++)
            {
                var date = series.Dates[present[n]];
                (coordinates[n, 0], coordinates[n, 1]) = (date.Year, monthly ? (date.Month - 1) / 12.0 : (date.DayOfYear - 1) / 366.0);
            }
            var data = new ScatteredData(coordinates, series.Values.Take(0, present));
            return new(name, data, 1 + (int)(data.Modes[0].High - data.Modes[0].Low), monthly ? [12] : [12, 26, 52]);
        }

        public SeriesSplit Split(RandomStream random)
        {
            var order = random.Permutation(Data.Count);
            var training = Data.Count * 7 / 10;
            var test = order.AsSpan(training);
            return new(Data.Take(order.AsSpan(0, training)), Data.Coordinates.TakeRows(test), Data.Values.Take(0, test).ToArray());
        }
    }

    private sealed record SeriesSplit(ScatteredData Train, Tensor Test, double[] Values);
}
