using Praxis.Lab.Figures;

namespace Praxis.Papers.TensorsAndFunctions.AutoKnots;

/// <summary>The figures of the study.</summary>
internal static class AutoKnotsFigures
{
    /// <summary>Two functions, their knots, and the error in units of δ along the range.</summary>
    public static Figure KnotsAndErrors(int points)
    {
        const double tolerance = 1e-6;
        (string Title, TestFunction F)[] shown =
        [
            ("1/(1 + 25x²)", TestFunction.Fixed[2]),
            ("a Gaussian of width 0.02 on a plateau", TestFunction.Plateau(0.31, 0.02)),
        ];
        return new Figure
        {
            Title = "Where the knots go, and the error they leave (δ = 1e-6)",
            Description = "Above, two functions with their knots as short strokes below the curve: dense where the function bends, sparse where it is flat. "
                + "Below, the error divided by δ(|f| + ε) along the range, with a line at 1: the tolerance.",
            Columns = 2,
            Panels =
            [
                .. shown.Select(item => FunctionPanel(item.Title, item.F)),
                .. shown.Select(item => ErrorPanel(item.F)),
            ],
        };

        AutoKnotsInterpolation Interpolate(TestFunction f) =>
            AutoKnotsMethod.Interpolate(f.Function, f.From, f.To, new() { Tolerance = tolerance, Scale = f.Scale });

        Panel FunctionPanel(string title, TestFunction f)
        {
            var x = AutoKnotsMethod.EquallySpaced(f.From, f.To, points);
            double[] y = [.. x.Select(f.Function)];
            double low = y.Min(), stroke = (y.Max() - low) / 12;
            return new Panel
            {
                Title = title,
                X = new Axis("x"),
                Y = new Axis("f(x)"),
                Legend = false,
                Marks =
                [
                    new Line(x, y) { Name = "f" },
                    new Segments([.. Interpolate(f).Spline.Knots.ToArray().Select(knot => new Segment(knot, low - 1.5 * stroke, knot, low - 0.5 * stroke))]) { Name = "knots" },
                ],
            };
        }

        Panel ErrorPanel(TestFunction f)
        {
            var grid = new DenseGrid(f, points);
            return new Panel
            {
                X = new Axis("x"),
                Y = new Axis("error ÷ δ", AxisScale.Log, Low: 1e-6),
                Marks =
                [
                    new Line(grid.Places.ToArray(), [.. grid.Errors(Interpolate(f).Spline).ToArray().Select(error => error == 0 ? double.NaN : error / tolerance)]),
                    new Rule(1, Label: "tolerance"),
                ],
            };
        }
    }

    /// <summary>The number of knots against δ, with the slope of a cubic spline.</summary>
    public static Figure KnotsByTolerance(double[] tolerances, IReadOnlyDictionary<string, List<double>> knots)
    {
        double[] theory = [.. tolerances.Select(tolerance => 20 * Math.Pow(tolerance / 1e-3, -0.25))];
        return new Figure
        {
            Title = "Knots against tolerance",
            Description = "Both axes logarithmic, one line for each of six functions. They run nearly parallel to the dashed line, the fourth root of 1/δ that a cubic spline needs.",
            Panels =
            [
                new Panel
                {
                    X = new Axis("tolerance δ", AxisScale.Log),
                    Y = new Axis("knots = evaluations of f", AxisScale.Log),
                    Marks =
                    [
                        .. knots.Select(entry => new Line(tolerances, entry.Value, Points: true) { Name = entry.Key }),
                        new Line(tolerances, theory, Dashed: true) { Name = "slope −1/4" },
                    ],
                },
            ],
        };
    }

    /// <summary>Success rates on plateaus by width and refinements.</summary>
    public static Figure PlateauSuccess(double[] widths, IReadOnlyList<double[]> success, IReadOnlyList<double> seen) => new()
    {
        Title = "Gaussians on a plateau: how often the tolerance is met",
        Description = "Share of random positions at which at most 0.1 % of the range is above the tolerance, against the width of the Gaussian, with no, one and two refinements. "
            + "The dashed line is the share of Gaussians that at least one of the first eleven values meets: no search can succeed more often once the Gaussian is narrow.",
        Panels =
        [
            new Panel
            {
                X = new Axis("standard deviation of the Gaussian (range 0 to 1)", AxisScale.Log),
                Y = new Axis("share of positions", Low: 0, High: 1),
                Marks =
                [
                    .. new[] { "no refinement", "one refinement", "two refinements" }.Select((name, r) => new Line(widths, [.. success.Select(s => s[r])], Points: true) { Name = name }),
                    new Line(widths, seen, Dashed: true) { Name = "met by a first value" },
                ],
            },
        ],
    };

    /// <summary>The error of the halo profiles in units of δ, the largest in each of 200 bins of ln R.</summary>
    public static Figure Haloes(IReadOnlyList<ErrorCurve> curves)
    {
        return new Figure
        {
            Title = "Projected haloes: error against radius (δ = 1e-6)",
            Description = "One panel per profile: the largest relative error against the closed formulas in narrow bins of radius, divided by δ, for the surface density and for its mean within the radius, with a line at 1: the tolerance.",
            Panels = [.. curves.Select(curve => new Panel
            {
                Title = curve.Profile,
                X = new Axis("R in scale radii", AxisScale.Log),
                Y = new Axis("error ÷ δ", AxisScale.Log, Low: 1e-5),
                Marks =
                [
                    Binned("Σ(R)", curve.Radii, curve.SurfaceDensity),
                    Binned("mean Σ(<R)", curve.Radii, curve.MeanSurfaceDensity),
                    new Rule(1, Label: "tolerance"),
                ],
            })],
        };

        static Line Binned(string name, double[] radii, double[] errors)
        {
            var bins = radii.Chunk(radii.Length / 200).Zip(errors.Chunk(radii.Length / 200)).ToList();
            return new Line([.. bins.Select(bin => bin.First[bin.First.Length / 2])], [.. bins.Select(bin => bin.Second.Max())]) { Name = name };
        }
    }
}

/// <summary>Errors of one halo along the radius, in units of δ.</summary>
internal sealed record ErrorCurve(string Profile, double[] Radii, double[] SurfaceDensity, double[] MeanSurfaceDensity);
