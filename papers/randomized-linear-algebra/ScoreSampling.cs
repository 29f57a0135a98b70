using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra;

/// <summary>
/// The sampler that all scores share: row i is kept independently with probability qᵢ = min(1, α·sᵢ) and weight 1/qᵢ on its p-th
/// power, so that ‖S A x‖ₚᵖ has the mean ‖A x‖ₚᵖ for every x.
/// </summary>
public static class ScoreSampling
{
    /// <summary>qᵢ = min(1, α·sᵢ) with the α for which Σ qᵢ is the wanted number of rows, or 1 everywhere when there are no more rows than that.</summary>
    /// <param name="scores">sᵢ ≥ 0; a row of score 0 is never kept.</param>
    /// <param name="expectedRows">Σ qᵢ, above 0.</param>
    /// <exception cref="ArgumentException">A score is negative or no number, or all are 0.</exception>
    public static double[] Probabilities(ReadOnlySpan<double> scores, double expectedRows)
    {
        if (!(expectedRows > 0)) throw new ArgumentOutOfRangeException(nameof(expectedRows), expectedRows, "At least some rows must be wanted.");
        var rest = 0.0;
        for (var i = 0; i < scores.Length; i++)
        {
            if (!(scores[i] >= 0) || double.IsInfinity(scores[i])) throw new ArgumentException($"Row {i} has the score {scores[i]}.", nameof(scores));
            rest += scores[i];
        }
        if (rest == 0) throw new ArgumentException("All scores are 0: there is nothing to sample by.", nameof(scores));

        // From the largest score down: those for which α·s would exceed 1 are kept surely, and α is spread over the others.
        double[] sorted = [.. scores.ToArray().OrderDescending()];
        var (sure, alpha) = (0, double.PositiveInfinity);
        for (; sure < sorted.Length && sorted[sure] > 0; sure++)
        {
            alpha = (expectedRows - sure) / Math.Max(rest, double.Epsilon);
            if (alpha * sorted[sure] <= 1) break;
            rest -= sorted[sure];
            alpha = double.PositiveInfinity;
        }
        var probabilities = new double[scores.Length];
        for (var i = 0; i < scores.Length; i++) probabilities[i] = scores[i] == 0 ? 0 : Math.Min(1, alpha * scores[i]);
        return probabilities;
    }

    /// <summary>Draws a sample. One uniform number is used for each row, so that with the same random numbers more expected rows keep the rows that fewer kept.</summary>
    /// <param name="scores">sᵢ ≥ 0.</param>
    /// <param name="expectedRows">The mean number of kept rows.</param>
    /// <param name="random">Where the uniform numbers come from.</param>
    public static RowSample Draw(ReadOnlySpan<double> scores, double expectedRows, RandomStream random)
    {
        var probabilities = Probabilities(scores, expectedRows);
        var (rows, weights) = (new List<int>(), new List<double>());
        for (var i = 0; i < probabilities.Length; i++)
        {
            if (random.NextDouble() >= probabilities[i]) continue;
            rows.Add(i);
            weights.Add(1 / probabilities[i]);
        }
        return new RowSample([.. rows], [.. weights]);
    }
}
