using Praxis.Lab.Figures;
using Praxis.Numerics;

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
        const double largest = 160, Least = 1e-4;
        var values = new double[rows, columns];
        for (var i = 0; i < rows; i++)
            for (var j = 0; j < columns; j++)
            {
                // Narrow rays change sign within a cell: the root mean square over the cell shows them whole.
                var mean = Enumerable.Range(0, 6).Average(k => Math.Pow(RidgeletSpectrum.At(RangeTarget.ThreeBumps.Function, largest * (j + 0.5) / columns, Offset(i + ((k + 0.5) / 6))), 2));
                values[i, j] = Math.Round(Math.Max(Math.Sqrt(mean), Least), 6);
            }
        double Offset(double row) => -10 + (110 * row / rows);
        return new Figure
        {
            Title = "Where three bumps have their ridgelet spectrum",
            Description = "|R(a, b)| of three bumps over weight a and offset b, logarithmic colours: every bump is a ray b = a·x, the broad one close to the origin, the narrow ones at weights of 40 to 160. The lines bound the weights and offsets of ranges 20 and 80.",
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
                            ValueScale = AxisScale.Log,
                            Low = Least,
                        },
                        new Segments([.. new[] { 20.0, 80 }.SelectMany(range => new[] { new Segment(range, -10, range, range), new Segment(0, range, range, range) })]) { Name = "λ = 20 and 80" },
                    ],
                },
            ],
        };
    }

    /// <summary>The best range and the smallest sufficient one against the periods of a sine.</summary>
    /// <param name="periods">Periods of the sines.</param>
    /// <param name="best">For each seed, the range of least validation error by sine.</param>
    /// <param name="smallest">For each seed, the smallest range that reaches 10⁻⁴ by sine.</param>
    public static Figure BestRange(int[] periods, IReadOnlyList<double[]> best, IReadOnlyList<double[]> smallest)
    {
        double[] x = [.. periods.Select(q => (double)q)];
        double[] Quantile(IReadOnlyList<double[]> ranges, double share) => [.. periods.Select((_, k) => Summary.Quantile(ranges.Select(own => own[k]), share))];
        return new Figure
        {
            Title = "The range that a sine wants",
            Description = "Ranges of the weights against the periods of a sine, both logarithmic, 300 units, median over seeds with a band from the lower to the upper quartile: the one of least validation error among nine, and the smallest whose validation error is below 10⁻⁴. The smallest sufficient range grows with the frequency; the best one hardly does until the last sine.",
            Panels =
            [
                new Panel
                {
                    X = new Axis("periods of the sine", AxisScale.Log),
                    Y = new Axis("range λ", AxisScale.Log),
                    Marks =
                    [
                        new Line(x, Quantile(best, 0.5), Quantile(best, 0.25), Quantile(best, 0.75), Points: true) { Name = "least error" },
                        new Line(x, Quantile(smallest, 0.5), Quantile(smallest, 0.25), Quantile(smallest, 0.75), Points: true) { Name = "smallest with an error below 10⁻⁴" },
                    ],
                },
            ],
        };
    }
}
