using Praxis.Learning;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.QvGen;

/// <summary>Which of the module's directions fade first.</summary>
public enum DecayOrder
{
    /// <summary>Those of the smallest singular values: the method (section 3.3).</summary>
    SmallestFirst,

    /// <summary>Those of the largest.</summary>
    LargestFirst,

    /// <summary>All of them evenly.</summary>
    Uniform,
}

/// <summary>
/// The full-precision helper W_Φ = (γ ∘ L) R beside a quantised weight: γ is 1 for the columns that stay and falls from 1 to 0 for those that
/// fade. At the end of a phase the faded ones are dropped and the rest is factored anew by a singular value decomposition (algorithm 1).
/// </summary>
public sealed class AuxiliaryModule : Module
{
    private readonly DecayOrder _order;
    private Variable? _left;  // L, (outputs, r)
    private Variable? _right; // R, (r, inputs)
    private double _remaining = 1;

    /// <summary>A module that begins as the best approximation of a matrix.</summary>
    /// <param name="matrix">W − Q(W), (outputs, inputs).</param>
    /// <param name="rank">r, from 0 to the full rank.</param>
    /// <param name="order">Which directions fade first.</param>
    public AuxiliaryModule(Tensor matrix, int rank, DecayOrder order = DecayOrder.SmallestFirst)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rank);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rank, Math.Min(matrix.Rows, matrix.Columns));
        _order = order;
        Factor(matrix, rank);
    }

    /// <summary>r.</summary>
    public int Rank => _right?.Shape[0] ?? 0;

    /// <summary>The columns that fade in a phase: ⌈r/2⌉, so that r reaches 0; all of them where the decay is uniform.</summary>
    public int Fading => _order == DecayOrder.Uniform ? Rank : (Rank + 1) / 2;

    /// <summary>L and R as they are now: other variables after each phase, for which an optimizer must be made anew.</summary>
    public IEnumerable<Variable> Factors => _left is { } left && _right is { } right ? [left, right] : [];

    /// <summary>Sets how much of the fading columns is left in this phase, from 1 to 0 along a cosine.</summary>
    /// <param name="share">The share of the phase that is done, 0 to 1.</param>
    public void Fade(double share) => _remaining = share >= 1 ? 0 : 0.5 * (1 + Math.Cos(Math.PI * share));

    /// <summary>W_Φ as it counts now, (outputs, inputs); null at rank 0.</summary>
    public Variable? Matrix() => _left is null || _right is null ? null : (_left * Weights()).MatMul(_right);

    /// <summary>Drops the columns that have faded and factors the rest anew.</summary>
    public void EndPhase()
    {
        if (_left is null || _right is null)
            return;
        int kept = Rank - Fading;
        if (kept == 0)
        {
            Remove();
            return;
        }

        int first = _order == DecayOrder.LargestFirst ? Fading : 0;
        (var left, var right) = (_left.Data.Slice(1, first, kept), _right.Data.Slice(0, first, kept));
        _remaining = 1;
        Factor(LinearAlgebra.MatMul(left.To(DType.F64), right.To(DType.F64)), kept, _left.DType);
    }

    /// <summary>Removes the module at once.</summary>
    public void Remove() => (_left, _right) = (null, null);

    /// <summary>The singular values of L R, descending.</summary>
    public double[] SingularValues() => _left is null || _right is null
        ? []
        : LinearAlgebra.SingularValues(LinearAlgebra.MatMul(_left.Data.To(DType.F64), _right.Data.To(DType.F64))).ToArray()[..Rank];

    private Tensor Weights()
    {
        float[] weights = [.. Enumerable.Repeat(1f, Rank)];
        weights.AsSpan(_order == DecayOrder.LargestFirst ? 0 : Rank - Fading, Fading).Fill((float)_remaining);
        return Tensor.Wrap(weights, Rank).To(_left!.DType);
    }

    private void Factor(Tensor matrix, int rank, DType? dtype = null)
    {
        Remove();
        if (rank == 0)
            return;
        using var unpooled = TensorScope.Suspend();
        var svd = LinearAlgebra.Svd(matrix.To(DType.F64));
        var roots = svd.S.Slice(0, 0, rank).Sqrt();                                                     // (r)
        _left = new Variable((svd.U.Slice(1, 0, rank) * roots).To(dtype ?? matrix.DType), requiresGrad: true);
        _right = new Variable((svd.Vt.Slice(0, 0, rank) * roots.Reshape(rank, 1)).To(dtype ?? matrix.DType), requiresGrad: true);
    }
}
