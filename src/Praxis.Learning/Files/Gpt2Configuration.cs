using System.Text.Json;

namespace Praxis.Learning.Files;

/// <summary>GPT-2: layer norm before each part, learned positions, one matrix for query, key and value.</summary>
public sealed record Gpt2Configuration : ModelConfiguration
{
    internal const string TypeName = "gpt2";

    /// <inheritdoc/>
    public override string ModelType => TypeName;

    /// <summary>"gelu_new" (the tanh approximation, as in GPT-2), "gelu" or "relu".</summary>
    public string Activation { get; init; } = "gelu_new";

    /// <summary>How much of the embeddings is dropped in training.</summary>
    public double EmbeddingDropout { get; init; }

    /// <summary>How much of the attention weights is dropped in training.</summary>
    public double AttentionDropout { get; init; }

    /// <summary>How much of each part's output is dropped in training.</summary>
    public double ResidualDropout { get; init; }

    internal override string Prefix => "transformer.";

    internal override IReadOnlyDictionary<string, string> Ties { get; } =
        new Dictionary<string, string> { ["lm_head.weight"] = "transformer.wte.weight" };

    internal static Gpt2Configuration From(ConfigurationFields fields)
    {
        fields.RequireOff("scale_attn_by_inverse_layer_idx");
        fields.RequireOff("add_cross_attention");
        if (!fields.Flag("scale_attn_weights", true))
            throw fields.Refuse("scale_attn_weights", "attention without the factor 1/√d is not supported", "use a model with scaled attention");
        int width = fields.Count("n_embd");
        int heads = fields.Count("n_head");
        fields.RequireMultiple("n_embd", width, "n_head", heads);
        return new Gpt2Configuration
        {
            VocabularySize = fields.Count("vocab_size"),
            ContextLength = fields.Count("n_positions"),
            Width = width,
            Layers = fields.Count("n_layer"),
            Heads = heads,
            FeedForwardWidth = fields.Count("n_inner", checked(4 * width)),
            Activation = fields.Choice("activation_function", "gelu_new", "gelu_new", "gelu", "relu"),
            NormEpsilon = fields.Number("layer_norm_epsilon", 1e-5),
            EmbeddingDropout = fields.Number("embd_pdrop", 0.1, zeroAllowed: true),
            AttentionDropout = fields.Number("attn_pdrop", 0.1, zeroAllowed: true),
            ResidualDropout = fields.Number("resid_pdrop", 0.1, zeroAllowed: true),
            TiedEmbeddings = fields.Flag("tie_word_embeddings", true),
        };
    }

    private protected override void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("n_positions", ContextLength);
        json.WriteNumber("n_embd", Width);
        json.WriteNumber("n_layer", Layers);
        json.WriteNumber("n_head", Heads);
        json.WriteNumber("n_inner", FeedForwardWidth);
        json.WriteString("activation_function", Activation);
        json.WriteNumber("layer_norm_epsilon", NormEpsilon);
        json.WriteNumber("embd_pdrop", EmbeddingDropout);
        json.WriteNumber("attn_pdrop", AttentionDropout);
        json.WriteNumber("resid_pdrop", ResidualDropout);
    }
}
