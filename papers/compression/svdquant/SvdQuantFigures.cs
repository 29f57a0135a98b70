using Praxis.Lab;
using Praxis.Lab.Figures;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.SvdQuant;

/// <summary>Figures and tables of the study.</summary>
internal static class SvdQuantFigures
{
    /// <summary>Digits from the same noise.</summary>
    public static Figure Pictures(DenoiserTrial trial)
    {
        string[] arms = [QuantizedDenoiser.Trained, QuantizationArm.SvdQuant, QuantizationArm.Naive];
        return new Figure
        {
            Title = "Digits from the same noise: as trained, SVDQuant, round to nearest (4-bit weights and activations)",
            Description = "Three rows of digits that the same noise leads to, from top to bottom: the network as trained, quantised by SVDQuant, quantised by rounding to nearest.",
            Panels =
            [
                new Panel
                {
                    HideAxes = true,
                    EqualAspect = true,
                    Legend = false,
                    Marks = [new HeatMap(Grid([.. arms.Select(arm => trial.Pictures[arm])])) { Low = -1, High = 1, ValueLabel = "ink" }],
                },
            ],
        };
    }

    private static List<double[]> Grid(double[][][] rows)
    {
        var lines = new List<double[]>();
        foreach (double[][] digits in rows)
        {
            for (int line = 0; line < 8; line++)
                lines.Add([.. digits.SelectMany(digit => digit.AsSpan(line * 8, 8).ToArray().Select(value => Math.Round(value, 2)).Append(double.NaN))]);
            lines.Add([.. Enumerable.Repeat(double.NaN, digits.Length * 9)]);
        }

        return lines;
    }

    /// <summary>The denoisers' outcomes.</summary>
    public static FindingsTable Denoisers(IReadOnlyList<DenoiserTrial> trials) => new(
        "Denoisers for digits with all linear layers quantised, medians over seeds",
        ["method", "bits a weight", "error of the told noise", "Fréchet distance to real digits"],
        [.. trials[0].Outcomes.Select((outcome, i) => (IReadOnlyList<string>)
        [
            outcome.Arm, $"{outcome.BitsPerWeight:0.00}",
            i == 0 ? "0" : $"{Summary.Median(trials.Select(trial => trial.Outcomes[i].NoiseError)):0.0000}",
            $"{Summary.Median(trials.Select(trial => trial.Outcomes[i].Distance)):0.00}",
        ])]);

    /// <summary>Errors of all arms.</summary>
    public static FindingsTable Ablation(IReadOnlyDictionary<string, List<MapErrors>> byKind)
    {
        MapErrors[] means = [.. byKind.Values.Select(MapErrors.Mean)];
        return new FindingsTable(
            "Relative output error with 4-bit weights and activations, geometric mean over layers and seeds",
            ["method", .. byKind.Keys],
            [
                .. means[0].ByArm.Keys.Select(arm => (IReadOnlyList<string>)[arm, .. means.Select(mean => $"{mean.ByArm[arm]:0.0000}")]),
                ["bits a weight of SVDQuant", .. means.Select(mean => $"{mean.BitsPerWeight:0.00}")],
            ]);
    }

    /// <summary>Error against the branch's rank.</summary>
    public static Figure ErrorByRank(int[] ranks, IReadOnlyList<(string Title, Dictionary<string, double[]> Curves)> panels) => new()
    {
        Title = "Relative output error against the rank of the 16-bit branch",
        Description = "With outliers and a strong low-rank part SVDQuant falls steeply until the branch holds that part, and the others stay far above; without outliers all fall alike and slowly.",
        Columns = 3,
        Panels = [.. panels.Select((panel, i) => new Panel
        {
            Title = panel.Title,
            Legend = i == 0,
            X = new Axis("rank of the branch", Categories: [.. ranks.Select(rank => $"{rank}")]),
            Y = new Axis("relative error of outputs", AxisScale.Log),
            Marks = [.. panel.Curves.Select(curve => new Line([.. Enumerable.Range(0, ranks.Length).Select(k => (double)k)], curve.Value, Points: true) { Name = curve.Key })],
        })],
    };

    /// <summary>Times and bytes of the branch's three paths.</summary>
    public static FindingsTable FastPath(int size, int rank, int rows, FourBitProduct product, IReadOnlyList<double[]> times)
    {
        double[] medians = [.. Enumerable.Range(0, 4).Select(path => 1e3 * Summary.Median(times.Select(all => all[path])))];
        double main = 2.0 * size * size, branch = 4.0 * rank * size;
        long weights = product.Bytes - (4L * rank * size), activations = 2L * rows * size, small = 2L * rows * rank;
        // Activations as 16-bit numbers: inputs read, outputs written; the separate branch reads inputs and outputs and writes outputs once more.
        return new FindingsTable(
            $"One layer of {size} × {size}, {rows} rows, rank {rank}: operations and bytes counted, milliseconds measured on one thread",
            ["path", "operations a row", "bytes of weights", "bytes of activations (16-bit)", "milliseconds"],
            [
                ["4-bit product without a branch", $"{main:0}", $"{weights}", $"{2 * activations}", $"{medians[0]:0.00}"],
                ["with the branch, separate", $"{main + branch:0}", $"{product.Bytes}", $"{(5 * activations) + (2 * small)}", $"{medians[1]:0.00}"],
                ["with the branch, fused", $"{main + branch:0}", $"{product.Bytes}", $"{(2 * activations) + (2 * small)}", $"{medians[2]:0.00}"],
                ["dense product in single precision (all threads)", $"{main:0}", $"{4L * size * size}", $"{2 * activations}", $"{medians[3]:0.00}"],
            ]);
    }
}
