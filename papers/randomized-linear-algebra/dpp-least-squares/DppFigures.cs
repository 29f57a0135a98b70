using Praxis.Lab;
using Praxis.Lab.Figures;

namespace Praxis.Papers.RandomizedLinearAlgebra.DppLeastSquares;

/// <summary>The figures and the table of points needed.</summary>
internal static class DppFigures
{
    /// <summary>Share of stable samples against n/m.</summary>
    public static Figure StableShare(IReadOnlyList<StabilityResult> results)
    {
        // The largest dimension of each family.
        var largest = results.GroupBy(result => result.Name[..result.Name.LastIndexOf(',')]).Select(family => family.MaxBy(result => result.Dimension)!);
        return new Figure
        {
            Title = "How often the fit is stable",
            Description = "A panel for each family of polynomials. Lines of the share of samples with λ_min(G) ≥ 1/2 against points per dimension: repeated determinantal designs rise first, volume-rescaled and independent points much later and together, plain points latest.",
            Panels = [.. largest.Select(result =>
            {
                double[] times = [.. result.Counts.Select(n => (double)n / result.Dimension)];
                return new Panel
                {
                    Title = result.Name,
                    X = new Axis("points per dimension, n/m"),
                    Y = new Axis("share of samples", Low: 0, High: 1),
                    Marks = [.. result.Designs.Select((name, d) => (Mark)new Line(times, [.. result.Shares[d].Select(share => Math.Round(share, 4))]) { Name = name }), new Rule(0.9, Label: "0.9")],
                };
            })],
        };
    }

    /// <summary>Error ratios against n.</summary>
    public static Figure ErrorAgainstPoints(ErrorCurves curves) => new()
    {
        Title = $"Error of the fit against the best error, Legendre, m = {curves.Dimension}, 1/(1 + 25x²)",
        Description = "Lines of the median of ‖f − f̂‖²/‖f − Pf‖² against the number of points on logarithmic axes, with the range from the first to the third quartile as a band; the line of Chebyshev points has no chance in it.",
        Panels =
        [
            new Panel
            {
                X = new Axis("points n", AxisScale.Log),
                Y = new Axis("error ratio", AxisScale.Log, Low: 1, High: 100),
                Marks =
                [
                    .. curves.Designs.Select((name, d) => new Line(
                        [.. curves.Counts.Select(n => (double)n)],
                        [.. curves.Quartiles[d].Select(q => Math.Min(q[1], 100))],
                        [.. curves.Quartiles[d].Select(q => Math.Min(q[0], 100))],
                        [.. curves.Quartiles[d].Select(q => Math.Min(q[2], 100))],
                        Points: true)
                    { Name = name }),
                    new Line([.. curves.Counts.Select(n => (double)n)], curves.Chebyshev, Dashed: true) { Name = "Chebyshev points" },
                ],
            },
        ],
    };

    /// <summary>Points needed for nine tenths, by design.</summary>
    public static FindingsTable PointsNeeded(IReadOnlyList<StabilityResult> results) => new(
        "Points needed per dimension for λ_min(G) ≥ 1/2 in 90 % of the samples (mean over seeds)",
        ["space", "independent", "volume-rescaled", "repeated determinantal", "volume-rescaled, n = 4m: share stable", "repeated, n = 4m: share stable"],
        [.. results.Select(result => (IReadOnlyList<string>)[
            result.Name,
            .. result.Needed.Select(needed => Numbers.Fixed(needed.Average() / result.Dimension, 2)),
            .. new[] { 1, 2 }.Select(d => Numbers.Fixed(result.Shares[d][Array.IndexOf(result.Counts, 4 * result.Dimension)], 2)),
        ])]);
}
