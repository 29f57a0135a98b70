using Praxis.Lab;

namespace Praxis.Papers.TensorsAndFunctions.AutoKnots;

/// <summary>C3: projected halo profiles over six powers of ten of the radius.</summary>
internal static class HaloExperiment
{
    public static void Run(StudyContext context, FindingsBuilder found, int points, double[] tolerances, CancellationToken cancel)
    {
        const double from = 1e-3, to = 1e3;
        var radii = AutoKnotsMethod.EquallySpaced(from, to, points, KnotSpacing.Logarithmic);
        var curves = new List<ErrorCurve>();
        var rows = new List<IReadOnlyList<string>>();
        var profiles = new[] { HaloProfile.NavarroFrenkWhite, HaloProfile.Hernquist };
        for (var p = 0; p < profiles.Length; p++)
        {
            var profile = profiles[p];
            double[] surface = [.. radii.Select(profile.SurfaceDensity)], mean = [.. radii.Select(profile.MeanSurfaceDensity)];
            var withinFirst = profile.MassWithin(from);
            for (var d = 0; d < tolerances.Length; d++)
            {
                cancel.ThrowIfCancellationRequested();
                var setting = $"{profile.Name}, δ = {tolerances[d]:0e0}";
                context.Report(setting, 0.85 + 0.15 * (p + (double)d / tolerances.Length) / profiles.Length);
                var options = new AutoKnotsOptions { Tolerance = tolerances[d], Spacing = KnotSpacing.Logarithmic };

                var sigma = AutoKnotsMethod.Interpolate(profile.IntegrateLineOfSight, from, to, options, cancel);
                var values = new double[points];
                sigma.Spline.EvaluateMany(radii, values);
                double[] sigmaErrors = [.. values.Zip(surface, (value, truth) => Math.Abs(value / truth - 1) / tolerances[d])];

                // Σ̄(<R) = 2/R²·∫₀ᴿ RΣ dR, from the first radius on by the exact integral of the spline of RΣ.
                var weighted = AutoKnotsMethod.Interpolate(r => r * profile.IntegrateLineOfSight(r), from, to, options, cancel);
                weighted.Spline.IntegrateAscending(radii, values);
                double[] meanErrors = [.. radii.Select((r, i) => Math.Abs(2 * (withinFirst + values[i]) / (r * r) / mean[i] - 1) / tolerances[d])];

                found.Observe("C3", "surface-density", setting, 0, sigmaErrors.Max());
                found.Observe("C3", "mean-surface-density", setting, 0, meanErrors.Max());
                rows.Add([profile.Name, $"{tolerances[d]:0e0}", $"{sigma.Knots:N0}", $"{sigmaErrors.Max():0.000}", $"{weighted.Knots:N0}", $"{meanErrors.Max():0.000}"]);
                if (tolerances[d] == 1e-6) curves.Add(new ErrorCurve(profile.Name, radii, sigmaErrors, meanErrors));
            }
        }
        found.Add(AutoKnotsFigures.Haloes(curves));
        found.Add(new FindingsTable(
            "Projected haloes, R from 0.001 to 1000 scale radii",
            ["profile", "δ", "knots of Σ", "largest error of Σ ÷ δ", "knots of RΣ", "largest error of the mean ÷ δ"], rows));
    }
}
