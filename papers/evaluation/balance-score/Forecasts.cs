namespace Praxis.Papers.Evaluation.BalanceScore;

/// <summary>Predicted probabilities of a yes–no outcome with what happened.</summary>
public sealed class Forecasts
{
    private Forecasts(double[] probabilities, bool[] outcomes) => (Probabilities, Outcomes) = (probabilities, outcomes);

    /// <summary>Forecasts as a program gives them.</summary>
    /// <param name="probabilities">p̂, each from 0 to 1: (N).</param>
    /// <param name="outcomes">y: (N).</param>
    /// <exception cref="ArgumentException">No forecasts, unequal lengths, or a probability that is NaN or outside [0, 1]; the message names the row, counted from 1.</exception>
    public static Forecasts Of(double[] probabilities, bool[] outcomes)
    {
        for (var i = 0; i < probabilities.Length; i++)
            if (!(probabilities[i] is >= 0 and <= 1)) throw new ArgumentException($"Row {i + 1}: {probabilities[i]} is no probability; it must lie between 0 and 1.", nameof(probabilities));
        return Unbounded(probabilities, outcomes);
    }

    /// <summary>Forecasts that may leave [0, 1]: the paper's simulated model p̂ = p + a(p − ½) does, and its true error a/4 needs that.</summary>
    /// <exception cref="ArgumentException">No forecasts, unequal lengths, or a value that is not finite.</exception>
    public static Forecasts Unbounded(double[] probabilities, bool[] outcomes)
    {
        if (probabilities.Length != outcomes.Length) throw new ArgumentException($"{probabilities.Length} probabilities but {outcomes.Length} outcomes.", nameof(outcomes));
        if (probabilities.Length == 0) throw new ArgumentException("There are no forecasts to judge.", nameof(probabilities));
        for (var i = 0; i < probabilities.Length; i++)
            if (!double.IsFinite(probabilities[i])) throw new ArgumentException($"Row {i + 1}: {probabilities[i]} is not finite.", nameof(probabilities));
        return new Forecasts(probabilities, outcomes);
    }

    /// <summary>N.</summary>
    public int Count => Probabilities.Length;

    /// <summary>p̂: (N).</summary>
    public double[] Probabilities { get; }

    /// <summary>y: (N).</summary>
    public bool[] Outcomes { get; }

    /// <summary>The Brier score: the mean of (p̂ − y)².</summary>
    public double Brier()
    {
        var sum = 0.0;
        for (var i = 0; i < Count; i++) sum += Square(Probabilities[i] - (Outcomes[i] ? 1 : 0));
        return sum / Count;

        static double Square(double x) => x * x;
    }

    /// <summary>The mean negative log-likelihood, in nats; p̂ is kept 1e-12 away from 0 and 1.</summary>
    public double LogLoss()
    {
        var sum = 0.0;
        for (var i = 0; i < Count; i++) sum -= Math.Log(Math.Clamp(Outcomes[i] ? Probabilities[i] : 1 - Probabilities[i], 1e-12, 1));
        return sum / Count;
    }
}
