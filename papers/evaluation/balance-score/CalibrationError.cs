namespace Praxis.Papers.Evaluation.BalanceScore;

/// <summary>How forecasts are put into bins.</summary>
public enum Binning
{
    /// <summary>Bins of p̂ of equal width on [0, 1]; empty ones count nothing.</summary>
    EqualWidth,
    /// <summary>Bins with equally many forecasts, in the order of p̂.</summary>
    EqualMass,
}

/// <summary>The binned expected calibration error, the baseline: Σ (n_m/N)·|ȳ_m − p̄_m| over M bins of p̂.</summary>
public static class CalibrationError
{
    /// <summary>The binned error.</summary>
    /// <param name="forecasts">N forecasts; with equal widths a p̂ outside [0, 1] falls in the first or the last bin.</param>
    /// <param name="bins">M, at least 1.</param>
    /// <param name="binning">Equal widths, or equally many forecasts.</param>
    public static double Binned(Forecasts forecasts, int bins, Binning binning = Binning.EqualWidth)
    {
        var error = 0.0;
        foreach (var bin in Bins(forecasts, bins, binning)) error += Math.Abs(bin.Outcomes - bin.Probabilities);
        return error / forecasts.Count;
    }

    /// <summary>
    /// The binned error less its bias: each bin's |ȳ − p̄| is larger on average than the true gap, as the absolute value of a normal number
    /// with variance ȳ(1 − ȳ)/n is (the parametric bootstrap of Kumar, Liang and Ma 2019 in closed form).
    /// </summary>
    /// <inheritdoc cref="Binned"/>
    public static double Debiased(Forecasts forecasts, int bins, Binning binning = Binning.EqualWidth)
    {
        var error = 0.0;
        foreach (var bin in Bins(forecasts, bins, binning).Where(bin => bin.Count > 0))
        {
            var rate = bin.Outcomes / bin.Count;
            var gap = Math.Abs(rate - bin.Probabilities / bin.Count);
            error += bin.Count * (gap - FoldedNormal.Bias(gap, Math.Sqrt(rate * (1 - rate) / bin.Count)));
        }
        return Math.Max(0, error / forecasts.Count);
    }

    /// <summary>The sums of p̂ and y in each bin.</summary>
    private static (int Count, double Probabilities, double Outcomes)[] Bins(Forecasts forecasts, int bins, Binning binning)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        var sums = new (int Count, double Probabilities, double Outcomes)[bins];
        var (probabilities, outcomes) = (forecasts.Probabilities, forecasts.Outcomes);
        if (binning == Binning.EqualMass)
        {
            (probabilities, outcomes) = ((double[])probabilities.Clone(), (bool[])outcomes.Clone());
            Array.Sort(probabilities, outcomes);
        }
        for (var i = 0; i < probabilities.Length; i++)
        {
            var m = binning == Binning.EqualMass
                ? (int)((long)i * bins / probabilities.Length)
                : Math.Clamp((int)Math.Floor(probabilities[i] * bins), 0, bins - 1);
            var (count, predicted, happened) = sums[m];
            sums[m] = (count + 1, predicted + probabilities[i], happened + (outcomes[i] ? 1 : 0));
        }
        return sums;
    }
}
