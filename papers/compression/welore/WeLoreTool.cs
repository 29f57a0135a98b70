using System.Globalization;
using System.Text;
using Praxis.Lab;
using Praxis.Lab.Figures;
using Praxis.Papers.Compression.Baselines;

namespace Praxis.Papers.Compression.WeLore;

/// <summary>The rank map of the reader's weights: one threshold, which of them are low-rank, and what truncation leaves of each.</summary>
[Paper("welore")]
public sealed class WeLoreTool : ITool<WeLoreToolOptions>
{
    /// <inheritdoc/>
    public string Says => "Find which weight matrices of a model are low-rank, and the rank of each, without data.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } =
    [
        "query.npy key.npy value.npy output.npy --reduction 0.5 -o ranks.csv",
        "up.csv down.csv --normalize largest",
    ];

    /// <inheritdoc/>
    public ToolReport Use(WeLoreToolOptions options, ToolContext context, CancellationToken cancel)
    {
        if (options.Weights.Count == 0)
            throw new ToolException("A threshold is common to all matrices of a model: name at least one file.");
        var weights = new List<Tensor>();
        var spectra = new List<NormalizedSpectrum>();
        foreach (var file in options.Weights)
        {
            cancel.ThrowIfCancellationRequested();
            context.Report(file.Path, 0.9 * weights.Count / options.Weights.Count);
            weights.Add(file.Table().Values);
            if (weights[^1].MaxAbs() == 0)
                throw new ToolException($"{file.Path}: every number is 0; leave the matrix out.");
            spectra.Add(NormalizedSpectrum.Of(weights[^1], options.Normalize, file.Path));
        }

        double threshold = WeLoreRanks.Threshold(spectra, options.Reduction);
        var ranks = WeLoreRanks.At(spectra, threshold);
        long all = spectra.Sum(s => (long)s.Outputs * s.Inputs), kept = spectra.Zip(ranks, Parameters).Sum();
        int rankLost = spectra.Zip(ranks, (s, rank) => rank.Rank is { } r ? s.FullRank - r : 0).Sum();
        double[] errors = [.. weights.Zip(ranks, (weight, rank) => rank.Rank is { } r
            ? WeightErrors.RelativeWeightError(weight, LowRankBasis.Of(weight, null, r).Truncate(r).ToDense())
            : 0)];
        return new ToolReport
        {
            Headline = $"{ranks.Count(rank => rank.IsLowRank)} of {ranks.Length} matrices are low-rank at a nominal reduction of {Numbers.Short(100 * options.Reduction)} %; factored, {Numbers.Short(100.0 * kept / all)} % of the parameters are kept.",
            Guarantee = "None on the loss: the threshold sees singular values only, and no data. The error of each factored weight is measured.",
            Measures =
            [
                new("parameters kept", (double)kept / all),
                new("rank lost", (double)rankLost / spectra.Sum(s => s.FullRank), Note: "less than the nominal reduction: matrices that are not low-rank keep theirs"),
                new("threshold", threshold, Note: "on normalised singular values"),
                new("largest relative error of a factored weight", errors.Max(), Note: "‖W − Ŵ‖/‖W‖"),
            ],
            Tables =
            [
                new FindingsTable(
                    "Rank map", ["matrix", "outputs", "inputs", "rank pruned", "kept as", "relative error"],
                    [.. options.Weights.Select((file, l) => (IReadOnlyList<string>)
                    [
                        Path.GetFileName(file.Path), $"{spectra[l].Outputs}", $"{spectra[l].Inputs}", $"{100 * ranks[l].Pruned:0.0} %",
                        ranks[l].Rank is { } rank ? $"rank {rank}" : "dense", $"{errors[l]:0.000}",
                    ])]),
            ],
            Figures =
            [
                new Figure
                {
                    Title = "Normalised singular values",
                    Description = "Singular values of each matrix, largest first, over the share of its full rank; what lies below the line is pruned.",
                    Panels =
                    [
                        new Panel
                        {
                            X = new Axis("share of the full rank"),
                            Y = new Axis("normalised singular value", Low: 0, High: 1),
                            Marks =
                            [
                                .. options.Weights.Take(8).Select((file, l) => new Line([.. Enumerable.Range(0, spectra[l].FullRank).Select(i => (i + 0.5) / spectra[l].FullRank)], spectra[l].Values) { Name = Path.GetFileName(file.Path) }),
                                new Rule(threshold, Label: "threshold"),
                            ],
                        },
                    ],
                },
            ],
            Remarks =
            [
                .. spectra.Zip(options.Weights).Where(pair => pair.First.Values[^1] == 1).Select(pair => $"{pair.Second.Path}: all singular values are equal; none is small, and nothing is pruned."),
                .. options.Weights.Count > 8 ? ["The figure shows the first eight matrices."] : Array.Empty<string>(),
            ],
            Outputs = [new TextOutput("ranks", "the rank map as CSV", Csv(options, spectra, ranks, errors))],
        };
    }

    private static long Parameters(NormalizedSpectrum spectrum, WeLoreRank rank) =>
        rank.Rank is { } r ? r * ((long)spectrum.Outputs + spectrum.Inputs) : (long)spectrum.Outputs * spectrum.Inputs;

    private static string Csv(WeLoreToolOptions options, IReadOnlyList<NormalizedSpectrum> spectra, WeLoreRank[] ranks, double[] errors)
    {
        var text = new StringBuilder("matrix,outputs,inputs,pruned,low_rank,rank,error\n");
        for (int l = 0; l < ranks.Length; l++)
            text.Append(CultureInfo.InvariantCulture, $"\"{options.Weights[l].Path.Replace("\"", "\"\"", StringComparison.Ordinal)}\",{spectra[l].Outputs},{spectra[l].Inputs},{ranks[l].Pruned:R},{(ranks[l].IsLowRank ? 1 : 0)},{ranks[l].Rank ?? spectra[l].FullRank},{errors[l]:R}\n");
        return text.ToString();
    }
}
