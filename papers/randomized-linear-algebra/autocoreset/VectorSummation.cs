using System.Numerics.Tensors;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.AutoCoreset;

/// <summary>Finds few weighted rows whose sum is, or is near, the sum of all rows.</summary>
public interface IVectorSummation
{
    /// <summary>The name that tables show.</summary>
    string Name { get; }

    /// <summary>The fewest rows this can do with for vectors of so many entries.</summary>
    int FewestRows(int columns);

    /// <summary>Selects rows C and weights v with Σ_{i∈C} v_i·vectors_i ≈ Σ_i vectors_i.</summary>
    /// <param name="vectors">(n, D), not negative.</param>
    /// <param name="size">m, 1 to n.</param>
    /// <param name="random">Random numbers.</param>
    /// <returns>At most m different rows.</returns>
    Coreset Select(Tensor vectors, int size, RandomStream random);
}

/// <summary>m rows drawn uniformly with replacement, each with weight n/m: what the others are compared with.</summary>
public sealed class UniformSummation : IVectorSummation
{
    /// <inheritdoc/>
    public string Name => "uniform";

    /// <inheritdoc/>
    public int FewestRows(int columns) => 1;

    /// <inheritdoc/>
    public Coreset Select(Tensor vectors, int size, RandomStream random)
    {
        var n = vectors.Rows;
        var draws = new int[size];
        for (var i = 0; i < size; i++) draws[i] = random.Next(n);
        return Coreset.OfDraws(draws, _ => (double)n / size);
    }
}

/// <summary>
/// The best of 100 uniform samples by the distance between the means (the released code calls it median of means).
/// </summary>
public sealed class BestUniformSummation : IVectorSummation
{
    private const int Samples = 100;

    /// <inheritdoc/>
    public string Name => "best of 100 uniform";

    /// <inheritdoc/>
    public int FewestRows(int columns) => 1;

    /// <inheritdoc/>
    public Coreset Select(Tensor vectors, int size, RandomStream random)
    {
        var (n, width) = (vectors.Rows, vectors.Columns);
        var total = vectors.Mean(0).AsSpan().ToArray(); // (D)
        var (best, least) = (new int[size], double.PositiveInfinity);
        var (draws, mean) = (new int[size], new double[width]);
        for (var sample = 0; sample < Samples; sample++)
        {
            Array.Clear(mean);
            for (var i = 0; i < size; i++)
            {
                draws[i] = random.Next(n);
                TensorPrimitives.MultiplyAdd(vectors.RowSpan(draws[i]), 1.0 / size, mean, mean);
            }
            var distance = TensorPrimitives.Distance<double>(mean, total);
            if (distance >= least) continue;
            least = distance;
            draws.CopyTo(best, 0);
        }
        return Coreset.OfDraws(best, _ => (double)n / size);
    }
}

/// <summary>m rows drawn with probability q_i = ‖vectors_i‖/Σ‖vectors‖ with replacement, each draw with weight 1/(m·q_i): unbiased.</summary>
public sealed class ImportanceSummation : IVectorSummation
{
    /// <inheritdoc/>
    public string Name => "importance";

    /// <inheritdoc/>
    public int FewestRows(int columns) => 1;

    /// <inheritdoc/>
    public Coreset Select(Tensor vectors, int size, RandomStream random)
    {
        var norms = new double[vectors.Rows];
        for (var i = 0; i < norms.Length; i++) norms[i] = TensorPrimitives.Norm<double>(vectors.RowSpan(i));
        return Draw(norms, size, random);
    }

    /// <summary>Draws in proportion to scores that are not negative; equal scores for all when they are all 0.</summary>
    internal static Coreset Draw(double[] scores, int size, RandomStream random)
    {
        var total = scores.Sum();
        if (!(total > 0)) (scores, total) = ([.. Enumerable.Repeat(1.0, scores.Length)], scores.Length);
        var upTo = new double[scores.Length];
        var sum = 0.0;
        for (var i = 0; i < scores.Length; i++) upTo[i] = sum += scores[i];
        var draws = new int[size];
        for (var t = 0; t < size; t++)
        {
            var place = Array.BinarySearch(upTo, random.NextDouble() * sum);
            var i = Math.Min(place < 0 ? ~place : place + 1, scores.Length - 1);
            while (scores[i] == 0) i--; // only at the end, by rounding
            draws[t] = i;
        }
        return Coreset.OfDraws(draws, i => total / (size * scores[i]));
    }
}
