using Praxis.Numerics;
using Praxis.Papers.Compression;
using Praxis.Papers.Compression.Baselines;

namespace Praxis.Papers.Tests.Compression;

public sealed class PruningTests
{
    private static readonly Tensor Weight = new RandomStream(1).Normal(8, 12);
    private static readonly LayerStatistics Statistics = LayerStatistics.OfInputs(
        "h.1.proj", LinearAlgebra.MatMul(new RandomStream(2).Normal(40, 12), new RandomStream(3).Normal(12, 12)));

    [Fact]
    public void Magnitude_pruning_has_the_least_error_of_all_masks_of_its_size()
    {
        var form = new MagnitudePruning().Compress(Weight, Statistics, WeightBudget.Parameters(0.4), new RandomStream(1));
        Assert.Equal(38, form.Parameters); // ⌊0.4 · 96⌋
        double[] magnitudes = [.. Weight.ToArray().Select(Math.Abs).Order()];
        Assert.Equal(Math.Sqrt(magnitudes.Take(96 - 38).Sum(value => value * value)), (Weight - form.ToDense()).FrobeniusNorm(), 1e-12);
    }

    [Fact]
    public void Of_equal_scores_the_first_stay()
    {
        var mask = PruningMask.Largest(Tensor.Ones(2, 3), 4);
        Assert.Equal([1, 1, 1, 1, 0, 0], mask.ToArray());
    }

    [Theory]
    [InlineData(7)]
    [InlineData(40)]
    [InlineData(1_000_000)]
    public void Masks_of_many_scores_are_those_that_sorting_gives(int levels)
    {
        var scores = new RandomStream(5).Uniform(30, 40).Map(score => Math.Floor(levels * score)); // the fewer levels, the more equal ones
        double[] descending = [.. scores.ToArray().OrderDescending()];
        foreach (int count in new[] { 0, 1, 2, 17, 599, 600, 601, 1199, 1200 })
        {
            var mask = PruningMask.Largest(scores, count);
            double[] kept = [.. Enumerable.Range(0, 1200).Where(place => mask[place / 40, place % 40] == 1).Select(place => scores[place / 40, place % 40]).OrderDescending()];
            Assert.Equal(descending[..count], kept);
        }
    }

    [Fact]
    public void Groups_keep_the_best_choice_of_all()
    {
        var mask = PruningMask.LargestOfGroups(Weight.Abs(), 2, 4);
        for (int row = 0; row < 8; row++)
            for (int group = 0; group < 12; group += 4)
            {
                double[] scores = [.. Enumerable.Range(group, 4).Select(column => Math.Abs(Weight[row, column]))];
                double[] kept = [.. Enumerable.Range(group, 4).Where(column => mask[row, column] == 1).Select(column => Math.Abs(Weight[row, column]))];
                Assert.Equal(2, kept.Length);
                double best = Enumerable.Range(0, 4).SelectMany(a => Enumerable.Range(0, a).Select(b => scores[a] + scores[b])).Max();
                Assert.Equal(best, kept.Sum(), 1e-12);
            }
    }

    [Fact]
    public void Wanda_with_inputs_of_one_scale_is_magnitude_pruning_of_rows()
    {
        var form = new WandaPruning().Compress(Weight, LayerStatistics.Unknown("layer", 12), WeightBudget.Parameters(0.5), new RandomStream(1));
        var rows = Enumerable.Range(0, 8).Select(row => PruningMask.Largest(Weight.Slice(0, row, 1).Abs(), 6));
        Assert.Equal((Weight * Tensor.Concat(0, [.. rows]).To(DType.F64)).ToArray(), form.ToDense().ToArray());
    }

    [Fact]
    public void Removing_one_weight_moves_the_others_by_the_closed_form_of_Optimal_Brain_Surgeon()
    {
        // δ = − w_q/[H⁻¹]_qq · H⁻¹ e_q over all columns, if q comes first.
        var factor = OptimalBrainSweep.InverseFactor(Statistics.SecondMoments);
        var inverse = LinearAlgebra.Inverse(Statistics.SecondMoments);
        var swept = OptimalBrainSweep.Run(Weight, factor, 5, new RemoveColumn(0));
        for (int row = 0; row < 8; row++)
            for (int column = 0; column < 12; column++)
                Assert.Equal(Weight[row, column] - (Weight[row, 0] / inverse[0, 0] * inverse[0, column]), swept[row, column], 1e-9);
    }

    [Fact]
    public void Inverse_factor_is_upper_triangular_and_gives_the_inverse()
    {
        var factor = OptimalBrainSweep.InverseFactor(Statistics.SecondMoments);
        var product = LinearAlgebra.MatMul(LinearAlgebra.MatMul(factor, factor, true, false), Statistics.SecondMoments);
        Assert.True((product - Tensor.Identity(12)).MaxAbs() < 1e-8);
        for (int row = 0; row < 12; row++)
            for (int column = 0; column < row; column++)
                Assert.Equal(0, factor[row, column]);
    }

    [Fact]
    public void SparseGpt_loses_less_than_its_own_mask_without_updates()
    {
        foreach (var pattern in new GroupPattern?[] { null, new(2, 4) })
        {
            var form = new SparseGpt(pattern, 1e-6, 4).Compress(Weight, Statistics, WeightBudget.Parameters(0.5), new RandomStream(1));
            Assert.Equal(48, form.Parameters);
            var masked = Weight * form.ToDense().Abs().Map(value => value > 0 ? 1 : 0);
            Assert.True(WeightErrors.OutputError(Weight, form.ToDense(), Statistics.SecondMoments)
                < 0.8 * WeightErrors.OutputError(Weight, masked, Statistics.SecondMoments));
        }
    }

    [Fact]
    public void What_cannot_be_is_an_error_that_names_the_layer()
    {
        Assert.Contains("h.1.proj", Assert.Throws<BudgetException>(() => Prune(new MagnitudePruning(), Weight, 0.005)).Message);
        Assert.Contains("h.1.proj", Assert.Throws<BudgetException>(() => Prune(new WandaPruning(), Weight, 0.05)).Message);
        var half = Assert.Throws<BudgetException>(() => Prune(new WandaPruning(new GroupPattern(2, 4)), Weight, 0.4));
        Assert.Contains("h.1.proj", half.Message);
        Assert.Equal(0.5, half.SmallestKeep);
        Assert.Contains("h.1.proj", Assert.Throws<ArgumentException>(() => Prune(new MagnitudePruning(new GroupPattern(2, 5)), Weight, 0.5)).Message);
        var broken = Weight.Clone();
        broken[0, 0] = double.PositiveInfinity;
        Assert.Contains("h.1.proj", Assert.Throws<NonFiniteException>(() => Prune(new WandaPruning(), broken, 0.5)).Message);
        Assert.Contains("h.1.proj", Assert.Throws<ArgumentException>(() => new SparseGpt(damping: 0).Compress(
            Weight, LayerStatistics.OfInputs("h.1.proj", Tensor.Ones(3, 12)), WeightBudget.Parameters(0.5), new RandomStream(1))).Message);
    }

    private static CompressedWeight Prune(IWeightCompressor compressor, Tensor weight, double keep) =>
        compressor.Compress(weight, Statistics, WeightBudget.Parameters(keep), new RandomStream(1));

    private sealed class RemoveColumn(int removed) : IColumnRule
    {
        public double Set(int row, int column, ReadOnlySpan<double> following) => column == removed ? 0 : following[0];
    }
}
