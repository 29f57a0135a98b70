using Praxis.Lab;
using Praxis.Lab.Figures;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.Farms;

/// <summary>The tail exponent of the reader's matrix, through windows of one aspect ratio and plain.</summary>
[Paper("farms")]
public sealed class FarmsTool : ITool<FarmsToolOptions>
{
    private const int Draws = 200;

    /// <inheritdoc/>
    public string Says => "Measure how heavy-tailed a matrix's spectrum is, free of its aspect ratio.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } =
    [
        "weight.npy -o eigenvalues.npy",
        "weight.csv --rows 256 --positions 15",
    ];

    /// <inheritdoc/>
    public ToolReport Use(FarmsToolOptions options, ToolContext context, CancellationToken cancel)
    {
        var weight = options.Weight.Table().Values; // (rows, columns)
        int smaller = Math.Min(weight.Rows, weight.Columns);
        var grid = new WindowGrid(options.Rows ?? Math.Clamp(smaller / 2, Math.Min(8, smaller), 2000), options.Ratio, options.Positions);
        var windows = grid.Windows(weight.Rows, weight.Columns);
        context.Report($"{windows.Count} windows", 0.1);
        double[] pooled = Spectra.ThroughWindows(weight, grid);
        cancel.ThrowIfCancellationRequested();
        double[] whole = Spectra.Whole(weight);
        if (TailExponent.OfUpperHalf(pooled) is not { } exponent)
            throw new ToolException($"{options.Weight.Path}: fewer than {TailExponent.Fewest} different eigenvalues above {TailExponent.Floor} of the largest, of which no tail can be read. Give a larger matrix, or one of higher rank.");
        var (low, high) = Bootstrap(pooled, context.Random("bootstrap"));
        double? plain = TailExponent.OfUpperHalf(whole);
        return new ToolReport
        {
            Headline = $"α = {Numbers.Short(exponent)} through {windows.Count} windows of {windows[0].Height} × {windows[0].Width}{(plain is { } value ? $"; plain, on the whole matrix, {Numbers.Short(value)}" : "")}. A larger α is a lighter tail.",
            Guarantee = "None: α is an estimate, and compares only with matrices seen through windows of the same ratio of sides.",
            Measures =
            [
                new("α through windows", exponent, Note: "Hill's estimate on the upper half of the pooled eigenvalues"),
                new("lower end", low, Note: "2.5 % of 200 bootstrap draws of the eigenvalues, as if they were independent"),
                new("upper end", high, Note: "97.5 % of them"),
                .. plain is { } ofWhole ? [new ToolMeasure("α of the whole matrix", ofWhole, Note: "depends on the aspect ratio")] : Array.Empty<ToolMeasure>(),
                new("stable rank", whole.Sum() / whole.Max(), Note: "‖W‖²_F/‖W‖²"),
                new("aspect ratio", (double)weight.Rows / weight.Columns, Note: "rows to columns"),
            ],
            Figures = [Tail(pooled, whole)],
            Remarks = smaller < 64 ? [$"The smaller side is {smaller}: below 64 the estimate is mostly noise."] : [],
            Outputs = [new MatrixOutput("eigenvalues", $"the {pooled.Length} eigenvalues of all windows, ascending", Tensor.FromArray([.. pooled.Order()]))],
        };
    }

    private static (double Low, double High) Bootstrap(double[] eigenvalues, RandomStream random)
    {
        double[] draws = [.. Enumerable.Range(0, Draws)
            .Select(draw => random.Fork(draw))
            .Select(stream => TailExponent.OfUpperHalf([.. eigenvalues.Select(_ => eigenvalues[stream.Next(eigenvalues.Length)])]))
            .OfType<double>().Order()];
        return draws.Length == 0 ? (double.NaN, double.NaN) : (Summary.Quantile(draws, 0.025), Summary.Quantile(draws, 0.975));
    }

    // The share of eigenvalues above each, over the eigenvalue by the mean.
    private static Figure Tail(double[] pooled, double[] whole) => new()
    {
        Title = "Tails of the spectra",
        Description = "Share of eigenvalues that are larger, over the eigenvalue divided by the mean, both axes logarithmic: through windows and of the whole matrix. A straight falling line is a power law.",
        Panels =
        [
            new Panel
            {
                X = new Axis("eigenvalue by the mean", AxisScale.Log),
                Y = new Axis("share that is larger", AxisScale.Log),
                Marks = [Of("through windows", pooled), Of("whole matrix", whole)],
            },
        ],
    };

    private static Line Of(string name, double[] eigenvalues)
    {
        double mean = eigenvalues.Average();
        double[] descending = [.. eigenvalues.Where(value => value > TailExponent.Floor * eigenvalues.Max()).OrderDescending()];
        int[] places = [.. Enumerable.Range(0, Math.Min(200, descending.Length)).Select(i => (int)((long)i * descending.Length / Math.Min(200, descending.Length)))];
        return new([.. places.Select(place => descending[place] / mean)], [.. places.Select(place => (place + 1.0) / eigenvalues.Length)]) { Name = name };
    }
}
