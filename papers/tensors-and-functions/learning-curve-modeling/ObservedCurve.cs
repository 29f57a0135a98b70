namespace Praxis.Papers.TensorsAndFunctions.LearningCurveModeling;

/// <summary>A learning curve as measured: scores on the same test items while the training set grows.</summary>
/// <param name="Task">What is learned.</param>
/// <param name="System">Who learns it.</param>
/// <param name="Sizes">Training sizes, ascending.</param>
/// <param name="Scores">Accuracy in percent, one for each size.</param>
public sealed record ObservedCurve(string Task, string System, double[] Sizes, double[] Scores)
{
    /// <summary>Task and system in words.</summary>
    public string Name => $"{Task}, {System}";

    /// <summary>The mean absolute percentage error of a forecast on some levels.</summary>
    /// <param name="forecast">The score at a size.</param>
    /// <param name="after">The levels after this one count.</param>
    public double PercentageError(Func<double, double> forecast, int after) =>
        100 * Sizes.Zip(Scores).Skip(after).Average(point => Math.Abs(forecast(point.First) - point.Second) / point.Second);

    /// <summary>The curve with some levels moved up or down by 2 to 8 points.</summary>
    /// <param name="share">The share of levels to move; at least one is.</param>
    /// <param name="random">Which, and how far.</param>
    public ObservedCurve Distorted(double share, Praxis.Numerics.RandomStream random)
    {
        double[] scores = [.. Scores];
        foreach (var level in random.Choose(Math.Max(1, (int)Math.Round(share * scores.Length)), scores.Length))
            scores[level] = Math.Clamp(scores[level] + (random.NextSign() * (2 + (6 * random.NextDouble()))), 0, 100);
        return this with { Scores = scores };
    }
}
