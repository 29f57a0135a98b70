using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.LearningCurveModeling;

/// <summary>Forecasts that need no theory of learning: what the trends are compared with, on the same observations.</summary>
internal static class SimpleForecasts
{
    /// <summary>The names of the forecasts.</summary>
    public static IReadOnlyList<string> Names { get; } = ["last score carried forward", "straight line in ln x", "saturating exponential"];

    /// <summary>A forecast fitted to observations.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="sizes">Training sizes.</param>
    /// <param name="scores">Scores in points.</param>
    public static Func<double, double> Fit(string name, double[] sizes, double[] scores)
    {
        if (name == Names[0]) return _ => scores[^1];
        if (name == Names[2]) return SaturatingFit.Exponential(sizes, scores);
        double[] logs = [.. sizes.Select(x => Math.Log(x))];
        var slope = Summary.Slope(logs, scores);
        var (middle, mean) = (logs.Average(), scores.Average());
        return x => Math.Min(100, mean + (slope * (Math.Log(x) - middle)));
    }
}
