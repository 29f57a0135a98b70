using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.DynamicSubmodular;

/// <summary>
/// Streams of insertions and deletions fixed beforehand: the maintained value against greedy from scratch and against the best of all sets
/// (where that can be had), and the questions asked to f for each update as the number of items grows.
/// </summary>
[Paper("dynamic-submodular")]
public sealed class DynamicSubmodularStudy : IStudy
{
    /// <inheritdoc/>
    public Task<Findings> RunAsync(StudyContext context, CancellationToken cancel)
    {
        var found = new FindingsBuilder();
        var streams = CompareValues(context, found, cancel);
        CompareWithBest(context, found, cancel);
        var growth = CountCalls(context, found, cancel);
        var adaptive = AgainstCoins(context, cancel);

        found.Add(StreamFigures.ValueOverTime(streams));
        found.Add(StreamFigures.CallsAgainstItems(growth));
        found.Add(StreamTables.Streams(streams));
        found.Add(StreamTables.Growth(growth));
        found.Add(adaptive);
        found.Remark("What is measured against greedy is necessary, not sufficient: greedy is at most the best value, so ½ − ε of greedy is less than ½ − ε of the best. The sufficient comparison, with all sets tried, is made for at most 18 items.");
        found.Remark("Every question to f counts: marginals while levels are built and items placed, both questions of each trial of the sample-size test, all guesses of the best value, and the value of the answer after each update.");
        found.Remark("Questions for each update even fall as n grows here: a level with more items is built again less often, and an item that comes is placed by bisection. At ε = 0.3 greedy from scratch after every update asks more from a few hundred items on, and greedy once in 100 updates asks fewer up to some thousands (see the figure), at the price of an answer that is out of date. At ε = 0.15 the tests of sample sizes make the structure as dear as greedy from scratch on a thousand items, and dearer on a window of a few hundred.");
        found.Remark("The paper's constants are not known to us: a level is built again when half as many items were added as it was built with or a share ε of its bucket is gone, and the sample size is tested with ln(n)/ε² trials, at most as many as the bucket has items and no more than decide. The place of an item among the levels is found by bisection.");
        found.Remark("The guarantee needs updates that do not depend on the algorithm's coins. The last table deletes what the structure has chosen, as fast as it chooses it: no guarantee holds there, and the table says only what happened on these sets.");
        return Task.FromResult(found.Build());
    }

    private static List<StreamSeries> CompareValues(StudyContext context, FindingsBuilder found, CancellationToken cancel)
    {
        var n = context.Pick(smoke: 300, small: 1_000, full: 1_200);
        var moments = context.Pick(smoke: 10, small: 40, full: 40);
        (int Most, double Accuracy)[] grid = context.Pick<(int, double)[]>([(5, 0.3)], [(10, 0.3)], [(5, 0.3), (20, 0.3), (20, 0.15), (50, 0.3)]);
        var window = context.Pick(smoke: 100, small: 300, full: 400);
        var items = context.Pick(smoke: 200, small: 600, full: 1_000);
        var bible = new Lazy<IReadOnlyList<string>>(() => [.. Instances.VersesOf(context.Data.Text("king-james-bible.txt.gz"))]);
        var all = new List<StreamSeries>();
        foreach (var (most, accuracy) in grid)
        {
            Add("random sets, insert then delete", random => (Instances.RandomSets(n, random.Fork("sets")), UpdateStream.InsertThenDelete(n, random.Fork("order"))));
            Add("random sets, best leave first", random =>
            {
                var function = Instances.RandomSets(n / 2, random.Fork("sets"));
                return (function, UpdateStream.BestLeaveFirst(function, most, random.Fork("order")));
            });
            Add("words of verses, sliding window", random =>
            {
                var function = Instances.Verses(bible.Value, random.Fork("verse").Next(25_000), n);
                return (function, UpdateStream.SlidingWindow(function.Items, window));
            });
            Add("digits, insert then delete", random =>
                (Instances.Digits(context.Data.Table("digits.csv.gz"), items, 200, random.Fork("digits")), UpdateStream.InsertThenDelete(items, random.Fork("order"))));

            void Add(string name, Func<RandomStream, (ISubmodularFunction Function, Update[] Updates)> make)
            {
                var setting = $"{name}, k = {most}, ε = {accuracy}";
                context.Report(setting, 0.5 * all.Count / (4 * grid.Length));
                var trials = context.Once(setting, () => context.Seeds.Select(seed =>
                {
                    var random = context.Random(seed, setting);
                    var (function, updates) = make(random);
                    return StreamTrial.Run(function, updates, most, accuracy, moments, seed, random, cancel);
                }).ToArray());
                all.Add(new StreamSeries(name, most, accuracy, trials));
                foreach (var trial in trials)
                    found.ObserveShare("C1", "greedy", setting, trial.Seed,
                        trial.Moments.Count(moment => moment.Ours >= (0.5 - accuracy) * moment.Greedy), trial.Moments.Length);
            }
        }
        return all;
    }

