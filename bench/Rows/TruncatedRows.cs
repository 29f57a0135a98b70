using Praxis.Numerics;

namespace Praxis.Bench.Rows;

/// <summary>Decompositions of low rank. Errors are against the best one there is, or residuals, as in peers/truncated.py.</summary>
internal static class TruncatedRows
{
    private const int Rank = 50;

    /// <summary>
    /// scikit-learn does four power iterations; ours is to have no larger an error, by whatever takes less. The error is how far
    /// ‖A − U S Vᵀ‖ is above the least possible.
    /// </summary>
    [Row("randomized-svd-20000x2000", 1.5)]
    public static Work Randomized()
    {
        // Singular values near j^(−1/2).
        var a = Sample.Normal(20_000, 2_000) * Tensor.Arange(1, 2_001).Pow(-0.5);
        RandomizedSvdResult? svd = null;
        return new Work(
            () => svd = RandomizedSvd.Compute(a, Rank),
            () =>
            {
                double[] squares = LinearAlgebra.SymmetricEigenvalues(LinearAlgebra.MatMul(a, a, true, false)).ToArray();
                double least = Math.Sqrt(squares[..^Rank].Sum());
                return ((a - LinearAlgebra.MatMul(svd!.U * svd.S, svd.Vt)).FrobeniusNorm() / least) - 1;
            });
    }

    /// <summary>
    /// Four million entries, in columns as unequally popular as words are. The error is the largest ‖Aᵀu − s v‖ over s₁; theirs,
    /// asked for 1e-10, comes out near 1e-14, so ours is asked for more.
    /// </summary>
    [Row("truncated-svd-200000x20000", 1.2)]
    public static Work Sparse()
    {
        const int Rows = 200_000;
        const int Columns = 20_000;
        const int Entries = 4_000_000;
        var stream = new RandomStream(1);
        (var rows, var columns, var values) = (new int[Entries], new int[Entries], new double[Entries]);
        for (int k = 0; k < Entries; k++)
        {
            rows[k] = stream.Next(Rows);
            double place = stream.NextDouble();
            columns[k] = (int)(Columns * place * place);
            values[k] = stream.NextNormal();
        }

        var a = SparseMatrix.FromTriplets(Rows, Columns, rows, columns, values);
        TruncatedSvdResult? svd = null;
        return new Work(
            () => svd = TruncatedSvd.Compute(a, Rank, new TruncatedOptions { Tolerance = 1e-13 }),
            () =>
            {
                var difference = a.MultiplyTransposed(svd!.U) - (svd.Vt.Transpose() * svd.S);
                return Enumerable.Range(0, Rank).Max(j => difference.Column(j).FrobeniusNorm()) / svd.S[0];
            });
    }
}
