using Praxis.Lab;
using Praxis.Lab.Figures;

namespace Praxis.Papers.Compression.Fwsvd;

/// <summary>Figures and tables of the study.</summary>
internal static class FwsvdFigures
{
    private static readonly string[] Methods = [LowRankMethods.Fwsvd, LowRankMethods.Svd, LowRankMethods.Permuted, LowRankMethods.Aware];

    /// <summary>One panel a network: the loss against the size; and the loss against the Frobenius error.</summary>
    public static Figure LossAgainstSize(IReadOnlyList<NetworkMeasures> measures, int[] ranks, double[] keeps)
    {
        var networks = measures.GroupBy(m => m.Network).ToList();
        return new Figure
        {
            Title = "Loss after compression at equal rank",
            Description = "One panel a network: test cross-entropy, mean over seeds, against the size kept, for FWSVD, truncated SVD, FWSVD with permuted importances and activation-aware SVD. The last panel sets the increase of the loss of the first language model against the relative Frobenius error of its weights: methods with the larger error can have the smaller loss.",
            Panels =
            [
                .. networks.Select((network, i) => new Panel
                {
                    Title = network.Key,
                    Legend = i == 0, // the same lines in all panels
                    X = network.Key == PerceptronPart.Name ? new Axis("rank of both large matrices", AxisScale.Log) : new Axis("share of the linear parameters", Low: 0.2, High: 1),
                    Y = new Axis("test cross-entropy, nats"),
                    Marks =
                    [
                        .. Methods.Select((method, m) => new Line(Sizes(network.Key), Mean(network, method, x => x.Losses), Points: true) { Name = method, Color = m }),
                        new Rule(network.Average(m => m.Original), Label: "not compressed"),
                    ],
                }),
                .. networks.Where(network => network.Key != PerceptronPart.Name).Take(1).Select(network => new Panel
                {
                    Title = $"{network.Key}: error and loss",
                    Legend = false,
                    X = new Axis("‖W − Ŵ‖/‖W‖ over all maps"),
                    Y = new Axis("increase of the loss, nats"),
                    Marks = [.. Methods.Select((method, m) => new Line(
                        Mean(network, method, x => x.Errors),
                        [.. Mean(network, method, x => x.Losses).Select(loss => loss - network.Average(x => x.Original))], Points: true) { Name = method, Color = m })],
                }),
            ],
        };

        double[] Sizes(string network) => network == PerceptronPart.Name ? [.. ranks.Select(rank => (double)rank)] : keeps;
    }

    /// <summary>What the removal of each group costs, one line a layer.</summary>
    public static Figure LossByGroup(IReadOnlyList<GroupLosses> groups) => new()
    {
        Title = "Loss when one group of directions is removed, llama-1m, third block",
        Description = "Left groups of singular triplets of W, right groups of FWSVD's directions, largest first; one line a layer: increase of the loss on validation text when that group alone is removed. Where a line rises, a group of smaller singular values hurts more than a larger one. Increases of 0 and below have no place on the logarithmic axis.",
        Panels = [.. new[] { LowRankMethods.Svd, LowRankMethods.Fwsvd }.Select((order, i) => new Panel
        {
            Title = $"order of {order}",
            Legend = i == 0,
            X = new Axis("group removed, 1 has the largest"),
            Y = new Axis("increase of the loss, nats", AxisScale.Log),
            Marks = [.. groups.Where(g => g.Order == order).Select(g =>
                new Line([.. Enumerable.Range(1, g.Energy.Length).Select(k => (double)k)], [.. g.Mean.Select(value => value > 0 ? value : double.NaN)], Points: true) { Name = Kind(g.Layer) })],
        })],
    };

    /// <summary>Mean losses by network, size and method.</summary>
    public static FindingsTable Table(IReadOnlyList<NetworkMeasures> measures, int[] ranks, double[] keeps) => new(
        "Test cross-entropy in nats, mean over seeds (perceptron: accuracy in percent in brackets)",
        ["network", "size", "not compressed", .. Methods],
        [.. measures.GroupBy(m => m.Network).SelectMany(network => (network.Key == PerceptronPart.Name ? ranks.Select(rank => $"rank {rank}") : keeps.Select(keep => $"{100 * keep:0} %"))
            .Select((size, k) => (IReadOnlyList<string>)
            [
                network.Key, size, Cell(network.Average(m => m.Original), network.Average(m => m.OriginalAccuracy)),
                .. Methods.Select(method => Cell(
                    network.Average(m => m.Losses[method][k]),
                    network.Average(m => m.Accuracies.TryGetValue(method, out var accuracies) ? accuracies[k] : 0))),
            ]))]);

    /// <summary>Orders and reversed pairs by layer.</summary>
    public static FindingsTable GroupTable(IReadOnlyList<GroupLosses> groups) => new(
        "Ten groups of singular values, largest first: agreement of their order with the loss that their removal costs, and the clearest reversed pair",
        ["layer", "Kendall's τ, SVD", "Kendall's τ, FWSVD", "reversed pair", "their energy", "difference on validation text, nats", "on test text, nats"],
        [.. groups.Where(g => g.Order == LowRankMethods.Svd).Select(g =>
        {
            (int larger, int smaller, _) = g.ClearestReversal();
            return (IReadOnlyList<string>)
            [
                Kind(g.Layer), $"{g.Tau:0.00}", $"{groups.Single(other => other.Layer == g.Layer && other.Order == LowRankMethods.Fwsvd).Tau:0.00}",
                $"{larger + 1} and {smaller + 1}", $"{100 * g.Energy[larger]:0.0} % and {100 * g.Energy[smaller]:0.0} %",
                $"{g.Mean[smaller] - g.Mean[larger]:0.0000}", $"{g.Test[smaller].Average() - g.Test[larger].Average():0.0000}",
            ];
        })]);

    private static double[] Mean(IEnumerable<NetworkMeasures> network, string method, Func<NetworkMeasures, Dictionary<string, double[]>> value)
    {
        double[][] all = [.. network.Select(m => value(m)[method])];
        return [.. Enumerable.Range(0, all[0].Length).Select(k => all.Average(one => one[k]))];
    }

    private static string Kind(string layer) => layer[(layer.LastIndexOf('.') + 1)..];

    private static string Cell(double loss, double accuracy) => accuracy > 0 ? $"{loss:0.000} ({100 * accuracy:0.0})" : $"{loss:0.000}";
}
