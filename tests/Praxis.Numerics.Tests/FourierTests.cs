using System.Numerics;

namespace Praxis.Numerics.Tests;

public class FourierTests
{
    public static TheoryData<int> Lengths => [.. Enumerable.Range(1, 40), 49, 60, 64, 77, 97, 105, 128, 210, 243, 251, 256, 360, 512, 1001];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void The_transform_agrees_with_its_definition_and_is_undone(int n)
    {
        var stream = new RandomStream(n);
        var values = new Complex[n];
        for (int i = 0; i < n; i++)
            values[i] = new Complex(stream.NextNormal(), stream.NextNormal());
        Complex[] transformed = [.. values];
        Fourier.Forward(transformed);
        for (int k = 0; k < n; k++)
        {
            Complex sum = 0;
            for (int j = 0; j < n; j++)
                sum += values[j] * Complex.FromPolarCoordinates(1, -2 * Math.PI * ((long)j * k % n) / n);
            Assert.True((sum - transformed[k]).Magnitude < 1e-12 * n, $"term {k}");
        }

        Fourier.Inverse(transformed);
        for (int i = 0; i < n; i++)
            Assert.True((values[i] - transformed[i]).Magnitude < 1e-13 * Math.Sqrt(n) * 10);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void The_real_transform_is_the_first_half_of_the_complex_one_and_is_undone(int n)
    {
        double[] values = new RandomStream(n).Normal(n).ToArray();
        Complex[] all = [.. values.Select(value => new Complex(value, 0))];
        Fourier.Forward(all);
        Complex[] half = Fourier.ForwardReal(values);
        Assert.Equal((n / 2) + 1, half.Length);
        for (int k = 0; k < half.Length; k++)
            Assert.True((half[k] - all[k]).Magnitude < 1e-12 * n);
        double[] back = Fourier.InverseReal(half, n);
        for (int i = 0; i < n; i++)
            Close.Numbers(values[i], back[i], 1e-12);
    }

    [Theory]
    [InlineData(1 << 16)]
    [InlineData(3 * 5 * 7 * 512)]
    [InlineData(65537)]
    public void A_pure_wave_has_one_term(int n)
    {
        const int Frequency = 1234;
        var values = new Complex[n];
        for (int j = 0; j < n; j++)
            values[j] = Complex.FromPolarCoordinates(1, 2 * Math.PI * ((long)j * Frequency % n) / n);
        Fourier.Forward(values);
        for (int k = 0; k < n; k++)
            Assert.True((values[k] - (k == Frequency ? n : 0)).Magnitude < 1e-13 * n);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 9)]
    [InlineData(40, 33)]
    [InlineData(200, 77)]
    public void Convolution_agrees_with_its_definition(int m, int n)
    {
        var stream = new RandomStream(m);
        double[] a = stream.Normal(m).ToArray();
        double[] b = stream.Normal(n).ToArray();
        double[] c = Fourier.Convolve(a, b);
        Assert.Equal(m + n - 1, c.Length);
        for (int k = 0; k < c.Length; k++)
        {
            double sum = 0;
            for (int j = Math.Max(0, k - n + 1); j <= Math.Min(k, m - 1); j++)
                sum += a[j] * b[k - j];
            Close.Numbers(sum, c[k], 1e-12);
        }
    }

    [Fact]
    public void The_cosine_transform_finds_chebyshev_coefficients()
    {
        // T3(x) = 4x³ − 3x at the Chebyshev points.
        const int N = 9;
        double[] values = [.. Enumerable.Range(0, N).Select(j => Math.Cos(Math.PI * j / (N - 1))).Select(x => (4 * x * x * x) - (3 * x))];
        double[] terms = Fourier.CosineTransformI(values);
        for (int k = 0; k < N; k++)
            Close.Numbers(k == 3 ? 1 : 0, terms[k] / (N - 1), 1e-14);
        double[] twice = Fourier.CosineTransformI(terms);
        for (int k = 0; k < N; k++)
            Close.Numbers(2 * (N - 1) * values[k], twice[k], 1e-13);
        Assert.Equal([3.0, -1.0], Fourier.CosineTransformI([1.0, 2.0]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(64)]
    [InlineData(16384)]
    public void Walsh_hadamard_is_its_own_inverse_up_to_the_length(int n)
    {
        double[] values = new RandomStream(n).Normal(n).ToArray();
        double[] transformed = [.. values];
        WalshHadamard.Transform(transformed);
        foreach (int k in new[] { 0, n / 3, n - 1 })
        {
            double sum = 0;
            for (int j = 0; j < n; j++)
                sum += BitOperations.PopCount((uint)(j & k)) % 2 == 0 ? values[j] : -values[j];
            Close.Numbers(sum, transformed[k], 1e-11 * Math.Sqrt(n));
        }

        WalshHadamard.Transform(transformed);
        for (int i = 0; i < n; i++)
            Close.Numbers(n * values[i], transformed[i], 1e-11 * n);
    }

    [Fact]
    public void Walsh_hadamard_refuses_other_lengths() =>
        Assert.Throws<ShapeException>(() => WalshHadamard.Transform(new double[12]));
}
