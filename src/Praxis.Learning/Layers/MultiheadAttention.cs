using Praxis.Numerics;

namespace Praxis.Learning;

/// <summary>Self-attention with several heads (Vaswani et al., 2017), parameters named and laid out as PyTorch's.</summary>
public sealed class MultiheadAttention : Layer
{
    private readonly int _heads;
    private readonly bool _causal;
    private readonly Variable _inWeight;
    private readonly Variable _inBias;
    private readonly Linear _out;

    /// <summary>A layer of the given width.</summary>
    /// <param name="width">The length d of the last axis, a multiple of the number of heads.</param>
    /// <param name="heads">The number of heads.</param>
    /// <param name="random">Where the first values come from.</param>
    /// <param name="causal">Whether a position sees only itself and those before it.</param>
    /// <param name="dtype">F32 or F64.</param>
    /// <exception cref="ArgumentException">The width is no multiple of the number of heads.</exception>
    public MultiheadAttention(int width, int heads, RandomStream random, bool causal = false, DType dtype = DType.F32)
    {
        if (heads <= 0 || width % heads != 0)
            throw new ArgumentException($"A width of {width} cannot be shared among {heads} heads.", nameof(heads));
        _heads = heads;
        _causal = causal;
        _inWeight = AddParameter("in_proj_weight", Initializers.XavierUniform(random.Fork("in"), dtype, [3 * width, width]));
        _inBias = AddParameter("in_proj_bias", Tensor.Zeros(dtype, 3 * width));
        _out = AddChild("out_proj", new Linear(width, width, random.Fork("out"), dtype: dtype));
        _out.Bias!.Data.Fill(0);
    }

    /// <summary>The attention of every position to the others.</summary>
    /// <param name="x">(batch, time, d).</param>
    /// <returns>(batch, time, d).</returns>
    public override Variable Forward(Variable x)
    {
        if (x.Rank != 3)
            throw new ShapeException($"MultiheadAttention: an input (batch, time, width) is needed, not one of rank {x.Rank}.");
        (int batch, int time, int d) = (x.Shape[0], x.Shape[1], x.Shape[2]);
        var all = x.Affine(_inWeight.Transpose(), _inBias)                // (batch, time, 3 d)
            .Reshape(batch, time, 3, _heads, d / _heads)
            .Permute(2, 0, 3, 1, 4);                                      // (3, batch, heads, time, d/heads)
        var mixed = Attention.ScaledDotProduct(all.Select(0, 0), all.Select(0, 1), all.Select(0, 2), _causal);
        return _out.Forward(mixed.Permute(0, 2, 1, 3).Reshape(batch, time, d));
    }
}
