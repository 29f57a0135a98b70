using System.Globalization;
using Praxis.Lab;
using Praxis.Lab.Figures;
using Praxis.Papers.Compression.Pipeline;

namespace Praxis.Papers.Compression.Checkpoints;

/// <summary>An outcome as a report for people, on a terminal and as a page.</summary>
public static class CompressionReportText
{
    private const int MostLayers = 400;

    /// <summary>The report.</summary>
    /// <param name="outcome">What was made.</param>
    public static PlainReport Of(CompressionOutcome outcome)
    {
        List<FindingsTable> tables = [Sizes(outcome)];
        if (outcome.Trials.Count > 0)
            tables.Add(Trials(outcome.Trials));
        tables.Add(Layers(outcome.Layers));
        return new PlainReport(
            $"{Path.GetFileName(Path.TrimEndingDirectorySeparator(outcome.Model))} by {outcome.MethodName}: {Percent(outcome.Kept)} of the {Units(outcome.Unit)} of {outcome.Layers.Count} weights kept",
            $"praxis compress · {outcome.Method}, allocation {outcome.Allocation}, written as {Name(outcome.Format)}")
        {
            Entries = [.. Entries(outcome)],
            Figures = outcome.Layers.Count > 1 ? [Errors(outcome.Layers)] : [],
            Tables = tables,
            Remarks = outcome.Remarks,
        };
    }

    /// <summary>The word for a format on the command line.</summary>
    internal static string Name(CheckpointFormat format) => format.ToString().ToLowerInvariant();

    private static IEnumerable<(string Name, string Value)> Entries(CompressionOutcome outcome)
    {
        yield return ("method", $"{outcome.MethodName} ({outcome.Method}{(outcome.Paper is { } paper ? $", praxis papers show {paper}" : ", a baseline")}), allocation: {outcome.Allocation}");
        if (outcome.Before.Perplexity is { } before && outcome.After.Perplexity is { } after && outcome.PerplexityRatio is { } ratio)
        {
            string name = outcome.Architecture == "bert" ? "pseudo-perplexity" : "perplexity";
            yield return (name, $"{Shown(before)} before, {Shown(after)} after: {Numbers.Fixed(ratio.Estimate, 3)} times [{Numbers.Fixed(ratio.Low, 3)}, {Numbers.Fixed(ratio.High, 3)}]");
        }

        if (outcome.After.Agreement is { } agreement)
            yield return ("same likeliest token", $"{Percent(agreement.Estimate)} [{Percent(agreement.Low)}, {Percent(agreement.High)}]");
        yield return ("parameters", $"{Numbers.Short(outcome.Before.Parameters)} before, {Numbers.Short(outcome.After.Parameters)} after ({Percent((double)outcome.After.Parameters / outcome.Before.Parameters)})");
        yield return ("weights' bytes", $"{Numbers.Short(outcome.Before.Bytes)} before, {Numbers.Short(outcome.After.Bytes)} after ({Percent((double)outcome.After.Bytes / outcome.Before.Bytes)})");
        if (outcome.Healed is { } healed)
            yield return ("healed", $"{healed.Steps} steps in {Numbers.Duration(healed.Seconds)}: held-out perplexity {Shown(healed.Unhealed)} before, {Shown(healed.Healed)} after, {Numbers.Fixed(healed.Ratio.Estimate, 3)} times [{Numbers.Fixed(healed.Ratio.Low, 3)}, {Numbers.Fixed(healed.Ratio.High, 3)}]");
        if (outcome.Text is { } text)
            yield return ("text", text);
        yield return ("time", $"{Numbers.Duration(outcome.CompressionSeconds)} to compress, {Numbers.Duration(outcome.Seconds)} in all");
    }

    private static FindingsTable Sizes(CompressionOutcome outcome)
    {
        return new FindingsTable(
            "Before and after",
            ["", "before", "after", "share"],
            [
                Row("numbers of the compressed weights", outcome.Before.CompressedParameters, outcome.After.CompressedParameters),
                Row("their bits, a plain number counting 16", outcome.Before.CompressedBits, outcome.After.CompressedBits),
                Row("numbers of the whole model", outcome.Before.Parameters, outcome.After.Parameters),
                Row("bytes of the files with weights", outcome.Before.Bytes, outcome.After.Bytes),
                Row("operations a token in the compressed weights", outcome.Layers.Sum(layer => layer.FlopsBefore), outcome.Layers.Sum(layer => layer.FlopsAfter)),
            ]);

        static IReadOnlyList<string> Row(string name, long before, long after) => [name, Numbers.Short(before), Numbers.Short(after), Percent((double)after / before)];
    }

    private static FindingsTable Trials(IReadOnlyList<MethodTrial> trials) => new(
        "Methods tried on a sample of the calibration text",
        ["method", "perplexity", "interval", "seconds", "note"],
        [.. trials.Select(trial => (IReadOnlyList<string>)
        [
            trial.Method,
            trial.Perplexity is { } perplexity ? Numbers.Short(perplexity.Estimate) : "",
            trial.Perplexity is { } interval ? $"{Numbers.Short(interval.Low)} to {Numbers.Short(interval.High)}" : "",
            Numbers.Fixed(trial.Seconds, 1),
            trial.Note ?? "",
        ])]);

    private static FindingsTable Layers(IReadOnlyList<LayerReport> layers)
    {
        bool outputs = KnowsOutputs(layers);
        return new FindingsTable(
            layers.Count > MostLayers ? $"The first {MostLayers} of {layers.Count} weights" : "Weight by weight",
            ["weight", "shape", "form", "kept", "bits a number", "weight error", .. outputs ? (string[])["output error"] : []],
            [.. layers.Take(MostLayers).Select(layer => (IReadOnlyList<string>)
            [
                layer.Name,
                $"{layer.Outputs} × {layer.Inputs}",
                layer.Form,
                Percent((double)layer.ParametersAfter / layer.ParametersBefore),
                Numbers.Short(Math.Round(layer.BitsPerWeight, 2)),
                Numbers.Fixed(layer.WeightError, 4),
                .. outputs ? (string[])[Numbers.Fixed(layer.OutputError, 4)] : [],
            ])]);
    }

    // Where nothing was gathered of the inputs, the two errors are one.
    private static bool KnowsOutputs(IReadOnlyList<LayerReport> layers) => layers.Any(layer => layer.OutputError != layer.WeightError);

    private static Figure Errors(IReadOnlyList<LayerReport> layers)
    {
        double[] places = [.. Enumerable.Range(1, layers.Count).Select(place => (double)place)];
        var worst = layers.MaxBy(layer => layer.WeightError)!;
        var marks = new List<Mark> { new Line(places, [.. layers.Select(layer => layer.WeightError)], Points: true) { Name = "of the weight" } };
        if (KnowsOutputs(layers))
            marks.Add(new Line(places, [.. layers.Select(layer => layer.OutputError)], Points: true) { Name = "of the outputs on the calibration text" });
        return new Figure
        {
            Title = "Relative errors, weight by weight",
            Description = $"The largest relative error of a weight is {Numbers.Short(worst.WeightError)}, at {worst.Name}.",
            Panels = [new Panel { X = new Axis("weight, in the model's order"), Y = new Axis("relative error"), Marks = marks }],
        };
    }

    private static string Shown(Interval interval) => $"{Numbers.Short(interval.Estimate)} [{Numbers.Short(interval.Low)}, {Numbers.Short(interval.High)}]";

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.#} %");

    private static string Units(BudgetUnit unit) => unit switch { BudgetUnit.Parameters => "parameters", BudgetUnit.Bits => "bits", _ => "operations" };
}
