using Praxis.Lab;
using Praxis.Lab.Figures;

namespace Praxis.Papers.Compression.TrainedRankPruning;

/// <summary>Figures and tables of the study.</summary>
internal static class RankPruningFigures
{
    /// <summary>Accuracy against operations, one panel a setting.</summary>
    public static Figure AccuracyAgainstOperations(IReadOnlyList<RankPruningMeasures> all) => new()
    {
        Title = "Decomposed without fine-tuning: accuracy against operations",
        Description = "One panel a network and scheme, means over seeds: test accuracy after a decomposition that keeps from 40 to 99 % of the energy, against the operations that remain. Networks trained with rank pruning keep their accuracy down to the ranks they were truncated to, where the normally trained one has lost much; below these ranks they lose more than it does. The nuclear norm changes little.",
        Columns = 3,
        Panels = [.. all.GroupBy(measures => measures.Setting).Select((setting, i) => new Panel
        {
            Title = setting.Key,
            Legend = i == 0, // the same lines in all panels
            X = new Axis("share of the operations"),
            Y = new Axis("test accuracy, %"),
            Marks =
            [
                Curve("rank pruning", setting, measures => measures.PrunedCurve),
                Curve("with nuclear norm", setting, measures => measures.NuclearCurve),
                Curve("trained normally", setting, measures => measures.NormalCurve),
            ],
        })],
    };

    /// <summary>Ranks over steps of the first seed.</summary>
    public static Figure Ranks(IReadOnlyList<RankPruningMeasures> all) => new()
    {
        Title = "Ranks fall while the network is trained",
        Description = "Rank of each layer after every truncation, first seed, full lines with rank pruning alone, dashed with the nuclear norm: ranks fall within the first third of the training and then stay.",
        Columns = 3,
        Panels = [.. all.Where(measures => measures.Course.Length > 0).Select((measures, i) => new Panel
        {
            Title = measures.Setting,
            Legend = i == 0,
            X = new Axis("step"),
            Y = new Axis("rank", Low: 0),
            Marks = [.. measures.Course.SelectMany((course, c) => course.Ranks.Select((ranks, l) => new Line(course.Steps, ranks, Dashed: c > 0)
            {
                Name = $"{(l == 0 ? "first" : "second")} layer, {course.Name}",
                Color = l,
            }))],
        })],
    };

    /// <summary>Accuracies and operations.</summary>
    public static FindingsTable Table(IReadOnlyList<RankPruningMeasures> all) => new(
        "Test accuracy in %, means over seeds",
        ["network", "trained", "operations, % of whole", "speed-up", "ranks (first seed)", "whole", "decomposed", "lost"],
        [.. from setting in all.GroupBy(measures => measures.Setting)
            from row in new (string Name, Func<RankPruningMeasures, DecomposedNetwork> Of)[]
            {
                ("normally", measures => measures.PostHoc),
                ("normally, fine-tuned", measures => measures.PostHoc with { Decomposed = measures.Tuned }),
                ("rank pruning", measures => measures.Pruned),
                ("rank pruning, nuclear norm", measures => measures.Nuclear),
            }
            let networks = setting.Select(row.Of).ToList()
            let operations = networks.Average(network => network.Operations)
            select (IReadOnlyList<string>)
            [
                setting.Key, row.Name, $"{100 * operations:0}", $"{1 / operations:0.0}", string.Join(", ", networks[0].Ranks),
                $"{100 * networks.Average(network => network.Whole):0.0}", $"{100 * networks.Average(network => network.Decomposed):0.0}", $"{networks.Average(network => network.Drop):0.0}",
            ]]);

    private static Line Curve(string name, IEnumerable<RankPruningMeasures> setting, Func<RankPruningMeasures, CurvePoint[]> of)
    {
        CurvePoint[][] curves = [.. setting.Select(of)];
        int[] places = [.. Enumerable.Range(0, curves[0].Length)];
        return new Line(
            [.. places.Select(i => curves.Average(curve => curve[i].Operations))],
            [.. places.Select(i => 100 * curves.Average(curve => curve[i].Accuracy))],
            Points: true)
        {
            Name = name,
        };
    }
}
