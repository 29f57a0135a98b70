using Praxis.Numerics;

namespace Praxis.Papers.Compression.Monarch;

/// <summary>
/// The best Monarch approximation of a matrix in Frobenius norm (Dao et al., 2022, theorem 1): tiles share no numbers, so each is replaced
/// by its own truncated SVD.
/// </summary>
public static class MonarchProjection
{
    /// <summary>The nearest Monarch matrix.</summary>
    /// <param name="weight">W, (outputs, inputs).</param>
    /// <param name="blocks">Into how many tiles outputs and inputs are cut, and the rank of each tile.</param>
    /// <exception cref="ArgumentException">The weight is no matrix, or the blocks do not divide it or have a higher rank than its tiles.</exception>
    /// <exception cref="NonFiniteException">NaN or an infinity in the weight.</exception>
    public static MonarchWeight Project(Tensor weight, MonarchBlocks blocks)
    {
        var tiles = Tiles(weight, blocks);                                           // (q, k, s, p)
        (int q, int k, int s, int p, int r) = (tiles.Shape[0], tiles.Shape[1], tiles.Shape[2], tiles.Shape[3], blocks.InnerRank);
        Tensor left = Tensor.Zeros(q, s, k, r), right = Tensor.Zeros(k, r, q, p);
        for (int j = 0; j < q; j++)
            for (int l = 0; l < k; l++)
            {
                var svd = LinearAlgebra.Svd(tiles.Select(0, j).Select(0, l).Clone());
                var root = svd.S.Slice(0, 0, r).Sqrt();                              // σ is shared out equally
                left.Select(0, j).Select(1, l).CopyFrom(svd.U.Slice(1, 0, r) * root);                     // (s, r)
                right.Select(0, l).Select(1, j).CopyFrom(svd.Vt.Slice(0, 0, r) * root.Reshape(r, 1));     // (r, p)
            }

        return new MonarchWeight(left.Reshape(q, s, k * r), right.Reshape(k, r * q, p));
    }

    /// <summary>‖W − M‖_F/‖W‖_F of the nearest Monarch matrix M, from the tiles' singular values alone; 0 for a zero matrix.</summary>
    /// <inheritdoc cref="Project"/>
    public static double RelativeError(Tensor weight, MonarchBlocks blocks)
    {
        var tiles = Tiles(weight, blocks);
        (double lost, double whole) = (0, 0);
        for (int j = 0; j < tiles.Shape[0]; j++)
            for (int l = 0; l < tiles.Shape[1]; l++)
                Add(LinearAlgebra.SingularValues(tiles.Select(0, j).Select(0, l).Clone()).AsSpan(), blocks.InnerRank, ref lost, ref whole);
        return whole > 0 ? Math.Sqrt(lost / whole) : 0;
    }

    /// <summary>The same for a complex matrix, such as a Fourier transform.</summary>
    /// <param name="matrix">(outputs, inputs).</param>
    /// <param name="blocks">Into how many tiles outputs and inputs are cut, and the rank of each tile.</param>
    public static double RelativeError(System.Numerics.Complex[,] matrix, MonarchBlocks blocks)
    {
        (int outputs, int inputs) = (matrix.GetLength(0), matrix.GetLength(1));
        blocks.RequireFor(outputs, inputs);
        (int s, int p) = (outputs / blocks.Outputs, inputs / blocks.Inputs);
        (double lost, double whole) = (0, 0);
        var tile = new System.Numerics.Complex[s, p];
        for (int j = 0; j < blocks.Outputs; j++)
            for (int l = 0; l < blocks.Inputs; l++)
            {
                for (int i = 0; i < s; i++)
                    for (int o = 0; o < p; o++)
                        tile[i, o] = matrix[(i * blocks.Outputs) + j, (l * p) + o];
                Add(LinearAlgebra.SingularValues(tile).AsSpan(), blocks.InnerRank, ref lost, ref whole);
            }

        return whole > 0 ? Math.Sqrt(lost / whole) : 0;
    }

    // Tile (j, l) holds the rows j, j + q, j + 2 q, … and the l-th run of columns.
    private static Tensor Tiles(Tensor weight, MonarchBlocks blocks)
    {
        if (weight.Rank != 2)
            throw new ArgumentException($"A weight is a matrix, not of shape ({string.Join(", ", weight.Shape.ToArray())}).", nameof(weight));
        blocks.RequireFor(weight.Rows, weight.Columns);
        weight.EnsureFinite("The weight");
        return weight.To(DType.F64).Contiguous()
            .Reshape(weight.Rows / blocks.Outputs, blocks.Outputs, blocks.Inputs, weight.Columns / blocks.Inputs)
            .Transpose(1, 2, 0, 3);
    }

    private static void Add(ReadOnlySpan<double> singularValues, int rank, ref double lost, ref double whole)
    {
        for (int i = 0; i < singularValues.Length; i++)
        {
            double energy = singularValues[i] * singularValues[i];
            whole += energy;
            if (i >= rank)
                lost += energy;
        }
    }
}
