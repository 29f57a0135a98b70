using Praxis.Lab;
using Praxis.Lab.Figures;
using Praxis.Learning.Training;

namespace Praxis.Cli;

/// <summary>What a finished run of training has to show.</summary>
internal static class TrainingReport
{
    /// <summary>The report of a record.</summary>
    public static PlainReport Of(string name, TrainingRecord record) =>
        new($"{name}: {record.ModelType}, {Numbers.Short(record.Parameters)} parameters", $"praxis train {TrainingConfigurationFile.FileName} · {record.Machine}")
        {
            Entries =
            [
                .. record.Scores.Select(score => (score.Split, score.BitsPerByte is { } bits
                    ? $"perplexity {Numbers.Short(score.Perplexity)} per token, {Numbers.Fixed(bits, 3)} bits per byte"
                    : $"pseudo-perplexity {Numbers.Short(score.Perplexity)} of hidden tokens")),
                .. record.Baselines.Where(baseline => baseline.IsBest).Select(baseline => ($"baseline ({baseline.Unit}s)", $"{baseline.Name}: {Told(baseline)}")),
                ("steps", $"{Numbers.Short(record.Steps)}, {Numbers.Short(record.TokensSeen)} tokens seen, {Numbers.Short(Math.Round(record.Epochs, 3))} times the training text"),
                ("time", $"{Numbers.Duration(record.Seconds)} for the steps, {Numbers.Short(Math.Round(record.TokensSeen / Math.Max(record.Seconds, 1e-9)))} tokens a second"),
                ("measured", record.Protocol),
            ],
            Figures = [Curve(name, record)],
            Tables = [Scores(record), Texts(record)],
            Remarks = record.Remarks,
        };

    /// <summary>The learning curve beside the best baseline.</summary>
    public static Figure Curve(string name, TrainingRecord record)
    {
        var losses = record.Curve.Losses;
        var looks = record.Curve.Validations;
        var marks = new List<Mark>
        {
            new Line([.. losses.Select(point => (double)point.Step)], [.. losses.Select(point => point.Smoothed)]) { Name = "training (running mean)" },
            new Line([.. looks.Select(point => (double)point.Step)], [.. looks.Select(point => point.Loss)], Points: true) { Name = "validation (some windows)" },
        };
        if (record.Baselines.FirstOrDefault(baseline => baseline is { IsBest: true, Unit: "token" }) is { } best)
            marks.Add(new Rule(best.Scores[0].NatsPerToken, Label: best.Name));
        return new Figure
        {
            Title = $"Learning curve of {name}",
            Description = looks.Count > 0 ? $"The validation loss falls from {Numbers.Short(looks[0].Loss)} to {Numbers.Short(looks[^1].Loss)} nats a token." : "The loss of training by steps.",
            Panels = [new Panel { X = new Axis("step"), Y = new Axis("loss (nats a token)"), Marks = marks }],
        };
    }

    private static FindingsTable Scores(TrainingRecord record)
    {
        var splits = record.Scores.Select(score => score.Split).ToList();
        var hasBytes = record.Scores.All(score => score.BitsPerByte is not null);
        var rows = new List<IReadOnlyList<string>> { Row("this model", record.Scores) };
        rows.AddRange(record.Baselines.Select(baseline => Row(baseline.Name + (baseline.IsBest ? " (best)" : ""), baseline.Scores)));
        return new FindingsTable("How well the texts are told", ["model", .. splits.SelectMany(Columns)], rows);

        IEnumerable<string> Columns(string split) => hasBytes ? [$"{split}: perplexity", $"{split}: bits per byte"] : [$"{split}: pseudo-perplexity"];

        IReadOnlyList<string> Row(string model, IReadOnlyList<SplitScore> scores) =>
            [model, .. scores.SelectMany(score => (string[])(hasBytes ? [Numbers.Short(score.Perplexity), Numbers.Fixed(score.BitsPerByte ?? double.NaN, 3)] : [Numbers.Short(score.Perplexity)]))];
    }

    private static FindingsTable Texts(TrainingRecord record) => new(
        "Texts", ["split", "bytes", "tokens"], [.. record.Texts.Select(text => (IReadOnlyList<string>)[text.Split, Numbers.Short(text.Bytes), Numbers.Short(text.Tokens)])]);

    private static string Told(Baseline baseline) => string.Join("; ", baseline.Scores.Select(score =>
        $"{score.Split} {Numbers.Short(score.Perplexity)}{(score.BitsPerByte is { } bits ? $", {Numbers.Fixed(bits, 3)} bits per byte" : "")}"));
}
