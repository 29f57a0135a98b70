using Praxis.Numerics;

namespace Praxis.Papers.Compression.SvdQuant;

/// <summary>The paper's two bounds (section 3).</summary>
public static class Propositions
{
    /// <summary>
    /// Proposition 1: ‖XW − Q(X)Q(W)‖ over ‖X‖ ‖W − Q(W)‖ + ‖X − Q(X)‖ (‖W‖ + ‖W − Q(W)‖), Frobenius norms; at most 1. 0 if nothing is lost.
    /// </summary>
    /// <param name="inputs">X, (rows, inputs).</param>
    /// <param name="roundedInputs">Q(X).</param>
    /// <param name="weight">Wᵀ, (outputs, inputs).</param>
    /// <param name="roundedWeight">Q(W)ᵀ.</param>
    public static double FirstRatio(Tensor inputs, Tensor roundedInputs, Tensor weight, Tensor roundedWeight)
    {
        double error = (LinearAlgebra.MatMul(inputs, weight, false, true) - LinearAlgebra.MatMul(roundedInputs, roundedWeight, false, true)).FrobeniusNorm();
        double weightError = (weight - roundedWeight).FrobeniusNorm();
        double bound = (inputs.FrobeniusNorm() * weightError) + ((inputs - roundedInputs).FrobeniusNorm() * (weight.FrobeniusNorm() + weightError));
        return bound > 0 ? error / bound : error > 0 ? double.PositiveInfinity : 0;
    }

    /// <summary>Proposition 2: √(π ln size)/q, which bounds the mean of ‖R − Q(R)‖ over the mean of ‖R‖ for normal R and one scale.</summary>
    /// <param name="size">The number of R's entries, more than 1.</param>
    /// <param name="highest">q, the largest code.</param>
    public static double SecondBound(int size, int highest) => Math.Sqrt(Math.PI * Math.Log(size)) / highest;
}
