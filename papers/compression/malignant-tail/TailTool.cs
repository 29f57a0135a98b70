using Praxis.Lab;
using Praxis.Lab.Figures;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.MalignantTail;

/// <summary>Refits a head on few principal directions of the reader's features and names the inputs whose labels it does not believe.</summary>
[Paper("malignant-tail")]
public sealed class TailTool : ITool<TailToolOptions>
{
    private const int MostClasses = 1000, Listed = 20;

    /// <inheritdoc/>
    public string Says => "Refit a classifier on the leading directions of features and find labels that may be wrong.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } =
    [
        "features.npy labels.csv -o scores.csv",
        "features.npy labels.npy --directions 12 -o scores.npy",
    ];

    /// <inheritdoc/>
    public ToolReport Use(TailToolOptions options, ToolContext context, CancellationToken cancel)
    {
        var table = options.Features.Table();
        var features = table.Values; // (count, features)
        var labels = Labels(options.Labels, features.Rows, table.Source);
        int classes = (int)labels.AsSpan<long>().ToArray().Max() + 1, count = features.Rows;
        if (classes < 2) throw new ToolException($"{options.Labels.Path}: all labels are 0. Give labels of two classes at least.");
        if (count < 2 * options.Folds) throw new ToolException($"{table.Source}: {count} rows are too few for {options.Folds} parts. Give more rows or fewer --folds.");

        var parts = Validate(features, labels, classes, options.Folds, context, cancel);
        int most = parts.Min(part => part.Curve.Length);
        double[] curve = [.. Enumerable.Range(0, most).Select(j => parts.Sum(part => part.Curve[j] * part.Rows.Length) / count)];
        int best = Enumerable.Range(1, most).MaxBy(d => curve[d - 1]);
        int kept = options.Directions ?? best;
        if (kept > most) throw new ToolException($"--directions {kept}: the features have {most} directions on every part of the data (their numerical rank). Ask for fewer.");

        var scores = Tensor.Zeros(count, classes); // each row by heads that have not seen it
        foreach (var part in parts)
        {
            var held = part.Head.Scores(part.Coordinates, 0, kept);
            for (int i = 0; i < part.Rows.Length; i++)
                held.RowSpan(i).CopyTo(scores.RowSpan(part.Rows[i]));
        }

        var suspects = Suspects(scores, labels);
        var spectrum = FeatureSpectrum.Of(features);
        return new ToolReport
        {
            Headline = $"{kept} of {spectrum.Rank} directions: a head refitted on them agrees with {100 * curve[kept - 1]:0.0} % of the labels it has not seen; one on all {most} directions with {100 * curve[^1]:0.0} %. {suspects.Count} of {count} labels are not what it would say.",
            Guarantee = "None: that truth lies in the leading directions is an observation on networks trained with randomly wrong labels. Labels that are wrong in a systematic way are not found. The shares are measured on rows that the head has not seen.",
            Measures =
            [
                new("agreement at d", curve[kept - 1], Note: $"with the given labels, {options.Folds}-fold cross-validation"),
                new("agreement with all directions", curve[^1]),
                new("best d", best, Note: "by the given labels"),
                new("effective rank", spectrum.EffectiveRank),
                new("numerical rank", spectrum.Rank),
            ],
            Tables =
            [
                new FindingsTable(
                    $"The {Math.Min(Listed, suspects.Count)} labels it doubts most (rows from 1)",
                    ["row", "label", "the head says", "score of its label", "score of its own"],
                    [.. suspects.Take(Listed).Select(s => (IReadOnlyList<string>)[$"{s.Row + 1}", $"{s.Label}", $"{s.Says}", $"{scores[s.Row, s.Label]:0.000}", $"{scores[s.Row, s.Says]:0.000}"])]),
            ],
            Figures =
            [
                new Figure
                {
                    Title = "Agreement with labels not seen",
                    Description = "Share of left-out labels that the head refitted on d directions gives, against d.",
                    Panels =
                    [
                        new Panel
                        {
                            X = new Axis("directions kept, d", AxisScale.Log),
                            Y = new Axis("agreement with the labels"),
                            Marks = [new Line([.. Enumerable.Range(1, most).Select(d => (double)d)], curve), new Rule(kept, Vertical: true, Label: $"d = {kept}")],
                        },
                    ],
                },
            ],
            Remarks = ["If the features come from a network that was trained on these very rows, it has seen all labels already, and agreement is higher than on new inputs; the doubts are then too few rather than too many."],
            Outputs = [new MatrixOutput("scores", $"scores of the {classes} classes by heads that have not seen the row: ({count}, {classes})", scores)],
        };
    }

    private static Tensor Labels(InputFile file, int count, string features)
    {
        var values = file.Vector();
        if (values.Length != count) throw new ToolException($"{file.Path}: there are {values.Length} labels for the {count} rows of {features}. Give one for each row.");
        for (int i = 0; i < count; i++)
            if (values[i] != Math.Floor(values[i]) || values[i] is < 0 or >= MostClasses)
                throw new ToolException($"{file.Path}: row {i + 1}: {Numbers.Short(values[i])} is no label. Labels are whole numbers from 0 to {MostClasses - 1}.");
        return values.To(DType.I64);
    }

    private static List<Part> Validate(Tensor features, Tensor labels, int classes, int folds, ToolContext context, CancellationToken cancel)
    {
        int[] order = context.Random("folds").Permutation(features.Rows);
        var parts = new List<Part>();
        for (int fold = 0; fold < folds; fold++)
        {
            cancel.ThrowIfCancellationRequested();
            context.Report($"part {fold + 1} of {folds}", (double)fold / folds);
            int[] held = [.. order.Where((_, i) => i % folds == fold)], seen = [.. order.Where((_, i) => i % folds != fold)];
            FeatureSpectrum spectrum;
            try
            {
                spectrum = FeatureSpectrum.Of(features.TakeRows(seen));
            }
            catch (ArgumentException e)
            {
                throw new ToolException($"The features have no direction: {e.Message}", e);
            }

            var head = SpectralHead.Refitted(spectrum, labels.Take(0, seen), classes);
            var coordinates = spectrum.Coordinates(features.TakeRows(held));
            parts.Add(new Part(held, coordinates, head, head.Curve(coordinates, labels.Take(0, held))));
        }

        return parts;
    }

    private static List<(int Row, int Label, int Says)> Suspects(Tensor scores, Tensor labels)
    {
        var says = scores.ArgMax(1).AsSpan<long>().ToArray();
        var given = labels.AsSpan<long>().ToArray();
        return [.. Enumerable.Range(0, given.Length)
            .Where(i => says[i] != given[i])
            .Select(i => (Row: i, Label: (int)given[i], Says: (int)says[i]))
            .OrderByDescending(s => scores[s.Row, s.Says] - scores[s.Row, s.Label])];
    }

    // A part of the rows with the head that was fitted to the others.
    private sealed record Part(int[] Rows, Tensor Coordinates, SpectralHead Head, double[] Curve);
}
