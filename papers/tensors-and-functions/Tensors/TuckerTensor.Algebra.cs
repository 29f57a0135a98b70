using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions;

public sealed partial class TuckerTensor
{
    /// <inheritdoc/>
    public double Norm() => Math.Sqrt(Math.Max(0, InnerProduct(this)));

    /// <summary>⟨A, B⟩ = ⟨β, γ ×₁ (V₁ᵀW₁) ×₂ (V₂ᵀW₂) …⟩, without rebuilding.</summary>
    /// <param name="other">B, of the same shape and any ranks.</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public double InnerProduct(TuckerTensor other)
    {
        TensorIndices.RequireSame(Shape, other.Shape);
        Tensor[] between = [.. Factors.Zip(other.Factors, (v, w) => LinearAlgebra.MatMul(v, w, transposeA: true, transposeB: false))]; // (r_l, s_l)
        return (Core * ModeProduct.MultiplyAll(other.Core, between)).Sum();
    }

    /// <inheritdoc/>
    public Tensor Entries(IReadOnlyList<int[]> indices)
    {
        TensorIndices.Check(Shape, indices);
        return ContractCore([.. Factors.Select((factor, mode) => factor.TakeRows(indices[mode]))]);
    }

    /// <summary>The part of the tensor between two indices of one mode, without rebuilding: rows of that factor.</summary>
    /// <param name="mode">The mode.</param>
    /// <param name="start">The first index.</param>
    /// <param name="length">How many.</param>
    /// <exception cref="ShapeException">There is no such mode.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The part reaches beyond the tensor.</exception>
    public TuckerTensor Slice(int mode, int start, int length)
    {
        TensorIndices.RequireMode(Order, mode);
        return new TuckerTensor(Core, [.. Factors.Select((factor, m) => m == mode ? factor.Slice(0, start, length).Contiguous() : factor)]);
    }

    /// <summary>The tensor of one mode less at one index, without rebuilding: the core is contracted with that row of the factor.</summary>
    /// <param name="mode">The mode that goes; at least one other must remain.</param>
    /// <param name="index">The index.</param>
    /// <exception cref="ShapeException">There is no such mode, or it is the only one.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such index.</exception>
    public TuckerTensor Select(int mode, int index)
    {
        TensorIndices.RequireMode(Order, mode);
        if (Order == 1) throw new ShapeException("A tensor of one mode has single entries only: see Entries.");
        var core = ModeProduct.Multiply(Core, Factors[mode].Slice(0, index, 1), mode).Select(mode, 0).Contiguous();
        return new TuckerTensor(core, [.. Factors.Where((_, m) => m != mode)]);
    }

    /// <summary>c·A.</summary>
    public TuckerTensor Scale(double c) => new(Core * c, Factors);
}
