using System.Numerics;
using Praxis.Numerics;

namespace Praxis.Bench.Rows;

/// <summary>Fourier and Walsh–Hadamard transforms in place. Errors are those of a few terms summed by the definition.</summary>
internal static class FourierRows
{
    [Row("fft-2^20", 1.0)]
    public static Work PowerOfTwo() => Fft(1 << 20);

    [Row("fft-3*5*7*2^12", 1.0)]
    public static Work MixedRadix() => Fft(3 * 5 * 7 << 12);

    [Row("wht-2^22", 3.0)]
    public static Work Hadamard()
    {
        double[] input = Sample.Normal(1 << 22).ToArray();
        double[] values = new double[input.Length];
        return new Work(
            () => WalshHadamard.Transform(values),
            () =>
            {
                int term = input.Length / 3;
                double sum = 0;
                for (int j = 0; j < input.Length; j++)
                    sum += BitOperations.PopCount((uint)(j & term)) % 2 == 0 ? input[j] : -input[j];
                return Math.Abs(values[term] - sum) / Math.Sqrt(input.Length);
            },
            () => input.CopyTo(values, 0));
    }

    private static Work Fft(int n)
    {
        Complex[] input = Sample.ComplexNormal(n);
        var values = new Complex[n];
        return new Work(
            () => Fourier.Forward(values),
            () => new[] { 1, n / 3, n - 2 }.Max(term => (values[term] - Term(input, term)).Magnitude / Math.Sqrt(2.0 * n)),
            () => input.CopyTo(values, 0));
    }

    // Σ x[j] exp(−2πi jk/n).
    private static Complex Term(Complex[] x, int k)
    {
        Complex sum = 0;
        for (int j = 0; j < x.Length; j++)
            sum += x[j] * Complex.FromPolarCoordinates(1, -2 * Math.PI * ((long)j * k % x.Length) / x.Length);
        return sum;
    }
}
