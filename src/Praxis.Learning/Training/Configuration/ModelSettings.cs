using Praxis.Learning.Files;

namespace Praxis.Learning.Training;

/// <summary>The kind and sizes of the model to train.</summary>
/// <param name="Type">"llama", "gpt2" or "bert".</param>
/// <param name="Width">The width of the residual stream.</param>
/// <param name="Layers">The number of blocks.</param>
/// <param name="Heads">The number of attention heads; divides the width.</param>
/// <param name="KeyValueHeads">Llama only: the number of key/value heads; divides the heads.</param>
/// <param name="FeedForwardWidth">The width of the hidden layer of a block's feed-forward part.</param>
/// <param name="TiedEmbeddings">Whether the output layer uses the token embedding.</param>
/// <param name="Dropout">How much is dropped in training, wherever the model's authors drop; 0 for Llama, which has none.</param>
public sealed record ModelSettings(
    string Type, int Width, int Layers, int Heads, int KeyValueHeads, int FeedForwardWidth, bool TiedEmbeddings, double Dropout)
{
    /// <summary>GPT-2 and BERT only: whether the table of positions begins as sines and cosines instead of normal noise; it is trained either way.</summary>
    public bool SinePositions { get; init; }

    /// <summary>The standard deviation of the first weights.</summary>
    public double InitializerRange { get; init; } = 0.02;

    /// <summary>Whether the model guesses hidden tokens instead of the next one.</summary>
    public bool IsMasked => Type == "bert";

    /// <summary>The tokens that stand for something else than text.</summary>
    public IReadOnlyList<string> SpecialTokens => IsMasked ? MaskedTokens.All : [EndOfText];

    /// <summary>The token after each text of a causal model, and before the first.</summary>
    public const string EndOfText = "<|endoftext|>";

    /// <summary>What config.json says of the model.</summary>
    /// <param name="vocabularySize">The number of tokens.</param>
    /// <param name="contextLength">The most tokens of a text.</param>
    /// <param name="tokenId">The number of a special token, if there is one.</param>
    public ModelConfiguration ToConfiguration(int vocabularySize, int contextLength, Func<string, int?> tokenId) =>
        OfType(vocabularySize, contextLength, tokenId) with { InitializerRange = InitializerRange };

    private ModelConfiguration OfType(int vocabularySize, int contextLength, Func<string, int?> tokenId) => Type switch
    {
        "llama" => new LlamaConfiguration
        {
            VocabularySize = vocabularySize,
            ContextLength = contextLength,
            Width = Width,
            Layers = Layers,
            Heads = Heads,
            KeyValueHeads = KeyValueHeads,
            HeadWidth = Width / Heads,
            FeedForwardWidth = FeedForwardWidth,
            TiedEmbeddings = TiedEmbeddings,
            BeginToken = tokenId(EndOfText),
            EndTokens = tokenId(EndOfText) is { } end ? [end] : [],
        },
        "gpt2" => new Gpt2Configuration
        {
            VocabularySize = vocabularySize,
            ContextLength = contextLength,
            Width = Width,
            Layers = Layers,
            Heads = Heads,
            FeedForwardWidth = FeedForwardWidth,
            TiedEmbeddings = TiedEmbeddings,
            EmbeddingDropout = Dropout,
            AttentionDropout = Dropout,
            ResidualDropout = Dropout,
            BeginToken = tokenId(EndOfText),
            EndTokens = tokenId(EndOfText) is { } end ? [end] : [],
        },
        _ => new BertConfiguration
        {
            VocabularySize = vocabularySize,
            ContextLength = contextLength,
            Width = Width,
            Layers = Layers,
            Heads = Heads,
            FeedForwardWidth = FeedForwardWidth,
            TiedEmbeddings = TiedEmbeddings,
            SegmentTypes = 2,
            HiddenDropout = Dropout,
            AttentionDropout = Dropout,
            PaddingToken = tokenId(MaskedTokens.Padding),
        },
    };
}
