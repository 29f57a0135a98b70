using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions;

/// <summary>
/// TT-SVD (Oseledets 2011, algorithm 1): a tensor as a train within a guaranteed error, by one truncated SVD a bond, each cutting off at most ε‖A‖/√(d−1). Bonds are
/// taken from the last to the first: then every unfolding is a tall matrix that lies in memory as it is.
/// </summary>
public static class TensorTrainSvd
{
    /// <summary>Decomposes a tensor within a tolerance.</summary>
    /// <param name="tensor">(n₁, …, n_d), d ≥ 1, no mode of length 0.</param>
    /// <param name="tolerance">ε, the relative Frobenius error allowed: at least 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The tolerance is out of range.</exception>
    /// <exception cref="ShapeException">The tensor has no entries.</exception>
    /// <exception cref="NonFiniteException">The tensor has NaN or infinite entries; the message names the first.</exception>
    public static Truncation<TensorTrain> Compute(Tensor tensor, double tolerance)
    {
        if (tolerance is not (>= 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "The tolerance must be at least 0 and below 1.");
        if (tensor.Rank == 0 || tensor.Length == 0) throw new ShapeException("A tensor train needs a tensor with at least one mode and no mode of length 0.");
        var shape = tensor.Shape.ToArray();
        var cores = new Tensor[shape.Length];
        var rest = tensor.To(DType.F64).Contiguous();
        var norm = rest.FrobeniusNorm();
        if (!double.IsFinite(norm)) tensor.EnsureFinite("the tensor");
        var allowed = tolerance * norm / Math.Sqrt(Math.Max(1, shape.Length - 1));
        var rank = 1;
        var square = 0.0;
        for (var mode = shape.Length - 1; mode > 0; mode--)
        {
            var columns = shape[mode] * rank;
            var tall = rest.Reshape(rest.Length / columns, columns); // (n₁⋯n_{l−1}, n_l·r_l)
            var (v, discarded) = LeadingVectors.OfTall(tall, allowed, "the tensor");
            square += discarded * discarded;
            cores[mode] = v.Transpose().Contiguous().Reshape(v.Columns, shape[mode], rank);
            rest = LinearAlgebra.MatMul(tall, v); // (n₁⋯n_{l−1}, r_{l−1})
            rank = v.Columns;
        }
        cores[0] = rest.Reshape(1, shape[0], rank);
        return new Truncation<TensorTrain>(new TensorTrain(cores), norm > 0 ? Math.Sqrt(square) / norm : 0);
    }
}
