namespace Praxis.Papers.TensorsAndFunctions.Funbat;

/// <summary>Errors of predictions.</summary>
/// <param name="Root">The root of the mean square error.</param>
/// <param name="Absolute">The mean absolute error.</param>
internal readonly record struct PredictionError(double Root, double Absolute)
{
    /// <summary>Errors against the values.</summary>
    public static PredictionError Of(IReadOnlyList<double> predicted, IReadOnlyList<double> values)
    {
        double squares = 0, sum = 0;
        for (var n = 0; n < values.Count; n++)
        {
            var error = predicted[n] - values[n];
            squares += error * error;
            sum += Math.Abs(error);
        }
        return new(Math.Sqrt(squares / values.Count), sum / values.Count);
    }
}
