using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions;

/// <summary>
/// A Tucker decomposition of a tensor that does not fit into memory, read twice in slabs of its first mode, as they lie in a file in row-major order. The first pass
/// gathers the Gram matrices of all other modes, the second projects every slab; what is left, (n₁, r₂, …, r_d), is cut along the first mode.
/// </summary>
public static class StreamedTucker
{
    /// <summary>Decomposes a tensor within a tolerance.</summary>
    /// <param name="slabs">Opens a pass over the tensor: slabs (k, n₂, …, n_d) one after the other, of any k ≥ 1. It is called twice and must give the same.</param>
    /// <param name="tolerance">ε, the relative Frobenius error allowed: from 1e-6 to below 1. Gram matrices cannot tell what lies deeper.</param>
    /// <exception cref="ArgumentOutOfRangeException">The tolerance is out of range.</exception>
    /// <exception cref="ShapeException">There are no slabs, they are no slabs of one tensor, or the second pass differs from the first.</exception>
    /// <exception cref="NonFiniteException">A slab has NaN or infinite entries; the message names the slab and the place in it.</exception>
    public static Truncation<TuckerTensor> Compute(Func<IEnumerable<Tensor>> slabs, double tolerance)
    {
        if (tolerance is not (>= 1e-6 and < 1)) throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "The tolerance must be at least 1e-6, below which Gram matrices cannot tell what may be cut off, and below 1.");
        Tensor[]? grams = null;
        int[] rest = [];
        long rows = 0;
        var square = 0.0;
        foreach (var slab in slabs())
        {
            if (slab.Rank < 2 || slab.Length == 0) throw new ShapeException($"The slab after {rows} rows has the shape ({string.Join(", ", slab.Shape.ToArray())}); at least two modes and no mode of length 0 are needed.");
            if (grams is null)
            {
                rest = slab.Shape[1..].ToArray();
                grams = [.. rest.Select(n => Tensor.Zeros(n, n))];
            }
            if (!slab.Shape[1..].SequenceEqual(rest))
                throw new ShapeException($"The slab after {rows} rows has the shape ({string.Join(", ", slab.Shape.ToArray())}); those before it end with ({string.Join(", ", rest)}).");
            slab.EnsureFinite($"the slab after {rows} rows");
            for (var mode = 0; mode < rest.Length; mode++)
            {
                var unfolded = ModeProduct.Unfold(slab, mode + 1); // (n_l, k·product of the others)
                grams[mode].AddScaled(LinearAlgebra.MatMul(unfolded, unfolded, transposeA: false, transposeB: true));
            }
            square += Math.Pow(slab.FrobeniusNorm(), 2);
            rows += slab.Shape[0];
        }
        if (grams is null) throw new ShapeException("There are no slabs to decompose.");

        var norm = Math.Sqrt(square);
        var allowed = tolerance * norm / Math.Sqrt(rest.Length + 1);
        var cut = 0.0;
        var factors = new Tensor[rest.Length];
        for (var mode = 0; mode < rest.Length; mode++)
        {
            (factors[mode], var discarded) = LeadingVectors.OfGram(grams[mode], allowed);
            cut += discarded * discarded;
        }

        List<Tensor> projected = [];
        long again = 0;
        foreach (var slab in slabs())
        {
            again += slab.Shape[0];
            projected.Add(ModeProduct.MultiplyAll(slab, [Tensor.Zeros(0, 0), .. factors], transposed: true, except: 0)); // (k, r₂, …, r_d)
        }
        if (again != rows) throw new ShapeException($"The second pass gave {again} rows, the first {rows}; both must give the same tensor.");
        var small = Tensor.Concat(0, [.. projected]); // (n₁, r₂, …, r_d)
        var (first, last) = LeadingVectors.OfTall(ModeProduct.Unfold(small, 0).Transpose().Contiguous(), allowed, "the projected tensor");
        var core = ModeProduct.Multiply(small, first.Transpose(), 0);
        return new Truncation<TuckerTensor>(new TuckerTensor(core, [first, .. factors]), norm > 0 ? Math.Sqrt(cut + (last * last)) / norm : 0);
    }
}
