using MathNet.Numerics;

namespace Praxis.Numerics.Tests.Sampling;

public class DistributionTests
{
    private const int Count = 20_000;

    [Fact]
    public void Exponential_and_Laplace_numbers_follow_their_laws()
    {
        var stream = new RandomStream(1);
        Fit.Continuous(stream.Exponential(Count).ToArray(), x => 1 - Math.Exp(-x));
        double[] laplace = stream.Laplace(Count).ToArray();
        Fit.Continuous(laplace, x => x < 0 ? Math.Exp(x) / 2 : 1 - (Math.Exp(-x) / 2));

        // Variance 2, fourth moment 24: the standard error of the mean square is √20 / √n.
        Close.Numbers(2, laplace.Average(x => x * x), 4 * Math.Sqrt(20.0 / Count));
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(2.5)]
    [InlineData(300)]
    public void Gamma_numbers_follow_their_law(double shape)
    {
        var stream = new RandomStream(2);
        double[] drawn = Fit.Draw(Count, () => stream.NextGamma(shape));

        // Near zero the distribution function is x^shape / Γ(shape + 1), which the library takes for zero.
        Fit.Continuous(drawn, x => x < 1e-10 ? Math.Exp((shape * Math.Log(x)) - SpecialFunctions.GammaLn(shape + 1)) : SpecialFunctions.GammaLowerRegularized(shape, x));
        Close.Numbers(shape, drawn.Average(), 4 * Math.Sqrt(shape / Count));
    }

    [Theory]
    [InlineData(0.5, 0.5)]
    [InlineData(0.02, 0.03)]
    [InlineData(1, 3)]
    [InlineData(30, 20)]
    public void Beta_numbers_follow_their_law(double a, double b)
    {
        var stream = new RandomStream(3);
        double[] drawn = Fit.Draw(Count, () => stream.NextBeta(a, b));
        Assert.All(drawn, x => Assert.InRange(x, 0, 1));
        double variance = a * b / ((a + b) * (a + b) * (a + b + 1));
        Close.Numbers(a / (a + b), drawn.Average(), 4 * Math.Sqrt(variance / Count));

        // Parameters this small put numbers on the ends to within rounding, where a continuous law says nothing.
        if (a >= 0.5)
            Fit.Continuous(drawn, x => SpecialFunctions.BetaRegularized(a, b, x));
    }

    [Fact]
    public void Dirichlet_points_have_sum_one_and_Beta_coordinates()
    {
        var stream = new RandomStream(4);
        double[] concentrations = [0.5, 2, 3.5];
        double[][] points = [.. Enumerable.Range(0, Count).Select(_ => stream.NextDirichlet(concentrations))];
        Assert.All(points, point => Close.Numbers(1, point.Sum(), 1e-14));
        for (int i = 0; i < 3; i++)
            Fit.Continuous([.. points.Select(point => point[i])], x => SpecialFunctions.BetaRegularized(concentrations[i], 6 - concentrations[i], Math.Clamp(x, 0, 1)));

        // Covariance −αᵢ αⱼ / (α₀² (α₀ + 1)).
        double covariance = points.Average(point => (point[1] - (2 / 6.0)) * (point[2] - (3.5 / 6)));
        Close.Numbers(-2 * 3.5 / (36 * 7), covariance, 0.002);
        double[] corner = stream.NextDirichlet(1e-4, 1e-4, 1e-4);
        Close.Numbers(1, corner.Sum(), 1e-14);
        Assert.Throws<ArgumentException>(() => stream.NextDirichlet());
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(9.9)]
    [InlineData(10)]
    [InlineData(47.5)]
    [InlineData(4000)]
    public void Poisson_numbers_follow_their_law(double mean)
    {
        var stream = new RandomStream(5);
        int least = Math.Max(0, (int)(mean - (8 * Math.Sqrt(mean))));
        var counts = new long[(int)(16 * Math.Sqrt(mean)) + 20];
        for (int i = 0; i < Count; i++)
            counts[stream.NextPoisson(mean) - least]++;
        Fit.Counts(counts, k => Math.Exp(((k + least) * Math.Log(mean)) - mean - SpecialFunctions.GammaLn(k + least + 1)));
    }

    [Theory]
    [InlineData(1, 0.3)]
    [InlineData(20, 0.5)]
    [InlineData(1000, 0.004)]
    [InlineData(60, 0.9)]
    [InlineData(100_000, 0.25)]
    public void Binomial_numbers_follow_their_law(int trials, double probability)
    {
        var stream = new RandomStream(6);
        double mean = trials * probability;
        int least = Math.Max(0, (int)(mean - (8 * Math.Sqrt(mean))));
        var counts = new long[Math.Min(trials - least + 1, (int)(16 * Math.Sqrt(mean)) + 20)];
        for (int i = 0; i < Count; i++)
            counts[stream.NextBinomial(trials, probability) - least]++;
        Fit.Counts(counts, k => Math.Exp(
            SpecialFunctions.BinomialLn(trials, k + least) + ((k + least) * Math.Log(probability)) + ((trials - k - least) * Math.Log(1 - probability))));
    }

    [Fact]
    public void Degenerate_parameters_give_the_only_value_and_impossible_ones_are_refused()
    {
        var stream = new RandomStream(7);
        Assert.Equal(0, stream.NextPoisson(0));
        Assert.Equal((0, 9, 0), (stream.NextBinomial(9, 0), stream.NextBinomial(9, 1), stream.NextBinomial(0, 0.5)));
        foreach (double bad in new[] { 0, -1, double.NaN, double.PositiveInfinity })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => stream.NextGamma(bad));
            Assert.Throws<ArgumentOutOfRangeException>(() => stream.NextBeta(1, bad));
            Assert.Throws<ArgumentOutOfRangeException>(() => stream.NextDirichlet(1, bad));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => stream.NextPoisson(-0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.NextBinomial(3, 1.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.NextBinomial(-1, 0.5));
    }
}
