using Praxis.Learning;
using Praxis.Learning.Models;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.FlatQuant;

/// <summary>Computes a map: its name within the block (such as <c>self_attn.q_proj</c>) and its inputs.</summary>
/// <param name="part">The map's name within its block.</param>
/// <param name="x">(batch, time, inputs).</param>
public delegate Variable ComputeMap(string part, Variable x);

/// <summary>A Llama taken apart into its blocks, so that each can be trained to give its outputs with other maps.</summary>
public sealed class LlamaBlocks
{
    private readonly Llama _model;
    private readonly RotaryEmbedding _rotary;
    private readonly Dictionary<string, Module> _parts;

    /// <summary>A model's blocks; nothing is copied.</summary>
    public LlamaBlocks(Llama model)
    {
        _model = model;
        var sizes = model.Configuration;
        _rotary = new RotaryEmbedding(sizes.ContextLength, sizes.HeadWidth, sizes.RotaryBase, sizes.RotaryScaling);
        _parts = model.NamedChildren().ToDictionary(child => child.Name, child => child.Child);
    }

    /// <summary>Maps that share an input, block by block: (query, key, value), output, (gate, up), down.</summary>
    public static IReadOnlyList<string[]> Groups { get; } =
    [
        ["self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"],
        ["self_attn.o_proj"],
        ["mlp.gate_proj", "mlp.up_proj"],
        ["mlp.down_proj"],
    ];

    /// <summary>The number of blocks.</summary>
    public int Count => _model.Configuration.Layers;

    /// <summary>The model's map of a block.</summary>
    public LinearMap Map(int block, string part) => _model.LinearMap($"model.layers.{block}.{part}");

    /// <summary>The norm before a group of maps, or null where there is none.</summary>
    /// <param name="block">The block.</param>
    /// <param name="group">The group's place in <see cref="Groups"/>.</param>
    public RmsNorm? NormBefore(int block, int group) => group switch
    {
        0 => Norm(block, "input_layernorm"),
        2 => Norm(block, "post_attention_layernorm"),
        _ => null,
    };

    /// <summary>What enters the first block.</summary>
    /// <param name="tokens">I64, (batch, time).</param>
    /// <returns>(batch, time, d).</returns>
    public Variable Embed(Tensor tokens) => ((Embedding)_parts["model.embed_tokens"]).Forward(tokens);

    /// <summary>A block with the model's own maps.</summary>
    public Variable Forward(int block, Variable x) => Forward(block, x, (part, inputs) => Map(block, part).Layer.Forward(inputs));

    /// <summary>A block: x + attention(norm(x)), then x + feed-forward(norm(x)).</summary>
    /// <param name="block">Which.</param>
    /// <param name="x">(batch, time, d).</param>
    /// <param name="compute">Computes its maps.</param>
    /// <returns>(batch, time, d).</returns>
    public Variable Forward(int block, Variable x, ComputeMap compute)
    {
        var sizes = _model.Configuration;
        (int batch, int time, int shared) = (x.Shape[0], x.Shape[1], sizes.KeyValueHeads);
        var normed = Norm(block, "input_layernorm").Forward(x);
        var query = _rotary.Forward(Heads(compute("self_attn.q_proj", normed), sizes.Heads / shared)); // (batch, shared, group, time, d/heads)
        var key = _rotary.Forward(Heads(compute("self_attn.k_proj", normed), 1));                     // (batch, shared, 1, time, d/heads)
        var value = Heads(compute("self_attn.v_proj", normed), 1);
        var mixed = Attention.ScaledDotProduct(query, key, value, causal: true).Permute(0, 3, 1, 2, 4).Reshape(batch, time, -1);
        x += compute("self_attn.o_proj", mixed);
        normed = Norm(block, "post_attention_layernorm").Forward(x);
        return x + compute("mlp.down_proj", compute("mlp.gate_proj", normed).SiluGate(compute("mlp.up_proj", normed)));

        Variable Heads(Variable y, int group) => y.Reshape(batch, time, shared, group, -1).Permute(0, 2, 3, 1, 4);
    }

    /// <summary>
    /// Puts outlier channels into a model without changing its function: some entries of each norm's gain are multiplied, and the columns of the
    /// maps that follow are divided.
    /// </summary>
    /// <param name="channels">How many for each norm.</param>
    /// <param name="factor">By how much.</param>
    /// <param name="random">Which.</param>
    public void PutOutliers(int channels, double factor, RandomStream random)
    {
        for (int block = 0; block < Count; block++)
            for (int group = 0; group < Groups.Count; group++)
                if (NormBefore(block, group) is { } norm)
                    foreach (int channel in random.Fork($"{block} {group}").Choose(channels, norm.Weight.Length))
                    {
                        norm.Weight.Data[channel] *= factor;
                        foreach (string part in Groups[group])
                        {
                            var column = Map(block, part).Weight.Column(channel);
                            column.CopyFrom(column * (1 / factor));
                        }
                    }
    }

    private RmsNorm Norm(int block, string part) =>
        (RmsNorm)_parts[$"model.layers.{block}"].NamedChildren().First(child => child.Name == part).Child;
}
