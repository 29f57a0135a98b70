using Praxis.Lab;

namespace Praxis.Papers.Evaluation.BalanceScore;

/// <summary>Not a claim of the paper: models whose errors point both ways, on which Balance sees nothing.</summary>
internal sealed class CounterCheck(StudyContext context, FindingsBuilder found, CancellationToken cancel)
{
    // For uniform p the mean of |p − ½| is the same on both sides of |p − ½| = 1/√8, so errors there cancel exactly.
    private static readonly double Half = Math.Sqrt(0.125);

    private static readonly (string Name, Func<double, Func<double, double>> Model)[] Models =
    [
        ("over-confident throughout", Simulation.Clipped),
        ("over-confident on close matches, under-confident on clear ones", a => p => p + (Math.Abs(p - 0.5) <= Half ? a : -a) * (p - 0.5)),
        ("over-confident below 0.7, under-confident above", a => p => Math.Clamp(p + (p < 0.7 ? a : -a) * (p - 0.5), 0, 1)),
        ("shifted towards \"yes\" by a/4", a => p => Math.Min(1, p + a / 4)),
    ];

    /// <summary>Shows true error and |Balance| side by side.</summary>
    public void Show()
    {
        double[] strengths = context.Pick<double[]>([0.1, 0.2, 0.4], [0.05, 0.1, 0.2, 0.3, 0.4], [0.05, 0.1, 0.2, 0.3, 0.4]);
        const int matches = 10_000;
        List<ErrorCloud> clouds = [];
        List<IReadOnlyList<string>> rows = [];
        var (cancelledTruth, cancelledBalance) = (0.0, 0.0);
        foreach (var (name, model) in Models)
        {
            context.Report($"counter-check, {name}", 0);
            List<(double Truth, double Magnitude)> points = [];
            foreach (var strength in strengths)
            {
                var sums = new double[4];
                foreach (var seed in context.Seeds)
                {
                    cancel.ThrowIfCancellationRequested();
                    var drawn = Simulation.Draw(matches, u => u, context.Random(seed, "counter-check"));
                    var forecasts = drawn.Judge(model(strength));
                    var truth = drawn.Truth.Zip(forecasts.Probabilities, (p, predicted) => Math.Abs(predicted - p)).Average();
                    var balance = Balance.Of(forecasts);
                    points.Add((truth, balance.Magnitude));
                    double[] row = [truth, balance.Value, CalibrationError.Binned(forecasts, 10), Balance.LargestStretch(forecasts)];
                    for (var j = 0; j < row.Length; j++) sums[j] += row[j] / context.Seeds.Count;
                }
                rows.Add([name, $"{strength}", .. sums.Select(SignedText.Of)]);
                if (name == Models[1].Name) (cancelledTruth, cancelledBalance) = (sums[0], sums[1]);
            }
            clouds.Add(new ErrorCloud(name, [.. points.Select(p => p.Truth)], [.. points.Select(p => p.Magnitude)]));
        }
        found.Add(BalanceFigures.Cancellation(clouds));
        found.Add(new FindingsTable(
            $"Counter-check, {matches:N0} matches with uniform true probabilities, means over seeds",
            ["model", "strength a", "true calibration error", "Balance", "binned error (10 bins)", "largest stretch (ours)"], rows));
        found.Remark($"Counter-check: the claims hold for errors in one direction only. A model over-confident on close matches and under-confident on clear ones has a true calibration error of {cancelledTruth:0.000} at strength {strengths[^1]} and a mean Balance of {SignedText.Of(cancelledBalance)}; a plain shift towards one outcome cancels almost wholly as well. |Balance| is then no measure of miscalibration. The binned error sees both, though it too loses what cancels within a bin. The table's last column, the largest stretch of gains in the order of p̂, is ours and shows that something cancelled.");
    }
}

/// <summary>True calibration errors and |Balance|, one point per seed and strength.</summary>
internal sealed record ErrorCloud(string Name, double[] Truth, double[] Magnitude);
