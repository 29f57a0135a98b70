using Praxis.Numerics;

namespace Praxis.Learning.Models;

/// <summary>
/// A residual network for small images (He et al., 2016, section 4.2): a 3×3 convolution, three stages of basic blocks, of which the second
/// and third halve the image and double the channels, the mean over the image, and a linear layer. 6n + 2 layers with n blocks a stage.
/// </summary>
public sealed class ResNet : Layer
{
    private readonly Conv2d _stem;
    private readonly BatchNorm _stemNorm;
    private readonly List<BasicBlock> _blocks = [];
    private readonly Linear _head;

    /// <summary>A network for images of any size from 4×4 on, such as 28×28 and 8×8.</summary>
    /// <param name="classes">The number of outputs.</param>
    /// <param name="random">Where the first values come from.</param>
    /// <param name="channels">Of an image.</param>
    /// <param name="width">Channels of the first stage.</param>
    /// <param name="blocks">Blocks a stage, n.</param>
    /// <param name="dtype">F32 or F64.</param>
    public ResNet(int classes, RandomStream random, int channels = 1, int width = 16, int blocks = 1, DType dtype = DType.F32)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(blocks);
        _stem = AddChild("conv1", Kernels.ThreeByThree(channels, width, random.Fork("stem"), 1, dtype));
        _stemNorm = AddChild("bn1", new BatchNorm(width, dtype: dtype));
        int inputs = width;
        for (int stage = 0; stage < 3; stage++)
            for (int block = 0; block < blocks; block++)
            {
                int outputs = width << stage;
                int stride = stage > 0 && block == 0 ? 2 : 1;
                string name = $"layer{stage + 1}.{block}";
                _blocks.Add(AddChild(name, new BasicBlock(inputs, outputs, stride, random.Fork(name), dtype)));
                inputs = outputs;
            }

        _head = AddChild("fc", new Linear(inputs, classes, random.Fork("head"), dtype: dtype));
    }

    /// <summary>The scores before softmax.</summary>
    /// <param name="x">(batch, channels, height, width).</param>
    /// <returns>(batch, classes).</returns>
    public override Variable Forward(Variable x)
    {
        x = _stemNorm.Forward(_stem.Forward(x)).Relu();                  // (batch, width, height, width)
        foreach (var block in _blocks)
            x = block.Forward(x);
        return _head.Forward(x.Mean(2, 3));                              // (batch, 4 width) to (batch, classes)
    }
}

/// <summary>Two 3×3 convolutions with batch norm, added to the input, which is brought to their shape by a 1×1 convolution where it differs.</summary>
internal sealed class BasicBlock : Layer
{
    private readonly Conv2d _first;
    private readonly BatchNorm _firstNorm;
    private readonly Conv2d _second;
    private readonly BatchNorm _secondNorm;
    private readonly Sequential? _shortcut;

    public BasicBlock(int inputs, int outputs, int stride, RandomStream random, DType dtype)
    {
        _first = AddChild("conv1", Kernels.ThreeByThree(inputs, outputs, random.Fork(1), stride, dtype));
        _firstNorm = AddChild("bn1", new BatchNorm(outputs, dtype: dtype));
        _second = AddChild("conv2", Kernels.ThreeByThree(outputs, outputs, random.Fork(2), 1, dtype));
        _secondNorm = AddChild("bn2", new BatchNorm(outputs, dtype: dtype));
        if (stride != 1 || inputs != outputs)
            _shortcut = AddChild("downsample", new Sequential(
                new Conv2d(inputs, outputs, 1, random.Fork(3), stride, bias: false, dtype: dtype),
                new BatchNorm(outputs, dtype: dtype)));
    }

    public override Variable Forward(Variable x)
    {
        var y = _firstNorm.Forward(_first.Forward(x)).Relu();            // (batch, outputs, height/stride, width/stride)
        y = _secondNorm.Forward(_second.Forward(y));
        return (y + (_shortcut?.Forward(x) ?? x)).Relu();
    }
}

/// <summary>Convolutions as residual networks use them.</summary>
internal static class Kernels
{
    /// <summary>3×3, without bias, since a norm with its own follows; normal with deviation √(2/fan-in) at first (He et al., 2015).</summary>
    public static Conv2d ThreeByThree(int inputs, int outputs, RandomStream random, int stride, DType dtype)
    {
        var layer = new Conv2d(inputs, outputs, 3, random, stride, padding: 1, bias: false, dtype: dtype);
        layer.Weight.Data.CopyFrom(Initializers.KaimingNormal(random.Fork("He"), dtype, layer.Weight.Shape));
        return layer;
    }
}
