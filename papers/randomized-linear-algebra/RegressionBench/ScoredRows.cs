using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra;

/// <summary>Independent row sampling by scores.</summary>
public static class ScoredRows
{
    /// <summary>Keeps row i with probability qᵢ = min(1, c·scoreᵢ), with c such that Σqᵢ is the number of rows asked for.</summary>
    /// <param name="scores">Not negative, not all zero: (n).</param>
    /// <param name="rows">The expected number of rows.</param>
    /// <param name="random">Random numbers.</param>
    /// <returns>The rows kept and their weights 1/qᵢ.</returns>
    public static (int[] Rows, double[] Weights) Draw(ReadOnlySpan<double> scores, int rows, RandomStream random)
    {
        var c = Multiplier(scores, rows);
        List<int> kept = [];
        List<double> weights = [];
        for (var i = 0; i < scores.Length; i++)
        {
            var probability = Math.Min(1, c * scores[i]);
            if (random.NextDouble() >= probability) continue;
            kept.Add(i);
            weights.Add(1 / probability);
        }
        return ([.. kept], [.. weights]);
    }

    // Σ min(1, c·s) grows with c: rows that reach 1 are set aside until none does any more.
    private static double Multiplier(ReadOnlySpan<double> scores, int rows)
    {
        var c = 0.0;
        for (var pass = 0; pass < scores.Length + 1; pass++)
        {
            var (sure, rest) = (0, 0.0);
            foreach (var score in scores)
                if (c * score >= 1) sure++;
                else rest += score;
            if (rest == 0 || rows <= sure) return c;
            var next = (rows - sure) / rest;
            if (next <= c * (1 + 1e-12)) return next;
            c = next;
        }
        return c;
    }
}