    /// <summary>Small sets of items that come and go, after every update against the best of all sets.</summary>
    private static void CompareWithBest(StudyContext context, FindingsBuilder found, CancellationToken cancel)
    {
        const int items = 18, most = 3;
        var updates = context.Pick(smoke: 20, small: 60, full: 100);
        var rows = new List<IReadOnlyList<string>>();
        foreach (var accuracy in context.Pick<double[]>([0.3], [0.3, 0.1], [0.3, 0.1]))
        {
            var setting = $"18 weighted sets, k = 3, ε = {accuracy}";
            var perSeed = context.Once(setting, () => context.Seeds.Select(seed =>
            {
                cancel.ThrowIfCancellationRequested();
                var random = context.Random(seed, setting);
                var function = Instances.SmallSets(items, random.Fork("sets"));
                var dynamic = new DynamicSelection(function, most, accuracy, random.Fork("coins"));
                var order = random.Fork("order");
                var ratios = new List<double>();
                for (var t = 0; t < updates; t++)
                {
                    // An item that is there leaves, one that is not comes; three of four are there on average.
                    var item = order.Next(items);
                    if (!dynamic.Contains(item)) dynamic.Insert(item);
                    else if (order.Next(3) == 0) dynamic.Delete(item);
                    else continue;
                    int[] present = [.. Enumerable.Range(0, items).Where(dynamic.Contains)];
                    if (present.Length > 0) ratios.Add(dynamic.Value() / BruteForce.Optimum(function, present, most));
                }
                return ratios.ToArray();
            }).ToArray());
            foreach (var (seed, ratios) in context.Seeds.Zip(perSeed))
                found.ObserveShare("C1", "best", setting, seed, ratios.Count(ratio => ratio >= 0.5 - accuracy), ratios.Length);
            rows.Add([setting, Numbers.Fixed(0.5 - accuracy, 2), Numbers.Fixed(perSeed.Min(ratios => ratios.Min()), 3), Numbers.Fixed(Summary.Median(perSeed.SelectMany(ratios => ratios)), 3)]);
        }
        found.Add(new FindingsTable("Value against the best of all sets, after every update", ["setting", "guaranteed", "smallest", "median"], rows));
    }

    /// <summary>Questions for each update against the number of items.</summary>
    private static List<(int Items, StreamTrial[] Trials)> CountCalls(StudyContext context, FindingsBuilder found, CancellationToken cancel)
    {
        const int most = 10;
        const double accuracy = 0.3;
        var sizes = context.Pick<int[]>([100, 400], [300, 1_000, 3_000], [1_000, 3_000, 10_000, 30_000, 100_000]);
        var all = new List<(int Items, StreamTrial[] Trials)>();
        foreach (var n in sizes)
        {
            var trials = context.Seeds.Select(seed => context.Once($"calls, n = {n}, seed {seed}", () =>
            {
                context.Report($"questions for each update, n = {n:N0}, seed {seed}", 0.55 + 0.4 * all.Count / sizes.Length);
                var random = context.Random(seed, $"calls, n = {n}");
                var function = Instances.RandomSets(n, random.Fork("sets"));
                return StreamTrial.Run(function, UpdateStream.InsertThenDelete(n, random.Fork("order")), most, accuracy, 4, seed, random, cancel);
            })).ToArray();
            all.Add((n, trials));
        }
        foreach (var (s, seed) in context.Seeds.Index())
            found.Observe("C1", "calls", "random sets, insert then delete, k = 10, ε = 0.3", seed,
                Summary.LogSlope([.. all.Select(entry => (double)entry.Items)], [.. all.Select(entry => entry.Trials[s].CallsPerUpdate)]));
        return all;
    }

    /// <summary>Deletions that look at the answer: outside the guarantee.</summary>
    private static FindingsTable AgainstCoins(StudyContext context, CancellationToken cancel)
    {
        const int most = 10;
        const double accuracy = 0.3;
        var n = context.Pick(smoke: 100, small: 300, full: 1_000);
        var rows = context.Seeds.Select(seed =>
        {
            cancel.ThrowIfCancellationRequested();
            var random = context.Random(seed, "against the coins");
            var function = Instances.RandomSets(n, random.Fork("sets"));
            var dynamic = new DynamicSelection(function, most, accuracy, random.Fork("coins"));
            foreach (var item in random.Fork("order").Permutation(n)) dynamic.Insert(item);
            var (inserting, least) = (dynamic.Calls, double.PositiveInfinity);
            var deleted = 0;
            while (dynamic.Count > n / 2 && dynamic.Solution() is [var first, ..])
            {
                dynamic.Delete(first);
                if (++deleted % 20 != 0) continue;
                cancel.ThrowIfCancellationRequested();
                int[] present = [.. Enumerable.Range(0, n).Where(dynamic.Contains)];
                var oracle = new OracleCounter();
                least = Math.Min(least, dynamic.Value() / oracle.ValueOf(function, LazyGreedy.Select(function, present, most, oracle)));
            }
            return (PerInsertion: (double)inserting / n, PerDeletion: (double)(dynamic.Calls - inserting) / deleted, Least: least);
        }).ToList();
        return new FindingsTable($"Deletions that look at the answer and take one of its items (n = {n:N0}, k = {most}, ε = {accuracy}; medians over seeds)",
            ["questions per insertion", "questions per such deletion", "smallest value against greedy"],
            [[Numbers.Short(Summary.Median(rows.Select(row => row.PerInsertion))), Numbers.Short(Summary.Median(rows.Select(row => row.PerDeletion))), Numbers.Fixed(Summary.Median(rows.Select(row => row.Least)), 3)]]);
    }
}

/// <summary>One kind of stream with its seeds.</summary>
internal sealed record StreamSeries(string Name, int Most, double Accuracy, IReadOnlyList<StreamTrial> Trials);
