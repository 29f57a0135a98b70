using System.Numerics;

namespace Praxis.Numerics;

/// <summary>
/// Discrete cosine transforms of N values, for any N, by Fourier transforms of at most N terms (types II and III: J. Makhoul, "A fast
/// cosine transform in one and two dimensions", IEEE Trans. ASSP 28, 1980). Sums over n = 0 … N − 1:
/// I: x[0] + (−1)^k x[N−1] + 2 Σ x[n] cos(πnk/(N−1)), n = 1 … N−2;
/// II: 2 Σ x[n] cos(π(2n+1)k/(2N)); III: x[0] + 2 Σ x[n] cos(πn(2k+1)/(2N)), n ≥ 1; IV: 2 Σ x[n] cos(π(2n+1)(2k+1)/(4N)).
/// Orthonormal: the same with the rows of the matrix scaled to length one (in types I and III also single columns), so that the
/// inverse is the transpose.
/// </summary>
public static class CosineTransform
{
    private static readonly double Root2 = Math.Sqrt(2);

    /// <summary>The transform of a vector.</summary>
    /// <param name="values">N values; type I needs at least two.</param>
    /// <param name="type">Which of the four.</param>
    /// <param name="orthonormal">Whether to scale so that lengths are kept.</param>
    /// <exception cref="ShapeException">There are fewer than two values for type I.</exception>
    public static double[] Forward(ReadOnlySpan<double> values, TrigonometricType type = TrigonometricType.II, bool orthonormal = false)
    {
        if (type == TrigonometricType.I && values.Length < 2)
            throw new ShapeException($"CosineTransform: type I needs at least two values, not {values.Length}.");
        if (values.IsEmpty)
            return [];
        double[] input = values.ToArray();
        int last = input.Length - 1;
        if (orthonormal && type is TrigonometricType.I or TrigonometricType.III)
            input[0] *= Root2;
        if (orthonormal && type == TrigonometricType.I)
            input[last] *= Root2;
        double[] result = type switch
        {
            TrigonometricType.I => Fourier.CosineTransformI(input),
            TrigonometricType.II => TypeTwo(input),
            TrigonometricType.III => TypeThree(input),
            TrigonometricType.IV => TypeFour(input),
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, "There are types I to IV."),
        };
        if (!orthonormal)
            return result;
        Scale(result, 1 / Math.Sqrt(Period(input.Length, type)));
        if (type is TrigonometricType.I or TrigonometricType.II)
            result[0] /= Root2;
        if (type == TrigonometricType.I)
            result[last] /= Root2;
        return result;
    }

    /// <summary>Undoes <see cref="Forward(ReadOnlySpan{double}, TrigonometricType, bool)"/> of the same type.</summary>
    /// <inheritdoc cref="Forward(ReadOnlySpan{double}, TrigonometricType, bool)"/>
    public static double[] Inverse(ReadOnlySpan<double> values, TrigonometricType type = TrigonometricType.II, bool orthonormal = false)
    {
        double[] result = Forward(values, Opposite(type), orthonormal);
        if (!orthonormal)
            Scale(result, 1.0 / Period(values.Length, type));
        return result;
    }

    /// <summary>The transforms along one axis of a tensor.</summary>
    /// <param name="values">A tensor of rank at least 1.</param>
    /// <param name="type">Which of the four.</param>
    /// <param name="axis">The axis; negative numbers count from the last.</param>
    /// <param name="orthonormal">Whether to scale so that lengths are kept.</param>
    /// <returns>A tensor of the same shape in F64.</returns>
    /// <exception cref="ShapeException">There is no such axis, or it is too short for type I.</exception>
    public static Tensor Forward(Tensor values, TrigonometricType type = TrigonometricType.II, int axis = -1, bool orthonormal = false) =>
        AlongAxis.OnRuns("CosineTransform", values, axis, run => Forward(run, type, orthonormal));

    /// <summary>Undoes <see cref="Forward(Tensor, TrigonometricType, int, bool)"/> of the same type along the same axis.</summary>
    /// <inheritdoc cref="Forward(Tensor, TrigonometricType, int, bool)"/>
    public static Tensor Inverse(Tensor values, TrigonometricType type = TrigonometricType.II, int axis = -1, bool orthonormal = false) =>
        AlongAxis.OnRuns("CosineTransform", values, axis, run => Inverse(run, type, orthonormal));

    internal static TrigonometricType Opposite(TrigonometricType type) => type switch
    {
        TrigonometricType.II => TrigonometricType.III,
        TrigonometricType.III => TrigonometricType.II,
        _ => type,
    };

    internal static void Scale(Span<double> values, double factor) =>
        System.Numerics.Tensors.TensorPrimitives.Multiply(values, factor, values);

    internal static double[] TypeTwo(ReadOnlySpan<double> x)
    {
        // The even entries, then the odd ones backwards.
        int n = x.Length;
        var folded = new double[n];
        for (int i = 0; i < n; i++)
            folded[Folded(i, n)] = x[i];
        Complex[] spectrum = Fourier.ForwardReal(folded);
        var result = new double[n];
        for (int k = 0; k < spectrum.Length; k++)
        {
            Complex turned = spectrum[k] * RootsOfUnity.Root(k, 4L * n);
            result[k] = 2 * turned.Real;
            if (k > 0)
                result[n - k] = -2 * turned.Imaginary;
        }

        return result;
    }

    internal static double[] TypeThree(ReadOnlySpan<double> x)
    {
        int n = x.Length;
        var spectrum = new Complex[(n / 2) + 1];
        for (int k = 0; k < spectrum.Length; k++)
            spectrum[k] = new Complex(x[k], k == 0 ? 0 : -x[n - k]) * Complex.Conjugate(RootsOfUnity.Root(k, 4L * n));
        double[] folded = Fourier.InverseReal(spectrum, n);
        var result = new double[n];
        for (int i = 0; i < n; i++)
            result[i] = n * folded[Folded(i, n)];
        return result;
    }

    internal static double[] TypeFour(ReadOnlySpan<double> x)
    {
        int n = x.Length;
        return n % 2 == 0 ? TypeFourEven(x, n) : TypeFourOdd(x, n);
    }

    // The period of the continued values: twice the transform with its opposite gives this times the input.
    private static int Period(int n, TrigonometricType type) => type == TrigonometricType.I ? 2 * (n - 1) : 2 * n;

    private static int Folded(int i, int n) => i % 2 == 0 ? i / 2 : n - 1 - (i / 2);

    // Entries from both ends as one complex number: half as many terms.
    private static double[] TypeFourEven(ReadOnlySpan<double> x, int n)
    {
        var packed = new Complex[n / 2];
        for (int i = 0; i < packed.Length; i++)
            packed[i] = new Complex(x[2 * i], x[n - 1 - (2 * i)]) * RootsOfUnity.Root((4L * i) + 1, 8L * n);
        Fourier.Forward(packed);
        var result = new double[n];
        for (int k = 0; k < packed.Length; k++)
        {
            Complex turned = packed[k] * RootsOfUnity.Root(k, 2L * n);
            result[2 * k] = 2 * turned.Real;
            result[n - 1 - (2 * k)] = -2 * turned.Imaginary;
        }

        return result;
    }

    private static double[] TypeFourOdd(ReadOnlySpan<double> x, int n)
    {
        var padded = new Complex[2 * n];
        for (int i = 0; i < n; i++)
            padded[i] = x[i] * RootsOfUnity.Root(i, 4L * n);
        Fourier.Forward(padded);
        var result = new double[n];
        for (int k = 0; k < n; k++)
            result[k] = 2 * (padded[k] * RootsOfUnity.Root((2L * k) + 1, 8L * n)).Real;
        return result;
    }
}
