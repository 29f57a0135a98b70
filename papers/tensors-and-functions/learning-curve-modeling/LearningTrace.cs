using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.LearningCurveModeling;

/// <summary>
/// The learning trace of a growing training set: the trend fitted at every level, their asymptotes (the asymptotic backbone), and the levels from
/// which on the trends are stable, feasible and close to their limit. Levels count from 1, as in the paper; the first trend stands at level 3.
/// </summary>
public sealed class LearningTrace
{
    /// <summary>The first level at which a trend has as many observations as parameters.</summary>
    public const int FirstTrend = 3;

    private readonly double[] _sizes;
    private readonly double[] _scores;
    private readonly PowerLaw[] _trends;

    private LearningTrace(double[] sizes, double[] scores, PowerLaw[] trends) => (_sizes, _scores, _trends) = (sizes, scores, trends);

    /// <summary>The number of levels.</summary>
    public int Levels => _sizes.Length;

    /// <summary>Training sizes: (levels).</summary>
    public IReadOnlyList<double> Sizes => _sizes;

    /// <summary>Scores in points: (levels).</summary>
    public IReadOnlyList<double> Scores => _scores;

    /// <summary>ω: the first level from which the backbone's slope stays small for the whole look-ahead window; null where there is none.</summary>
    public int? WorkingLevel { get; private init; }

    /// <summary>℘: the first level from ω on whose asymptote is feasible; null where there is none.</summary>
    public int? PredictionLevel { get; private init; }

    /// <summary>The first level at which all that decides on ω and ℘ has been seen: forecasts can be made from here on.</summary>
    /// <remarks>The window needs λ + 1 levels more than ω itself; a forecast dated back to ℘ would use observations not made yet.</remarks>
    public int? ForecastLevel { get; private init; }

    /// <summary>The trend of a level.</summary>
    /// <param name="level">From <see cref="FirstTrend"/> to <see cref="Levels"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no trend at this level.</exception>
    public PowerLaw Trend(int level)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(level, FirstTrend);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(level, Levels);
        return _trends[level - FirstTrend];
    }

    /// <summary>ε of a level: how far later trends may move if the working hypotheses hold, |π(q) − α| at the last intersection q with the trend before.</summary>
    /// <param name="level">From <see cref="FirstTrend"/> + 1 to <see cref="Levels"/>.</param>
    /// <remarks>Trends that never meet have no q; the largest distance between them from this level's size on stands in.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">There are no two trends to compare.</exception>
    public double Proximity(int level)
    {
        var (before, trend) = (Trend(level - 1), Trend(level));
        return trend.LastIntersection(before) is { } q
            ? Math.Abs(trend.Evaluate(q) - trend.Asymptote)
            : trend.LargestDistanceFrom(before, _sizes[level - 1]);
    }

    /// <summary>The convergence level: the first from <see cref="ForecastLevel"/> on whose proximity is within the threshold; null where there is none.</summary>
    /// <param name="threshold">τ, in points.</param>
    public int? ConvergenceLevel(double threshold)
    {
        if (ForecastLevel is not { } first) return null;
        for (var level = Math.Max(first, FirstTrend + 1); level <= Levels; level++)
            if (Proximity(level) <= threshold) return level;
        return null;
    }

    /// <summary>Follows a learning curve.</summary>
    /// <param name="sizes">Training sizes: ascending, positive.</param>
    /// <param name="scores">Scores in points, one for each size.</param>
    /// <param name="options">What makes a level trusted.</param>
    /// <exception cref="ArgumentException">Fewer than three levels, sizes that do not ascend, numbers that are not finite.</exception>
    public static LearningTrace Of(IReadOnlyList<double> sizes, IReadOnlyList<double> scores, TraceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        double[] x = [.. sizes], y = [.. scores];
        _ = SaturatingFit.Power(x, y); // the whole curve is checked before parts of it are fitted
        PowerLaw[] trends = [.. Enumerable.Range(FirstTrend, x.Length - FirstTrend + 1).Select(level => SaturatingFit.Power(x.AsSpan(0, level), y.AsSpan(0, level)))];
        var working = FindWorkingLevel(x, trends, options);
        var prediction = working is { } from
            ? Enumerable.Range(from, x.Length - from + 1).Cast<int?>().FirstOrDefault(level => trends[level!.Value - FirstTrend].Asymptote <= options.Ceiling)
            : null;
        if (options.Anchors && prediction is { } last)
            for (var level = last + 1; level <= x.Length; level++)
                trends[level - FirstTrend] = SaturatingFit.Power(x.AsSpan(0, level), y.AsSpan(0, level), anchor: trends[level - FirstTrend - 1].Asymptote);
        return new LearningTrace(x, y, trends)
        {
            WorkingLevel = working,
            PredictionLevel = prediction,
            ForecastLevel = prediction is { } level2 ? Math.Max(level2, working!.Value + options.LookAhead + 1) : null,
        };
    }

    private static int? FindWorkingLevel(double[] sizes, PowerLaw[] trends, TraceOptions options)
    {
        var step = Summary.Median(sizes.Zip(sizes.Skip(1), (a, b) => b - a));
        var flat = 0; // levels in a row whose step to the next asymptote is small
        for (var level = FirstTrend; level < sizes.Length; level++)
        {
            var slope = Math.Abs(trends[level + 1 - FirstTrend].Asymptote - trends[level - FirstTrend].Asymptote) / (sizes[level] - sizes[level - 1]);
            flat = slope * step <= options.LargestSlope ? flat + 1 : 0;
            if (flat == options.LookAhead + 1) return level - options.LookAhead;
        }
        return null;
    }
}
