namespace Praxis.Numerics.Tests;

public sealed class SummaryTests
{
    [Fact]
    public void Quantiles_interpolate_as_numpy_does()
    {
        double[] values = [3, 1, 4, 1, 5, 9, 2, 6];
        Assert.Equal(3.5, Summary.Median(values));
        Assert.Equal(1.75, Summary.Quantile(values, 0.25), 12); // numpy.quantile(values, 0.25)
        Assert.Equal(7.95, Summary.Quantile(values, 0.95), 12);
        Assert.Equal(1, Summary.Quantile(values, 0));
        Assert.Equal(9, Summary.Quantile(values, 1));
        Assert.Equal(7, Summary.Median([7]));
    }

    [Fact]
    public void Slopes_are_those_of_the_line_and_of_the_power()
    {
        Assert.Equal(-2, Summary.Slope([0, 1, 2, 5], [3, 1, -1, -7]), 12);
        Assert.Equal(1.5, Summary.LogSlope([1, 4, 9], [2, 16, 54]), 12);
    }

    [Fact]
    public void Samples_without_an_answer_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Summary.Median([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Summary.Quantile([1], 1.1));
        Assert.Throws<ArgumentException>(() => Summary.Slope([1, 1], [1, 2]));
        Assert.Throws<ArgumentException>(() => Summary.Slope([1], [1, 2]));
        Assert.Contains("no logarithm", Assert.Throws<ArgumentException>(() => Summary.LogSlope([0, 1], [1, 2])).Message);
    }
}
