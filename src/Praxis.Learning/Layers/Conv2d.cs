using Praxis.Numerics;

namespace Praxis.Learning;

/// <summary>Convolution of images, with weights uniform in ±1/√fan-in at first.</summary>
public sealed class Conv2d : Layer
{
    private readonly (int Stride, int Padding, int Dilation, int Groups) _way;

    /// <summary>A layer with square kernels.</summary>
    /// <param name="channels">Of the input.</param>
    /// <param name="outputs">Channels of the output.</param>
    /// <param name="kernel">Height and width of the kernel.</param>
    /// <param name="random">Where the first values come from.</param>
    /// <param name="stride">How far windows are apart.</param>
    /// <param name="padding">Zeros on each side.</param>
    /// <param name="dilation">How far the places of one window are apart.</param>
    /// <param name="groups">Parts of the channels that do not see each other.</param>
    /// <param name="bias">Whether there is a bias.</param>
    /// <param name="dtype">F32 or F64.</param>
    public Conv2d(int channels, int outputs, int kernel, RandomStream random, int stride = 1, int padding = 0, int dilation = 1, int groups = 1, bool bias = true, DType dtype = DType.F32)
    {
        _way = (stride, padding, dilation, groups);
        int fanIn = channels / groups * kernel * kernel;
        Weight = AddParameter("weight", Initializers.Default(random.Fork("weight"), fanIn, dtype, outputs, channels / groups, kernel, kernel));
        if (bias)
            Bias = AddParameter("bias", Initializers.Default(random.Fork("bias"), fanIn, dtype, outputs));
    }

    /// <summary>(outputs, channels/groups, kernel, kernel).</summary>
    public Variable Weight { get; }

    /// <summary>(outputs), or null.</summary>
    public Variable? Bias { get; }

    /// <inheritdoc/>
    public override Variable Forward(Variable x) =>
        Convolution.TwoDimensional(x, Weight, Bias, _way.Stride, _way.Padding, _way.Dilation, _way.Groups);
}
