using Praxis.Lab.Figures;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.StreamingTopEigenvector;

/// <summary>The figures of the study; every point is a median over the seeds, bands are quartiles.</summary>
internal static class StreamingFigures
{
    /// <summary>Error against R on streams without heavy rows.</summary>
    public static Figure ErrorAgainstRatio(IReadOnlyList<(double Ratio, IReadOnlyList<GridResult> Results)> grid)
    {
        double[] ratios = [.. grid.Select(entry => entry.Ratio)];
        return new Figure
        {
            Title = "Error after one pass in random order",
            Description = "Lines of 1 − ⟨v, v₁⟩² against R on logarithmic axes: block power method, Oja with the rate chosen by growth, Oja with the best and the median rate, Frequent Directions at equal memory, and the guarantee 1/√R.",
            Panels =
            [
                new Panel
                {
                    X = new Axis("R = σ₁²/σ₂²", AxisScale.Log),
                    Y = new Axis("1 − ⟨v, v₁⟩²", AxisScale.Log),
                    Marks =
                    [
                        Series("block power method", r => r.Block, band: true),
                        Series("Oja, rate by growth", r => r.Oja),
                        Series("Oja, best rate", r => r.OjaByRate.Min()),
                        Series("Oja, median rate", r => Summary.Quantile(r.OjaByRate, 0.5)),
                        Series("Frequent Directions", r => r.FrequentDirections),
                        new Line(ratios, [.. ratios.Select(r => 1 / Math.Sqrt(r))], Dashed: true) { Name = "1/√R" },
                    ],
                },
            ],
        };

        Line Series(string name, Func<GridResult, double> value, bool band = false) => new(
            ratios,
            [.. grid.Select(entry => Summary.Quantile(entry.Results.Select(value), 0.5))],
            band ? [.. grid.Select(entry => Summary.Quantile(entry.Results.Select(value), 0.25))] : null,
            band ? [.. grid.Select(entry => Summary.Quantile(entry.Results.Select(value), 0.75))] : null,
            Points: true)
        { Name = name };
    }

    /// <summary>Oja's error against its learning rate.</summary>
    public static Figure RateSensitivity(IReadOnlyList<(double Ratio, IReadOnlyList<GridResult> Results)> grid, IReadOnlyList<double> rates) => new()
    {
        Title = "Oja depends on its learning rate; the block method has none",
        Description = "For each R one line of Oja's median error against the learning rate on logarithmic axes: too small a rate leaves the start, too large a rate follows the last rows.",
        Panels =
        [
            new Panel
            {
                X = new Axis("learning rate η", AxisScale.Log),
                Y = new Axis("1 − ⟨v, v₁⟩²", AxisScale.Log),
                Marks = [.. grid.Select(entry => new Line(
                    [.. rates.Order()],
                    [.. rates.Select((_, k) => Summary.Quantile(entry.Results.Select(r => r.OjaByRate[k]), 0.5))],
                    Points: true)
                { Name = $"R = {entry.Ratio}" })],
            },
        ],
    };

    /// <summary>What happens when heavy rows are left out instead of stored.</summary>
    public static Figure HeavyRowsDropped(IReadOnlyList<(string Name, IReadOnlyList<GridResult> Results)> grid) => new()
    {
        Title = "Heavy rows must be paid for",
        Description = "Median error per setting with heavy rows stored and with heavy rows dropped. Where they carry the top direction, dropping them loses it.",
        Panels =
        [
            new Panel
            {
                X = new Axis("1 − ⟨v, v₁⟩²", Low: 0, High: 1),
                Y = new Axis(Categories: [.. grid.Select(entry => entry.Name)]),
                Marks =
                [
                    new Bars([.. grid.Select(entry => Summary.Quantile(entry.Results.Select(r => r.Block), 0.5))]) { Name = "stored" },
                    new Bars([.. grid.Select(entry => Summary.Quantile(entry.Results.Select(r => r.Dropping), 0.5))]) { Name = "dropped" },
                ],
            },
        ],
    };
}
