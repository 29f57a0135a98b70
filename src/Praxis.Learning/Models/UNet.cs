using Praxis.Numerics;

namespace Praxis.Learning.Models;

/// <summary>
/// A U-Net (Ronneberger et al., 2015): on the way down images are halved and channels doubled, on the way up the reverse, where each level also
/// sees what it was on the way down. Convolutions keep the size of the image.
/// </summary>
public sealed class UNet : Layer
{
    private readonly List<DoubleConvolution> _down = [];
    private readonly List<(ConvTranspose2d Larger, DoubleConvolution Mix)> _up = [];
    private readonly Conv2d _head;

    /// <summary>A network for images whose height and width are multiples of 2^levels.</summary>
    /// <param name="channels">Of the input.</param>
    /// <param name="outputs">Channels of the output.</param>
    /// <param name="random">Where the first values come from.</param>
    /// <param name="width">Channels at full size.</param>
    /// <param name="levels">How often images are halved.</param>
    /// <param name="dtype">F32 or F64.</param>
    public UNet(int channels, int outputs, RandomStream random, int width = 16, int levels = 2, DType dtype = DType.F32)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(levels);
        for (int level = 0; level <= levels; level++)
            _down.Add(AddChild($"down.{level}", new DoubleConvolution(level == 0 ? channels : width << (level - 1), width << level, random.Fork($"down {level}"), dtype)));
        for (int level = levels - 1; level >= 0; level--)
            _up.Add((
                AddChild($"larger.{level}", new ConvTranspose2d(width << (level + 1), width << level, 2, random.Fork($"larger {level}"), stride: 2, dtype: dtype)),
                AddChild($"up.{level}", new DoubleConvolution(width << (level + 1), width << level, random.Fork($"up {level}"), dtype))));
        _head = AddChild("head", new Conv2d(width, outputs, 1, random.Fork("head"), dtype: dtype));
    }

    /// <summary>An output for every pixel.</summary>
    /// <param name="x">(batch, channels, height, width).</param>
    /// <returns>(batch, outputs, height, width).</returns>
    /// <exception cref="ShapeException">Height or width cannot be halved so often.</exception>
    public override Variable Forward(Variable x)
    {
        int unit = 1 << _up.Count;
        if (x.Rank != 4 || x.Shape[2] % unit != 0 || x.Shape[3] % unit != 0)
            throw ShapeException.Of("UNet", x.Shape, $"(batch, channels, height, width) with multiples of {unit} is needed");
        var passed = new Stack<Variable>();
        x = _down[0].Forward(x);                                         // (batch, width, height, width)
        foreach (var level in _down.Skip(1))
        {
            passed.Push(x);
            x = level.Forward(Pooling.Max(x));                           // half the size, twice the channels
        }

        foreach ((var larger, var mix) in _up)
            x = mix.Forward(Variable.Concatenate(1, passed.Pop(), larger.Forward(x)));
        return _head.Forward(x);                                         // (batch, outputs, height, width)
    }
}

/// <summary>Twice a 3×3 convolution and ReLU.</summary>
internal sealed class DoubleConvolution : Layer
{
    private readonly Conv2d _first;
    private readonly Conv2d _second;

    public DoubleConvolution(int inputs, int outputs, RandomStream random, DType dtype)
    {
        _first = AddChild("0", new Conv2d(inputs, outputs, 3, random.Fork(0), padding: 1, dtype: dtype));
        _second = AddChild("2", new Conv2d(outputs, outputs, 3, random.Fork(1), padding: 1, dtype: dtype));
    }

    public override Variable Forward(Variable x) => _second.Forward(_first.Forward(x).Relu()).Relu();
}
