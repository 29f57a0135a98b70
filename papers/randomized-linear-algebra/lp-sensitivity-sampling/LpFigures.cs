using Praxis.Lab;
using Praxis.Lab.Figures;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.LpSensitivitySampling;

/// <summary>The figures and the table of bounds.</summary>
internal static class LpFigures
{
    /// <summary>Rows needed against d, one line a score, with the slopes of the bounds.</summary>
    public static Figure RowsAgainstDimension(IReadOnlyList<(SamplingSetting Setting, SettingResult Result)> grown) => new()
    {
        Title = "Rows needed for a distortion of 1/2",
        Description = "A panel for each family of matrices. Lines of the expected rows needed (median over seeds) against the number of columns d on logarithmic axes, one for each score. Dashed: the growth of the new bound and of the old bound 𝔖·d, both moved to begin where the sensitivity sample begins.",
        Panels = [.. grown.GroupBy(entry => entry.Setting.Curve).Select(curve =>
        {
            double[] d = [.. curve.Select(entry => (double)entry.Setting.D)];
            double[] total = [.. curve.Select(entry => entry.Result.TotalSensitivity)];
            var (p, first) = (curve.First().Setting.P, Summary.Median(curve.First().Result.Rows[RowScore.Sensitivity]));
            return new Panel
            {
                Title = curve.Key,
                X = new Axis("columns d", AxisScale.Log),
                Y = new Axis("expected rows needed", AxisScale.Log),
                Marks =
                [
                    .. curve.First().Result.Rows.Keys.Select(score =>
                        new Line(d, [.. curve.Select(entry => Summary.Median(entry.Result.Rows[score]))], Points: true) { Name = LpRowSampler.Name(score), Color = (int)score }),
                    new Line(d, [.. total.Select(s => first * Math.Pow(s / total[0], LpSensitivitySamplingStudy.NewExponent(p)))], Dashed: true) { Name = "new bound's slope", Color = 6 },
                    new Line(d, [.. total.Zip(d, (s, columns) => first * s * columns / (total[0] * d[0]))], Dashed: true) { Name = "old bound's slope", Color = 7 },
                ],
            };
        })],
        Columns = 2,
    };

    /// <summary>Relative cost of regression against rows.</summary>
    public static Figure CostAgainstRows(IReadOnlyList<RegressionCosts> costs) => new()
    {
        Title = "What the sample costs in regression",
        Description = "Three panels. Lines of the relative cost of ℓₚ regression on the sample, evaluated on all rows, against the expected rows, on logarithmic axes, one line for each score (median over seeds).",
        Panels = [.. costs.Select(problem => new Panel
        {
            Title = problem.Name,
            X = new Axis("expected rows", AxisScale.Log),
            Y = new Axis("cost ÷ least cost − 1", AxisScale.Log),
            Marks = [.. problem.Costs.Select(entry => new Line([.. problem.Rows.Select(m => (double)m)], entry.Value, Points: true) { Name = LpRowSampler.Name(entry.Key), Color = (int)entry.Key })],
        })],
    };

    /// <summary>𝔖, the bounds and the rows the sensitivity sample needed.</summary>
    public static FindingsTable Bounds(IReadOnlyList<(SamplingSetting Setting, SettingResult Result)> grown) => new(
        "Total sensitivity, bounds without constants, and rows needed by the sensitivity sample (median)",
        ["matrix", "𝔖", "new bound", "𝔖·d", "rows needed", "rows ÷ new bound"],
        [.. grown.Select(entry =>
        {
            var (total, p) = (entry.Result.TotalSensitivity, entry.Setting.P);
            var (bound, rows) = (Math.Pow(total, LpSensitivitySamplingStudy.NewExponent(p)), Summary.Median(entry.Result.Rows[RowScore.Sensitivity]));
            return (IReadOnlyList<string>)[
                entry.Setting.Name, Numbers.Short(total), Numbers.Short(bound), Numbers.Short(total * entry.Setting.D), Numbers.Fixed(rows, 0), Numbers.Short(rows / bound)];
        })]);
}
