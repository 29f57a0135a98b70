namespace Praxis.Lab.Tests;

/// <summary>
/// How often the interval covers the true mean, by simulation. The expected shares for Student's interval are from an
/// independent simulation of 100,000 samples each with numpy, those for the bootstrap of 3,000. On normal data they are the nominal
/// 95 %; on skewed data small samples fall short of it, and these tests say by how much rather than hide it.
/// </summary>
public sealed class CoverageTests
{
    [Theory]
    [InlineData("normal", 5, 0.950)]
    [InlineData("normal", 10, 0.950)]
    [InlineData("normal", 20, 0.950)]
    [InlineData("normal", 40, 0.936)]
    [InlineData("exponential", 5, 0.882)]
    [InlineData("exponential", 10, 0.900)]
    [InlineData("exponential", 20, 0.919)]
    [InlineData("exponential", 40, 0.934)]
    [InlineData("log-normal", 5, 0.819)]
    [InlineData("log-normal", 10, 0.840)]
    [InlineData("log-normal", 20, 0.868)]
    [InlineData("log-normal", 40, 0.892)]
    public void The_interval_covers_the_true_mean_as_often_as_theory_and_an_independent_simulation_say(string distribution, int count, double share)
    {
        // The resampling makes the bootstrap thousands of times as dear.
        var samples = count < Interval.BootstrapFrom ? 20_000 : 400;
        var random = new Random(20_250_101 + count);
        var trueMean = distribution switch { "normal" => 0.0, "exponential" => 1.0, _ => Math.Exp(0.5) };
        var covered = 0;
        var values = new double[count];
        for (var sample = 0; sample < samples; sample++)
        {
            for (var i = 0; i < count; i++) values[i] = Draw(random, distribution);
            var interval = Interval.OfMean(values);
            if (interval.Low <= trueMean && trueMean <= interval.High) covered++;
        }
        // Four standard errors of the simulated share.
        var room = 4 * Math.Sqrt(share * (1 - share) / samples);
        Assert.InRange((double)covered / samples, share - room, share + room);
    }

    [Theory]
    [InlineData(0.5, 20)]
    [InlineData(0.9, 50)]
    [InlineData(0.98, 200)]
    public void Wilsons_interval_covers_the_true_share_nearly_as_often_as_it_says(double share, int trials)
    {
        // Exact, without simulation: the binomial probability of every outcome whose interval covers the share.
        double covered = 0, logChoose = 0;
        for (var k = 0; k <= trials; k++)
        {
            if (k > 0) logChoose += Math.Log(trials - k + 1) - Math.Log(k);
            var interval = Interval.Wilson(k, trials);
            if (interval.Low <= share && share <= interval.High)
                covered += Math.Exp(logChoose + k * Math.Log(share) + (trials - k) * Math.Log(1 - share));
        }
        Assert.InRange(covered, 0.93, 0.98);
    }

    private static double Draw(Random random, string distribution) => distribution switch
    {
        "normal" => Normal(random),
        "exponential" => -Math.Log(1 - random.NextDouble()),
        _ => Math.Exp(Normal(random)),
    };

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
