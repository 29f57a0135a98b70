using Praxis.Learning;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.SvdQuant;

/// <summary>
/// A linear map as SVDQuant leaves it: X̂ = X diag(λ)⁻¹, then X̂ Rightᵀ Leftᵀ in full numbers plus Q(X̂) Q(R)ᵀ. The branch sees the scaled
/// activations before they are rounded, as in the authors' kernels.
/// </summary>
/// <param name="InputScale">λ, (inputs).</param>
/// <param name="Branch">The low-rank branch, or null.</param>
/// <param name="Residual">Q(R), or Q(Ŵ) without a branch.</param>
/// <param name="Activations">How activations are rounded; null: not at all.</param>
public sealed record QuantizedMap(Tensor InputScale, LowRankWeight? Branch, QuantizedWeight Residual, ActivationGrid? Activations)
{
    /// <summary>What the map takes on disk in bits, λ counted although it often goes into the layer before.</summary>
    public long Bits => Residual.Bits + (Branch?.Bits ?? 0) + ((long)Residual.Inputs * CompressedWeight.NumberBits);

    /// <summary>The bits for each number of the dense weight.</summary>
    public double BitsPerWeight => (double)Bits / Residual.DenseParameters;

    /// <summary>What the map makes of rows.</summary>
    /// <param name="inputs">X, (rows, inputs), F64.</param>
    /// <returns>(rows, outputs).</returns>
    public Tensor Forward(Tensor inputs) => ToLayer(null, DType.F64).Forward(inputs).Data;

    /// <summary>The map as a layer for inference: gradients reach only the bias.</summary>
    /// <param name="bias">(outputs), or null.</param>
    /// <param name="dtype">F32 or F64.</param>
    public Layer ToLayer(Tensor? bias, DType dtype) => new QuantizedMapLayer(this, bias, dtype);
}

/// <summary>X̂ Rightᵀ Leftᵀ + Q(X̂) Q(R)ᵀ + b.</summary>
internal sealed class QuantizedMapLayer : Layer
{
    private readonly ActivationGrid? _activations;
    private readonly Tensor _inverse;  // 1/λ, (inputs)
    private readonly Tensor _residual; // (outputs, inputs)
    private readonly Tensor? _left;    // (outputs, r)
    private readonly Tensor? _right;   // (r, inputs)
    private readonly Variable? _bias;

    public QuantizedMapLayer(QuantizedMap map, Tensor? bias, DType dtype)
    {
        _activations = map.Activations;
        _inverse = AddBuffer("inverse", map.InputScale.Map(scale => 1 / scale).To(dtype));
        _residual = AddBuffer("residual", map.Residual.ToDense().To(dtype));
        if (map.Branch is { } branch)
            (_left, _right) = (AddBuffer("left", branch.Left.To(dtype)), AddBuffer("right", branch.Right.To(dtype)));
        _bias = bias is null ? null : new Variable(AddBuffer("bias", bias.To(dtype)));
    }

    public override Variable Forward(Variable x)
    {
        var scaled = x.Data * _inverse;                                     // X̂, (…, inputs)
        var rounded = _activations is null ? scaled : _activations.Round(scaled);
        var y = new Variable(rounded).Affine(_residual.Transpose(), _bias); // (…, outputs)
        return _left is null || _right is null ? y : y + new Variable(scaled).Affine(_right.Transpose(), null).Affine(_left.Transpose(), null);
    }
}
