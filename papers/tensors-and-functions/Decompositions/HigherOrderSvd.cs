using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions;

/// <summary>
/// The higher-order SVD (De Lathauwer, De Moor and Vandewalle 2000): singular vectors and values of every unfolding, from which Tucker
/// tensors of any ranks are cut. Cutting at ranks r leaves an error of at most (Σ over modes and discarded values of σ²)^½, within √d of the best.
/// </summary>
public sealed class HigherOrderSvd
{
    private readonly Tensor _tensor;
    private readonly Tensor[] _vectors;

    /// <summary>Decomposes a tensor.</summary>
    /// <param name="tensor">(n₁, …, n_d), d ≥ 1, no mode of length 0.</param>
    /// <exception cref="ShapeException">The tensor has no entries.</exception>
    /// <exception cref="NonFiniteException">The tensor has NaN or infinite entries; the message names the first.</exception>
    public HigherOrderSvd(Tensor tensor)
    {
        if (tensor.Rank == 0 || tensor.Length == 0) throw new ShapeException("A higher-order SVD needs a tensor with at least one mode and no mode of length 0.");
        _tensor = tensor.EnsureFinite("the tensor");
        _vectors = new Tensor[tensor.Rank];
        var values = new Tensor[tensor.Rank];
        for (var mode = 0; mode < tensor.Rank; mode++)
            (_vectors[mode], values[mode]) = LeftSingularVectors.OfTransposed(Fibres(tensor, mode));
        SingularValues = values;
    }

    /// <summary>The singular values of the unfolding along each mode, descending.</summary>
    public IReadOnlyList<Tensor> SingularValues { get; }

    /// <summary>The smallest ranks whose discarded singular values have at most the energy (ε‖A‖)²/d in each mode.</summary>
    /// <param name="tolerance">ε, the relative Frobenius error allowed.</param>
    /// <exception cref="ArgumentOutOfRangeException">The tolerance is not between 0 and 1.</exception>
    public int[] Ranks(double tolerance)
    {
        if (tolerance is not (>= 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "The tolerance must be at least 0 and below 1.");
        return [.. SingularValues.Select(values => RankFor(values, tolerance * values.FrobeniusNorm() / Math.Sqrt(_tensor.Rank)))];
    }

    /// <summary>The Tucker tensor of the ranks that a tolerance asks for; see <see cref="Ranks"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The tolerance is not between 0 and 1.</exception>
    public TuckerTensor Truncate(double tolerance) => Truncate(Ranks(tolerance));

    /// <summary>The Tucker tensor of given ranks: leading left singular vectors as factors, core A ×₁ V₁ᵀ ×₂ V₂ᵀ ….</summary>
    /// <param name="ranks">One for each mode, at least 1 and at most the mode's length.</param>
    /// <exception cref="ArgumentOutOfRangeException">A rank is out of range.</exception>
    public TuckerTensor Truncate(IReadOnlyList<int> ranks)
    {
        if (ranks.Count != _tensor.Rank) throw new ArgumentOutOfRangeException(nameof(ranks), ranks.Count, $"One rank for each of the {_tensor.Rank} modes is needed.");
        for (var mode = 0; mode < ranks.Count; mode++)
            if (ranks[mode] < 1 || ranks[mode] > _vectors[mode].Columns)
                throw new ArgumentOutOfRangeException(nameof(ranks), ranks[mode], $"The rank of mode {mode} must be between 1 and {_vectors[mode].Columns}.");
        Tensor[] factors = [.. _vectors.Select((vectors, mode) => vectors.Slice(1, 0, ranks[mode]).Contiguous())]; // (n_l, r_l)
        return new TuckerTensor(ModeProduct.MultiplyAll(_tensor, factors, transposed: true), factors);
    }

    /// <summary>The smallest rank, at least 1, whose discarded singular values have at most the given Frobenius norm.</summary>
    /// <param name="values">Singular values, descending.</param>
    /// <param name="allowed">The norm that may be discarded.</param>
    public static int RankFor(Tensor values, double allowed)
    {
        var rank = values.Length;
        var discarded = 0.0; // summed from the smallest on, so that small values are not lost
        while (rank > 1)
        {
            discarded += values[rank - 1] * values[rank - 1];
            if (discarded > allowed * allowed) break;
            rank--;
        }
        return rank;
    }

    // The transposed unfolding: (product of the other n, n_l).
    private static Tensor Fibres(Tensor tensor, int mode)
    {
        int[] order = [.. Enumerable.Range(0, tensor.Rank).Where(axis => axis != mode), mode];
        var n = tensor.Shape[mode];
        return tensor.Transpose(order).Contiguous().Reshape(tensor.Length / n, n);
    }
}
