using Praxis.Lab;
using Praxis.Lab.Figures;
using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.FlatSkySpectra;

/// <summary>The figures and the table of the study.</summary>
internal static class FlatSkyFigures
{
    /// <summary>Errors of both methods for all pairs of windows.</summary>
    public static Figure Errors(IReadOnlyList<PairSpectra> spectra)
    {
        return new Figure
        {
            Title = "Errors against the full sky",
            Description = "The error of a spectrum in units of √(C₁₁C₂₂), for equal windows the relative error, against the multipole, both axes logarithmic and the same in both panels; one line a pair of windows. Left the flat sky, right Limber's shortcut.",
            Columns = 2,
            Panels =
            [
                Panel("flat sky", point => point.FlatError),
                Panel("Limber", point => point.LimberError),
            ],
        };

        Panel Panel(string title, Func<SpectrumPoint, double> error) => new()
        {
            Title = title,
            X = new Axis("multipole ℓ", AxisScale.Log),
            Y = new Axis("error ÷ √(C₁₁C₂₂)", AxisScale.Log, Low: 1e-6, High: 10),
            Marks = [.. spectra.Select(pair => new Line(X(pair), [.. pair.Points.Select(error)], Points: true) { Name = pair.Pair.Name })],
        };
    }

    /// <summary>The spectrum of one pair by three methods.</summary>
    public static Figure Spectrum(PairSpectra pair) => new()
    {
        Title = $"Cross spectrum, {pair.Pair.Name}",
        Description = "ℓ(ℓ + 1)·|C_ℓ| against ℓ by three methods, both axes logarithmic, in units of the spectrum's own normalisation. The flat sky lies on the full sky; Limber's shortcut sees only where the windows overlap.",
        Panels =
        [
            new Panel
            {
                X = new Axis("multipole ℓ", AxisScale.Log),
                Y = new Axis("ℓ(ℓ + 1)·|C_ℓ|", AxisScale.Log),
                Marks =
                [
                    new Line(X(pair), Scaled(pair, point => point.Full), Points: true) { Name = "full sky" },
                    new Line(X(pair), Scaled(pair, point => point.Flat), Dashed: true, Points: true) { Name = "flat sky" },
                    new Line(X(pair), Scaled(pair, point => point.Limber), Points: true) { Name = "Limber" },
                ],
            },
        ],
    };

    /// <summary>Lensing: flat ÷ full.</summary>
    public static Figure Lensing(IReadOnlyList<LensingPoint> points) => new()
    {
        Title = "Convergence of lensing: projected Laplacian against full sky",
        Description = "The flat-sky spectrum of the projected Laplacian divided by the full-sky spectrum of the convergence, against ℓ; 1 is agreement.",
        Panels =
        [
            new Panel
            {
                X = new Axis("multipole ℓ", AxisScale.Log),
                Y = new Axis("flat ÷ full"),
                Legend = false,
                Marks = [new Line([.. points.Select(point => (double)point.Multipole)], [.. points.Select(point => point.Flat / point.Full)], Points: true) { Name = "flat ÷ full" }, new Rule(1)],
            },
        ],
    };

    /// <summary>Largest and median errors.</summary>
    public static FindingsTable Table(IReadOnlyList<PairSpectra> spectra) => new(
        "Errors in units of √(C₁₁C₂₂)",
        ["windows", "flat, largest, ℓ < 20", "flat, largest, ℓ ≥ 20", "flat, median", "Limber, median", "Limber ÷ flat", "median |C₁₂| ÷ √(C₁₁C₂₂)"],
        [.. spectra.Select(pair => (IReadOnlyList<string>)
        [
            pair.Pair.Name,
            Numbers.Short(pair.Points.Where(point => point.Multipole < 20).Max(point => point.FlatError)),
            Numbers.Short(pair.Points.Where(point => point.Multipole >= 20).Max(point => point.FlatError)),
            Numbers.Short(Summary.Median(pair.Points.Select(point => point.FlatError))),
            Numbers.Short(Summary.Median(pair.Points.Select(point => point.LimberError))),
            Numbers.Short(Summary.Median(pair.Points.Select(point => point.LimberError)) / Summary.Median(pair.Points.Select(point => point.FlatError))),
            Numbers.Short(Summary.Median(pair.Points.Select(point => Math.Abs(point.Full) / point.Scale))),
        ])]);

    private static double[] X(PairSpectra pair) => [.. pair.Points.Select(point => (double)point.Multipole)];

    private static double[] Scaled(PairSpectra pair, Func<SpectrumPoint, double> value) =>
        [.. pair.Points.Select(point => point.Multipole * (point.Multipole + 1.0) * Math.Abs(value(point)))];
}
