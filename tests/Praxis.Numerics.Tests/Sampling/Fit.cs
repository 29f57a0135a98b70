namespace Praxis.Numerics.Tests.Sampling;

/// <summary>How well drawn numbers fit a distribution, at the 0.01 % level so that a fixed seed passes unless something is wrong.</summary>
internal static class Fit
{
    /// <summary>Kolmogorov–Smirnov: the largest distance between the empirical and the given distribution function.</summary>
    public static void Continuous(double[] drawn, Func<double, double> distribution)
    {
        double[] sorted = [.. drawn.Order()];
        double worst = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            double expected = distribution(sorted[i]);
            worst = Math.Max(worst, Math.Max(expected - ((double)i / sorted.Length), ((i + 1.0) / sorted.Length) - expected));
        }

        // The 99.99 % point of the limiting distribution is 2.2253.
        Assert.True(worst * Math.Sqrt(sorted.Length) < 2.2253, $"Kolmogorov–Smirnov {worst * Math.Sqrt(sorted.Length)}");
    }

    /// <summary>χ² of counts against probabilities; neighbouring classes expected fewer than ten times are put together.</summary>
    public static void Counts(IReadOnlyList<long> counts, Func<int, double> probability)
    {
        double total = counts.Sum();
        double chiSquare = 0;
        int classes = 0;
        double expected = 0;
        double seen = 0;
        double rest = 1;
        for (int k = 0; k < counts.Count; k++)
        {
            expected += probability(k) * total;
            rest -= probability(k);
            seen += counts[k];
            if (expected < 10 || (rest * total < 10 && k < counts.Count - 1))
                continue;
            chiSquare += (seen - expected) * (seen - expected) / expected;
            classes++;
            (expected, seen) = (0, 0);
        }

        chiSquare += expected > 1 ? (seen - expected) * (seen - expected) / expected : 0;
        double level = MathNet.Numerics.SpecialFunctions.GammaLowerRegularized(Math.Max(1, classes - 1) / 2.0, chiSquare / 2);
        Assert.True(level < 0.9999, $"χ² {chiSquare} with {classes - 1} degrees of freedom");
    }

    public static double[] Draw(int count, Func<double> draw) => [.. Enumerable.Range(0, count).Select(_ => draw())];
}
