using Praxis.Lab.Figures;

namespace Praxis.Papers.TensorsAndFunctions.BandlimitedRandomNetworks;

/// <summary>The figures of study and tool.</summary>
internal static class RandomNetworkFigures
{
    /// <summary>Error against units by range, for three targets.</summary>
    /// <param name="units">Numbers of units.</param>
    /// <param name="ranges">Ranges.</param>
    /// <param name="errors">Relative errors by target, range and units.</param>
    public static Figure Errors(int[] units, double[] ranges, double[][][] errors) => new()
    {
        Title = "More units do not make up for a range that is too small",
        Description = "Relative test error against the number of units, both logarithmic, a line for each range of the weights, in double precision (median over seeds). With a small range the lines become level; a range that fits the target takes them down by many powers of ten.",
        Columns = 3,
        Panels = [.. new[] { 0, 2, 5 }.Select(t => new Panel
        {
            Title = RangeTarget.All[t].Name,
            X = new Axis("units", AxisScale.Log),
            Y = new Axis("relative test error", AxisScale.Log),
            Marks = [.. ranges.Index().Where(range => range.Index is 0 or 2 or 3 or 4 or 5 or 7).Select(range =>
                new Line([.. units.Select(n => (double)n)], errors[t][range.Index], Points: true) { Name = $"λ = {range.Item}" })],
        })],
    };

    /// <summary>The spectrum of three bumps with the boxes of two ranges.</summary>
    public static Figure Spectrum()
    {
        const int columns = 80, rows = 60;
        const double largest = 160;
        var values = new double[rows, columns];
        for (var i = 0; i < rows; i++)
            for (var j = 0; j < columns; j++)
                values[i, j] = Math.Round(Math.Abs(RidgeletSpectrum.At(RangeTarget.ThreeBumps.Function, largest * (j + 0.5) / columns, Offset(i + 0.5))), 6);
        double Offset(double row) => -10 + (110 * row / rows);
        return new Figure
        {
            Title = "Where three bumps have their ridgelet spectrum",
            Description = "|R(a, b)| of three bumps over weight a and offset b: every bump is a ray b = a·x, the broad one close to the origin, the narrow ones at weights of 40 to 160. The lines bound the weights and offsets of ranges 20 and 80.",
            Panels =
            [
                new Panel
                {
                    X = new Axis("weight a"),
                    Y = new Axis("offset b"),
                    Marks =
                    [
                        HeatMap.Of(values) with
                        {
                            XEdges = [.. Enumerable.Range(0, columns + 1).Select(j => largest * j / columns)],
                            YEdges = [.. Enumerable.Range(0, rows + 1).Select(i => Offset(i))],
                            ValueLabel = "|R|",
                        },
                        new Segments([.. new[] { 20.0, 80 }.SelectMany(range => new[] { new Segment(range, -10, range, range), new Segment(0, range, range, range) })]) { Name = "λ = 20 and 80" },
                    ],
                },
            ],
        };
    }

    /// <summary>The best range against the periods of a sine.</summary>
    public static Figure BestRange(int[] periods, IReadOnlyList<double[]> best)
    {
        double[] x = [.. periods.Select(q => (double)q)];
        double[] Quantile(double share) => [.. periods.Select((_, k) => Praxis.Numerics.Summary.Quantile(best.Select(ranges => ranges[k]), share))];
        return new Figure
        {
            Title = "The wigglier the target, the wider the range it wants",
            Description = "The range of least validation error among nine against the periods of a sine, both logarithmic: median over seeds, band from the lower to the upper quartile; 300 units.",
            Panels =
            [
                new Panel
                {
                    X = new Axis("periods of the sine", AxisScale.Log),
                    Y = new Axis("best range λ", AxisScale.Log),
                    Marks = [new Line(x, Quantile(0.5), Quantile(0.25), Quantile(0.75), Points: true) { Name = "best range" }],
                },
            ],
        };
    }
}
