using Praxis.Numerics;
using Praxis.Papers.RandomizedLinearAlgebra.SlicedWassersteinControlVariates;

namespace Praxis.Papers.Tests.RandomizedLinearAlgebra;

public sealed class SlicedWassersteinControlVariatesTests
{
    private static readonly ControlVariate[] Variates = [ControlVariate.None, ControlVariate.Lower, ControlVariate.Upper, ControlVariate.Both];

    private static Tensor Circle(int count)
    {
        var directions = Tensor.Zeros(count, 2);
        for (var l = 0; l < count; l++) (directions[l, 0], directions[l, 1]) = (Math.Cos(Math.PI * (l + 0.5) / count), Math.Sin(Math.PI * (l + 0.5) / count));
        return directions;
    }

    [Fact]
    public void Line_transport_of_unequal_sizes_equals_that_of_repeated_points()
    {
        // Two points against three: each repeated to six.
        double[] x = [0, 4], y = [-1, 2, 3];
        double[] six = [0, 0, 0, 4, 4, 4], other = [-1, -1, 2, 2, 3, 3];
        foreach (var order in new[] { 1, 1.5, 2, 3 })
            Assert.Equal(LineTransport.Sorted(six, other, order), LineTransport.Merged(x, [3, 3], y, [2, 2, 2], order), 13);
    }

    [Fact]
    public void Line_transport_is_the_cheapest_assignment()
    {
        var random = new RandomStream(1);
        var (x, y) = (random.Normal(12, 1), random.Normal(12, 1));
        double[] sortedX = [.. x.ToArray().Order()], sortedY = [.. y.ToArray().Order()];
        Assert.Equal(Assignment.Wasserstein2(x, y), Math.Sqrt(LineTransport.Sorted(sortedX, sortedY)), 12);
    }

    [Fact]
    public void Assignment_finds_the_best_of_all_permutations()
    {
        var random = new RandomStream(2);
        for (var trial = 0; trial < 20; trial++)
        {
            var cost = random.Uniform(6, 6).ToArray2D();
            var partner = Assignment.Solve(cost);
            Assert.Equal(Enumerable.Range(0, 6), partner.Order());
            Assert.Equal(Cheapest(cost, 0, []), Enumerable.Range(0, 6).Sum(i => cost[i, partner[i]]), 12);
        }

        static double Cheapest(double[,] cost, int row, IReadOnlyList<int> taken) => row == 6
            ? 0
            : Enumerable.Range(0, 6).Except(taken).Min(j => cost[row, j] + Cheapest(cost, row + 1, [.. taken, j]));
    }

    [Fact]
    public void Variates_average_to_zero_over_the_circle()
    {
        // Squares of linear forms are trigonometric polynomials of degree 2: equally spaced directions integrate them exactly.
        var random = new RandomStream(3);
        var x = PointCloud.Of(random.Normal(9, 2), random.Uniform(9));
        var y = PointCloud.Of(random.Normal(7, 2) + 1.5);
        var sample = SliceSample.Measure(x, y, Circle(16), ControlVariate.Both);
        Assert.Equal(0, sample.Lower.Average(), 13);
        Assert.Equal(0, sample.Upper.Average(), 13);
    }

    [Fact]
    public void All_estimates_agree_with_quadrature_over_the_circle()
    {
        var random = new RandomStream(4);
        var (x, y) = (PointCloud.Of(random.Normal(20, 2)), PointCloud.Of(random.Normal(15, 2) * 2 + 1));
        var exact = SlicedWasserstein.Estimate(x, y, Circle(4000), ControlVariate.None).Power;
        foreach (var variate in Variates)
        {
            var estimate = SlicedWasserstein.Estimate(x, y, Directions.Uniform(4000, 2, new RandomStream(5)), variate);
            Assert.InRange(Math.Abs(estimate.Power - exact) / estimate.StandardError, 0, 4);
        }
    }

