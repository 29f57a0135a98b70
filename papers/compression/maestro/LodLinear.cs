using Praxis.Learning;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.Maestro;

/// <summary>
/// A linear layer stored as a product, W = U Vᵀ, whose components have an order: x V<sub>:b</sub> U<sub>:b</sub>ᵀ + bias with the first
/// b of them is a smaller layer (the paper's low-rank ordered decomposition). Components are never re-sorted.
/// </summary>
public sealed class LodLinear : Layer
{
    /// <summary>A layer that begins as the SVD of a weight, √Σ on either side.</summary>
    /// <param name="weight">W, (outputs, inputs), finite.</param>
    /// <param name="bias">(outputs), or null.</param>
    /// <param name="dtype">F32 or F64.</param>
    public LodLinear(Tensor weight, Tensor? bias, DType dtype = DType.F32)
    {
        var svd = LinearAlgebra.Svd(weight.To(DType.F64).EnsureFinite("The weight of a factored layer"));
        var root = svd.S.Sqrt();                                                               // (rank)
        U = AddParameter("u", (svd.U * root).To(dtype).Clone());                               // (outputs, rank)
        V = AddParameter("v", (svd.Vt.Transpose() * root).To(dtype).Clone());                  // (inputs, rank)
        Bias = bias is null ? null : AddParameter("bias", bias.To(dtype).Clone());
        Rank = FullRank;
    }

    /// <summary>A layer of the same numbers that shares nothing with another.</summary>
    private LodLinear(LodLinear other)
    {
        (U, V) = (AddParameter("u", other.U.Data.Clone()), AddParameter("v", other.V.Data.Clone()));
        Bias = other.Bias is null ? null : AddParameter("bias", other.Bias.Data.Clone());
        Rank = other.Rank;
    }

    /// <summary>The left factor, (outputs, full rank).</summary>
    public Variable U { get; }

    /// <summary>The right factor, (inputs, full rank).</summary>
    public Variable V { get; }

    /// <summary>(outputs), or null.</summary>
    public Variable? Bias { get; }

    /// <summary>Components that still count, from 0 (the bias alone) on; the others are zero and stay so.</summary>
    public int Rank { get; private set; }

    /// <summary>min(outputs, inputs).</summary>
    public int FullRank => U.Shape[1];

    /// <summary>Rows of W.</summary>
    public int Outputs => U.Shape[0];

    /// <summary>Columns of W.</summary>
    public int Inputs => V.Shape[0];

    /// <inheritdoc/>
    public override Variable Forward(Variable x) => Forward(x, Rank);

    /// <summary>The output with the first components only.</summary>
    /// <param name="x">(…, inputs).</param>
    /// <param name="rank">b, from 0 to <see cref="Rank"/>.</param>
    /// <returns>(…, outputs).</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many.</exception>
    public Variable Forward(Variable x, int rank)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rank);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rank, Rank);
        if (rank == 0)
        {
            int[] shape = [.. x.Shape[..^1], Outputs];
            return Bias is null ? Tensor.Zeros(x.DType, shape) : Bias.BroadcastTo(shape);
        }

        return x.Affine(V.Slice(1, 0, rank), null)                 // (…, rank)
            .Affine(U.Slice(1, 0, rank).Transpose(), Bias);        // (…, outputs)
    }

    /// <summary>A copy that shares nothing with this layer, cut to its first components.</summary>
    /// <param name="rank">From 0 to <see cref="Rank"/>.</param>
    public LodLinear Truncated(int rank)
    {
        var copy = new LodLinear(this);
        copy.Shrink(rank);
        return copy;
    }

    /// <summary>Cuts the layer to its first components for good; the rest is set to zero.</summary>
    /// <param name="rank">From 0 to <see cref="Rank"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many.</exception>
    public void Shrink(int rank)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rank);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rank, Rank);
        foreach (var factor in new[] { U, V })
            if (rank < FullRank)
                factor.Data.Slice(1, rank, FullRank - rank).Fill(0);
        Rank = rank;
    }

    /// <summary>W of the first components, (outputs, inputs), F64.</summary>
    /// <param name="rank">From 0 to the full rank.</param>
    public Tensor Product(int rank) => rank == 0
        ? Tensor.Zeros(Outputs, Inputs)
        : LinearAlgebra.MatMul(
            U.Data.To(DType.F64).Slice(1, 0, rank).Contiguous(), V.Data.To(DType.F64).Slice(1, 0, rank).Contiguous(), transposeA: false, transposeB: true);

    /// <summary>‖U<sub>b:</sub>‖ ‖V<sub>b:</sub>‖ for b = 1, …, full rank: what is left from component b on, the paper's importance. Never rises with b.</summary>
    public double[] Importance()
    {
        (double[] left, double[] right) = (HierarchicalGroupLasso.TailNorms(U.Data), HierarchicalGroupLasso.TailNorms(V.Data));
        return [.. left.Zip(right, (u, v) => u * v)];
    }

    /// <summary>Multiplications with additions of one input row at a rank, in factored form.</summary>
    public long MultiplyAdds(int rank) => (long)rank * (Outputs + Inputs);

    /// <summary>Stored numbers of W at a rank: factors, or the dense product where that is smaller.</summary>
    public long Parameters(int rank) => Math.Min(MultiplyAdds(rank), (long)Outputs * Inputs);
}
