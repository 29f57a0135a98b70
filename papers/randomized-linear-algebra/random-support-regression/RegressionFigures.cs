using Praxis.Lab;
using Praxis.Lab.Figures;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.RandomSupportRegression;

/// <summary>The figures of the study; every point is a median over the seeds.</summary>
internal static class RegressionFigures
{
    private static readonly (string Name, Func<MethodErrors, double> Value)[] Methods =
    [
        ("Lasso, best λ", e => e.LassoBest),
        ("pivot Lasso, best λ", e => e.PivotBest),
        ("pivot Lasso, λ of theory", e => e.PivotTheory),
        ("ridge, best", e => e.RidgeBest),
        ("minimum norm", e => e.MinimumNorm),
        ("true support known", e => e.TrueSupport),
    ];

    /// <summary>Error against 1/δ, a panel for each design.</summary>
    public static Figure ErrorAgainstCloseness(IReadOnlyList<Measured> measured) => new()
    {
        Title = "Error while columns become more and more alike",
        Description = "One panel for the half-cluster and one for twins. Median prediction error against 1/δ on logarithmic axes, one line a method. The line of the pivot Lasso stays level; where others lie shows what nearly dependent columns cost them.",
        Panels = [.. measured.GroupBy(entry => entry.Design).Select(design => new Panel
        {
            Title = design.Key,
            X = new Axis("1/δ", AxisScale.Log),
            Y = new Axis("‖Xw* − Xŵ‖²/N", AxisScale.Log),
            Marks = [.. Methods.Select(method => new Line(
                [.. design.Select(entry => 1 / entry.Difference)],
                [.. design.Select(entry => Summary.Median(entry.Errors.Select(method.Value)))], Points: true)
            { Name = method.Name })],
        })],
    };

    /// <summary>Errors on twins with random supports and with supports of two pairs.</summary>
    public static Figure RandomAndAdversarial(IReadOnlyList<Measured> measured) => new()
    {
        Title = "A random support is easy, a chosen one is not",
        Description = "Bars of the median prediction error for each method on the same design of twin columns, δ = 0.01: with the support at random and with the support made of two pairs of twins.",
        Panels =
        [
            new Panel
            {
                X = new Axis("‖Xw* − Xŵ‖²/N", Low: 0),
                Y = new Axis(Categories: [.. Methods.Select(method => method.Name)]),
                Marks = [.. measured.Select(entry => new Bars([.. Methods.Select(method => Summary.Median(entry.Errors.Select(method.Value)))]) { Name = entry.Design })],
            },
        ],
    };

    /// <summary>Error against N/(k² ln d), a line for each d.</summary>
    public static Figure ErrorAgainstRows(IReadOnlyList<SizeErrors> measured, int k) => new()
    {
        Title = "Rows in units of k² ln d",
        Description = "Median prediction error of the pivot Lasso with the theory's penalty against N/(k² ln d) on logarithmic axes, one line for each number of columns d. Lines that lie on each other say that the rows needed grow like ln d.",
        Panels =
        [
            new Panel
            {
                X = new Axis("N/(k² ln d)", AxisScale.Log),
                Y = new Axis("‖Xw* − Xŵ‖²/N", AxisScale.Log),
                Marks = [.. measured.GroupBy(entry => entry.Dimension).Select(dimension => new Line(
                    [.. dimension.Select(entry => entry.Rows / (k * k * Math.Log(dimension.Key)))],
                    [.. dimension.Select(entry => Summary.Median(entry.Errors))],
                    [.. dimension.Select(entry => Summary.Quantile(entry.Errors, 0.25))],
                    [.. dimension.Select(entry => Summary.Quantile(entry.Errors, 0.75))], Points: true)
                { Name = $"d = {dimension.Key}" })],
            },
        ],
    };
}

/// <summary>The tables of the study.</summary>
internal static class RegressionTables
{
    /// <summary>Median errors of all methods.</summary>
    public static FindingsTable Errors(IReadOnlyList<Measured> measured) => new(
        "Prediction error ‖Xw* − Xŵ‖²/N, medians over the seeds (variance of the noise 0.09)",
        ["design", "δ", "‖w*‖₁", "Lasso, best", "Lasso, theory", "Lasso, validated", "pivot, best", "pivot, theory", "pivot, validated", "ridge, best", "minimum norm", "true support"],
        [.. measured.Select(entry => (IReadOnlyList<string>)
        [
            entry.Design, Numbers.Short(entry.Difference), $"{Summary.Median(entry.Errors.Select(e => e.CoefficientSize)):#,0}",
            Median(entry, e => e.LassoBest), Median(entry, e => e.LassoTheory), Median(entry, e => e.LassoValidated),
            Median(entry, e => e.PivotBest), Median(entry, e => e.PivotTheory), Median(entry, e => e.PivotValidated),
            Median(entry, e => e.RidgeBest), Median(entry, e => e.MinimumNorm), Median(entry, e => e.TrueSupport),
        ])]);

    private static string Median(Measured entry, Func<MethodErrors, double> value) =>
        Summary.Median(entry.Errors.Select(value)) is var median && double.IsNaN(median) ? "" : Numbers.Fixed(median, 4);
}
