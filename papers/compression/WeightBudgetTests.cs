using Praxis.Numerics;
using Praxis.Papers.Compression;

namespace Praxis.Papers.Tests.Compression;

public sealed class WeightBudgetTests
{
    [Theory]
    [InlineData(0.9)]
    [InlineData(0.5)]
    [InlineData(0.3)]
    [InlineData(0.11)]
    public void Rank_is_the_largest_that_fits_in_every_unit(double keep)
    {
        foreach (var (outputs, inputs) in new[] { (40, 60), (60, 40), (64, 64), (12, 300) })
            foreach (var budget in new[] { WeightBudget.Parameters(keep), WeightBudget.Bits(keep), WeightBudget.Flops(keep) })
            {
                int rank = budget.Rank(outputs, inputs);
                Assert.True(budget.Allows(LowRank(outputs, inputs, rank)));
                Assert.True(rank == Math.Min(outputs, inputs) || !budget.Allows(LowRank(outputs, inputs, rank + 1)));
            }
    }

    [Theory]
    [InlineData(0.9)]
    [InlineData(0.5)]
    [InlineData(0.11)]
    public void Entries_are_the_most_that_fit_in_every_unit(double keep)
    {
        foreach (var budget in new[] { WeightBudget.Parameters(keep), WeightBudget.Bits(keep), WeightBudget.Flops(keep) })
        {
            long entries = budget.Entries(10, 40);
            Assert.True(budget.Allows(Sparse(entries)));
            Assert.False(budget.Allows(Sparse(entries + 1)));
        }
    }

    [Fact]
    public void A_share_that_is_whole_but_for_rounding_is_whole()
    {
        Assert.Equal(30, WeightBudget.Parameters(0.3).Limit(10, 10));
        Assert.Equal(70, WeightBudget.Parameters(0.7).Limit(10, 10));
        Assert.Equal(29, WeightBudget.Parameters(0.2999).Limit(10, 10));
        Assert.Equal(400, WeightBudget.BitsPerWeight(4).Limit(10, 10));
        Assert.Equal(60, WeightBudget.Flops(0.3).Limit(10, 10));
    }

    [Fact]
    public void A_budget_that_cannot_be_met_names_the_smallest_that_can()
    {
        var error = Assert.Throws<BudgetException>(() => WeightBudget.Parameters(0.02).Rank(40, 60));
        Assert.Contains("0.0417", error.Message);
        Assert.Equal(1, WeightBudget.Parameters(error.SmallestKeep).Rank(40, 60));
        var sparse = Assert.Throws<BudgetException>(() => WeightBudget.Bits(0.001).Entries(10, 40));
        Assert.Equal(1, WeightBudget.Bits(sparse.SmallestKeep).Entries(10, 40));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1.01)]
    [InlineData(double.NaN)]
    public void A_share_is_more_than_none_and_at_most_all(double keep) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => WeightBudget.Parameters(keep));

    private static LowRankWeight LowRank(int outputs, int inputs, int rank) => new(Tensor.Zeros(outputs, rank), Tensor.Zeros(rank, inputs));

    private static SparseWeight Sparse(long entries) => SparseWeight.OfMask(
        Tensor.Ones(10, 40), Tensor.Wrap([.. Enumerable.Range(0, 400).Select(i => i < entries)], 10, 40));
}
