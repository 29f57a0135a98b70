using Praxis.Numerics;
using Praxis.Papers.Compression.Baselines;

namespace Praxis.Papers.Compression.Fwsvd;

/// <summary>What the study compares: all are the weight projected on leading directions, and differ in the norm in which these lead.</summary>
internal static class LowRankMethods
{
    public const string Svd = "SVD", Fwsvd = "FWSVD", Permuted = "FWSVD, importances permuted", Aware = "activation-aware SVD";

    /// <summary>The methods that look at data; truncated SVD does not.</summary>
    public static readonly string[] WithData = [Fwsvd, Permuted, Aware];

    /// <summary>The directions of a method for one weight.</summary>
    /// <param name="method">One of the names above.</param>
    /// <param name="weight">(outputs, inputs).</param>
    /// <param name="statistics">The layer's; null for truncated SVD.</param>
    /// <param name="rank">The largest rank that will be asked for.</param>
    /// <param name="random">Deals out the permuted importances.</param>
    public static LowRankBasis Basis(string method, Tensor weight, LayerStatistics? statistics, int rank, RandomStream random) =>
        LowRankBasis.Of(weight, method switch
        {
            Fwsvd => Tensor.Diagonal(Of(statistics!).Values),
            Permuted => Tensor.Diagonal(Of(statistics!).Shuffled(random).Values),
            Aware => statistics!.SecondMoments,
            _ => null,
        }, rank);

    private static RowImportance Of(LayerStatistics statistics) => RowImportance.Of(statistics.RequireFisher(), WeightedSide.Inputs, statistics.Name);
}
