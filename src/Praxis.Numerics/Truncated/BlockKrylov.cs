namespace Praxis.Numerics;

/// <summary>
/// The best approximation U Uᵀ A from the block Krylov space A [Ω, AᵀAΩ, …, (AᵀA)^q Ω]. Only blocks of the shorter side are made
/// orthonormal on the way, so that A and Aᵀ are applied in one pass.
/// </summary>
internal static class BlockKrylov
{
    // Up to this condition, of which the square is lost in digits, a basis may be had from products already made; beyond it Householder's is.
    private const double SafeCondition = 3e3;

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

        options.CancellationToken.ThrowIfCancellationRequested();
        var blocks = Tensor.Concat(1, [.. backs]); // (n, l)
        return FromGram(Tensor.Concat(1, [.. right]), products, blocks, rank) ?? FromProducts(a, products, rank);
    }

    // With Y = A V and W = Aᵀ Y, Yᵀ Y = Vᵀ W = RᵀR is made on the short side; then Q = Y R⁻¹ and Aᵀ Q = W R⁻¹ cost no more products with A.
    private static (Tensor U, Tensor S, Tensor V)? FromGram(Tensor right, List<Tensor> products, Tensor backs, int rank)
    {
        var gram = TallFactors.TransposedProduct(right, backs); // (l, l)
        if (TallFactors.Cholesky((gram + gram.Transpose()) * 0.5, SafeCondition) is not (_, { } inverse))
            return null;
        var svd = LinearAlgebra.Svd(LinearAlgebra.MatMul(backs, inverse)); // of Aᵀ Q
        var rotation = LinearAlgebra.MatMul(inverse, svd.Vt.Slice(0, 0, rank).Transpose()); // (l, rank)
        var left = Combined(products, rotation); // (m, rank)
        return (TallFactors.Qr(left).Q, svd.S.Slice(0, 0, rank).Clone(), svd.U.Slice(1, 0, rank).Contiguous());
    }

    private static (Tensor U, Tensor S, Tensor V) FromProducts(MatrixProducts a, List<Tensor> products, int rank)
    {
        var basis = TallFactors.Qr(Tensor.Concat(1, [.. products])).Q; // (m, l)
        return RandomizedCore.Finish(basis, a.ApplyTransposed(basis), rank);
    }

    // [Y₀ Y₁ …] T without putting the blocks side by side.
    private static Tensor Combined(List<Tensor> blocks, Tensor rotation)
    {
        var sum = Tensor.Zeros(blocks[0].Rows, rotation.Columns);
        int place = 0;
        foreach (var block in blocks)
        {
            sum += LinearAlgebra.MatMul(block, rotation.Slice(0, place, block.Columns));
            place += block.Columns;
        }

        return sum;
    }
}
