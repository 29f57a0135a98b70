using System.Collections.Concurrent;
using System.Numerics;

namespace Praxis.Numerics;

/// <summary>
/// Discrete Fourier transforms of any length, X[k] = Σ x[j] exp(−2πi jk/n), and what is computed with them. Plans (twiddle
/// factors) are made once per length and kept; all members may be called from several threads.
/// </summary>
public static partial class Fourier
{
    private static readonly ConcurrentDictionary<int, FourierPlan> Plans = new();

    /// <summary>Replaces the values by their discrete Fourier transform (not normalised).</summary>
    public static void Forward(Span<Complex> values)
    {
        if (values.Length > 1)
            PlanFor(values.Length).Forward(values);
    }

    /// <summary>Replaces the values by their inverse discrete Fourier transform, divided by n: undoes <see cref="Forward(Span{Complex})"/>.</summary>
    public static void Inverse(Span<Complex> values)
    {
        if (values.Length > 1)
            PlanFor(values.Length).Inverse(values, 1.0 / values.Length);
    }

    /// <summary>The first n/2 + 1 terms of the transform of n real values; the others are their conjugates in reverse.</summary>
    public static Complex[] ForwardReal(ReadOnlySpan<double> values)
    {
        int n = values.Length;
        if (n == 0)
            return [];
        if (n % 2 != 0)
        {
            var all = new Complex[n];
            for (int i = 0; i < n; i++)
                all[i] = values[i];
            Forward(all);
            return all[..((n / 2) + 1)];
        }

        // Even and odd entries as real and imaginary part of half as many complex numbers.
        int half = n / 2;
        var packed = new Complex[half];
        for (int i = 0; i < half; i++)
            packed[i] = new Complex(values[2 * i], values[(2 * i) + 1]);
        Forward(packed);
        var result = new Complex[half + 1];
        var twiddles = RootsOfUnity.HalfFor(n);
        for (int k = 0; k <= half; k++)
        {
            var forward = packed[k % half];
            var backward = Complex.Conjugate(packed[(half - k) % half]);
            var even = 0.5 * (forward + backward);
            var odd = 0.5 * (forward - backward);
            result[k] = even + (twiddles[k] * new Complex(odd.Imaginary, -odd.Real));
        }

        return result;
    }

    /// <summary>The n real values whose <see cref="ForwardReal(ReadOnlySpan{double})"/> is given; the imaginary parts that must be zero are ignored.</summary>
    /// <param name="spectrum">n/2 + 1 terms.</param>
    /// <param name="length">n, which the number of terms leaves open between even and odd.</param>
    /// <exception cref="ShapeException">The number of terms is not length/2 + 1.</exception>
    public static double[] InverseReal(ReadOnlySpan<Complex> spectrum, int length)
    {
        if (length == 0 && spectrum.IsEmpty)
            return [];
        if (length <= 0 || spectrum.Length != (length / 2) + 1)
            throw new ShapeException($"InverseReal: {length} values need {(length / 2) + 1} terms, not {spectrum.Length}.");
        var result = new double[length];
        if (length % 2 != 0)
        {
            var all = new Complex[length];
            all[0] = spectrum[0].Real;
            for (int k = 1; k < spectrum.Length; k++)
            {
                all[k] = spectrum[k];
                all[length - k] = Complex.Conjugate(spectrum[k]);
            }

            Inverse(all);
            for (int i = 0; i < length; i++)
                result[i] = all[i].Real;
            return result;
        }

        int half = length / 2;
        var packed = new Complex[half];
        var twiddles = RootsOfUnity.HalfFor(length);
        for (int k = 0; k < half; k++)
        {
            var forward = k == 0 ? spectrum[0].Real : spectrum[k];
            var backward = Complex.Conjugate(k == 0 ? spectrum[half].Real : spectrum[half - k]);
            var even = 0.5 * (forward + backward);
            var odd = 0.5 * (forward - backward) * Complex.Conjugate(twiddles[k]);
            packed[k] = even + new Complex(-odd.Imaginary, odd.Real);
        }

        Inverse(packed);
        for (int i = 0; i < half; i++)
        {
            result[2 * i] = packed[i].Real;
            result[(2 * i) + 1] = packed[i].Imaginary;
        }

        return result;
    }

    /// <summary>The linear convolution c[k] = Σ a[j] b[k − j], of length a + b − 1; empty if an operand is.</summary>
    public static double[] Convolve(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        if (a.IsEmpty || b.IsEmpty)
            return [];
        int length = a.Length + b.Length - 1;

        // Short operands: the sum itself is faster, and exact for small integers.
        if (Math.Min(a.Length, b.Length) <= 32)
            return ConvolveDirectly(a, b, length);
        int padded = FourierPlan.FastLengthAtLeast(length);
        var left = ForwardReal(Padded(a, padded));
        var right = ForwardReal(Padded(b, padded));
        for (int k = 0; k < left.Length; k++)
            left[k] *= right[k];
        return InverseReal(left, padded)[..length];
    }

    /// <summary>
    /// The discrete cosine transform of the first kind, X[k] = x[0] + (−1)^k x[n−1] + 2 Σ x[j] cos(πjk/(n−1)), j = 1 … n−2. Applied
    /// twice it gives 2(n − 1) times its input. With values at the Chebyshev points cos(πj/(n−1)) it yields Chebyshev coefficients.
    /// </summary>
    /// <exception cref="ShapeException">There are fewer than two values.</exception>
    public static double[] CosineTransformI(ReadOnlySpan<double> values)
    {
        int n = values.Length;
        if (n < 2)
            throw new ShapeException($"CosineTransformI: at least two values are needed, not {n}.");
        var mirrored = new double[2 * (n - 1)];
        values.CopyTo(mirrored);
        for (int i = 1; i < n - 1; i++)
            mirrored[mirrored.Length - i] = values[i];
        var spectrum = ForwardReal(mirrored);
        var result = new double[n];
        for (int k = 0; k < n; k++)
            result[k] = spectrum[k].Real;
        return result;
    }

    internal static FourierPlan PlanFor(int length) => Plans.GetOrAdd(length, static n => new FourierPlan(n));

    private static double[] Padded(ReadOnlySpan<double> values, int length)
    {
        var padded = new double[length];
        values.CopyTo(padded);
        return padded;
    }

    private static double[] ConvolveDirectly(ReadOnlySpan<double> a, ReadOnlySpan<double> b, int length)
    {
        var result = new double[length];
        var brief = a.Length <= b.Length ? a : b;
        var other = a.Length <= b.Length ? b : a;
        for (int i = 0; i < brief.Length; i++)
        {
            var target = result.AsSpan(i, other.Length);
            System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(other, brief[i], target, target);
        }

        return result;
    }
}
