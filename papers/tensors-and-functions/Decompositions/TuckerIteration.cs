using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions;

/// <summary>
/// Higher-order orthogonal iteration (HOOI) of given ranks, for tensors of data: dense or sparse, with eigenvectors of small Gram matrices. Where singular values
/// far below 1e-8 matter, as in coefficients of smooth functions, use <see cref="OrthogonalIteration"/>.
/// </summary>
public static class TuckerIteration
{
    /// <summary>Decomposes a tensor, beginning with random orthonormal factors.</summary>
    /// <param name="products">The tensor.</param>
    /// <param name="ranks">One for each mode, at least 1 and at most the mode's length.</param>
    /// <param name="random">Random numbers for the start.</param>
    /// <param name="options">Sweeps and tolerance.</param>
    /// <exception cref="ArgumentOutOfRangeException">A rank is out of range.</exception>
    public static AlternatingResult<TuckerTensor> Fit(ITensorProducts products, IReadOnlyList<int> ranks, RandomStream random, AlternatingOptions? options = null)
    {
        if (ranks.Count != products.Shape.Count) throw new ArgumentOutOfRangeException(nameof(ranks), ranks.Count, $"One rank for each of the {products.Shape.Count} modes is needed.");
        for (var mode = 0; mode < ranks.Count; mode++)
            if (ranks[mode] < 1 || ranks[mode] > products.Shape[mode])
                throw new ArgumentOutOfRangeException(nameof(ranks), ranks[mode], $"The rank of mode {mode} must be between 1 and {products.Shape[mode]}.");
        return Fit(products, [.. ranks.Select((rank, mode) => random.Fork(mode).HaarOrthogonal(products.Shape[mode], rank))], options);
    }

    /// <summary>Decomposes a tensor, beginning with given factors.</summary>
    /// <param name="products">The tensor.</param>
    /// <param name="start">(n_l, r_l) with orthonormal columns, such as those of a truncated higher-order SVD; that of the first mode is not used.</param>
    /// <param name="options">Sweeps and tolerance.</param>
    /// <returns>The Tucker tensor with orthonormal factors. A rank above the product of the others is lowered to it, which changes nothing.</returns>
    /// <exception cref="ShapeException">A factor does not fit.</exception>
    public static AlternatingResult<TuckerTensor> Fit(ITensorProducts products, IReadOnlyList<Tensor> start, AlternatingOptions? options = null)
    {
        options ??= new AlternatingOptions();
        options.Check();
        Tensor[] factors = [.. start.Select(factor => factor.Contiguous())];
        List<double> errors = [];
        while (true)
        {
            Tensor core = factors[0];
            for (var mode = 0; mode < factors.Length; mode++)
            {
                var projected = products.Project(factors, mode);      // (r₁, …, n_l, …, r_d)
                var unfolded = ModeProduct.Unfold(projected, mode);   // (n_l, product of the other r)
                var rank = Math.Min(factors[mode].Columns, unfolded.Columns);
                factors[mode] = Leading(unfolded, rank);
                if (mode == factors.Length - 1)
                    core = ModeProduct.Fold(LinearAlgebra.MatMul(factors[mode], unfolded, transposeA: true, transposeB: false), mode, [.. factors.Select(factor => factor.Columns)]);
            }
            // The factors being orthonormal, ‖A − Â‖² = ‖A‖² − ‖β‖².
            errors.Add(products.Norm > 0 ? Math.Sqrt(Math.Max(0, 1 - Math.Pow(core.FrobeniusNorm() / products.Norm, 2))) : 0);
            if (options.Finished(errors)) return new AlternatingResult<TuckerTensor>(new TuckerTensor(core, factors), errors);
        }
    }

    // Of a matrix that is taller than wide the smaller Gram matrix is that of its columns; U = A V / σ, made orthonormal.
    private static Tensor Leading(Tensor a, int rank)
    {
        if (a.Rows <= a.Columns) return LeadingVectors.OfGram(LinearAlgebra.MatMul(a, a, transposeA: false, transposeB: true), rank);
        var right = LeadingVectors.OfGram(LinearAlgebra.MatMul(a, a, transposeA: true, transposeB: false), rank); // (columns, rank)
        return LinearAlgebra.Qr(LinearAlgebra.MatMul(a, right)).Q;
    }
}
