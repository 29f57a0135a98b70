using Praxis.Lab;

namespace Praxis.Papers.Evaluation.BalanceScore;

/// <summary>C1: the paper's table for calibrated forecasts, beside the exact expectations.</summary>
internal sealed class CalibratedStudy(StudyContext context, FindingsBuilder found, CancellationToken cancel)
{
    // Exact accuracy E[max(p, 1 − p)] and Brier score E[p(1 − p)].
    private static readonly (string Name, Func<double, double> Quantile, double Accuracy, double Brier, string Published)[] Distributions =
    [
        ("Beta(0.5, 0.5)", Simulation.ArcsineQuantile, 0.5 + 1 / Math.PI, 0.125, "81.88 % / 0.1241 / 0.0019 / 0.0000"),
        ("Beta(1, 1)", u => u, 0.75, 1.0 / 6, "75.01 % / 0.1666 / 0.0017 / −0.0004"),
        ("Beta(2, 2)", Simulation.Beta22Quantile, 0.6875, 0.2, "68.92 % / 0.1995 / 0.0031 / 0.0013"),
    ];

    /// <summary>Measures all three distributions with every seed, from the same uniform numbers.</summary>
    public void Check()
    {
        var count = context.Pick(smoke: 20_000, small: 100_000, full: 100_000);
        var sums = new double[Distributions.Length, 4];
        var beyond = 0;
        foreach (var seed in context.Seeds)
        {
            context.Report($"calibrated forecasts, seed {seed}", 0.05);
            var (accuracies, briers) = (new double[Distributions.Length], new double[Distributions.Length]);
            for (var d = 0; d < Distributions.Length; d++)
            {
                cancel.ThrowIfCancellationRequested();
                var forecasts = Simulation.Draw(count, Distributions[d].Quantile, context.Random(seed, "calibrated")).Judge(p => p);
                var balance = Balance.Of(forecasts);
                found.Observe("C1", "balance", Distributions[d].Name, seed, balance.Magnitude);
                (accuracies[d], briers[d]) = (balance.Accuracy, forecasts.Brier());
                double[] row = [balance.Accuracy, briers[d], CalibrationError.Binned(forecasts, 10), balance.Value];
                for (var j = 0; j < row.Length; j++) sums[d, j] += row[j] / context.Seeds.Count;
                if (Math.Abs(balance.Z) > 1.96) beyond++;
            }
            found.ObservePair("C1", "accuracy", "", seed, accuracies[0], accuracies[2]);
            found.ObservePair("C1", "brier", "", seed, briers[2], briers[0]);
        }
        found.Add(new FindingsTable(
            $"Calibrated forecasts, {count:N0} samples: accuracy / Brier score / binned error (10 bins) / Balance; means over seeds",
            ["true probabilities", "measured", "exact", "published (one draw)"],
            [.. Distributions.Select((d, i) => (IReadOnlyList<string>)
                [d.Name, $"{100 * sums[i, 0]:0.00} % / {sums[i, 1]:0.0000} / {sums[i, 2]:0.0000} / {SignedText.Of(sums[i, 3])}", $"{100 * d.Accuracy:0.00} % / {d.Brier:0.0000} / 0 / 0", d.Published])]));
        found.Remark($"Of {3 * context.Seeds.Count} calibrated draws {beyond} have |Balance| beyond 1.96 standard errors; 5 % are expected. With 100,000 samples one standard error is 0.0011 to 0.0014, so the published scores are what chance gives. The three draws of a seed share their uniform numbers.");
    }
}
