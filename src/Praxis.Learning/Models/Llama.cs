using Praxis.Learning.Files;
using Praxis.Numerics;

namespace Praxis.Learning.Models;

/// <summary>
/// Llama (Touvron et al., 2023): RMS norm before each part, rotary positions, attention whose query heads share key/value heads (Ainslie et
/// al., 2023), and a gated feed-forward part (SwiGLU; Shazeer, 2020).
/// </summary>
public sealed class Llama : CausalLanguageModel
{
    private readonly Embedding _tokens;
    private readonly LlamaBlock[] _blocks;
    private readonly RmsNorm _norm;
    private readonly Variable _head; // (vocabulary, d)

    /// <summary>A model with fresh weights: normal; norms begin with 1, biases with 0.</summary>
    /// <param name="configuration">The sizes.</param>
    /// <param name="random">Where the weights come from.</param>
    /// <param name="dtype">F32 or F64.</param>
    /// <exception cref="LearningException">The sizes do not fit each other.</exception>
    public Llama(LlamaConfiguration configuration, RandomStream random, DType dtype = DType.F32)
        : this(configuration, new WeightSource.Fresh(dtype, configuration.InitializerRange, random))
    {
    }

    internal Llama(LlamaConfiguration configuration, WeightSource weights)
    {
        if (configuration.Heads % configuration.KeyValueHeads != 0)
            throw new LearningException($"{configuration.Heads} heads cannot be shared among {configuration.KeyValueHeads} key/value heads.");
        if (configuration.HeadWidth % 2 != 0)
            throw new LearningException($"Rotary positions turn pairs, and a head of width {configuration.HeadWidth} has an odd one out.");
        Configuration = configuration.Architectures.Count > 0 ? configuration : configuration with { Architectures = ["LlamaForCausalLM"] };
        Rotary = new RotaryEmbedding(configuration.ContextLength, configuration.HeadWidth, configuration.RotaryBase, configuration.RotaryScaling);
        _tokens = AddChild("model.embed_tokens", weights.Embedding("model.embed_tokens", configuration.VocabularySize, configuration.Width));
        _blocks = [.. Enumerable.Range(0, configuration.Layers).Select(layer =>
            AddChild($"model.layers.{layer}", new LlamaBlock(configuration, layer, Rotary, weights)))];
        _norm = AddChild("model.norm", weights.RmsNorm("model.norm", configuration.Width, configuration.NormEpsilon));
        _head = configuration.TiedEmbeddings
            ? _tokens.Weight
            : AddParameter("lm_head.weight", weights.Normal("lm_head.weight", [configuration.VocabularySize, configuration.Width]));
    }

    /// <inheritdoc/>
    public override LlamaConfiguration Configuration { get; }

    internal RotaryEmbedding Rotary { get; }

    internal Variable Embedding => _tokens.Weight;

    internal IReadOnlyList<LlamaBlock> Blocks => _blocks;

    internal RmsNorm Norm => _norm;

    internal Variable Head => _head;

    /// <inheritdoc/>
    public override Variable Forward(Tensor tokens, KeyValueCache? cache)
    {
        RequireTokens(tokens, cache?.Length ?? 0);
        cache?.RequireRoom(tokens, Configuration.Layers, Configuration.KeyValueHeads, Configuration.HeadWidth, _head.DType);
        if (cache is { Batch: 1 } && tokens.Shape[1] == 1 && _head.DType == DType.F32 && !_blocks.Any(block => block.FeedForward.IsReplaced))
            return Decoder(cache).Next((int)tokens.Contiguous().AsSpan<long>()[0]);
        using var unrecorded = cache is null ? default : NoGradient.Scope();
        return Encode(tokens, cache).Affine(_head.Transpose(), null);    // (batch, time, vocabulary)
    }

    /// <inheritdoc/>
    public override Variable HiddenStates(Tensor tokens)
    {
        RequireTokens(tokens);
        return Encode(tokens, null);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<LinearMap> LinearMaps() => [.. _blocks.SelectMany(block => block.Maps)];

    /// <inheritdoc/>
    public override IReadOnlyList<FeedForwardPart> FeedForwards() => [.. _blocks.Select(block => block.FeedForward)];

    /// <inheritdoc/>
    public override KeyValueCache CreateCache(int batch = 1, int? capacity = null)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity ?? 1, Configuration.ContextLength, nameof(capacity));
        return new KeyValueCache(
            Configuration.Layers, batch, Configuration.KeyValueHeads, capacity ?? Configuration.ContextLength, Configuration.HeadWidth, _head.DType);
    }

    private Variable Encode(Tensor tokens, KeyValueCache? cache)
    {
        var x = _tokens.Forward(tokens);                                 // (batch, time, d)
        foreach (var block in _blocks)
            x = block.Forward(x, cache);
        cache?.Advance(tokens.Shape[1]);
        return _norm.Forward(x);
    }

    private LlamaDecoder Decoder(KeyValueCache cache)
    {
        if (cache.Decoder is not LlamaDecoder decoder || !decoder.Serves(this))
            cache.Decoder = decoder = new LlamaDecoder(this, cache);
        return decoder;
    }
}