    [Fact]
    public void A_translated_cloud_is_estimated_exactly_by_the_lower_variate()
    {
        // Y = X + v: W_l = (θᵀv)² = G^low, so that γ̂ = 1 and Z = ‖v‖²/d whatever the directions.
        var random = new RandomStream(6);
        var points = random.Normal(30, 4);
        var v = Tensor.FromArray([1.0, -2, 0.5, 3]);
        var estimate = SlicedWasserstein.Estimate(PointCloud.Of(points), PointCloud.Of(points + v), Directions.Uniform(40, 4, random), ControlVariate.Lower);
        // γ̂ is fitted with the mean known, not with the sample's: Â and ḡ differ, so it is 1 only up to ḡ²/E g².
        var sample = SliceSample.Measure(PointCloud.Of(points), PointCloud.Of(points + v), Directions.Uniform(40, 4, new RandomStream(6).Fork(1)), ControlVariate.Lower);
        var mean = sample.Lower.Average();
        var expected = 1 - mean * mean / sample.Lower.Average(g => g * g);
        Assert.Equal(expected, SlicedWasserstein.FromSample(sample, ControlVariate.Lower).Coefficients[0], 10);
        Assert.InRange(estimate.Power / (14.25 / 4), 0.97, 1.03);
        Assert.InRange(estimate.Plain / (14.25 / 4), 0.3, 3);
    }

    [Fact]
    public void Estimates_equal_recorded_numpy_values()
    {
        // X = [[0,0],[1,0],[0,2]], Y = [[1,1],[2,3],[4,0]], θ at 0.1, 0.7, 1.3, 2.2, 2.9 rad; numpy, formula of the paper.
        var x = PointCloud.Of(Tensor.FromArray(new double[,] { { 0, 0 }, { 1, 0 }, { 0, 2 } }));
        var y = PointCloud.Of(Tensor.FromArray(new double[,] { { 1, 1 }, { 2, 3 }, { 4, 0 } }));
        double[] angles = [0.1, 0.7, 1.3, 2.2, 2.9];
        var directions = Tensor.Zeros(5, 2);
        for (var l = 0; l < 5; l++) (directions[l, 0], directions[l, 1]) = (Math.Cos(angles[l]), Math.Sin(angles[l]));
        Assert.Equal(3.0347192110264434, SlicedWasserstein.Estimate(x, y, directions, ControlVariate.None).Power, 10);
        Assert.Equal(2.676503370860969, SlicedWasserstein.Estimate(x, y, directions, ControlVariate.Lower).Power, 10);
        Assert.Equal(2.6781161101993565, SlicedWasserstein.Estimate(x, y, directions, ControlVariate.Upper).Power, 10);
    }

    [Fact]
    public void Coinciding_means_make_the_lower_variate_useless_and_harmless()
    {
        var random = new RandomStream(7);
        var (x, y) = (random.Normal(20, 3), random.Normal(20, 3) * 2);
        var directions = Directions.Uniform(50, 3, random);
        var (cloudX, cloudY) = (PointCloud.Of(x - x.Mean(0)), PointCloud.Of(y - y.Mean(0)));
        var plain = SlicedWasserstein.Estimate(cloudX, cloudY, directions, ControlVariate.None).Power;
        Assert.Equal(plain, SlicedWasserstein.Estimate(cloudX, cloudY, directions, ControlVariate.Lower).Power, 12);
        Assert.NotEqual(plain, SlicedWasserstein.Estimate(cloudX, cloudY, directions, ControlVariate.Upper).Power, 6);
    }

