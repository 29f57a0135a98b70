using Praxis.Numerics;

namespace Praxis.Papers.Compression.ConcatenatedSvd;

/// <summary>Groups of every kind for the theorems: 2 to 50 matrices of 2 to 24 columns, with more and with fewer directions than the rank.</summary>
internal static class RandomGroups
{
    /// <summary>Rows of every matrix.</summary>
    public const int Rows = 60;

    /// <summary>A group and a rank.</summary>
    public static (IReadOnlyList<Tensor> Blocks, int Rank) Draw(RandomStream random)
    {
        var (count, rank, directions) = (random.Next(2, 51), random.Next(4, 17), random.Next(2, 31));
        var noise = new[] { 0, 1e-13, 0.05, 0.2 }[random.Next(4)]; // 1e-13: directions that are hardly more than rounding
        var shared = random.Normal(Rows, directions); // (m, q)
        var blocks = Enumerable.Range(0, count).Select(_ =>
        {
            var columns = random.Next(2, 25);
            var block = LinearAlgebra.MatMul(shared, random.Normal(directions, columns)) + random.Normal(Rows, columns) * (noise * Math.Sqrt(directions));
            return block * Math.Exp(random.NextNormal()); // (m, n_k)
        });
        // The first matrix is the seed: the largest, as in the algorithm.
        return ([.. blocks.OrderByDescending(block => block.FrobeniusNorm())], rank);
    }
}