/// <summary>A block of Llama: x + attention(norm(x)), then x + feed-forward(norm(x)).</summary>
internal sealed class LlamaBlock : ModelBlock
{
    private const string Part = "mlp";

    private readonly int _heads;
    private readonly int _shared; // key/value heads
    private readonly int _layer;
    private readonly RotaryEmbedding _rotary;

    public LlamaBlock(LlamaConfiguration configuration, int layer, RotaryEmbedding rotary, WeightSource weights)
        : base($"model.layers.{layer}")
    {
        (_heads, _shared, _layer, _rotary) = (configuration.Heads, configuration.KeyValueHeads, layer, rotary);
        (int d, int wide, int head) = (configuration.Width, configuration.FeedForwardWidth, configuration.HeadWidth);
        Query = Projection("self_attn.q_proj", d, _heads * head, configuration.AttentionBias);
        Key = Projection("self_attn.k_proj", d, _shared * head, configuration.AttentionBias);
        Value = Projection("self_attn.v_proj", d, _shared * head, configuration.AttentionBias);
        Output = Projection("self_attn.o_proj", _heads * head, d, configuration.AttentionBias);
        Gate = Projection("mlp.gate_proj", d, wide, configuration.FeedForwardBias);
        Up = Projection("mlp.up_proj", d, wide, configuration.FeedForwardBias);
        Down = Projection("mlp.down_proj", wide, d, configuration.FeedForwardBias);
        FeedForward = new FeedForwardPart($"{Name}.{Part}", Gate, Up, Down, PlaceFeedForward);
        InputNorm = Norm("input_layernorm");
        MiddleNorm = Norm("post_attention_layernorm");

        LinearMap Projection(string part, int inputs, int outputs, bool bias) =>
            AddMap(part, weights.Linear($"{Name}.{part}", inputs, outputs, bias));

        RmsNorm Norm(string part) => AddChild(part, weights.RmsNorm($"{Name}.{part}", d, configuration.NormEpsilon));
    }

    public LinearMap Query { get; }

    public LinearMap Key { get; }

    public LinearMap Value { get; }

    public LinearMap Output { get; }

    public LinearMap Gate { get; }

    public LinearMap Up { get; }

    public LinearMap Down { get; }

    public FeedForwardPart FeedForward { get; }

    public RmsNorm InputNorm { get; }

    public RmsNorm MiddleNorm { get; }

    public Variable Forward(Variable x, KeyValueCache? cache)
    {
        x += Attend(InputNorm.Forward(x), cache);                       // (batch, time, d)
        var y = MiddleNorm.Forward(x);
        return x + FeedForward.Forward(y);
    }

    private void PlaceFeedForward(Layer? layer)
    {
        (string Name, Module Child)[] maps = [($"{Part}.gate_proj", Gate.Layer), ($"{Part}.up_proj", Up.Layer), ($"{Part}.down_proj", Down.Layer)];
        if (layer is null)
            ReplaceChildren([Part], maps);
        else
            ReplaceChildren([.. maps.Select(map => map.Name)], (Part, layer));
    }

    // Each key/value head serves a group of query heads, which see it along the axis of length 1, without a copy.
    private Variable Attend(Variable x, KeyValueCache? cache)
    {
        (int batch, int time, int before) = (x.Shape[0], x.Shape[1], cache?.Length ?? 0);
        var query = _rotary.Forward(Split(Query.Forward(x), _heads / _shared), before); // (batch, shared, group, time, d/heads)
        var key = _rotary.Forward(Split(Key.Forward(x), 1), before);                    // (batch, shared, 1, time, d/heads)
        var value = Split(Value.Forward(x), 1);                                         // (batch, shared, 1, time, d/heads)
        if (cache is not null)
            (key, value) = cache.Append(_layer, key.Data, value.Data);                   // (batch, shared, 1, all so far, d/heads)

        // A single place sees all there are, and so the heads of a group may stand where the places were.
        if (time == 1)
            query = query.Transpose(2, 3);
        var mixed = Attention.ScaledDotProduct(query, key, value, causal: time > 1);
        if (time == 1)
            mixed = mixed.Transpose(2, 3);
        return Output.Forward(mixed.Permute(0, 3, 1, 2, 4).Reshape(batch, time, -1));
    }

    // (batch, time, shared · group · d/heads) as (batch, shared, group, time, d/heads).
    private Variable Split(Variable x, int group) =>
        x.Reshape(x.Shape[0], x.Shape[1], _shared, group, -1).Permute(0, 2, 3, 1, 4);
}
