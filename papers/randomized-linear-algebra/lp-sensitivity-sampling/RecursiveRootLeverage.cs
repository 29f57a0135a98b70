using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.LpSensitivitySampling;

/// <summary>
/// Sampling by τ^(p/2) for p &lt; 2, again and again: the scores of n rows can sum to n^(1−p/2)·d^(p/2), but those of a sample to
/// less, so that repeating on the sample (with its weights) comes down to about d rows.
/// </summary>
internal static class RecursiveRootLeverage
{
    /// <summary>τᵢ^(p/2).</summary>
    public static double[] Scores(Tensor basis, double p) => [.. LeverageScores.OfBasis(basis).Select(tau => Math.Pow(tau, p / 2))];

    /// <summary>
    /// Samples until the wanted number of rows is reached. Each round goes to the geometric mean of where it is and where it will
    /// end, as the sums of the scores allow it for p = 1; the last goes the whole way once a factor of two is left.
    /// </summary>
    public static RowSample Draw(Tensor basis, double p, double expectedRows, RandomStream random)
    {
        var sample = RowSample.Everything(basis.Rows);
        for (var round = 0; ; round++)
        {
            var last = sample.Count <= 2 * expectedRows;
            var target = last ? expectedRows : Math.Sqrt(sample.Count * expectedRows);
            var scores = round == 0 ? Scores(basis, p) : Scores(LeverageScores.Basis(sample.Scaled(basis, p)), p);
            var next = ScoreSampling.Draw(scores, target, random.Fork(round));
            sample = new RowSample(
                [.. next.Rows.Select(k => sample.Rows[k])],
                [.. next.Rows.Select((k, at) => sample.Weights[k] * next.Weights[at])]);
            if (last || sample.Count == 0) return sample;
        }
    }
}
