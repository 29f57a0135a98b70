using Praxis.Lab;

namespace Praxis.Papers.TensorsAndFunctions.AutoKnots;

/// <summary>
/// Interpolates fixed and random functions, plateaus and halo profiles, and measures every spline on a dense grid. Baselines: the same
/// search without the integral test, and equally spaced knots (in x and in ln x), as many as the same largest error needs.
/// </summary>
[Paper("autoknots")]
public sealed class AutoKnotsStudy : IStudy
{
    /// <inheritdoc/>
    public Task<Findings> RunAsync(StudyContext context, CancellationToken cancel)
    {
        var found = new FindingsBuilder();
        var points = context.Pick(smoke: 10_000, small: 20_000, full: 100_000);
        var pointsOfSearches = context.Pick(smoke: 5_000, small: 10_000, full: 20_000); // where many splines are measured on one grid
        double[] fine = [1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10], coarse = [1e-4, 1e-6, 1e-8, 1e-10], two = [1e-4, 1e-8];

        AccuracyExperiment.FixedFunctions(context, found, points, context.Pick(smoke: two, small: fine, full: fine), cancel);
        AccuracyExperiment.RandomFunctions(context, found, points, context.Pick(smoke: two, small: coarse, full: coarse), cancel);
        AccuracyExperiment.FewerKnots(context, found, pointsOfSearches, context.Pick(smoke: [1e-4], small: two, full: two), cancel);
        PlateauExperiment.Run(context, found, pointsOfSearches, cancel);
        HaloExperiment.Run(context, found, points, context.Pick<double[]>(smoke: [1e-4, 1e-6], small: [1e-4, 1e-6, 1e-8], full: [1e-4, 1e-6, 1e-8]), cancel);
        AccuracyExperiment.ZeroCrossings(found, cancel);

        found.Remark($"Errors were looked at on {points:N0} equally spaced points ({pointsOfSearches:N0} for plateaus and equal spacing); between them nothing was measured.");
        found.Remark("As in the reference library, the first spline has 6 knots, unusual width is judged by the intervals before their last halving, and every midpoint becomes a knot.");
        found.Remark("With logarithmic spacing the integral test uses the parabola through the three unevenly spaced points in x, as the released code does. The released code has no refinement there; here unusual width is then judged in ln x.");
        return Task.FromResult(found.Build());
    }
}
