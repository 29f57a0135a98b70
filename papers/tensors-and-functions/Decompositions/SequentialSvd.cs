using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions;

/// <summary>
/// The sequentially truncated higher-order SVD (Vannieuwenhoven, Vandebril and Meerbergen 2012): mode by mode the tensor is projected on its leading singular vectors
/// before the next mode is looked at, which costs less than a higher-order SVD and has the same guarantee, ‖A − Â‖ ≤ ε‖A‖ and within √d of the best.
/// </summary>
public static class SequentialSvd
{
    /// <summary>Decomposes a tensor within a tolerance.</summary>
    /// <param name="tensor">(n₁, …, n_d), d ≥ 1, no mode of length 0.</param>
    /// <param name="tolerance">ε, the relative Frobenius error allowed: at least 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The tolerance is out of range.</exception>
    /// <exception cref="ShapeException">The tensor has no entries.</exception>
    /// <exception cref="NonFiniteException">The tensor has NaN or infinite entries; the message names the first.</exception>
    public static Truncation<TuckerTensor> Compute(Tensor tensor, double tolerance)
    {
        if (tolerance is not (>= 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "The tolerance must be at least 0 and below 1.");
        if (tensor.Rank == 0 || tensor.Length == 0) throw new ShapeException("A higher-order SVD needs a tensor with at least one mode and no mode of length 0.");
        var core = tensor.EnsureFinite("the tensor").To(DType.F64).Contiguous();
        var norm = core.FrobeniusNorm();
        var allowed = tolerance * norm / Math.Sqrt(tensor.Rank);
        var factors = new Tensor[tensor.Rank];
        var square = 0.0;
        // From the last mode on, whose unfolding lies in memory as it is.
        for (var mode = tensor.Rank - 1; mode >= 0; mode--)
        {
            var fibres = ModeProduct.Unfold(core, mode).Transpose().Contiguous(); // (product of the others, n_l)
            (factors[mode], var discarded) = LeadingVectors.OfTall(fibres, allowed, "the tensor");
            square += discarded * discarded;
            core = ModeProduct.Multiply(core, factors[mode].Transpose(), mode);
        }
        return new Truncation<TuckerTensor>(new TuckerTensor(core, factors), norm > 0 ? Math.Sqrt(square) / norm : 0);
    }
}
