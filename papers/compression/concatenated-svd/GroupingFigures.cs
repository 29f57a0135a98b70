using Praxis.Lab;
using Praxis.Lab.Figures;

namespace Praxis.Papers.Compression.ConcatenatedSvd;

/// <summary>What the groupings of one data set gave, for one seed.</summary>
/// <param name="Data">The data set.</param>
/// <param name="Seed">The seed.</param>
/// <param name="WorstExcess">The largest squared true error minus ε² of a group of several matrices.</param>
/// <param name="Ratios">Compression ratios for each ε, by name.</param>
/// <param name="Recovery">Adjusted Rand indices to the hidden groups for each ε, by name.</param>
internal sealed record GroupingMeasures(string Data, long Seed, double WorstExcess, Dictionary<string, double[]> Ratios, Dictionary<string, double[]> Recovery)
{
    /// <summary>The name of what the paper recommends.</summary>
    public static string Recommended { get; } = NameOf(GroupEstimator.Incremental, CandidateOrder.Residual);

    /// <summary>The name of the greedy algorithm with the true error in place of a bound.</summary>
    public static string Oracle { get; } = NameOf(GroupEstimator.Exact, CandidateOrder.Residual);

    /// <summary>The name of a variant of the greedy algorithm.</summary>
    public static string NameOf(GroupEstimator estimator, CandidateOrder order) =>
        $"{estimator.Name}, {(order == CandidateOrder.Norm ? "norm" : "residual")} order";
}

/// <summary>Figures and tables of the study.</summary>
internal static class GroupingFigures
{
    /// <summary>True error, estimate and bounds of a growing group.</summary>
    public static Figure Growth(IReadOnlyList<(string Name, double[] Errors)> curves) => new()
    {
        Title = "Error and bounds of a growing group, hidden bases, rank 12",
        Description = "Relative error against the number of matrices in a group, largest first, averaged over seeds. The incremental estimate lies on the true error; residual bound and max-norm bound lie far above both.",
        Panels =
        [
            new Panel
            {
                X = new Axis("matrices in the group"),
                Y = new Axis("relative Frobenius error", Low: 0),
                Marks = [.. curves.Select((curve, i) => new Line([.. Enumerable.Range(1, curve.Errors.Length).Select(k => (double)k)], curve.Errors, Dashed: i == 1) { Name = curve.Name })],
            },
        ],
    };

    /// <summary>Compression ratio against ε, one panel a data set.</summary>
    public static Figure RatioAgainstTolerance(IReadOnlyList<GroupingMeasures> all, double[] tolerances)
    {
        string[] shown =
        [
            GroupingMeasures.Recommended, GroupingMeasures.NameOf(GroupEstimator.Residual, CandidateOrder.Residual), GroupingMeasures.NameOf(GroupEstimator.MaxNorm, CandidateOrder.Norm),
            GroupingBaseline.Random.Name, GroupingBaseline.NormKMeans.Name, GroupingBaseline.FlatHdbscan.Name, GroupingBaseline.SpanKMeans.Name,
        ];
        return new Figure
        {
            Title = "Compression against tolerance",
            Description = "One panel a data set: compression ratio (1 is no compression) against the tolerance ε, geometric mean over seeds, every group's true error being at most ε.",
            Columns = 3,
            Panels = [.. all.GroupBy(m => m.Data).Select((data, i) => new Panel
            {
                Title = data.Key,
                Legend = i == 0, // the same lines in all panels
                X = new Axis("tolerance ε", AxisScale.Log),
                Y = new Axis("compression ratio", Low: 1),
                Marks = [.. shown.Select(name => new Line(tolerances, Mean(data, name), Points: true) { Name = name })],
            })],
        };
    }

    /// <summary>All compression ratios.</summary>
    public static FindingsTable Ratios(IReadOnlyList<GroupingMeasures> all, double[] tolerances) => new(
        "Compression ratio at each tolerance ε, geometric mean over seeds",
        ["data", "grouping", .. tolerances.Select(e => $"ε = {e}")],
        [.. from data in all.GroupBy(m => m.Data)
            from name in data.First().Ratios.Keys
            select (IReadOnlyList<string>)[data.Key, name, .. Mean(data, name).Select(ratio => $"{ratio:0.00}")]]);

    /// <summary>How well the hidden groups are found.</summary>
    public static FindingsTable Recovery(IReadOnlyList<GroupingMeasures> all, double[] tolerances) => new(
        "Adjusted Rand index to the hidden groups, mean over seeds",
        ["data", "grouping", .. tolerances.Select(e => $"ε = {e}")],
        [.. from data in all.GroupBy(m => m.Data)
            from name in new[] { GroupingMeasures.Recommended, GroupingMeasures.Oracle }
            select (IReadOnlyList<string>)[data.Key, name, .. tolerances.Select((_, e) => $"{data.Average(m => m.Recovery[name][e]):0.00}")]]);

    private static double[] Mean(IEnumerable<GroupingMeasures> data, string name)
    {
        var ratios = data.Select(m => m.Ratios[name]).ToList();
        return [.. ratios[0].Select((_, e) => Math.Exp(ratios.Average(ratio => Math.Log(ratio[e]))))];
    }
}
