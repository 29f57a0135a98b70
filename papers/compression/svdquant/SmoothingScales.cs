using Praxis.Numerics;

namespace Praxis.Papers.Compression.SvdQuant;

/// <summary>Scales that move large activations into the weights: X diag(λ)⁻¹ and W diag(λ) have the same product (section 4.1).</summary>
public static class SmoothingScales
{
    /// <summary>λ_j = max|X_j|^α / max|W_j|^β with a geometric mean of 1; an input or column that is always zero gets 1.</summary>
    /// <param name="inputMaximum">max|X_j|, (inputs), not negative.</param>
    /// <param name="weight">W, (outputs, inputs).</param>
    /// <param name="exponents">α and β.</param>
    /// <returns>λ, (inputs), rounded to half precision as it is stored.</returns>
    public static Tensor Of(Tensor inputMaximum, Tensor weight, SmoothingExponents exponents)
    {
        int inputs = weight.Columns;
        if (inputMaximum.Rank != 1 || inputMaximum.Length != inputs)
            throw new ShapeException($"A weight of {inputs} inputs needs as many maxima, not ({string.Join(", ", inputMaximum.Shape.ToArray())}).");
        var columns = weight.Abs().Max(0); // (inputs)
        double[] logarithms = new double[inputs];
        bool[] dead = new bool[inputs];
        for (int j = 0; j < inputs; j++)
        {
            dead[j] = !(inputMaximum[j] > 0 && columns[j] > 0);
            logarithms[j] = dead[j] ? 0 : (exponents.Alpha * Math.Log(inputMaximum[j])) - (exponents.Beta * Math.Log(columns[j]));
        }

        double mean = dead.All(none => none) ? 0 : logarithms.Where((_, j) => !dead[j]).Average();
        return Tensor.Wrap(
            [.. logarithms.Select((value, j) => dead[j] ? 1 : (double)(Half)Math.Clamp(Math.Exp(value - mean), 1e-3, 1e4))],
            inputs);
    }
}
