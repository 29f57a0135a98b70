using Praxis.Lab.Figures;

namespace Praxis.Lab.Tests.Figures;

public class HistogramTests
{
    [Fact]
    public void Counts_agree_with_counting_by_hand()
    {
        Histogram histogram = Histogram.Of([0, 0.5, 1, 1.5, 2, 2, 4, double.NaN, double.PositiveInfinity], 4);
        Assert.Equal([0.0, 1, 2, 3, 4], histogram.Edges);
        Assert.Equal([2.0, 2, 2, 1], histogram.Counts);
    }

    [Fact]
    public void A_density_has_the_area_one()
    {
        Histogram histogram = Histogram.Of(Enumerable.Range(0, 1000).Select(i => Math.Sin(i)), 17, density: true);
        double area = histogram.Counts.Select((height, i) => height * (histogram.Edges[i + 1] - histogram.Edges[i])).Sum();
        Assert.Equal(1, area, 12);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(-7.0)]
    public void Equal_values_fall_into_bins_around_them(double value)
    {
        Histogram histogram = Histogram.Of([value, value], 3);
        Assert.Equal([0.0, 2, 0], histogram.Counts);
        Assert.True(histogram.Edges[0] < value && value < histogram.Edges[^1]);
    }

    [Fact]
    public void What_cannot_be_drawn_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Histogram.Of([1], 0));
        Assert.Throws<ArgumentException>(() => new Histogram([0, 1], [1, 2]));
        Assert.Throws<ArgumentException>(() => new Line([1, 2], [1]));
        Assert.Throws<ArgumentException>(() => new Line([1], [1], Low: [0]));
        Assert.Throws<ArgumentException>(() => new Bars([1], High: [2]));
        Assert.Throws<ArgumentException>(() => new Scatter([1], []));
        Assert.Throws<ArgumentException>(() => new HeatMap([[1], [1, 2]]));
    }

    [Fact]
    public void A_rectangular_array_becomes_rows() =>
        Assert.Equal([[1, 2, 3], [4, 5, 6]], HeatMap.Of(new double[,] { { 1, 2, 3 }, { 4, 5, 6 } }).Values);
}
