using Praxis.Numerics;

namespace Praxis.Papers.Evaluation.BalanceScore;

/// <summary>Matches whose true probabilities are known, and models that err about them in known ways.</summary>
public static class Simulation
{
    /// <summary>Matches: true probabilities and what happened.</summary>
    /// <param name="Truth">p: (N).</param>
    /// <param name="Outcomes">y, 1 with probability p: (N).</param>
    public sealed record Matches(double[] Truth, bool[] Outcomes)
    {
        /// <summary>The forecasts of a model; they may leave [0, 1].</summary>
        public Forecasts Judge(Func<double, double> model) => Forecasts.Unbounded([.. Truth.Select(model)], Outcomes);
    }

    /// <summary>Draws N matches.</summary>
    /// <param name="count">N.</param>
    /// <param name="quantile">The true probability as a function of a uniform number.</param>
    /// <param name="random">Random numbers.</param>
    public static Matches Draw(int count, Func<double, double> quantile, RandomStream random)
    {
        var uniform = new double[2 * count];
        random.Fill(uniform);
        var (truth, outcomes) = (new double[count], new bool[count]);
        for (var i = 0; i < count; i++)
        {
            truth[i] = quantile(uniform[2 * i]);
            outcomes[i] = uniform[2 * i + 1] < truth[i];
        }
        return new Matches(truth, outcomes);
    }

    /// <summary>Quantile of Beta(½, ½), the arcsine law: sin²(πu/2).</summary>
    public static double ArcsineQuantile(double u) => Math.Pow(Math.Sin(Math.PI * u / 2), 2);

    /// <summary>Quantile of Beta(2, 2), the root in [0, 1] of 3p² − 2p³ = u: ½ − sin(arcsin(1 − 2u)/3).</summary>
    public static double Beta22Quantile(double u) => 0.5 - Math.Sin(Math.Asin(1 - 2 * u) / 3);

    /// <summary>The paper's over-confident model: p̂ = p + a(p − ½). For uniform p its calibration error is a/4.</summary>
    public static Func<double, double> Overconfident(double strength) => p => p + strength * (p - 0.5);

    /// <summary>The same, kept within [0, 1].</summary>
    public static Func<double, double> Clipped(double strength) => p => Math.Clamp(p + strength * (p - 0.5), 0, 1);

    /// <summary>
    /// E|p̂ − p| of the clipped model for uniform p: a/4 less what clipping takes off at both ends,
    /// (1 + a)w² with w = ½ − ½/(1 + a), the width of each clipped end.
    /// </summary>
    public static double ClippedError(double strength)
    {
        var end = 0.5 - 0.5 / (1 + strength);
        return strength / 4 - (1 + strength) * end * end;
    }
}
