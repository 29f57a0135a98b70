using Praxis.Numerics;

namespace Praxis.Learning;

/// <summary>
/// The transposed map of a convolution of images, which makes them larger: every value adds its multiple of the kernel. Parameters are named
/// and laid out as PyTorch's, uniform in ±1/√(outputs · kernel²) at first.
/// </summary>
public sealed class ConvTranspose2d : Layer
{
    private readonly int _kernel;
    private readonly int _stride;
    private readonly int _padding;

    /// <summary>A layer with square kernels.</summary>
    /// <param name="channels">Of the input.</param>
    /// <param name="outputs">Channels of the output.</param>
    /// <param name="kernel">Height and width of the kernel.</param>
    /// <param name="random">Where the first values come from.</param>
    /// <param name="stride">How far the multiples of the kernel are apart.</param>
    /// <param name="padding">What is cut off on each side.</param>
    /// <param name="bias">Whether there is a bias.</param>
    /// <param name="dtype">F32 or F64.</param>
    public ConvTranspose2d(int channels, int outputs, int kernel, RandomStream random, int stride = 1, int padding = 0, bool bias = true, DType dtype = DType.F32)
    {
        (_kernel, _stride, _padding) = (kernel, stride, padding);
        int fanIn = outputs * kernel * kernel; // as PyTorch counts it
        Weight = AddParameter("weight", Initializers.Default(random.Fork("weight"), fanIn, dtype, channels, outputs, kernel, kernel));
        if (bias)
            Bias = AddParameter("bias", Initializers.Default(random.Fork("bias"), fanIn, dtype, outputs));
    }

    /// <summary>(channels, outputs, kernel, kernel).</summary>
    public Variable Weight { get; }

    /// <summary>(outputs), or null.</summary>
    public Variable? Bias { get; }

    /// <summary>The larger images.</summary>
    /// <param name="x">(batch, channels, height, width).</param>
    /// <returns>(batch, outputs, (height − 1) stride − 2 padding + kernel, the same of the width).</returns>
    /// <exception cref="ShapeException">The input does not fit.</exception>
    public override Variable Forward(Variable x)
    {
        (int channels, int outputs) = (Weight.Shape[0], Weight.Shape[1]);
        if (x.Rank != 4 || x.Shape[1] != channels)
            throw ShapeException.Of("ConvTranspose2d", x.Shape, $"(batch, {channels}, height, width) is needed");
        (int batch, int height, int width) = (x.Shape[0], x.Shape[2], x.Shape[3]);
        var windows = new Windows(outputs, Length(height), Length(width), (_kernel, _kernel), (_stride, _stride), (_padding, _padding), (1, 1));
        var columns = Weight.Reshape(channels, windows.Size).Transpose()
            .MatMul(x.Reshape(batch, channels, height * width));        // (batch, outputs · kernel², height · width)
        var y = windows.Fold(columns);                                  // (batch, outputs, larger height, larger width)
        return Bias is null ? y : y + Bias.Reshape(outputs, 1, 1);

        int Length(int length) => ((length - 1) * _stride) - (2 * _padding) + _kernel;
    }
}
