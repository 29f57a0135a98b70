using System.Numerics;

namespace Praxis.Numerics;

/// <summary>
/// Discrete sine transforms of N values, for any N. Sums over n = 0 … N − 1: I: 2 Σ x[n] sin(π(n+1)(k+1)/(N+1));
/// II: 2 Σ x[n] sin(π(2n+1)(k+1)/(2N)); III: (−1)^k x[N−1] + 2 Σ x[n] sin(π(n+1)(2k+1)/(2N)), n ≤ N−2;
/// IV: 2 Σ x[n] sin(π(2n+1)(2k+1)/(4N)). Types II to IV are cosine transforms with signs and order changed. Orthonormal: scaled so
/// that the inverse is the transpose.
/// </summary>
public static class SineTransform
{
    private static readonly double Root2 = Math.Sqrt(2);

    /// <summary>The transform of a vector.</summary>
    /// <param name="values">N values.</param>
    /// <param name="type">Which of the four.</param>
    /// <param name="orthonormal">Whether to scale so that lengths are kept.</param>
    public static double[] Forward(ReadOnlySpan<double> values, TrigonometricType type = TrigonometricType.II, bool orthonormal = false)
    {
        if (values.IsEmpty)
            return [];
        double[] input = values.ToArray();
        if (orthonormal && type == TrigonometricType.III)
            input[^1] *= Root2;
        double[] result = type switch
        {
            TrigonometricType.I => TypeOne(input),
            TrigonometricType.II => Reversed(CosineTransform.TypeTwo(Alternating(input))),
            TrigonometricType.III => Alternating(CosineTransform.TypeThree(Reversed(input))),
            TrigonometricType.IV => Alternating(CosineTransform.TypeFour(Reversed(input))),
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, "There are types I to IV."),
        };
        if (!orthonormal)
            return result;
        CosineTransform.Scale(result, 1 / Math.Sqrt(Period(input.Length, type)));
        if (type == TrigonometricType.II)
            result[^1] /= Root2;
        return result;
    }

    /// <summary>Undoes <see cref="Forward(ReadOnlySpan{double}, TrigonometricType, bool)"/> of the same type.</summary>
    /// <inheritdoc cref="Forward(ReadOnlySpan{double}, TrigonometricType, bool)"/>
    public static double[] Inverse(ReadOnlySpan<double> values, TrigonometricType type = TrigonometricType.II, bool orthonormal = false)
    {
        double[] result = Forward(values, CosineTransform.Opposite(type), orthonormal);
        if (!orthonormal)
            CosineTransform.Scale(result, 1.0 / Period(values.Length, type));
        return result;
    }

    /// <summary>The transforms along one axis of a tensor.</summary>
    /// <param name="values">A tensor of rank at least 1.</param>
    /// <param name="type">Which of the four.</param>
    /// <param name="axis">The axis; negative numbers count from the last.</param>
    /// <param name="orthonormal">Whether to scale so that lengths are kept.</param>
    /// <returns>A tensor of the same shape in F64.</returns>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public static Tensor Forward(Tensor values, TrigonometricType type = TrigonometricType.II, int axis = -1, bool orthonormal = false) =>
        AlongAxis.OnRuns("SineTransform", values, axis, run => Forward(run, type, orthonormal));

    /// <summary>Undoes <see cref="Forward(Tensor, TrigonometricType, int, bool)"/> of the same type along the same axis.</summary>
    /// <inheritdoc cref="Forward(Tensor, TrigonometricType, int, bool)"/>
    public static Tensor Inverse(Tensor values, TrigonometricType type = TrigonometricType.II, int axis = -1, bool orthonormal = false) =>
        AlongAxis.OnRuns("SineTransform", values, axis, run => Inverse(run, type, orthonormal));

    private static int Period(int n, TrigonometricType type) => type == TrigonometricType.I ? 2 * (n + 1) : 2 * n;

    // The values, and the same backwards with the other sign, between two zeros.
    private static double[] TypeOne(double[] x)
    {
        int n = x.Length;
        var odd = new double[2 * (n + 1)];
        for (int i = 0; i < n; i++)
        {
            odd[i + 1] = x[i];
            odd[^(i + 1)] = -x[i];
        }

        Complex[] spectrum = Fourier.ForwardReal(odd);
        var result = new double[n];
        for (int k = 0; k < n; k++)
            result[k] = -spectrum[k + 1].Imaginary;
        return result;
    }

    private static double[] Alternating(double[] values)
    {
        for (int i = 1; i < values.Length; i += 2)
            values[i] = -values[i];
        return values;
    }

    private static double[] Reversed(double[] values)
    {
        Array.Reverse(values);
        return values;
    }
}
