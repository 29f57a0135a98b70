using Praxis.Learning.Files;
using Praxis.Numerics;

namespace Praxis.Learning.Models;

/// <summary>
/// GPT-2 (Radford et al., 2019): learned positions, layer norm before each part, attention to the places before, a feed-forward part with
/// GELU, and the token embedding again as output layer.
/// </summary>
public sealed class Gpt2 : CausalLanguageModel
{
    private readonly Embedding _tokens;
    private readonly Embedding _positions;
    private readonly Dropout _dropout;
    private readonly Gpt2Block[] _blocks;
    private readonly LayerNorm _norm;
    private readonly Variable _head; // (vocabulary, d)

    /// <summary>A model with fresh weights: normal, those that write into the residual stream smaller by √(2 · layers); biases 0.</summary>
    /// <param name="configuration">The sizes.</param>
    /// <param name="random">Where the weights (and the choices of dropout) come from.</param>
    /// <param name="dtype">F32 or F64.</param>
    /// <exception cref="LearningException">The sizes do not fit each other.</exception>
    public Gpt2(Gpt2Configuration configuration, RandomStream random, DType dtype = DType.F32)
        : this(configuration, new WeightSource.Fresh(dtype, configuration.InitializerRange, random))
    {
    }

    internal Gpt2(Gpt2Configuration configuration, WeightSource weights)
    {
        if (configuration.Width % configuration.Heads != 0)
            throw new LearningException($"A width of {configuration.Width} cannot be shared among {configuration.Heads} heads.");
        Configuration = configuration.Architectures.Count > 0 ? configuration : configuration with { Architectures = ["GPT2LMHeadModel"] };
        _tokens = AddChild("transformer.wte", weights.Embedding("transformer.wte", configuration.VocabularySize, configuration.Width));
        _positions = AddChild("transformer.wpe", weights.Embedding("transformer.wpe", configuration.ContextLength, configuration.Width));
        _dropout = AddChild("transformer.drop", weights.Dropout("transformer.drop", configuration.EmbeddingDropout));
        _blocks = [.. Enumerable.Range(0, configuration.Layers).Select(layer =>
            AddChild($"transformer.h.{layer}", new Gpt2Block(configuration, layer, weights)))];
        _norm = AddChild("transformer.ln_f", weights.LayerNorm("transformer.ln_f", configuration.Width, configuration.NormEpsilon));
        _head = configuration.TiedEmbeddings
            ? _tokens.Weight
            : AddParameter("lm_head.weight", weights.Normal("lm_head.weight", [configuration.VocabularySize, configuration.Width]));
    }

    /// <inheritdoc/>
    public override Gpt2Configuration Configuration { get; }

    /// <inheritdoc/>
    public override Variable Forward(Tensor tokens, KeyValueCache? cache)
    {
        int before = cache?.Length ?? 0;
        RequireTokens(tokens, before);
        cache?.RequireRoom(tokens, Configuration.Layers, Configuration.Heads, Configuration.Width / Configuration.Heads, _head.DType);
        using var unrecorded = cache is null ? default : NoGradient.Scope();
        return Encode(tokens, before, cache).Affine(_head.Transpose(), null); // (batch, time, vocabulary)
    }

    /// <inheritdoc/>
    public override Variable HiddenStates(Tensor tokens)
    {
        RequireTokens(tokens);
        return Encode(tokens, 0, null);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<LinearMap> LinearMaps() => [.. _blocks.SelectMany(block => block.Maps)];

    /// <inheritdoc/>
    public override KeyValueCache CreateCache(int batch = 1, int? capacity = null)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity ?? 1, Configuration.ContextLength, nameof(capacity));
        return new KeyValueCache(
            Configuration.Layers, batch, Configuration.Heads, capacity ?? Configuration.ContextLength, Configuration.Width / Configuration.Heads, _head.DType);
    }

    private Variable Encode(Tensor tokens, int before, KeyValueCache? cache)
    {
        int time = tokens.Shape[1];
        var x = _tokens.Forward(tokens);                                 // (batch, time, d)
        x = _dropout.Forward(x + _positions.Weight.Slice(0, before, time));
        foreach (var block in _blocks)
            x = block.Forward(x, cache);
        cache?.Advance(time);
        return _norm.Forward(x);
    }
}

