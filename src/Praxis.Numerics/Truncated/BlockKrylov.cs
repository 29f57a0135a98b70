namespace Praxis.Numerics;

/// <summary>
/// The best approximation U Uᵀ A from the block Krylov space A [Ω, AᵀAΩ, …, (AᵀA)^q Ω]. Only blocks of the shorter side are made
/// orthonormal on the way, so that A and Aᵀ are applied in one pass.
/// </summary>
internal static class BlockKrylov
{
    // Up to this condition Uᵀ A may be had from products already made; beyond it one more is made.
    private const double SafeCondition = 1e5;

    /// <summary>U m × rank, S, V n × rank of the leading part.</summary>
    public static (Tensor U, Tensor S, Tensor V) Compute(MatrixProducts a, Tensor start, int rank, RandomizedOptions options)
    {
        var right = new List<Tensor>();
        var products = new List<Tensor>();
        var backs = new List<Tensor>();
        var next = start;
        int columns = 0;
        for (int power = 0; power <= options.Iterations; power++)
        {
            // The space is full when it has as many columns as A.
            int width = Math.Min(next.Columns, a.Columns - columns);
            if (width == 0)
                break;
            options.CancellationToken.ThrowIfCancellationRequested();
            var block = TallFactors.Orthonormalize(next.Slice(1, 0, width).Contiguous(), right); // (n, width)
            (var product, var back) = a.ApplyBoth(block); // (m, width), (n, width)
            right.Add(block);
            products.Add(product);
            backs.Add(back);
            columns += width;
            next = back;
            options.Progress?.Invoke(new RandomizedProgress(columns, a.Count, double.NaN));
        }

        (var basis, var inverse) = Basis(Tensor.Concat(1, [.. products]));
        options.CancellationToken.ThrowIfCancellationRequested();
        var core = inverse is null
            ? a.ApplyTransposed(basis) // (n, l)
            : LinearAlgebra.MatMul(Tensor.Concat(1, [.. backs]), inverse);
        return RandomizedCore.Finish(basis, core, rank);
    }

    // U, orthonormal, of the products Y, and where it can be trusted the matrix T with U = Y T.
    private static (Tensor Basis, Tensor? Inverse) Basis(Tensor products)
    {
        (var q, var r) = TallFactors.Qr(products);
        int k = r.Rows;
        for (int i = 0; i < k; i++)
            if (r[i, i] == 0)
                return (q, null);
        var inverse = LinearAlgebra.SolveTriangular(r, Tensor.Identity(k), lower: false);
        return (q, r.FrobeniusNorm() * inverse.FrobeniusNorm() <= SafeCondition ? inverse : null);
    }
}
