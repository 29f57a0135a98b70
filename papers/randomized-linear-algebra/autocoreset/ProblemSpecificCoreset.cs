using System.Numerics.Tensors;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.AutoCoreset;

/// <summary>Coresets made for one kind of problem: importance sampling by scores that somebody derived for it.</summary>
public static class ProblemSpecificCoreset
{
    /// <summary>Least squares: draws in proportion to the leverage scores of [P, 1, y].</summary>
    public static Coreset ByLeverage(LabelledPoints data, int size, RandomStream random)
    {
        int[] rows = [.. Enumerable.Range(0, data.Count)];
        var a = Tensor.Concat(1, data.WithOnes(rows), Tensor.Wrap((double[])data.Targets.Clone(), data.Count, 1)); // (n, d + 2)
        var svd = LinearAlgebra.Svd(a);
        var rank = Enumerable.Range(0, svd.S.Length).Count(j => svd.S[j] > 1e-12 * svd.S[0]);
        var scores = new double[data.Count];
        for (var i = 0; i < scores.Length; i++) scores[i] = TensorPrimitives.SumOfSquares<double>(svd.U.Row(i).Contiguous().AsSpan()[..rank]);
        return ImportanceSummation.Draw(scores, size, random);
    }

    /// <summary>Classification by a linear rule: half uniform, half in proportion to ‖(p, 1)‖, the growth of the loss with the weights.</summary>
    public static Coreset ByRowNorm(LabelledPoints data, int size, RandomStream random)
    {
        var norms = new double[data.Count];
        for (var i = 0; i < norms.Length; i++) norms[i] = Math.Sqrt(1 + TensorPrimitives.SumOfSquares<double>(data.Features.RowSpan(i)));
        var total = norms.Sum();
        return ImportanceSummation.Draw([.. norms.Select(norm => 0.5 / norms.Length + 0.5 * norm / total)], size, random);
    }

    /// <summary>
    /// k-means: the sensitivity bound from k-means++ centres (Bachem, Lucic, Krause 2017): distance to the nearest centre against the
    /// mean, the same averaged over the cluster, and one over the cluster's size.
    /// </summary>
    public static Coreset ByDistance(KMeansProblem problem, LabelledPoints data, int clusters, int size, RandomStream random)
    {
        var centres = problem.Seed(data.Features, Coreset.Everything(data.Count).Weights, random); // (k, d)
        var costs = problem.Costs(centres);
        var mean = costs.Average();
        var assigned = new int[data.Count];
        for (var i = 0; i < assigned.Length; i++)
            assigned[i] = Enumerable.Range(0, clusters).MinBy(c => TensorPrimitives.Distance<double>(data.Features.RowSpan(i), centres.RowSpan(c)));
        var scores = new double[data.Count];
        foreach (var cluster in Enumerable.Range(0, data.Count).GroupBy(i => assigned[i]))
        {
            var members = cluster.ToList();
            var inside = members.Average(i => costs[i]);
            foreach (var i in members) scores[i] = mean > 0 ? 2 * costs[i] / mean + 4 * inside / mean + 4.0 * data.Count / members.Count : 1;
        }
        return ImportanceSummation.Draw(scores, size, random);
    }
}
