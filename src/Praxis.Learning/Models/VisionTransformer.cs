using Praxis.Numerics;

namespace Praxis.Learning.Models;

/// <summary>
/// A vision transformer (Dosovitskiy et al., 2021): the image cut into patches, each a token with a learned position, a class token in front,
/// blocks with layer norm before each part, and a linear layer on what became of the class token.
/// </summary>
public sealed class VisionTransformer : Layer
{
    private readonly int _patch;
    private readonly Linear _embedding;
    private readonly Variable _class;     // (1, 1, d)
    private readonly Variable _positions; // (1, 1 + patches, d)
    private readonly VisionBlock[] _blocks;
    private readonly LayerNorm _norm;
    private readonly Linear _head;

    /// <summary>A transformer for square images.</summary>
    /// <param name="size">Height and width of an image.</param>
    /// <param name="patch">Height and width of a patch; divides the size.</param>
    /// <param name="classes">The number of outputs.</param>
    /// <param name="random">Where the first values come from.</param>
    /// <param name="width">The width d of a token.</param>
    /// <param name="layers">The number of blocks.</param>
    /// <param name="heads">The number of heads.</param>
    /// <param name="channels">Of an image.</param>
    /// <param name="dtype">F32 or F64.</param>
    /// <exception cref="ArgumentException">The patch does not divide the size, or the number of heads the width.</exception>
    public VisionTransformer(
        int size, int patch, int classes, RandomStream random, int width = 64, int layers = 2, int heads = 4, int channels = 1, DType dtype = DType.F32)
    {
        if (patch < 1 || size % patch != 0)
            throw new ArgumentException($"An image of {size}×{size} cannot be cut into patches of {patch}×{patch}.", nameof(patch));
        _patch = patch;
        int patches = size / patch * (size / patch);
        _embedding = AddChild("patch_embed", new Linear(channels * patch * patch, width, random.Fork("patches"), dtype: dtype));
        _class = AddParameter("cls_token", Initializers.Normal(random.Fork("class"), 0.02, dtype, 1, 1, width));
        _positions = AddParameter("pos_embed", Initializers.Normal(random.Fork("positions"), 0.02, dtype, 1, 1 + patches, width));
        _blocks = [.. Enumerable.Range(0, layers).Select(layer => AddChild($"blocks.{layer}", new VisionBlock(width, heads, random.Fork(layer), dtype)))];
        _norm = AddChild("norm", new LayerNorm(width, dtype: dtype));
        _head = AddChild("head", new Linear(width, classes, random.Fork("head"), dtype: dtype));
    }

    /// <summary>The scores before softmax.</summary>
    /// <param name="x">(batch, channels, size, size).</param>
    /// <returns>(batch, classes).</returns>
    public override Variable Forward(Variable x)
    {
        var patches = _embedding.Forward(Cut(x));                        // (batch, patches, d)
        var first = _class.BroadcastTo(x.Shape[0], 1, _class.Length);    // (batch, 1, d)
        x = Variable.Concatenate(1, first, patches) + _positions;        // (batch, 1 + patches, d)
        foreach (var block in _blocks)
            x = block.Forward(x);
        return _head.Forward(_norm.Forward(x.Select(1, 0)));             // (batch, classes)
    }

    // (batch, channels, size, size) as (batch, patches, channels · patch²).
    private Variable Cut(Variable image)
    {
        (int batch, int channels, int rows, int columns) = (image.Shape[0], image.Shape[1], image.Shape[2] / _patch, image.Shape[3] / _patch);
        return image.Reshape(batch, channels, rows, _patch, columns, _patch)
            .Permute(0, 2, 4, 1, 3, 5)
            .Reshape(batch, rows * columns, channels * _patch * _patch);
    }
}

/// <summary>x + attention(norm(x)), then x + feed-forward(norm(x)).</summary>
internal sealed class VisionBlock : Layer
{
    private readonly LayerNorm _norm1;
    private readonly MultiheadAttention _attention;
    private readonly LayerNorm _norm2;
    private readonly Linear _up;
    private readonly Linear _down;

    public VisionBlock(int width, int heads, RandomStream random, DType dtype)
    {
        _norm1 = AddChild("norm1", new LayerNorm(width, dtype: dtype));
        _attention = AddChild("attn", new MultiheadAttention(width, heads, random.Fork("attention"), dtype: dtype));
        _norm2 = AddChild("norm2", new LayerNorm(width, dtype: dtype));
        _up = AddChild("mlp.fc1", new Linear(width, 4 * width, random.Fork("up"), dtype: dtype));
        _down = AddChild("mlp.fc2", new Linear(4 * width, width, random.Fork("down"), dtype: dtype));
    }

    public override Variable Forward(Variable x)
    {
        x += _attention.Forward(_norm1.Forward(x));                      // (batch, tokens, d)
        return x + _down.Forward(_up.Forward(_norm2.Forward(x)).Gelu(tanh: true));
    }
}
