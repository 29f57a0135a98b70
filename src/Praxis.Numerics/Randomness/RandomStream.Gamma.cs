namespace Praxis.Numerics;

public sealed partial class RandomStream
{
    /// <summary>
    /// A number of the Gamma distribution with scale 1: density x^(shape − 1) e^−x / Γ(shape), mean and variance equal to the shape
    /// (G. Marsaglia, W. Tsang, "A simple method for generating gamma variables", ACM TOMS 26, 2000).
    /// </summary>
    /// <param name="shape">Positive; a very small shape gives mostly numbers too small to be told from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The shape is not positive and finite.</exception>
    public double NextGamma(double shape)
    {
        RequirePositive(shape, nameof(shape));
        return shape >= 1 ? GammaFromOne(shape) : Math.Exp(LogGamma(shape));
    }

    /// <summary>A number of the Beta distribution on [0, 1]: density proportional to x^(a − 1) (1 − x)^(b − 1).</summary>
    /// <param name="a">Positive.</param>
    /// <param name="b">Positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is not positive and finite.</exception>
    public double NextBeta(double a, double b)
    {
        RequirePositive(a, nameof(a));
        RequirePositive(b, nameof(b));

        // X / (X + Y) for two Gamma numbers, through their logarithms, which do not vanish for small parameters.
        double difference = LogGamma(b) - LogGamma(a);
        return 1 / (1 + Math.Exp(difference));
    }

    /// <summary>A point of the Dirichlet distribution: positive numbers with sum 1, density proportional to Π xᵢ^(αᵢ − 1).</summary>
    /// <param name="concentrations">The αᵢ, at least one, all positive.</param>
    /// <returns>As many numbers.</returns>
    /// <exception cref="ArgumentException">No concentration is given.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A concentration is not positive and finite.</exception>
    public double[] NextDirichlet(params ReadOnlySpan<double> concentrations)
    {
        if (concentrations.IsEmpty)
            throw new ArgumentException("A Dirichlet distribution needs at least one concentration.", nameof(concentrations));
        var point = new double[concentrations.Length];
        double largest = double.NegativeInfinity;
        for (int i = 0; i < point.Length; i++)
        {
            RequirePositive(concentrations[i], nameof(concentrations));
            point[i] = LogGamma(concentrations[i]);
            largest = Math.Max(largest, point[i]);
        }

        double sum = 0;
        foreach (ref double value in point.AsSpan())
        {
            value = Math.Exp(value - largest);
            sum += value;
        }

        foreach (ref double value in point.AsSpan())
            value /= sum;
        return point;
    }

    // The logarithm of a Gamma number. Below shape 1: G(shape) is distributed as G(shape + 1) U^(1 / shape).
    private double LogGamma(double shape) =>
        shape >= 1 ? Math.Log(GammaFromOne(shape)) : Math.Log(GammaFromOne(shape + 1)) + (Math.Log(1 - NextDouble()) / shape);

    private double GammaFromOne(double shape)
    {
        double d = shape - (1.0 / 3);
        double c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double x = NextNormal();
            double v = 1 + (c * x);
            if (v <= 0)
                continue;
            v = v * v * v;
            double u = 1 - NextDouble();
            if (u < 1 - (0.0331 * x * x * x * x) || Math.Log(u) < (0.5 * x * x) + (d * (1 - v + Math.Log(v))))
                return d * v;
        }
    }
}
