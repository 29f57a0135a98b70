using MathNet.Numerics;

namespace Praxis.Papers.Evaluation.BalanceScore;

/// <summary>The absolute value of a normal number, by which absolute errors estimated from few samples come out too large.</summary>
public static class FoldedNormal
{
    /// <summary>E|X| for X normal: σ√(2/π)·exp(−μ²/2σ²) + μ·erf(μ/(σ√2)).</summary>
    /// <param name="mean">μ.</param>
    /// <param name="deviation">σ, at least 0.</param>
    public static double Mean(double mean, double deviation) => deviation == 0
        ? Math.Abs(mean)
        : deviation * Math.Sqrt(2 / Math.PI) * Math.Exp(-mean * mean / (2 * deviation * deviation))
            + mean * SpecialFunctions.Erf(mean / (deviation * Math.Sqrt(2)));

    /// <summary>E|X| − |μ|, at least 0.</summary>
    public static double Bias(double mean, double deviation) => Mean(mean, deviation) - Math.Abs(mean);
}
