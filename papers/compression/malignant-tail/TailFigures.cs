using Praxis.Lab;
using Praxis.Lab.Figures;

namespace Praxis.Papers.Compression.MalignantTail;

/// <summary>Figures and tables of the study.</summary>
internal static class TailFigures
{
    private const int Classes = 10;

    /// <summary>Accuracy against d, one panel a setting.</summary>
    public static Figure Curves(IReadOnlyList<(TailSetting Setting, TailRun[] Runs)> settings) => new()
    {
        Title = "Accuracy of a head refitted on the leading d directions",
        Description = "Accuracy on clean test labels against the number of directions kept, mean over seeds, one panel a setting with 40 % wrong labels. The refitted head is best near d = 10, as many as classes, and falls to the level of the converged network when all directions are kept.",
        Columns = 2,
        Panels = [.. settings.Select((entry, i) => new Panel
        {
            Title = entry.Setting.Name,
            Legend = i == 0, // the same lines in all panels
            X = new Axis("directions kept, d", AxisScale.Log),
            Y = new Axis("clean test accuracy"),
            Marks =
            [
                Curve("head refitted", entry.Runs, 0),
                Curve("network's own head", entry.Runs, 1),
                Curve("untrained features", entry.Runs, 2),
                new Rule(entry.Runs.Average(run => run.Epoch.Accuracy), Label: "early stopping"),
                new Rule(entry.Runs.Average(run => run.Converged), Label: "converged"),
            ],
        })],
    };

    /// <summary>Where signal and noise sit, along training.</summary>
    public static Figure Along(IReadOnlyList<TailRun> runs, int[] epochs, string setting)
    {
        var watched = runs.Where(run => run.Along.Length == epochs.Length).ToList();
        return new Figure
        {
            Title = $"Where the features hold truth and error, {setting}",
            Description = "Two heat maps of epoch against band of principal directions, mean over five seeds. The true classes are held by the first ten directions from the first epochs on; the label noise is learned later, most of it by directions far behind them.",
            Panels = [Map("true classes", energies => energies.Signal), Map("label noise", energies => energies.Noise)],
        };

        Panel Map(string title, Func<BandEnergies, double[]> part) => new()
        {
            Title = title,
            X = new Axis("principal directions", Categories: BandEnergies.Names(Classes)),
            Y = new Axis("epoch", Categories: [.. epochs.Select(epoch => $"{epoch}")]),
            Marks =
            [
                new HeatMap([.. epochs.Select((_, e) => (IReadOnlyList<double>)[.. BandEnergies.Names(Classes).Select((_, b) => watched.Average(run => part(run.Along[e])[b]))])])
                {
                    ValueLabel = "share held", Low = 0, High = 1, ShowValues = true,
                },
            ],
        };
    }

    /// <summary>All accuracies.</summary>
    public static FindingsTable Accuracies(IReadOnlyList<(TailSetting Setting, TailRun[] Runs)> settings) => new(
        "Accuracy on clean test labels, per cent, mean over seeds; in brackets the best choice, which only the test labels show",
        ["setting", "converged", "early stopping", "refitted on d", "d", "own head on d", "untrained, d", "ridge on features", "ridge on inputs"],
        [.. settings.Select(entry => (IReadOnlyList<string>)
        [
            entry.Setting.Name,
            $"{100 * entry.Runs.Average(run => run.Converged):0.0}",
            Both(entry.Runs, run => run.Epoch),
            Both(entry.Runs, run => run.Refitted),
            $"{entry.Runs.Average(run => run.Refitted.Place):0.0} ({entry.Runs.Average(run => run.Refitted.BestPlace):0.0})",
            Both(entry.Runs, run => run.Reused),
            Both(entry.Runs, run => run.Untrained),
            Both(entry.Runs, run => run.Ridge),
            Both(entry.Runs, run => run.RidgeOnInputs),
        ])]);

    /// <summary>What bands hold, and probes.</summary>
    public static FindingsTable Bands(IReadOnlyList<(TailSetting Setting, TailRun[] Runs)> settings) => new(
        "The converged features, mean over seeds: shares of the true classes and of the label noise that bands of directions hold, and the clean test accuracy of probes, per cent",
        ["setting", "rank", "effective rank", "classes, first 10", "classes, beyond 40", "noise, first 10", "noise, beyond 40", "probe on first 10", "probe on the others"],
        [.. settings.Select(entry => (IReadOnlyList<string>)
        [
            entry.Setting.Name,
            $"{entry.Runs.Average(run => run.Rank):0}",
            $"{entry.Runs.Average(run => run.EffectiveRank):0.0}",
            $"{entry.Runs.Average(run => run.Energies.Signal[0]):0.00}",
            $"{entry.Runs.Average(run => run.Energies.Signal[BandEnergies.TailBand..].Sum()):0.00}",
            $"{entry.Runs.Average(run => run.Energies.Noise[0]):0.00}",
            $"{entry.Runs.Average(run => run.Energies.Noise[BandEnergies.TailBand..].Sum()):0.00}",
            $"{100 * entry.Runs.Average(run => run.LeadingProbe):0.0}",
            $"{100 * entry.Runs.Average(run => run.OtherProbe):0.0}",
        ])]);

    private static string Both(TailRun[] runs, Func<TailRun, Choice> choice) =>
        $"{100 * runs.Average(run => choice(run).Accuracy):0.0} ({100 * runs.Average(run => choice(run).Best):0.0})";

    private static Line Curve(string name, TailRun[] runs, int curve)
    {
        int[] shown = [.. Shown(runs.Min(run => run.Curves[curve].Length))];
        return new Line([.. shown.Select(d => (double)d)], [.. shown.Select(d => runs.Average(run => run.Curves[curve][d - 1]))], Dashed: curve == 2) { Name = name };
    }

    // Every d up to 20, then about a tenth further each time.
    private static IEnumerable<int> Shown(int most)
    {
        for (int d = 1; d < most; d = d < 20 ? d + 1 : d * 11 / 10)
            yield return d;
        yield return most;
    }
}
