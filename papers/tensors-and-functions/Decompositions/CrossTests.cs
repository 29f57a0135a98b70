using Praxis.Numerics;
using Praxis.Papers.TensorsAndFunctions;

namespace Praxis.Papers.Tests.TensorsAndFunctions;

public sealed class CrossTests
{
    [Fact]
    public void Exact_trains_come_back_with_their_ranks_from_a_few_entries()
    {
        int[] shape = [10, 10, 10, 10, 10];
        var result = TensorTrainCross.Interpolate(shape, i => Math.Sin(0.3 * i.Sum()), new RandomStream(1), new CrossOptions { Tolerance = 1e-9 });
        Assert.True(result.Reached);
        Assert.Equal([2, 2, 2, 2], result.Train.Ranks);
        Assert.InRange(result.EntriesRead, 1000, 6000); // of 100,000
        Assert.InRange((result.Train.Rebuild() - DecompositionTests.Fill(shape, i => Math.Sin(0.3 * i.Sum()))).MaxAbs(), 0, 1e-9);
    }

    [Fact]
    public void A_random_train_is_found()
    {
        var random = new RandomStream(2);
        var train = new TensorTrain([random.Normal(1, 5, 3), random.Normal(3, 6, 4), random.Normal(4, 5, 2), random.Normal(2, 7, 1)]);
        var full = train.Rebuild();
        var result = TensorTrainCross.Interpolate(train.Shape, i => full[i], new RandomStream(3), new CrossOptions { Tolerance = 1e-10 });
        Assert.Equal(train.Ranks, result.Train.Ranks);
        Assert.InRange((result.Train.Rebuild() - full).MaxAbs(), 0, 1e-9 * full.MaxAbs());
    }

    [Theory]
    [InlineData(1e-3)]
    [InlineData(1e-6)]
    [InlineData(1e-10)]
    public void The_error_everywhere_is_near_the_tolerance_where_it_is_measured(double tolerance)
    {
        int[] shape = [12, 12, 12, 12];
        double Entry(int[] i) => 1 / (1 + i.Sum() + (0.5 * i[1]));
        var result = TensorTrainCross.Interpolate(shape, Entry, new RandomStream(4), new CrossOptions { Tolerance = tolerance });
        var full = DecompositionTests.Fill(shape, Entry);
        Assert.True(result.Reached);
        Assert.InRange(result.LargestError, 0, tolerance);
        Assert.InRange((result.Train.Rebuild() - full).MaxAbs(), 0, 10 * tolerance);
    }

    [Fact]
    public void What_cannot_be_reached_is_said()
    {
        var noise = new RandomStream(5).Normal(6, 6, 6, 6);
        var result = TensorTrainCross.Interpolate([6, 6, 6, 6], i => noise[i], new RandomStream(6), new CrossOptions { LargestRank = 3, Sweeps = 3 });
        Assert.False(result.Reached);
        Assert.InRange(result.LargestError, 0.05, 100);
        Assert.All(result.Train.Ranks, rank => Assert.InRange(rank, 1, 3));
    }

    [Fact]
    public void A_peak_that_no_sweep_meets_is_found_by_the_entries_on_which_the_error_is_measured()
    {
        int[] shape = [8, 8, 8];
        double Entry(int[] i) => Math.Exp(-0.1 * i.Sum()) + (i is [5, 2, 6] ? 1 : 0);
        var result = TensorTrainCross.Interpolate(shape, Entry, new RandomStream(7), new CrossOptions { Samples = 3000 });
        Assert.True(result.Reached);
        Assert.Equal([2, 2], result.Train.Ranks);
        Assert.InRange((result.Train.Rebuild() - DecompositionTests.Fill(shape, Entry)).MaxAbs(), 0, 1e-6);
    }

    [Fact]
    public void Zeros_constants_and_matrices_are_no_trouble()
    {
        Assert.Equal(0, TensorTrainCross.Interpolate([3, 4, 5], _ => 0, new RandomStream(1)).Train.Norm());
        var constant = TensorTrainCross.Interpolate([3, 4, 5], _ => 7, new RandomStream(1));
        Assert.Equal([1, 1], constant.Train.Ranks);
        Assert.InRange((constant.Train.Rebuild() - 7).MaxAbs(), 0, 1e-12);
        var matrix = new RandomStream(2).Normal(5, 4);
        Assert.InRange((TensorTrainCross.Interpolate([5, 4], i => matrix[i], new RandomStream(1), new CrossOptions { Tolerance = 1e-12 }).Train.Rebuild() - matrix).MaxAbs(), 0, 1e-10);
    }

    [Fact]
    public void Nonsense_is_refused_and_the_place_named()
    {
        Assert.Contains("(0, 3, ", Assert.Throws<NonFiniteException>(() => TensorTrainCross.Interpolate([2, 5, 4], i => i is [0, 3, _] ? double.NaN : 1, new RandomStream(1))).Message);
        Assert.Throws<ShapeException>(() => TensorTrainCross.Interpolate([5], _ => 1, new RandomStream(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => TensorTrainCross.Interpolate([5, 5], _ => 1, new RandomStream(1), new CrossOptions { Tolerance = 0 }));
    }
}
