using Praxis.Numerics;

namespace Praxis.Papers.Compression.WeLore;

/// <summary>How singular values of different matrices are made comparable.</summary>
public enum SpectrumNormalization
{
    /// <summary>(s − s_min)/(s_max − s_min), as the released code does: a matrix with one very large singular value looks low-rank.</summary>
    Range,

    /// <summary>s/s_max.</summary>
    Largest,
}

/// <summary>The singular values of a weight, brought to at most 1 (section 3).</summary>
/// <param name="Outputs">Rows of the weight.</param>
/// <param name="Inputs">Columns of the weight.</param>
/// <param name="Values">Descending, min(outputs, inputs) of them.</param>
public sealed record NormalizedSpectrum(int Outputs, int Inputs, IReadOnlyList<double> Values)
{
    /// <summary>r_l, the full rank.</summary>
    public int FullRank => Values.Count;

    /// <summary>The spectrum of a weight. Where all singular values are equal none is small: all become 1.</summary>
    /// <param name="weight">(outputs, inputs), finite.</param>
    /// <param name="normalization">How.</param>
    /// <param name="name">The weight's name, for messages.</param>
    /// <exception cref="NonFiniteException">A number is not finite.</exception>
    public static NormalizedSpectrum Of(Tensor weight, SpectrumNormalization normalization, string name)
    {
        double[] values = LinearAlgebra.SingularValues(weight.To(DType.F64).EnsureFinite(name)).ToArray();
        double least = normalization == SpectrumNormalization.Range ? values[^1] : 0, range = values[0] - least;
        return new NormalizedSpectrum(weight.Rows, weight.Columns, [.. values.Select(value => range > 0 ? (value - least) / range : 1)]);
    }

    /// <summary>p_l(k): how many values are below a threshold.</summary>
    public int Pruned(double threshold) => Values.Count(value => value < threshold);
}
