using System.Text.Json;

namespace Praxis.Learning.Files;

/// <summary>Llama: RMS norm before each part, rotary positions, SwiGLU, several query heads to a key/value head.</summary>
public sealed record LlamaConfiguration : ModelConfiguration
{
    internal const string TypeName = "llama";

    /// <inheritdoc/>
    public override string ModelType => TypeName;

    /// <summary>The number of key/value heads, which divides the number of heads.</summary>
    public required int KeyValueHeads { get; init; }

    /// <summary>The width of one head.</summary>
    public required int HeadWidth { get; init; }

    /// <summary>The base of the rotary frequencies.</summary>
    public double RotaryBase { get; init; } = 10000;

    /// <summary>How the rotary frequencies are stretched for long texts; null if they are not.</summary>
    public RotaryScaling? RotaryScaling { get; init; }

    /// <summary>Whether query, key, value and output projections have biases.</summary>
    public bool AttentionBias { get; init; }

    /// <summary>Whether the feed-forward projections have biases.</summary>
    public bool FeedForwardBias { get; init; }

    internal override string Prefix => "model.";

    internal override IReadOnlyDictionary<string, string> Ties { get; } =
        new Dictionary<string, string> { ["lm_head.weight"] = "model.embed_tokens.weight" };

    internal static LlamaConfiguration From(ConfigurationFields fields)
    {
        fields.Choice("hidden_act", "silu", "silu");
        int width = fields.Count("hidden_size");
        int heads = fields.Count("num_attention_heads");
        int keyValueHeads = fields.Count("num_key_value_heads", heads);
        fields.RequireMultiple("num_attention_heads", heads, "num_key_value_heads", keyValueHeads);
        if (!fields.Has("head_dim"))
            fields.RequireMultiple("hidden_size", width, "num_attention_heads", heads);
        int headWidth = fields.Count("head_dim", Math.Max(width / heads, 1));
        if (headWidth % 2 != 0)
            throw fields.Refuse("head_dim", $"rotary positions turn pairs, and a head of width {headWidth} has an odd one out", "use an even width");

        // Newer files keep base and scaling together under another name.
        var rotary = fields.Object("rope_parameters");
        return new LlamaConfiguration
        {
            VocabularySize = fields.Count("vocab_size"),
            ContextLength = fields.Count("max_position_embeddings", 2048),
            Width = width,
            Layers = fields.Count("num_hidden_layers"),
            Heads = heads,
            KeyValueHeads = keyValueHeads,
            HeadWidth = headWidth,
            FeedForwardWidth = fields.Count("intermediate_size"),
            NormEpsilon = fields.Number("rms_norm_eps", 1e-6),
            RotaryBase = (rotary ?? fields).Number("rope_theta", 10000),
            RotaryScaling = (rotary ?? fields.Object("rope_scaling")) is { } scaling ? RotaryScaling.From(scaling) : null,
            AttentionBias = fields.Flag("attention_bias", false),
            FeedForwardBias = fields.Flag("mlp_bias", false),
            TiedEmbeddings = fields.Flag("tie_word_embeddings", false),
        };
    }

    private protected override void WriteFields(Utf8JsonWriter json)
    {
        json.WriteString("hidden_act", "silu");
        json.WriteNumber("max_position_embeddings", ContextLength);
        json.WriteNumber("hidden_size", Width);
        json.WriteNumber("intermediate_size", FeedForwardWidth);
        json.WriteNumber("num_hidden_layers", Layers);
        json.WriteNumber("num_attention_heads", Heads);
        json.WriteNumber("num_key_value_heads", KeyValueHeads);
        json.WriteNumber("head_dim", HeadWidth);
        json.WriteNumber("rms_norm_eps", NormEpsilon);
        json.WriteNumber("rope_theta", RotaryBase);
        RotaryScaling?.Write(json);
        json.WriteBoolean("attention_bias", AttentionBias);
        json.WriteBoolean("mlp_bias", FeedForwardBias);
    }
}
