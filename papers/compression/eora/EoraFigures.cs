using Praxis.Lab;
using Praxis.Lab.Figures;
using Praxis.Numerics;
using Praxis.Papers.Compression.Baselines;

namespace Praxis.Papers.Compression.Eora;

/// <summary>Figures and tables of the study.</summary>
internal static class EoraFigures
{
    private static readonly string[] Methods = [CompensatedModel.Eora, CompensatedModel.Svd, CompensatedModel.Scaled];

    /// <summary>One panel a compressor.</summary>
    public static Figure LossAgainstRank(IReadOnlyList<BaseMeasures> measures, int[] ranks, double original) => new()
    {
        Title = "Loss after repair against rank, llama-1m",
        Description = "One panel a compressor: test loss against the rank of the low-rank path, mean over seeds, for EoRA, truncated SVD of the error and activation-scaled SVD. The lines across are the model without repair and without compression.",
        Panels = [.. measures.GroupBy(m => m.Base).Select((compressed, i) => new Panel
        {
            Title = compressed.Key,
            Legend = i == 0, // the same lines in all panels
            X = new Axis("rank", AxisScale.Log),
            Y = new Axis("test loss, nats"),
            Marks =
            [
                .. Methods.Select((method, m) => new Line([.. ranks.Select(rank => (double)rank)], Mean(compressed, x => x.Losses[method]), Points: true) { Name = method, Color = m }),
                new Rule(compressed.First().None, Label: "no repair"),
                new Rule(original, Label: "not compressed"),
            ],
        })],
    };

    /// <summary>What is left of the error against the rank in two norms, for the largest kinds of map.</summary>
    public static Figure Spectra(CompensatedModel model, IReadOnlyDictionary<string, LayerStatistics> statistics)
    {
        string[] kinds = ["self_attn.q_proj", "mlp.down_proj"];
        return new Figure
        {
            Title = "What a path of each rank can repair at best, 3 bits a row, third block",
            Description = "One panel a map: share of the squared error that is left when the leading directions up to a rank are repaired. Seen through the inputs the leading directions hold more of the error than they do of the error itself, which is why a path fitted to the inputs repairs more; but neither falls fast.",
            Panels = [.. kinds.Select((kind, i) =>
            {
                int l = model.Maps.ToList().FindIndex(map => map.Name == $"model.layers.2.{kind}");
                var map = model.Maps[l];
                var error = map.Weight.To(DType.F64) - model.Approximations(CompressedBase.ThreeBits)[l];
                return new Panel
                {
                    Title = kind,
                    Legend = i == 0,
                    X = new Axis("rank"),
                    Y = new Axis("share of the squared error left", Low: 0, High: 1),
                    Marks = [Left("error itself (ΔW)", false), Left("as the inputs see it (ΔW Q Λ^½)", true)],
                };

                Line Left(string name, bool whitened)
                {
                    double[] energies = LowRankBasis.Energies(error, statistics[map.Name], whitened);
                    double whole = energies.Sum();
                    var left = new double[energies.Length + 1];
                    for (int rank = energies.Length - 1; rank >= 0; rank--)
                        left[rank] = left[rank + 1] + (energies[rank] / whole);
                    return new Line([.. Enumerable.Range(0, left.Length).Select(rank => (double)rank)], left) { Name = name };
                }
            })],
        };
    }

    /// <summary>Losses and output errors.</summary>
    public static FindingsTable Table(IReadOnlyList<BaseMeasures> measures, int[] ranks) => new(
        "Test loss in nats, and in brackets the output error left on test inputs in percent; mean over seeds",
        ["compressor", "rank", "no repair", .. Methods],
        [.. measures.GroupBy(m => m.Base).SelectMany(compressed => ranks.Select((rank, k) => (IReadOnlyList<string>)
        [
            compressed.Key, $"{rank}", $"{compressed.First().None:0.000}",
            .. Methods.Select(method => $"{compressed.Average(m => m.Losses[method][k]):0.000} ({100 * compressed.Average(m => m.Errors[method][k]):0.0})"),
        ]))]);

    private static double[] Mean(IEnumerable<BaseMeasures> measures, Func<BaseMeasures, double[]> value)
    {
        double[][] all = [.. measures.Select(value)];
        return [.. Enumerable.Range(0, all[0].Length).Select(k => all.Average(one => one[k]))];
    }
}