    [Fact]
    public void Scaling_moving_and_swapping_change_the_estimate_as_they_change_the_distance()
    {
        var random = new RandomStream(8);
        var (x, y, directions) = (random.Normal(25, 3), random.Normal(18, 3) + 0.5, Directions.Uniform(30, 3, random));
        foreach (var variate in Variates)
        {
            var power = SlicedWasserstein.Estimate(PointCloud.Of(x), PointCloud.Of(y), directions, variate).Power;
            Assert.Equal(1, SlicedWasserstein.Estimate(PointCloud.Of(x * 1e-9), PointCloud.Of(y * 1e-9), directions, variate).Power / (power * 1e-18), 8);
            Assert.Equal(power, SlicedWasserstein.Estimate(PointCloud.Of(x + 7), PointCloud.Of(y + 7), directions, variate).Power, 10);
            Assert.Equal(power, SlicedWasserstein.Estimate(PointCloud.Of(y), PointCloud.Of(x), directions, variate).Power, 10);
        }
    }

    [Fact]
    public void Doubled_weights_are_doubled_points()
    {
        var random = new RandomStream(9);
        var (x, y, directions) = (random.Normal(6, 2), random.Normal(5, 2), Directions.Uniform(12, 2, random));
        var weighted = PointCloud.Of(x, Tensor.FromArray([2.0, 1, 1, 1, 1, 1]));
        var repeated = PointCloud.Of(Tensor.Concat(0, x, x.Slice(0, 0, 1)));
        foreach (var variate in Variates)
            Assert.Equal(
                SlicedWasserstein.Estimate(repeated, PointCloud.Of(y), directions, variate).Power,
                SlicedWasserstein.Estimate(weighted, PointCloud.Of(y), directions, variate).Power, 10);
    }

    [Theory]
    [InlineData(ControlVariate.None, true)]
    [InlineData(ControlVariate.Lower, true)]
    [InlineData(ControlVariate.Upper, true)]
    public void Gradient_equals_finite_differences(ControlVariate variate, bool throughCoefficient)
    {
        var random = new RandomStream(10);
        var (x, y, directions) = (random.Normal(7, 3), random.Normal(7, 3) * 1.5 + 0.7, Directions.Uniform(6, 3, random));
        var analytic = SlicedWassersteinGradient.Evaluate(x, y, directions, variate, throughCoefficient);
        Assert.Equal(SlicedWasserstein.Estimate(PointCloud.Of(x), PointCloud.Of(y), directions, variate).Power, analytic.Value, 10);
        const double step = 1e-5;
        for (var i = 0; i < 7; i++)
            for (var k = 0; k < 3; k++)
            {
                var (up, down) = (x.Clone(), x.Clone());
                up[i, k] += step;
                down[i, k] -= step;
                var numeric = (Value(up) - Value(down)) / (2 * step);
                Assert.Equal(numeric, analytic.Gradient[i, k], 6);
            }

        double Value(Tensor moved) => SlicedWassersteinGradient.Evaluate(moved, y, directions, variate).Value;
    }

    [Fact]
    public void Gradient_with_a_constant_coefficient_leaves_out_what_the_fit_contributes()
    {
        var random = new RandomStream(11);
        var (x, y, directions) = (random.Normal(7, 3), random.Normal(7, 3) + 0.7, Directions.Uniform(6, 3, random));
        var gamma = SlicedWasserstein.Estimate(PointCloud.Of(x), PointCloud.Of(y), directions, ControlVariate.Lower).Coefficients[0];
        var gradient = SlicedWassersteinGradient.Evaluate(x, y, directions, ControlVariate.Lower, throughCoefficient: false).Gradient;
        const double step = 1e-5;
        var (up, down) = (x.Clone(), x.Clone());
        up[2, 1] += step;
        down[2, 1] -= step;
        Assert.Equal((WithGamma(up) - WithGamma(down)) / (2 * step), gradient[2, 1], 6);

        double WithGamma(Tensor moved)
        {
            var sample = SliceSample.Measure(PointCloud.Of(moved), PointCloud.Of(y), directions, ControlVariate.Lower);
            return sample.Transport.Average() - gamma * sample.Lower.Average();
        }
    }

