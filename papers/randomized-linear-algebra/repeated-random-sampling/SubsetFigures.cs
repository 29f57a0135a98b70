using Praxis.Lab;
using Praxis.Lab.Figures;

namespace Praxis.Papers.RandomizedLinearAlgebra.RepeatedRandomSampling;

/// <summary>Figures and tables of the study.</summary>
internal static class SubsetFigures
{
    private static IReadOnlyList<string> Methods { get; } =
    [
        RepeatedRandomSamplingStudy.Repeated, RepeatedRandomSamplingStudy.WithReplacement, .. Selections.Names,
        RepeatedRandomSamplingStudy.El2nAgain, RepeatedRandomSamplingStudy.MarginAgain, RepeatedRandomSamplingStudy.FewEpochs, RepeatedRandomSamplingStudy.Full,
    ];

    private static string[] Drawn { get; } =
        [RepeatedRandomSamplingStudy.Repeated, "uniform", "herding", "k-center", "EL2N", "facility location", RepeatedRandomSamplingStudy.El2nAgain, RepeatedRandomSamplingStudy.Full];

    /// <summary>Last-round accuracy against r, for each network without noise.</summary>
    public static Figure AccuracyAgainstShare(IReadOnlyList<(TrainingSetting Setting, SeedResult[] Seeds)> measured) => new()
    {
        Title = "Accuracy after the last round",
        Description = "A panel for each data set and network. Lines of the mean test accuracy against the share of the data used in a round, one line a method; repeated random subsets lie near the accuracy of all data, static selections below, those by hardness lowest.",
        Panels = [.. measured.Where(entry => entry.Setting.NoisyShare == 0).GroupBy(entry => $"{entry.Setting.Data}, {entry.Setting.Network}").Select(group => new Panel
        {
            Title = group.Key,
            X = new Axis("share of the data in a round, r", AxisScale.Log),
            Y = new Axis("test accuracy"),
            Marks = [.. Drawn.Select(name => new Line(
                [.. group.Select(entry => entry.Setting.Share)], [.. group.Select(entry => Math.Round(Mean(entry.Seeds, name), 4))], Points: true) { Name = name })],
        })],
        Columns = 2,
    };

    /// <summary>Accuracy against multiplications, round by round, for the largest network at r = 10 %.</summary>
    public static Figure AccuracyAgainstCost(IReadOnlyList<(TrainingSetting Setting, SeedResult[] Seeds)> measured)
    {
        var (setting, seeds) = measured.Where(entry => entry.Setting is { Share: 0.1, NoisyShare: 0 }).MaxBy(entry => (entry.Setting.Data == "digits" ? 1000 : 0) + entry.Setting.Hidden);
        return new Figure
        {
            Title = $"Accuracy against work, {setting.Name}",
            Description = "Lines of the mean test accuracy after each round against the multiplications spent on selection and training so far, on a logarithmic axis: a static selection begins to learn only after it has been made, and EL2N in every round pays for its scores each time.",
            Panels =
            [
                new Panel
                {
                    X = new Axis("multiplications", AxisScale.Log),
                    Y = new Axis("test accuracy"),
                    Marks = [.. Drawn.Select(name => new Line(
                        [.. seeds[0].Methods[name].Accuracies.Select((_, t) => seeds.Average(seed => seed.Methods[name].SelectionCost + (t + 1) * seed.Methods[name].RoundCost))],
                        [.. seeds[0].Methods[name].Accuracies.Select((_, t) => Math.Round(seeds.Average(seed => seed.Methods[name].Accuracies[t]), 4))]) { Name = name })],
                },
            ],
        };
    }

    /// <summary>Mean accuracies and costs of all methods, a table for each data set.</summary>
    public static IEnumerable<FindingsTable> Tables(IReadOnlyList<(TrainingSetting Setting, SeedResult[] Seeds)> measured)
    {
        foreach (var group in measured.GroupBy(entry => entry.Setting.Data))
            yield return new FindingsTable(
                $"Test accuracy after the last round, {group.Key}, mean over seeds, per cent",
                ["method", .. group.Select(entry => entry.Setting.Short)],
                [.. Methods.Select(name => (IReadOnlyList<string>)[name, .. group.Select(entry => Numbers.Fixed(100 * Mean(entry.Seeds, name), 1))])]);
        foreach (var group in measured.Where(entry => entry.Setting.AsksForCost).GroupBy(entry => entry.Setting.Data))
            yield return new FindingsTable(
                $"Millions of multiplications until 95 % of the accuracy of all data, selection included, {group.Key} (in brackets: share of the seeds that got there)",
                ["method", .. group.Select(entry => entry.Setting.Short)],
                [.. Methods.Select(name => (IReadOnlyList<string>)[
                    name, .. group.Select(entry => $"{Numbers.Short(entry.Seeds.Average(seed => seed.CostToTarget(name)) / 1e6)} ({100.0 * entry.Seeds.Count(seed => seed.Reaches(name)) / entry.Seeds.Length:0} %)")])]);
    }

    private static double Mean(SeedResult[] seeds, string name) => seeds.Average(seed => seed.Methods[name].Final);
}
