using Praxis.Lab;
using Praxis.Lab.Figures;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.KroneckerSbl;

/// <summary>The figures and tables of the study; every point is a median over the seeds.</summary>
internal static class SblFigures
{
    private static readonly (string Name, Func<Recovery, Outcome?> Of)[] Methods =
    [
        ("AM-KroSBL", r => r.Alternating),
        ("SVD-KroSBL", r => r.Svd),
        ("earlier KroSBL", r => r.SinglePass),
        ("Kronecker OMP", r => r.MatchingPursuit),
        ("classic SBL", r => r.Classic),
    ];

    /// <summary>Error against M₁ and against the signal-to-noise ratio, for both sizes.</summary>
    public static Figure ErrorAgainstMeasurements(List<(RecoverySetting Setting, Recovery[] Results)> all)
    {
        var panels = new List<Panel>();
        foreach (var n in all.Select(entry => entry.Setting.N).Distinct())
        {
            var common = n == 15 ? 8 : 4;
            panels.Add(Panel($"N = {n}, 25 dB", "measurements M₁ of the first mode", [.. all.Where(e => e.Setting.N == n && e.Setting.Decibels == 25).OrderBy(e => e.Setting.FirstMode)], s => s.FirstMode));
            panels.Add(Panel($"N = {n}, M₁ = {common}", "signal-to-noise ratio in dB", [.. all.Where(e => e.Setting.N == n && e.Setting.FirstMode == common).OrderBy(e => e.Setting.Decibels)], s => s.Decibels));
        }
        return new Figure
        {
            Title = "Squared relative error on grids",
            Description = "Panels for the paper's size (15 entries a mode) and for 8 entries a mode: median squared relative error, logarithmic, against the measurements of the first mode and against the signal-to-noise ratio, one line a method; classic sparse Bayesian learning on the smaller size only.",
            Panels = panels,
        };

        static Panel Panel(string title, string label, List<(RecoverySetting Setting, Recovery[] Results)> entries, Func<RecoverySetting, double> x) => new()
        {
            Title = title,
            X = new Axis(label),
            Y = new Axis("‖x̂ − x‖²/‖x‖²", AxisScale.Log),
            Marks = [.. Methods.Where(method => entries.All(entry => method.Of(entry.Results[0]) is not null)).Select(method => new Line(
                [.. entries.Select(entry => x(entry.Setting))],
                [.. entries.Select(entry => Summary.Median(entry.Results.Select(r => method.Of(r)!.Error)))], Points: true)
            { Name = method.Name })],
        };
    }

    /// <summary>The cost along the iterations.</summary>
    public static Figure CostAgainstIteration(CostPaths costs)
    {
        var least = costs.Alternating.Concat(costs.Svd).Concat(costs.SinglePass).Min();
        return new Figure
        {
            Title = "The cost along the iterations, without pruning",
            Description = "ln det Σ_y + yᵀΣ_y⁻¹y above the lowest value seen, on a logarithmic axis, against the iteration, for the alternating variant, the SVD variant and the earlier KroSBL on one draw with 8 entries a mode.",
            Panels =
            [
                new Panel
                {
                    X = new Axis("iteration"),
                    Y = new Axis("cost above the lowest seen + 0.01", AxisScale.Log),
                    Marks = [Path("AM-KroSBL", costs.Alternating), Path("SVD-KroSBL", costs.Svd), Path("earlier KroSBL", costs.SinglePass)],
                },
            ],
        };

        Line Path(string name, double[] values) => new([.. Enumerable.Range(0, values.Length).Select(i => (double)i)], [.. values.Select(value => value - least + 0.01)]) { Name = name };
    }

    /// <summary>Error, support recovery, iterations and time of all methods.</summary>
    public static FindingsTable Recoveries(List<(RecoverySetting Setting, Recovery[] Results)> all) => new(
        "Medians over the seeds",
        ["setting", "method", "‖x̂ − x‖²/‖x‖²", "support recovery", "iterations", "milliseconds"],
        [.. from entry in all
            from method in Methods
            where method.Of(entry.Results[0]) is not null
            let outcomes = entry.Results.Select(r => method.Of(r)!).ToList()
            select (IReadOnlyList<string>)
            [
                entry.Setting.Name, method.Name, Numbers.Short(Summary.Median(outcomes.Select(o => o.Error))), Numbers.Fixed(Summary.Median(outcomes.Select(o => o.Support)), 2),
                Numbers.Short(Summary.Median(outcomes.Select(o => (double)o.Iterations))), Numbers.Fixed(1e3 * Summary.Median(outcomes.Select(o => o.Seconds)), 1),
            ]]);
}