    [Fact]
    public void A_flow_reaches_its_target()
    {
        var random = new RandomStream(12);
        var (start, target) = (random.Normal(20, 3), random.Normal(20, 3) + 1);
        var directions = Directions.Uniform(500, 3, random);
        foreach (var variate in new[] { ControlVariate.None, ControlVariate.Lower, ControlVariate.Upper })
        {
            var flow = GradientFlow.Run(start, target, new FlowOptions { Directions = 10, Variate = variate, StepSize = 0.02, Steps = 250 }, new RandomStream(13));
            Assert.InRange(Distance(flow.Cloud) / Distance(start), 0, 0.25);
        }

        double Distance(Tensor cloud) => SlicedWasserstein.Estimate(PointCloud.Of(cloud), PointCloud.Of(target), directions).Distance;
    }

    [Fact]
    public void Directions_have_unit_length_and_blocks_are_orthogonal()
    {
        var random = new RandomStream(14);
        foreach (var directions in new[] { Directions.Uniform(11, 3, random), Directions.Orthogonal(11, 3, random), Directions.FibonacciSphere(11, random) })
            for (var l = 0; l < 11; l++) Assert.Equal(1, directions.Row(l).FrobeniusNorm(), 12);
        var block = Directions.Orthogonal(7, 5, random).Slice(0, 0, 5);
        Assert.True((LinearAlgebra.MatMul(block, block, false, true) - Tensor.Identity(5)).MaxAbs() < 1e-12);
        Assert.All(Directions.Uniform(5, 1, random).ToArray(), value => Assert.Equal(1, Math.Abs(value)));
    }

    [Fact]
    public void Identical_clouds_and_few_directions_give_no_nonsense()
    {
        var random = new RandomStream(15);
        var cloud = PointCloud.Of(random.Normal(10, 3));
        foreach (var variate in Variates)
            Assert.Equal(0, SlicedWasserstein.Estimate(cloud, cloud, Directions.Uniform(20, 3, random), variate).Distance);
        var two = SlicedWasserstein.Estimate(cloud, PointCloud.Of(random.Normal(10, 3)), Directions.Uniform(2, 3, random), ControlVariate.Upper);
        Assert.Empty(two.Coefficients);
        Assert.Equal(two.Plain, two.Power);
    }

    [Fact]
    public void Bad_input_is_refused_with_its_reason()
    {
        var random = new RandomStream(16);
        var cloud = PointCloud.Of(random.Normal(5, 3));
        var directions = Directions.Uniform(4, 3, random);
        Assert.Contains("3 and 2 dimensions", Assert.Throws<ArgumentException>(() => SlicedWasserstein.Estimate(cloud, PointCloud.Of(random.Normal(5, 2)), directions)).Message);
        Assert.Contains("(L, 3)", Assert.Throws<ArgumentException>(() => SlicedWasserstein.Estimate(cloud, cloud, Directions.Uniform(4, 2, random))).Message);
        Assert.Contains("from 1 on", Assert.Throws<ArgumentOutOfRangeException>(() => SlicedWasserstein.Estimate(cloud, cloud, directions, ControlVariate.None, 0.5)).Message);
        Assert.Throws<ArgumentException>(() => PointCloud.Of(Tensor.Zeros(0, 3)));
        Assert.Throws<ArgumentException>(() => PointCloud.Of(Tensor.Zeros(3)));
        Assert.Contains("Weight 1 is negative", Assert.Throws<ArgumentException>(() => PointCloud.Of(random.Normal(2, 3), Tensor.FromArray([1.0, -1]))).Message);
        Assert.Contains("2 weights", Assert.Throws<ArgumentException>(() => PointCloud.Of(random.Normal(2, 3), Tensor.Ones(3))).Message);
        Assert.Throws<NonFiniteException>(() => PointCloud.Of(Tensor.FromArray(new[,] { { 1, double.NaN } })));
    }
}
