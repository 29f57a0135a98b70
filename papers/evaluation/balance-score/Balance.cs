namespace Praxis.Papers.Evaluation.BalanceScore;

/// <summary>
/// The Balance score: bet one unit on the side that the model favours, at the model's own odds. A right bet wins 1 − conf, a wrong one
/// loses conf, where conf = max(p̂, 1 − p̂): exactly right probabilities earn 0 on average.
/// </summary>
/// <remarks>
/// Balance is accuracy minus mean confidence. In expectation it is E[s(p − p̂)] with s = ±1 for the favoured side, so its absolute value is
/// the calibration error E|p̂ − p| exactly when s(p − p̂) keeps one sign: errors in opposite directions cancel. The paper's printed sign
/// is not certain; here a positive score means under-confident, a negative one over-confident. A forecast of exactly ½ favours "yes".
/// </remarks>
/// <param name="Value">Balance, from −1 to 1.</param>
/// <param name="StandardError">√(Var(g)/N) for independent forecasts; repeated snapshots of one match are not independent.</param>
/// <param name="Accuracy">The share of forecasts whose favoured side won.</param>
/// <param name="Confidence">The mean of max(p̂, 1 − p̂).</param>
/// <param name="Count">N.</param>
public sealed record Balance(double Value, double StandardError, double Accuracy, double Confidence, int Count)
{
    /// <summary>|Balance|, the paper's measure of miscalibration.</summary>
    public double Magnitude => Math.Abs(Value);

    /// <summary>The test statistic of "calibrated": about standard normal when it is true.</summary>
    public double Z => StandardError > 0 ? Value / StandardError : 0;

    /// <summary>
    /// |Balance| less the bias of an absolute value: a normal number with mean |B| and this standard error has a mean absolute value that
    /// is larger by this much; never below 0. Ours, not the paper's.
    /// </summary>
    public double CorrectedMagnitude => Math.Max(0, Magnitude - FoldedNormal.Bias(Magnitude, StandardError));

    /// <summary>The score of forecasts.</summary>
    public static Balance Of(Forecasts forecasts)
    {
        var (sum, squares, right, confidence) = (0.0, 0.0, 0, 0.0);
        for (var i = 0; i < forecasts.Count; i++)
        {
            var gain = Gain(forecasts.Probabilities[i], forecasts.Outcomes[i]);
            sum += gain;
            squares += gain * gain;
            if (forecasts.Probabilities[i] >= 0.5 == forecasts.Outcomes[i]) right++;
            confidence += Math.Max(forecasts.Probabilities[i], 1 - forecasts.Probabilities[i]);
        }
        double n = forecasts.Count;
        var mean = sum / n;
        return new Balance(mean, n > 1 ? Math.Sqrt(Math.Max(0, squares / n - mean * mean) / (n - 1)) : 0, right / n, confidence / n, forecasts.Count);
    }

    /// <summary>g: y − p̂ where "yes" is favoured (p̂ ≥ ½), p̂ − y where "no" is.</summary>
    public static double Gain(double probability, bool outcome)
    {
        var miss = (outcome ? 1 : 0) - probability;
        return probability >= 0.5 ? miss : -miss;
    }

    /// <summary>
    /// What cancellation hides: the largest |sum of gains| over any stretch of the forecasts sorted by p̂, over N. At least |Balance|, and
    /// far above it when one part is over- and another under-confident. Ours, not the paper's; biased upwards like every maximum.
    /// </summary>
    public static double LargestStretch(Forecasts forecasts)
    {
        var order = Enumerable.Range(0, forecasts.Count).ToArray();
        Array.Sort((double[])forecasts.Probabilities.Clone(), order);
        // The largest |S_j − S_i| of the running sums S is their range, with S₀ = 0.
        var (running, lowest, highest) = (0.0, 0.0, 0.0);
        foreach (var i in order)
        {
            running += Gain(forecasts.Probabilities[i], forecasts.Outcomes[i]);
            lowest = Math.Min(lowest, running);
            highest = Math.Max(highest, running);
        }
        return (highest - lowest) / forecasts.Count;
    }
}
