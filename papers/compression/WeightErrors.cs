using Praxis.Numerics;

namespace Praxis.Papers.Compression;

/// <summary>How far a compressed weight is from the dense one, by itself and as the layer's inputs see it.</summary>
public static class WeightErrors
{
    /// <summary>‖W − Ŵ‖_F/‖W‖_F; 0 if both are zero, infinite if only W is.</summary>
    /// <param name="weight">W, (outputs, inputs).</param>
    /// <param name="approximation">Ŵ, (outputs, inputs).</param>
    public static double RelativeWeightError(Tensor weight, Tensor approximation) =>
        Ratio((weight.To(DType.F64) - approximation.To(DType.F64)).FrobeniusNorm(), weight.FrobeniusNorm());

    /// <summary>√(mean ‖(W − Ŵ) x‖²/mean ‖W x‖²) over the calibration inputs; 0 if both are zero, infinite if only the latter is.</summary>
    /// <param name="weight">W, (outputs, inputs).</param>
    /// <param name="approximation">Ŵ, (outputs, inputs).</param>
    /// <param name="moments">The second moments of the inputs, (inputs, inputs).</param>
    public static double RelativeOutputError(Tensor weight, Tensor approximation, Tensor moments) => Ratio(
        Math.Sqrt(OutputError(weight, approximation, moments)),
        Math.Sqrt(Energy(weight.To(DType.F64), moments)));

    /// <summary>mean ‖(W − Ŵ) x‖² = tr (W − Ŵ) M (W − Ŵ)ᵀ over the calibration inputs.</summary>
    /// <param name="weight">W, (outputs, inputs).</param>
    /// <param name="approximation">Ŵ, (outputs, inputs).</param>
    /// <param name="moments">M, the second moments of the inputs, (inputs, inputs).</param>
    public static double OutputError(Tensor weight, Tensor approximation, Tensor moments) =>
        Energy(weight.To(DType.F64) - approximation.To(DType.F64), moments);

    /// <summary><see cref="RelativeWeightError(Tensor, Tensor)"/> of a layer.</summary>
    public static double RelativeWeightError(LayerToCompress layer, CompressedWeight form) => RelativeWeightError(layer.ReadWeight(), form.ToDense());

    /// <summary><see cref="RelativeOutputError(Tensor, Tensor, Tensor)"/> of a layer.</summary>
    public static double RelativeOutputError(LayerToCompress layer, CompressedWeight form) =>
        RelativeOutputError(layer.ReadWeight(), form.ToDense(), layer.Statistics.SecondMoments);

    /// <summary><see cref="OutputError(Tensor, Tensor, Tensor)"/> of a layer.</summary>
    public static double OutputError(LayerToCompress layer, CompressedWeight form) =>
        OutputError(layer.ReadWeight(), form.ToDense(), layer.Statistics.SecondMoments);

    private static double Energy(Tensor difference, Tensor moments) =>
        Math.Max(0, LinearAlgebra.Dot(LinearAlgebra.MatMul(difference, moments).Flatten(), difference.Contiguous().Flatten()));

    private static double Ratio(double error, double whole) => whole > 0 ? error / whole : error > 0 ? double.PositiveInfinity : 0;
}
