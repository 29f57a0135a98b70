using Praxis.Lab;
using Praxis.Lab.Figures;

namespace Praxis.Papers.Compression.Farms;

/// <summary>The figures and tables of the study.</summary>
internal static class FarmsFigures
{
    /// <summary>α against the aspect ratio.</summary>
    public static Figure ExponentAgainstAspect(IReadOnlyList<RandomMatrixPart.Exponents> exponents)
    {
        double[] aspects = [.. RandomMatrixPart.Aspects.Select(a => (double)a)];
        return new Figure
        {
            Title = "Tail exponent against the aspect ratio of matrices whose entries are drawn alike",
            Description = "Two panels over the ratio of rows to columns, 1 to 8: normal entries and entries of Student's t with 3 degrees of freedom. Plain α rises with the ratio, FARMS's stays where it is. Means over seeds with a band from the smallest to the largest.",
            Panels =
            [
                Panel("normal entries", e => e.Normal, e => e.NormalWindows),
                Panel("heavy-tailed entries", e => e.Heavy, e => e.HeavyWindows),
            ],
        };

        Panel Panel(string title, Func<RandomMatrixPart.Exponents, double[]> plain, Func<RandomMatrixPart.Exponents, double[]> windows) => new()
        {
            Title = title,
            X = new Axis("rows to columns", AxisScale.Log),
            Y = new Axis("α", Low: 1.5, High: 5),
            Marks = [Of("plain", plain), Of("FARMS", windows)],
        };

        Line Of(string name, Func<RandomMatrixPart.Exponents, double[]> of) => new(
            aspects,
            [.. aspects.Select((_, a) => exponents.Average(e => of(e)[a]))],
            [.. aspects.Select((_, a) => exponents.Min(e => of(e)[a]))],
            [.. aspects.Select((_, a) => exponents.Max(e => of(e)[a]))],
            Points: true)
        {
            Name = name,
        };
    }

    /// <summary>Loss of the pruned model, by score, above that of uniform sparsity.</summary>
    public static Figure LossAgainstSparsity(double[] sparsities, IReadOnlyList<PruningPart.Losses> losses)
    {
        return new Figure
        {
            Title = "Loss of a pruned Llama against that of uniform sparsity",
            Description = "Difference of the loss on test books from that with the same sparsity in all blocks, at each share pruned: sparsities by plain exponents, by FARMS's, and by FARMS's in random order. Below 0 is better than uniform. Means over calibration draws.",
            Panels =
            [
                new Panel
                {
                    X = new Axis("pruned", Categories: [.. sparsities.Select(sparsity => $"{100 * sparsity:0} %")]),
                    Y = new Axis("loss − loss of uniform, nats a token"),
                    Marks =
                    [
                        Above("plain α", each => each.Plain), Above("FARMS", each => each.Windows), Above("FARMS, blocks permuted", each => each.Permuted),
                    ],
                },
            ],
        };

        Bars Above(string name, Func<PruningPart.Losses, double[]> of) =>
            new([.. sparsities.Select((_, s) => losses.Average(each => of(each)[s] - each.Uniform[s]))]) { Name = name };
    }

    /// <summary>Mean exponents by shape.</summary>
    public static FindingsTable Exponents(IReadOnlyList<RandomMatrixPart.Exponents> exponents) => new(
        "α of matrices of 128a × 128, means over seeds",
        ["a", "normal: plain", "normal: FARMS", "heavy-tailed: plain", "heavy-tailed: FARMS"],
        [.. RandomMatrixPart.Aspects.Select((aspect, a) => (IReadOnlyList<string>)
        [
            $"{aspect}", Mean(exponents, e => e.Normal[a]), Mean(exponents, e => e.NormalWindows[a]), Mean(exponents, e => e.Heavy[a]), Mean(exponents, e => e.HeavyWindows[a]),
        ])]);

    /// <summary>What the windows' size, ratio and number do to the exponent.</summary>
    public static FindingsTable Windows(StudyContext context)
    {
        var square = context.Random(context.Seeds[0], "windows, square").Normal(128, 128);
        var tall = context.Random(context.Seeds[0], "windows, tall").Normal(512, 128);
        WindowGrid[] grids = [.. new[] { 16, 32, 64, 128 }.Select(rows => new WindowGrid(rows)), new(64, 0.5), new(64, 2), new(64, 1, 2), new(64, 1, 10)];
        return new FindingsTable(
            "α through other windows, normal entries: it depends on the ratio of the windows, so that one ratio must serve all matrices; size and number matter less",
            ["rows", "columns to rows", "positions a side", "α of 128 × 128", "α of 512 × 128"],
            [.. grids.Select(grid => (IReadOnlyList<string>)
            [
                $"{grid.Rows}", $"{grid.Ratio}", $"{grid.Positions}", $"{Spectra.Exponent(square, grid):0.00}", $"{Spectra.Exponent(tall, grid):0.00}",
            ])]);
    }

    /// <summary>Errors and losses of the trained networks.</summary>
    public static FindingsTable Training(IReadOnlyList<BalancePart.Outcome> outcomes, double[] rates) => new(
        "Perceptrons on digits with learning rates by layer, means over seeds",
        ["arm", "common rate", "wrong, %", "loss, nats an image"],
        [.. BalancePart.Arms.Select((name, arm) => (IReadOnlyList<string>)
        [
            name, $"{rates[arm]}", $"{100 * outcomes.Average(o => o.Errors[arm]):0.00}", $"{outcomes.Average(o => o.Losses[arm]):0.000}",
        ])]);

    private static string Mean(IReadOnlyList<RandomMatrixPart.Exponents> exponents, Func<RandomMatrixPart.Exponents, double> of) => $"{exponents.Average(of):0.00}";
}
