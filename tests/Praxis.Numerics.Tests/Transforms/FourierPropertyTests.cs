using System.Numerics;

namespace Praxis.Numerics.Tests.Transforms;

/// <summary>What every Fourier transform promises, whatever its length.</summary>
public class FourierPropertyTests
{
    // Every way through: none, scalar passes, long transforms with and without full blocks of eight, and chirps.
    public static TheoryData<int> Lengths =>
        [0, 1, 2, 3, 7, 64, 255, 256, 257, 315, 729, 1000, 1009, 1024, 2187, 2520, 3125, 4096, 4801, 7776, 16384, 16807, 30030, 32768, 50_000];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void The_inverse_undoes_the_transform(int n)
    {
        Complex[] values = Draw(n);
        Complex[] transformed = [.. values];
        Fourier.Forward(transformed);
        Fourier.Inverse(transformed);
        Assert.True(Distance(values, transformed) < 1e-14, $"{Distance(values, transformed):E2}");
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Energy_is_kept_up_to_the_length(int n)
    {
        Complex[] values = Draw(n);
        double before = values.Sum(SquaredModulus);
        Fourier.Forward(values);
        Close.Numbers(n * before, values.Sum(SquaredModulus), 1e-13 * Math.Max(1, n * before));
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Shifting_the_input_turns_the_terms(int n)
    {
        Complex[] values = Draw(n);
        int shift = n / 3;
        Complex[] shifted = [.. values[shift..], .. values[..shift]];
        Fourier.Forward(values);
        Fourier.Forward(shifted);
        for (int k = 0; k < n; k++)
            values[k] *= Complex.FromPolarCoordinates(1, 2 * Math.PI * ((long)k * shift % n) / n);
        Assert.True(Distance(values, shifted) < 1e-14, $"{Distance(values, shifted):E2}");
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Single_terms_agree_with_the_definition(int n)
    {
        Complex[] values = Draw(n);
        Complex[] transformed = [.. values];
        Fourier.Forward(transformed);
        for (int term = 0; term < n; term += 1 + (n / 5))
        {
            Complex sum = 0;
            for (int j = 0; j < n; j++)
                sum += values[j] * Complex.FromPolarCoordinates(1, -2 * Math.PI * ((long)j * term % n) / n);
            Assert.True((sum - transformed[term]).Magnitude < 1e-14 * n, $"term {term}");
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void The_real_transform_is_undone(int n)
    {
        double[] values = new RandomStream(n).Normal(n).ToArray();
        double[] back = Fourier.InverseReal(Fourier.ForwardReal(values), n);
        Close.Tensors(Tensor.Wrap(values, n), Tensor.Wrap(back, n), 1e-13);
    }

    [Fact]
    public void Random_lengths_are_transformed_linearly_and_back()
    {
        var stream = new RandomStream(11);
        for (int trial = 0; trial < 60; trial++)
        {
            int n = stream.Next(0, 3000);
            Complex[] a = Draw(n);
            Complex[] b = [.. Draw(n).Reverse()];
            Complex[] sum = [.. a.Zip(b, (x, y) => x - (2 * y))];
            Fourier.Forward(a);
            Fourier.Forward(b);
            Fourier.Forward(sum);
            Assert.True(Distance([.. a.Zip(b, (x, y) => x - (2 * y))], sum) < 1e-14 * 5, $"length {n}");
        }
    }

    internal static Complex[] Draw(int n)
    {
        var stream = new RandomStream(n);
        return [.. Enumerable.Range(0, n).Select(_ => new Complex(stream.NextNormal(), stream.NextNormal()))];
    }

    internal static double Distance(Complex[] a, Complex[] b) =>
        Math.Sqrt(a.Zip(b, (x, y) => SquaredModulus(x - y)).Sum() / Math.Max(1e-300, a.Sum(SquaredModulus)));

    private static double SquaredModulus(Complex z) => (z.Real * z.Real) + (z.Imaginary * z.Imaginary);
}
