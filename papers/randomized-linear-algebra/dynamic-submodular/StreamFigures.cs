using Praxis.Lab;
using Praxis.Lab.Figures;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.DynamicSubmodular;

/// <summary>The figures of the study.</summary>
internal static class StreamFigures
{
    /// <summary>Values over time for the first setting of each stream, first seed.</summary>
    public static Figure ValueOverTime(IReadOnlyList<StreamSeries> all) => new()
    {
        Title = "Value of the kept items over time, one seed",
        Description = "One panel a stream: the value f of the maintained items, of greedy from scratch, of a restarted sieve, of greedy rebuilt every 100 updates and of random items, after so many updates, with the guaranteed share of greedy dashed. The maintained value stays far above its guarantee and somewhat below greedy.",
        Columns = 2,
        Panels = [.. all.GroupBy(series => series.Name).Select(group =>
        {
            var series = group.First();
            var moments = series.Trials[0].Moments;
            double[] times = [.. moments.Select(moment => (double)moment.Update)];
            return new Panel
            {
                Title = $"{series.Name}, k = {series.Most}, ε = {series.Accuracy}",
                X = new Axis("updates"),
                Y = new Axis("value f", Low: 0),
                Marks =
                [
                    new Line(times, [.. moments.Select(moment => moment.Ours)]) { Name = "maintained" },
                    new Line(times, [.. moments.Select(moment => moment.Greedy)]) { Name = "greedy from scratch" },
                    new Line(times, [.. moments.Select(moment => moment.Sieve)]) { Name = "sieve, restarted" },
                    new Line(times, [.. moments.Select(moment => moment.Stale)]) { Name = "greedy every 100 updates" },
                    new Line(times, [.. moments.Select(moment => moment.Random)]) { Name = "random items" },
                    new Line(times, [.. moments.Select(moment => (0.5 - series.Accuracy) * moment.Greedy)], Dashed: true) { Name = "(½ − ε) of greedy" },
                ],
            };
        })],
    };

    /// <summary>Questions for each update against n.</summary>
    public static Figure CallsAgainstItems(IReadOnlyList<(int Items, StreamTrial[] Trials)> growth)
    {
        double[] items = [.. growth.Select(entry => (double)entry.Items)];
        double[] ours = [.. growth.Select(entry => Summary.Median(entry.Trials.Select(trial => trial.CallsPerUpdate)))];
        double[] greedy = [.. growth.Select(entry => Summary.Median(entry.Trials.Select(trial => trial.GreedyCallsPerUpdate)))];
        return new Figure
        {
            Title = "Questions to f for each update (random sets, k = 10, ε = 0.3)",
            Description = $"Logarithmic axes, number of items against questions per update, medians over seeds: the maintained structure, greedy from scratch after each update, greedy every 100 updates, and a line that grows as n^0.3. Slopes: maintained {Summary.LogSlope(items, ours):0.00}, greedy {Summary.LogSlope(items, greedy):0.00}.",
            Panels =
            [
                new Panel
                {
                    X = new Axis("items n", AxisScale.Log),
                    Y = new Axis("questions per update", AxisScale.Log),
                    Marks =
                    [
                        new Line(items, ours, Points: true) { Name = "maintained" },
                        new Line(items, greedy, Points: true) { Name = "greedy from scratch" },
                        new Line(items, [.. greedy.Select(calls => calls / 100)], Points: true) { Name = "greedy every 100 updates" },
                        new Line(items, [.. items.Select(n => ours[0] * Math.Pow(n / items[0], 0.3))], Dashed: true) { Name = "∝ n^0.3" },
                    ],
                },
            ],
        };
    }
}

/// <summary>The tables of the study.</summary>
internal static class StreamTables
{
    /// <summary>Values against greedy, and questions.</summary>
    public static FindingsTable Streams(IReadOnlyList<StreamSeries> all) => new(
        "Values against greedy from scratch over all moments and seeds (smallest; medians), and questions to f",
        ["stream", "k", "ε", "guaranteed", "maintained, smallest", "maintained", "sieve", "greedy every 100", "random", "questions per update", "of greedy from scratch", "levels"],
        [.. all.Select(series =>
        {
            var moments = series.Trials.SelectMany(trial => trial.Moments).ToList();
            string Median(Func<Moment, double> value) => Numbers.Fixed(Summary.Median(moments.Select(moment => value(moment) / moment.Greedy)), 3);
            return (IReadOnlyList<string>)
            [
                series.Name, $"{series.Most}", $"{series.Accuracy}", Numbers.Fixed(0.5 - series.Accuracy, 2),
                Numbers.Fixed(moments.Min(moment => moment.Ours / moment.Greedy), 3), Median(moment => moment.Ours), Median(moment => moment.Sieve),
                Median(moment => moment.Stale), Median(moment => moment.Random),
                Numbers.Short(Math.Round(series.Trials.Average(trial => trial.CallsPerUpdate))), Numbers.Short(Math.Round(series.Trials.Average(trial => trial.GreedyCallsPerUpdate))),
                $"{series.Trials.Max(trial => trial.MostLevels)}",
            ];
        })]);

    /// <summary>Questions as n grows.</summary>
    public static FindingsTable Growth(IReadOnlyList<(int Items, StreamTrial[] Trials)> growth)
    {
        double[] calls = [.. growth.Select(entry => Summary.Median(entry.Trials.Select(trial => trial.CallsPerUpdate)))];
        return new FindingsTable(
        "Questions to f for each update as the number of items grows (random sets, k = 10, ε = 0.3; medians over seeds)",
        ["n", "maintained", "greedy from scratch", "slope from the row above"],
        [.. growth.Select((entry, i) => (IReadOnlyList<string>)
        [
            $"{entry.Items:N0}", Numbers.Short(Math.Round(calls[i])),
            Numbers.Short(Math.Round(Summary.Median(entry.Trials.Select(trial => trial.GreedyCallsPerUpdate)))),
            i == 0 ? "" : Numbers.Fixed(Math.Log(calls[i] / calls[i - 1]) / Math.Log((double)entry.Items / growth[i - 1].Items), 2),
        ])]);
    }
}
