using MathNet.Numerics;

namespace Praxis.Numerics;

public sealed partial class RandomStream
{
    // From this mean on rejection is faster than counting up; its constants hold from here.
    private const double RejectionFrom = 10;

    /// <summary>
    /// A number of the Poisson distribution, from mean 10 on by transformed rejection (W. Hörmann, "The transformed rejection method for
    /// generating Poisson random variables", Insurance: Mathematics and Economics 12, 1993).
    /// </summary>
    /// <param name="mean">Not negative, at most 10^15.</param>
    /// <exception cref="ArgumentOutOfRangeException">The mean is out of range.</exception>
    public long NextPoisson(double mean)
    {
        if (!(mean >= 0 && mean <= 1e15))
            throw new ArgumentOutOfRangeException(nameof(mean), mean, "The mean of a Poisson distribution is between 0 and 10^15.");
        return mean < RejectionFrom ? PoissonByCounting(mean) : PoissonByRejection(mean);
    }

    /// <summary>
    /// The number of successes among independent trials, from 10 expected successes and failures on by transformed rejection (W. Hörmann,
    /// "The generation of binomial random variates", J. Statistical Computation and Simulation 46, 1993).
    /// </summary>
    /// <param name="trials">Not negative.</param>
    /// <param name="probability">Of each success, between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of range.</exception>
    public long NextBinomial(long trials, double probability)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(trials);
        if (!(probability >= 0 && probability <= 1))
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability is between 0 and 1.");
        if (probability > 0.5)
            return trials - NextBinomial(trials, 1 - probability);
        return trials * probability < RejectionFrom ? BinomialByCounting(trials, probability) : BinomialByRejection(trials, probability);
    }

    private long PoissonByCounting(double mean)
    {
        double rest = NextDouble();
        double term = Math.Exp(-mean);
        long k = 0;
        while (rest >= term && term > 0)
        {
            rest -= term;
            k++;
            term *= mean / k;
        }

        return k;
    }

    private long PoissonByRejection(double mean)
    {
        double logMean = Math.Log(mean);
        double b = 0.931 + (2.53 * Math.Sqrt(mean));
        double a = -0.059 + (0.02483 * b);
        double logInverseAlpha = Math.Log(1.1239 + (1.1328 / (b - 3.4)));
        double squeeze = 0.9277 - (3.6224 / (b - 2));
        while (true)
        {
            double u = NextDouble() - 0.5;
            double v = 1 - NextDouble();
            double us = 0.5 - Math.Abs(u);
            double k = Math.Floor((((2 * a / us) + b) * u) + mean + 0.43);
            if (us >= 0.07 && v <= squeeze)
                return (long)k;
            if (!(k >= 0 && k < 4e15) || (us < 0.013 && v > us))
                continue;
            if (Math.Log(v) + logInverseAlpha - Math.Log((a / (us * us)) + b) <= (k * logMean) - mean - SpecialFunctions.GammaLn(k + 1))
                return (long)k;
        }
    }

    private long BinomialByCounting(long trials, double probability)
    {
        double odds = probability / (1 - probability);
        double rest = NextDouble();
        double term = Math.Exp(trials * Math.Log(1 - probability));
        long k = 0;
        while (rest >= term && k < trials && term > 0)
        {
            rest -= term;
            k++;
            term *= odds * (trials - k + 1) / k;
        }

        return k;
    }

    private long BinomialByRejection(long trials, double probability)
    {
        double n = trials;
        double spread = Math.Sqrt(n * probability * (1 - probability));
        double b = 1.15 + (2.53 * spread);
        double a = -0.0873 + (0.0248 * b) + (0.01 * probability);
        double alpha = (2.83 + (5.1 / b)) * spread;
        double squeeze = 0.92 - (4.2 / b);
        double logOdds = Math.Log(probability / (1 - probability));
        double mode = Math.Floor((n + 1) * probability);
        double atMode = SpecialFunctions.GammaLn(mode + 1) + SpecialFunctions.GammaLn(n - mode + 1);
        while (true)
        {
            double u = NextDouble() - 0.5;
            double v = 1 - NextDouble();
            double us = 0.5 - Math.Abs(u);
            double k = Math.Floor((((2 * a / us) + b) * u) + (n * probability) + 0.5);
            if (us >= 0.07 && v <= squeeze)
                return (long)k;
            if (!(k >= 0 && k <= n))
                continue;
            double logRatio = atMode - SpecialFunctions.GammaLn(k + 1) - SpecialFunctions.GammaLn(n - k + 1) + ((k - mode) * logOdds);
            if (Math.Log(v * alpha / ((a / (us * us)) + b)) <= logRatio)
                return (long)k;
        }
    }
}
