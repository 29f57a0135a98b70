using Praxis.Lab;
using Praxis.Lab.Figures;

namespace Praxis.Papers.Compression.FlatQuant;

/// <summary>Figures and tables of the study.</summary>
internal static class FlatQuantFigures
{
    /// <summary>How much loss each arm adds.</summary>
    public static Figure Losses(IReadOnlyList<ModelOutcome> plain, IReadOnlyList<ModelOutcome> outliers) => new()
    {
        Title = "Loss that 4-bit weights and activations add, on unseen books",
        Description = "Bars for each method, on the model as trained and on the same model with outlier channels, which leave its function unchanged. Intervals over seeds.",
        Panels = [Panel("as trained", plain), Panel("with outlier channels", outliers)],
    };

    private static Panel Panel(string title, IReadOnlyList<ModelOutcome> all)
    {
        string itself = all[0].Nats.Keys.First();
        string[] arms = [.. all[0].Nats.Keys.Skip(1)];
        var added = arms.Select(arm => Interval.OfMean([.. all.Select(outcome => outcome.Nats[arm] - outcome.Nats[itself])])).ToList();
        return new Panel
        {
            Title = title,
            Legend = false,
            X = new Axis(Categories: arms),
            Y = new Axis("added loss, nats a token", Low: 0),
            Marks = [new Bars([.. added.Select(interval => interval.Estimate)]) { Low = [.. added.Select(interval => interval.Low)], High = [.. added.Select(interval => interval.High)] }],
        };
    }

    /// <summary>Sorted channel norms of one group.</summary>
    public static Figure Norms(OutlierOutcome outcome) => new()
    {
        Title = "Channel norms before query, key and value of the middle block, largest first",
        Description = "Norms of activation channels and of weight columns over their root mean square, one line for each transform. The flatter the line, the less a common scale wastes.",
        Panels =
        [
            Lines("activations", 0, outcome),
            Lines("weights", 1, outcome),
        ],
    };

    private static Panel Lines(string title, int part, OutlierOutcome outcome) => new()
    {
        Title = title,
        Legend = part == 0,
        X = new Axis("channel, largest first"),
        Y = new Axis("norm over root mean square", AxisScale.Log),
        Marks = [.. outcome.Norms.Select(arm => new Line([.. Enumerable.Range(1, arm.Value[part].Length).Select(k => (double)k)], arm.Value[part]) { Name = arm.Key })],
    };

    /// <summary>Perplexities of all arms.</summary>
    public static FindingsTable Perplexities(IReadOnlyList<ModelOutcome> plain, IReadOnlyList<ModelOutcome> outliers) => new(
        "Perplexity on unseen books, geometric mean over seeds",
        ["method", "as trained", "with outlier channels"],
        [.. outliers[0].Nats.Keys.Select(arm => (IReadOnlyList<string>)[arm, Mean(plain, arm), Mean(outliers, arm)])]);

    private static string Mean(IReadOnlyList<ModelOutcome> all, string arm) =>
        all[0].Nats.ContainsKey(arm) ? $"{Math.Exp(all.Average(outcome => outcome.Nats[arm])):0.00}" : "";

    /// <summary>Flatness and errors by transform.</summary>
    public static FindingsTable Flatness(IReadOnlyList<OutlierOutcome> all) => new(
        "Distance of channel norms to equal ones (0 is flat), and relative error of the outputs: means over groups of maps and seeds",
        ["transform", "activations", "weights", "output error"],
        [.. all.SelectMany(outcome => outcome.Groups).GroupBy(group => group.Arm).Select(arm => (IReadOnlyList<string>)
            [arm.Key, $"{arm.Average(group => group.Activations):0.000}", $"{arm.Average(group => group.Weights):0.000}", $"{arm.Average(group => group.Error):0.000}"])]);
}
