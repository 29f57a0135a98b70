using Praxis.Numerics;

namespace Praxis.Learning.Models;

/// <summary>A small convolutional network for images: twice a 3×3 convolution, ReLU and the largest of 2×2, then a linear layer.</summary>
public sealed class ConvolutionalNetwork : Layer
{
    private readonly Conv2d _first;
    private readonly Conv2d _second;
    private readonly Linear _head;

    /// <summary>A network for square grey or coloured images.</summary>
    /// <param name="size">Height and width of an image, a multiple of 4, such as 28 or 8.</param>
    /// <param name="classes">The number of outputs.</param>
    /// <param name="random">Where the first values come from.</param>
    /// <param name="channels">Of an image.</param>
    /// <param name="width">Channels after the first convolution; the second has twice as many.</param>
    /// <param name="dtype">F32 or F64.</param>
    /// <exception cref="ArgumentException">The size is no multiple of 4.</exception>
    public ConvolutionalNetwork(int size, int classes, RandomStream random, int channels = 1, int width = 16, DType dtype = DType.F32)
    {
        if (size < 4 || size % 4 != 0)
            throw new ArgumentException($"Images are halved twice, and {size} is no multiple of 4.", nameof(size));
        _first = AddChild("conv1", new Conv2d(channels, width, 3, random.Fork(1), padding: 1, dtype: dtype));
        _second = AddChild("conv2", new Conv2d(width, 2 * width, 3, random.Fork(2), padding: 1, dtype: dtype));
        _head = AddChild("fc", new Linear(2 * width * (size / 4) * (size / 4), classes, random.Fork(3), dtype: dtype));
    }

    /// <summary>The scores before softmax.</summary>
    /// <param name="x">(batch, channels, size, size).</param>
    /// <returns>(batch, classes).</returns>
    public override Variable Forward(Variable x)
    {
        x = Pooling.Max(_first.Forward(x).Relu());                       // (batch, width, size/2, size/2)
        x = Pooling.Max(_second.Forward(x).Relu());                      // (batch, 2 width, size/4, size/4)
        return _head.Forward(x.Reshape(x.Shape[0], -1));
    }
}
