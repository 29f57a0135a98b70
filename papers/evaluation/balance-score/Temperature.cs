namespace Praxis.Papers.Evaluation.BalanceScore;

/// <summary>Temperature scaling (Guo, Pleiss, Sun and Weinberger 2017): log-odds divided by the T that has the least log-loss on held-out rows.</summary>
internal static class Temperature
{
    /// <summary>T, from 1/20 to 20, by golden-section search over log T.</summary>
    public static double Fit(double[] logits, bool[] outcomes)
    {
        var (low, high) = (-Math.Log(20), Math.Log(20));
        var golden = (Math.Sqrt(5) - 1) / 2;
        while (high - low > 1e-6)
        {
            var (left, right) = (high - golden * (high - low), low + golden * (high - low));
            if (Loss(left) <= Loss(right)) high = right;
            else low = left;
        }
        return Math.Exp((low + high) / 2);

        double Loss(double logTemperature) => Forecasts.Of(Probabilities(logits, Math.Exp(logTemperature)), outcomes).LogLoss();
    }

    /// <summary>σ(logit/T).</summary>
    public static double[] Probabilities(double[] logits, double temperature) => [.. logits.Select(logit => Sigmoid.Of(logit / temperature))];
}
