using System.Text.Json;

namespace Praxis.Learning.Files;

/// <summary>BERT: layer norm after each part, learned positions and segments, attention in both directions.</summary>
public sealed record BertConfiguration : ModelConfiguration
{
    internal const string TypeName = "bert";

    /// <inheritdoc/>
    public override string ModelType => TypeName;

    /// <summary>The number of kinds of segment.</summary>
    public required int SegmentTypes { get; init; }

    /// <summary>"gelu" (exact, as in BERT), "gelu_new" (the tanh approximation) or "relu".</summary>
    public string Activation { get; init; } = "gelu";

    /// <summary>How much of each part's output is dropped in training.</summary>
    public double HiddenDropout { get; init; }

    /// <summary>How much of the attention weights is dropped in training.</summary>
    public double AttentionDropout { get; init; }

    internal override string Prefix => "bert.";

    internal override IReadOnlyDictionary<string, string> Ties { get; } = new Dictionary<string, string>
    {
        ["cls.predictions.decoder.weight"] = "bert.embeddings.word_embeddings.weight",
        ["cls.predictions.decoder.bias"] = "cls.predictions.bias",
    };

    internal static BertConfiguration From(ConfigurationFields fields)
    {
        fields.RequireOff("is_decoder");
        fields.RequireOff("add_cross_attention");
        fields.Choice("position_embedding_type", "absolute", "absolute");
        int width = fields.Count("hidden_size");
        int heads = fields.Count("num_attention_heads");
        fields.RequireMultiple("hidden_size", width, "num_attention_heads", heads);
        return new BertConfiguration
        {
            VocabularySize = fields.Count("vocab_size"),
            ContextLength = fields.Count("max_position_embeddings"),
            Width = width,
            Layers = fields.Count("num_hidden_layers"),
            Heads = heads,
            FeedForwardWidth = fields.Count("intermediate_size"),
            SegmentTypes = fields.Count("type_vocab_size", 2),
            Activation = fields.Choice("hidden_act", "gelu", "gelu", "gelu_new", "relu"),
            NormEpsilon = fields.Number("layer_norm_eps", 1e-12),
            HiddenDropout = fields.Number("hidden_dropout_prob", 0.1, zeroAllowed: true),
            AttentionDropout = fields.Number("attention_probs_dropout_prob", 0.1, zeroAllowed: true),
            TiedEmbeddings = fields.Flag("tie_word_embeddings", true),
        };
    }

    private protected override void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("max_position_embeddings", ContextLength);
        json.WriteNumber("hidden_size", Width);
        json.WriteNumber("intermediate_size", FeedForwardWidth);
        json.WriteNumber("num_hidden_layers", Layers);
        json.WriteNumber("num_attention_heads", Heads);
        json.WriteNumber("type_vocab_size", SegmentTypes);
        json.WriteString("hidden_act", Activation);
        json.WriteString("position_embedding_type", "absolute");
        json.WriteNumber("layer_norm_eps", NormEpsilon);
        json.WriteNumber("hidden_dropout_prob", HiddenDropout);
        json.WriteNumber("attention_probs_dropout_prob", AttentionDropout);
    }
}
