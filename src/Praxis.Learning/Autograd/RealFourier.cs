using System.Numerics;
using Praxis.Numerics;

namespace Praxis.Learning;

/// <summary>The discrete Fourier transform of real values along the last axis, as pairs of real and imaginary parts.</summary>
public static class RealFourier
{
    /// <summary>X[k] = Σ x[j] exp(−2πi jk/n) for k = 0 … n/2.</summary>
    /// <param name="x">(…, n).</param>
    /// <returns>(…, n/2 + 1, 2): real and imaginary parts.</returns>
    /// <exception cref="ShapeException">There is no last axis, or it is empty.</exception>
    public static Variable Forward(Variable x)
    {
        int n = x.Rank > 0 && x.Shape[^1] > 0 ? x.Shape[^1] : throw ShapeException.Of("RealFourier", x.Shape, "a last axis with entries is needed");
        var result = Tensor.Zeros(x.Shape[..^1].ToArray().Append((n / 2) + 1).Append(2).ToArray());
        double[] values = x.Data.ToArray();
        var terms = result.AsSpan();
        for (int row = 0; row < values.Length / n; row++)
        {
            var spectrum = Fourier.ForwardReal(values.AsSpan(row * n, n));
            for (int k = 0, at = row * spectrum.Length * 2; k < spectrum.Length; k++, at += 2)
                (terms[at], terms[at + 1]) = (spectrum[k].Real, spectrum[k].Imaginary);
        }

        return Graph.Record(result.To(x.DType), (x, g => Adjoint(g, n)));
    }

    /// <summary>Undoes <see cref="Forward"/>; the imaginary parts of the terms 0 and (n even) n/2 do not matter.</summary>
    /// <param name="spectrum">(…, n/2 + 1, 2).</param>
    /// <param name="length">n.</param>
    /// <returns>(…, n).</returns>
    /// <exception cref="ShapeException">The number of terms is not n/2 + 1.</exception>
    public static Variable Inverse(Variable spectrum, int length)
    {
        // Terms between the first and the last stand for their conjugates too.
        var weights = Tensor.Full(2.0 / length, spectrum.DType, (length / 2) + 1, 1);
        weights[0, 0] = 1.0 / length;
        if (length % 2 == 0)
            weights[length / 2, 0] = 1.0 / length;
        return Adjoint(spectrum * weights, length);
    }

    // x[j] = Σ Re(c[k] exp(2πi jk/n)) over the terms given: the transform's adjoint, since both are linear in real numbers.
    private static Variable Adjoint(Variable spectrum, int n)
    {
        int count = (n / 2) + 1;
        if (n < 1 || spectrum.Rank < 2 || spectrum.Shape[^1] != 2 || spectrum.Shape[^2] != count)
            throw ShapeException.Of("RealFourier", spectrum.Shape, $"{n} values need (…, {count}, 2)");
        var result = Tensor.Zeros(spectrum.Shape[..^2].ToArray().Append(n).ToArray());
        double[] terms = spectrum.Data.ToArray();
        var values = result.AsSpan();
        var row = new Complex[n];
        for (int at = 0; at < values.Length; at += n)
        {
            Array.Clear(row);
            int from = at / n * count * 2;
            for (int k = 0; k < count; k++)
                row[k] = new Complex(terms[from + (2 * k)] * n, terms[from + (2 * k) + 1] * n);
            Fourier.Inverse(row);
            for (int j = 0; j < n; j++)
                values[at + j] = row[j].Real;
        }

        return Graph.Record(result.To(spectrum.DType), (spectrum, Forward));
    }
}
