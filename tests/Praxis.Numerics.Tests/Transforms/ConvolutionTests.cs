namespace Praxis.Numerics.Tests.Transforms;

public class ConvolutionTests
{
    [Theory]
    [InlineData(ConvolutionMode.Full)]
    [InlineData(ConvolutionMode.Same)]
    [InlineData(ConvolutionMode.Valid)]
    [InlineData(ConvolutionMode.Circular)]
    public void Every_part_agrees_with_its_sum(ConvolutionMode mode)
    {
        foreach ((int m, int n) in new[] { (1, 1), (9, 4), (9, 5), (7, 7), (120, 41), (5, 12), (3, 11) })
        {
            if (mode == ConvolutionMode.Valid && n > m)
                continue;
            double[] a = new RandomStream(m).Normal(m).ToArray();
            double[] b = new RandomStream(n + 100).Normal(n).ToArray();
            double[] actual = Fourier.Convolve(a, b, mode);
            (int start, int length) = mode switch
            {
                ConvolutionMode.Same => ((n - 1) / 2, m),
                ConvolutionMode.Valid => (n - 1, m - n + 1),
                ConvolutionMode.Circular => (0, m),
                _ => (0, m + n - 1),
            };
            Assert.Equal(length, actual.Length);
            for (int k = 0; k < length; k++)
            {
                double sum = 0;
                for (int i = 0; i < m; i++)
                    for (int j = 0; j < n; j++)
                        if (mode == ConvolutionMode.Circular ? (i + j) % m == k : i + j == start + k)
                            sum += a[i] * b[j];
                Close.Numbers(sum, actual[k], 1e-12);
            }
        }
    }

    [Theory]
    [InlineData(ConvolutionMode.Full)]
    [InlineData(ConvolutionMode.Same)]
    [InlineData(ConvolutionMode.Valid)]
    [InlineData(ConvolutionMode.Circular)]
    public void Separable_tensors_are_convolved_axis_by_axis(ConvolutionMode mode)
    {
        var stream = new RandomStream(8);
        double[][] a = [stream.Normal(6).ToArray(), stream.Normal(9).ToArray()];
        double[][] b = [stream.Normal(3).ToArray(), stream.Normal(4).ToArray()];
        var whole = Fourier.Convolve(Outer(a), Outer(b), mode);
        var expected = Outer([Fourier.Convolve(a[0], b[0], mode), Fourier.Convolve(a[1], b[1], mode)]);
        Close.Tensors(expected, whole, 1e-12);
    }

    [Fact]
    public void Empty_operands_and_wrong_shapes()
    {
        Assert.Empty(Fourier.Convolve([], [1.0], ConvolutionMode.Full));
        Assert.Equal([0.0, 0.0], Fourier.Convolve([1.0, 2.0], [], ConvolutionMode.Same));
        Assert.Throws<ShapeException>(() => Fourier.Convolve([1.0], [1.0, 2.0], ConvolutionMode.Valid));
        Assert.Throws<ShapeException>(() => Fourier.Convolve(Tensor.Zeros(3), Tensor.Zeros(3, 3)));
    }

    private static Tensor Outer(double[][] factors) => LinearAlgebra.Outer(Tensor.FromArray(factors[0]), Tensor.FromArray(factors[1]));
}
