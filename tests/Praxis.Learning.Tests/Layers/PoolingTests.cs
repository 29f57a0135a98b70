using Praxis.Numerics;

namespace Praxis.Learning.Tests.Layers;

public sealed class PoolingTests
{
    [Theory]
    [InlineData(2, 2)]
    [InlineData(3, 3)]
    [InlineData(3, 1)]
    [InlineData(2, 1)]
    [InlineData(2, 3)]
    public void Every_window_gives_its_largest_value_and_its_mean(int size, int stride)
    {
        foreach (var dtype in new[] { DType.F64, DType.F32 })
        {
            var image = new RandomStream(1).Normal(2, 3, 7, 8).To(dtype);
            (var largest, var mean) = (Pooling.Max(image, size, stride).Data, Pooling.Average(image, size, stride).Data);
            Assert.Equal([2, 3, ((7 - size) / stride) + 1, ((8 - size) / stride) + 1], largest.Shape.ToArray());
            Assert.Equal(largest.Shape.ToArray(), mean.Shape.ToArray());
            for (int plane = 0; plane < 6; plane++)
                for (int row = 0; row < largest.Shape[2]; row++)
                    for (int column = 0; column < largest.Shape[3]; column++)
                    {
                        var window = image.Select(0, plane / 3).Select(0, plane % 3).Slice(0, row * stride, size).Slice(1, column * stride, size);
                        Assert.Equal(window.Max(), largest[plane / 3, plane % 3, row, column]);
                        Assert.Equal(window.Mean(), mean[plane / 3, plane % 3, row, column], 1e-6);
                    }
        }
    }

    [Fact]
    public void Upsampling_repeats_every_value_and_averages_back()
    {
        var x = new RandomStream(2).Normal(2, 3, 4, 5);
        var large = Pooling.Upsample(x, 3).Data;
        Assert.Equal([2, 3, 12, 15], large.Shape.ToArray());
        Assert.Equal(x[1, 2, 3, 4], large[1, 2, 9, 12]);
        Assert.Equal(x[1, 2, 3, 4], large[1, 2, 11, 14]);
        Assert.True((Pooling.Average(large, 3).Data - x).MaxAbs() < 1e-12);
        Assert.Equal(x.ToArray(), Pooling.Max(large, 3).Data.ToArray());
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(3, 2)]
    [InlineData(3, 1)]
    public void Gradients_agree_with_central_differences_twice(int size, int stride)
    {
        Tensor[] image = [new RandomStream(3).Normal(2, 2, 5, 6)];
        GradientCheck.First(x => Pooling.Max(x[0], size, stride), image);
        GradientCheck.Second(x => Pooling.Max(x[0].Square(), size, stride).Square(), image, 1e-5);
        GradientCheck.First(x => Pooling.Average(x[0], size, stride), image);
        GradientCheck.Second(x => Pooling.Average(x[0].Square(), size, stride).Square(), image, 1e-5);
        GradientCheck.First(x => Pooling.Upsample(x[0], size), image);
        GradientCheck.Second(x => Pooling.Upsample(x[0].Square(), size).Square(), image, 1e-5);
        GradientCheck.First(x => Pooling.Max(x[0].Permute(1, 0, 3, 2), size, stride), image);
    }

    [Fact]
    public void Of_equal_values_the_first_takes_the_gradient()
    {
        var x = new Variable(Tensor.Ones(1, 1, 2, 2), requiresGrad: true);
        Pooling.Max(x).Backward();
        Assert.Equal([1.0, 0, 0, 0], x.Grad!.ToArray());
    }

    [Theory]
    [InlineData(2, 2, 0)]
    [InlineData(3, 2, 1)]
    [InlineData(3, 1, 0)]
    public void The_transposed_convolution_is_the_transposed_map(int kernel, int stride, int padding)
    {
        var random = new RandomStream(4);
        var layer = new ConvTranspose2d(3, 2, kernel, random, stride, padding, bias: false, dtype: DType.F64);
        var x = random.Fork(1).Normal(2, 3, 4, 5);
        var y = layer.Forward(x);
        var image = random.Fork(2).Normal(y.Shape);

        // ⟨image, T x⟩ = ⟨C image, x⟩ with the convolution C of the same kernel, which goes from 2 channels to 3.
        var back = Convolution.TwoDimensional(image, layer.Weight.Data, null, stride, padding).Data;
        Assert.Equal((image * y.Data).Sum(), (back * x).Sum(), 10);
        GradientCheck.First(v => Fresh().Forward(v[0]), [x]);
        var loss = layer.Forward(x).Square().Sum();
        loss.Backward();
        Assert.True(layer.Weight.Grad!.MaxAbs() > 0);

        ConvTranspose2d Fresh() => new(3, 2, kernel, new RandomStream(4), stride, padding, dtype: DType.F64);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Throws<ShapeException>(() => Pooling.Max(Tensor.Zeros(2, 3, 4)));
        Assert.Throws<ShapeException>(() => Pooling.Average(Tensor.Zeros(1, 1, 3, 3), 4));
        Assert.Throws<ShapeException>(() => Pooling.Max(Tensor.Zeros(1, 1, 3, 3), 2, 0));
        Assert.Throws<ShapeException>(() => Pooling.Upsample(Tensor.Zeros(1, 1, 3, 3), 0));
        Assert.Throws<ShapeException>(() => new ConvTranspose2d(3, 2, 2, new RandomStream(1)).Forward(Tensor.Zeros(DType.F32, 1, 2, 4, 4)));
    }
}