/// <summary>A block of GPT-2: x + attention(norm(x)), then x + feed-forward(norm(x)).</summary>
internal sealed class Gpt2Block : ModelBlock
{
    private readonly int _heads;
    private readonly int _layer;
    private readonly LayerNorm _norm1;
    private readonly LayerNorm _norm2;
    private readonly LinearMap _queryKeyValue;
    private readonly LinearMap _output;
    private readonly LinearMap _up;
    private readonly LinearMap _down;
    private readonly Func<Variable, Variable> _activation;
    private readonly Dropout _attentionDropout;
    private readonly Dropout _residualDropout;

    public Gpt2Block(Gpt2Configuration configuration, int layer, WeightSource weights)
        : base($"transformer.h.{layer}")
    {
        (int d, int wide) = (configuration.Width, configuration.FeedForwardWidth);
        double residual = 1 / Math.Sqrt(2 * configuration.Layers);
        (_heads, _layer) = (configuration.Heads, layer);
        _activation = Activations.Named(configuration.Activation);
        _norm1 = AddChild("ln_1", weights.LayerNorm($"{Name}.ln_1", d, configuration.NormEpsilon));
        _queryKeyValue = Projection("attn.c_attn", d, 3 * d);
        _output = Projection("attn.c_proj", d, d, residual);
        _norm2 = AddChild("ln_2", weights.LayerNorm($"{Name}.ln_2", d, configuration.NormEpsilon));
        _up = Projection("mlp.c_fc", d, wide);
        _down = Projection("mlp.c_proj", wide, d, residual);
        _attentionDropout = AddChild("attn.attn_dropout", weights.Dropout($"{Name}.attn.attn_dropout", configuration.AttentionDropout));
        _residualDropout = AddChild("resid_dropout", weights.Dropout($"{Name}.resid_dropout", configuration.ResidualDropout));

        LinearMap Projection(string part, int inputs, int outputs, double factor = 1)
        {
            var layer = new Gpt2Projection($"{Name}.{part}", inputs, outputs, weights, factor);
            return AddMap(part, layer, layer.Weight, layer.Bias, inputsFirst: true);
        }
    }

    public Variable Forward(Variable x, KeyValueCache? cache)
    {
        x += _residualDropout.Forward(Attend(_norm1.Forward(x), cache));
        return x + _residualDropout.Forward(_down.Forward(_activation(_up.Forward(_norm2.Forward(x)))));
    }

    private Variable Attend(Variable x, KeyValueCache? cache)
    {
        (int batch, int time, int d) = (x.Shape[0], x.Shape[1], x.Shape[2]);
        var packed = _queryKeyValue.Forward(x);                          // (batch, time, 3 d)
        if (cache is null && !_attentionDropout.IsActive)
            return _output.Forward(Attention.Packed(packed, _heads, causal: true));
        var all = packed.Reshape(batch, time, 3 * _heads, d / _heads)
            .Permute(0, 2, 1, 3);                                        // (batch, 3 heads, time, d/heads)
        (var query, var key, var value) = (all.Slice(1, 0, _heads), all.Slice(1, _heads, _heads), all.Slice(1, 2 * _heads, _heads));
        if (cache is not null)
            (key, value) = cache.Append(_layer, key.Data, value.Data);   // (batch, heads, all so far, d/heads)
        var mixed = HeadAttention.Mix(query, key, value, causal: time > 1, mask: null, _attentionDropout);
        return _output.Forward(HeadAttention.Join(mixed));               // (batch, time, d)
    }
}

/// <summary>x W + b with W (inputs, outputs), which is how GPT-2's files hold their matrices (there it is called Conv1D).</summary>
internal sealed class Gpt2Projection : Layer
{
    public Gpt2Projection(string name, int inputs, int outputs, WeightSource weights, double factor = 1)
    {
        Weight = AddParameter("weight", weights.Normal($"{name}.weight", [inputs, outputs], factor));
        Bias = AddParameter("bias", weights.Constant($"{name}.bias", [outputs], 0));
    }

    public Variable Weight { get; }

    public Variable Bias { get; }

    public override Variable Forward(Variable x) => x.Affine(Weight, Bias);
}
