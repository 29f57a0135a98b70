using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Praxis.Learning.Files;

/// <summary>What config.json says of a model: its kind and its sizes, under the names of this library.</summary>
public abstract record ModelConfiguration
{
    /// <summary>The name of the file in a model's folder.</summary>
    public const string FileName = "config.json";

    /// <summary>The kind of model: "gpt2", "llama" or "bert".</summary>
    public abstract string ModelType { get; }

    /// <summary>The number of tokens the model knows.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>The most tokens of a text.</summary>
    public required int ContextLength { get; init; }

    /// <summary>The width of the residual stream, d.</summary>
    public required int Width { get; init; }

    /// <summary>The number of blocks.</summary>
    public required int Layers { get; init; }

    /// <summary>The number of attention heads in a block.</summary>
    public required int Heads { get; init; }

    /// <summary>The width of the hidden layer in a block's feed-forward part.</summary>
    public required int FeedForwardWidth { get; init; }

    /// <summary>The ε of the normalisation layers.</summary>
    public double NormEpsilon { get; init; } = 1e-5;

    /// <summary>The standard deviation of fresh weights.</summary>
    public double InitializerRange { get; init; } = 0.02;

    /// <summary>Whether the output layer uses the weights of the token embedding.</summary>
    public bool TiedEmbeddings { get; init; }

    /// <summary>The token before a text; null if there is none.</summary>
    public int? BeginToken { get; init; }

    /// <summary>The tokens that end a text.</summary>
    public IReadOnlyList<int> EndTokens { get; init; } = [];

    /// <summary>The token that fills up short texts; null if there is none.</summary>
    public int? PaddingToken { get; init; }

    /// <summary>The classes that other libraries read the model with, such as "GPT2LMHeadModel".</summary>
    public IReadOnlyList<string> Architectures { get; init; } = [];

    /// <summary>The prefix that a model with an output layer puts before the names of the weights without it.</summary>
    internal abstract string Prefix { get; }

    /// <summary>Weights that are not stored because they are another's, whose name follows.</summary>
    internal abstract IReadOnlyDictionary<string, string> Ties { get; }

    /// <summary>Reads a config.json.</summary>
    /// <exception cref="ModelFileException">
    /// The file is missing or malformed, a field is missing or out of range, or the model is of a kind or has a feature not known here.
    /// </exception>
    public static ModelConfiguration Read(string path)
    {
        using var document = JsonFile.ReadObject(path);
        var fields = new ConfigurationFields(path, document.RootElement);
        ModelConfiguration ownFields = fields.Text("model_type") switch
        {
            Gpt2Configuration.TypeName => Gpt2Configuration.From(fields),
            LlamaConfiguration.TypeName => LlamaConfiguration.From(fields),
            BertConfiguration.TypeName => BertConfiguration.From(fields),
            var other => throw fields.Refuse("model_type", $"models of type {ModelFileException.Quote(other)} are not known here", "use a model of type gpt2, llama or bert"),
        };
        // What ToJson writes here for every kind is read here for every kind.
        return ownFields with
        {
            InitializerRange = fields.Number("initializer_range", 0.02, zeroAllowed: true),
            BeginToken = fields.Token("bos_token_id"),
            EndTokens = fields.Tokens("eos_token_id"),
            PaddingToken = fields.Token("pad_token_id"),
            Architectures = fields.Texts("architectures"),
        };
    }

    /// <summary>The configuration as Hugging Face's libraries read it.</summary>
    public string ToJson()
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteStartArray("architectures");
            foreach (string architecture in Architectures)
                json.WriteStringValue(architecture);
            json.WriteEndArray();
            json.WriteString("model_type", ModelType);
            WriteFields(json);
            json.WriteNumber("initializer_range", InitializerRange);
            json.WriteBoolean("tie_word_embeddings", TiedEmbeddings);
            json.WriteNumber("vocab_size", VocabularySize);
            WriteTokens(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.ToArray()) + "\n";
    }

    /// <summary>Writes a config.json, whole or not at all.</summary>
    /// <exception cref="ModelFileException">The file cannot be written.</exception>
    public void Write(string path) => SafetensorsWriting.Whole(path, stream => stream.Write(Encoding.UTF8.GetBytes(ToJson())));

    /// <summary>Writes the fields that this kind of model has under names of its own.</summary>
    private protected abstract void WriteFields(Utf8JsonWriter json);

    private void WriteTokens(Utf8JsonWriter json)
    {
        if (BeginToken is { } begin)
            json.WriteNumber("bos_token_id", begin);
        if (EndTokens.Count == 1)
            json.WriteNumber("eos_token_id", EndTokens[0]);
        else if (EndTokens.Count > 1)
        {
            json.WriteStartArray("eos_token_id");
            foreach (int token in EndTokens)
                json.WriteNumberValue(token);
            json.WriteEndArray();
        }

        if (PaddingToken is { } padding)
            json.WriteNumber("pad_token_id", padding);
    }
}
