using Praxis.Learning.Files;
using Praxis.Numerics;

namespace Praxis.Learning.Models;

/// <summary>
/// BERT (Devlin et al., 2019) with its masked-language head: learned positions and segments, attention in both directions, layer norm after
/// each part, and the token embedding again as output layer.
/// </summary>
public sealed class Bert : LanguageModel
{
    private readonly Embedding _tokens;
    private readonly Embedding _positions;
    private readonly Embedding _segments;
    private readonly LayerNorm _norm;
    private readonly Dropout _dropout;
    private readonly BertBlock[] _blocks;
    private readonly LinearMap _transform;
    private readonly LayerNorm _headNorm;
    private readonly Func<Variable, Variable> _activation;
    private readonly Variable _head;     // (vocabulary, d)
    private readonly Variable _headBias; // (vocabulary)

    /// <summary>A model with fresh weights: normal; biases begin with 0.</summary>
    /// <param name="configuration">The sizes.</param>
    /// <param name="random">Where the weights (and the choices of dropout) come from.</param>
    /// <param name="dtype">F32 or F64.</param>
    /// <exception cref="LearningException">The sizes do not fit each other.</exception>
    public Bert(BertConfiguration configuration, RandomStream random, DType dtype = DType.F32)
        : this(configuration, new WeightSource.Fresh(dtype, configuration.InitializerRange, random))
    {
    }

    internal Bert(BertConfiguration configuration, WeightSource weights)
    {
        if (configuration.Width % configuration.Heads != 0)
            throw new LearningException($"A width of {configuration.Width} cannot be shared among {configuration.Heads} heads.");
        Configuration = configuration.Architectures.Count > 0 ? configuration : configuration with { Architectures = ["BertForMaskedLM"] };
        (int d, double epsilon) = (configuration.Width, configuration.NormEpsilon);
        _activation = Activations.Named(configuration.Activation);
        _tokens = Table("bert.embeddings.word_embeddings", configuration.VocabularySize);
        _positions = Table("bert.embeddings.position_embeddings", configuration.ContextLength);
        _segments = Table("bert.embeddings.token_type_embeddings", configuration.SegmentTypes);
        _norm = AddChild("bert.embeddings.LayerNorm", weights.LayerNorm("bert.embeddings.LayerNorm", d, epsilon));
        _dropout = AddChild("bert.embeddings.dropout", weights.Dropout("bert.embeddings.dropout", configuration.HiddenDropout));
        _blocks = [.. Enumerable.Range(0, configuration.Layers).Select(layer =>
            AddChild($"bert.encoder.layer.{layer}", new BertBlock(configuration, $"bert.encoder.layer.{layer}", weights)))];
        _transform = Transform(weights.Linear("cls.predictions.transform.dense", d, d));
        _headNorm = AddChild("cls.predictions.transform.LayerNorm", weights.LayerNorm("cls.predictions.transform.LayerNorm", d, epsilon));
        _headBias = AddParameter("cls.predictions.bias", weights.Constant("cls.predictions.bias", [configuration.VocabularySize], 0));
        _head = configuration.TiedEmbeddings
            ? _tokens.Weight
            : AddParameter("cls.predictions.decoder.weight", weights.Normal("cls.predictions.decoder.weight", [configuration.VocabularySize, d]));

        Embedding Table(string name, int count) => AddChild(name, weights.Embedding(name, count, d));

        LinearMap Transform(Linear layer)
        {
            const string name = "cls.predictions.transform.dense";
            AddChild(name, layer);
            return new LinearMap(name, layer, layer.Weight, layer.Bias, inputsFirst: false, other => ReplaceChild(name, other));
        }
    }

    /// <inheritdoc/>
    public override BertConfiguration Configuration { get; }

    /// <inheritdoc/>
    public override Variable Forward(Tensor tokens) => Forward(tokens, null, null);

    /// <summary>The scores before softmax of texts that may have two segments and may be filled up.</summary>
    /// <param name="tokens">I64, (batch, time).</param>
    /// <param name="segments">I64, (batch, time): the segment of each token; null means 0 for all.</param>
    /// <param name="attended">Bool, (batch, time): false for tokens that only fill up, which no place then sees; null means all.</param>
    /// <returns>(batch, time, vocabulary).</returns>
    /// <exception cref="LearningException">A token or segment is outside its table, the texts are longer than the context, or the shapes differ.</exception>
    public Variable Forward(Tensor tokens, Tensor? segments, Tensor? attended = null)
    {
        var x = _transform.Forward(Encode(tokens, segments, attended));  // (batch, time, d)
        return _headNorm.Forward(_activation(x)).Affine(_head.Transpose(), _headBias);
    }

    /// <inheritdoc/>
    public override Variable HiddenStates(Tensor tokens) => Encode(tokens);

    /// <summary>The vectors of the last block, from which the scores are made.</summary>
    /// <inheritdoc cref="Forward(Tensor, Tensor?, Tensor?)"/>
    /// <returns>(batch, time, d).</returns>
    public Variable Encode(Tensor tokens, Tensor? segments = null, Tensor? attended = null)
    {
        RequireTokens(tokens);
        RequireSegments(tokens, segments);
        var kinds = segments is null ? _segments.Weight.Select(0, 0) : _segments.Forward(segments);
        var x = _tokens.Forward(tokens) + _positions.Weight.Slice(0, 0, tokens.Shape[1]) + kinds; // (batch, time, d)
        x = _dropout.Forward(_norm.Forward(x));
        var mask = attended is null ? null : Mask(tokens, attended);
        foreach (var block in _blocks)
            x = block.Forward(x, mask);
        return x;
    }

    /// <summary>The linear maps of the blocks, and the one before the output layer.</summary>
    public override IReadOnlyList<LinearMap> LinearMaps() => [.. _blocks.SelectMany(block => block.Maps), _transform];

    private void RequireSegments(Tensor tokens, Tensor? segments)
    {
        if (segments is null)
            return;
        if (segments.DType != DType.I64 || !segments.Shape.SequenceEqual(tokens.Shape))
            throw new LearningException($"Segments are I64 in the shape of the tokens, {ShapeException.Describe(tokens.Shape)}, not {segments.DType} of shape {ShapeException.Describe(segments.Shape)}.");
        foreach (long segment in segments.Contiguous().AsSpan<long>())
            if ((ulong)segment >= (ulong)Configuration.SegmentTypes)
                throw new LearningException($"Segment {segment} is none of the model's {Configuration.SegmentTypes} (0 to {Configuration.SegmentTypes - 1}).");
    }

    // (batch, 1, 1, time): a large negative number where nothing is to be seen; finite, so that a text of nothing but filling stays finite.
    private Tensor Mask(Tensor tokens, Tensor attended)
    {
        if (attended.DType != DType.Bool || !attended.Shape.SequenceEqual(tokens.Shape))
            throw new LearningException($"The mask is Bool in the shape of the tokens, {ShapeException.Describe(tokens.Shape)}, not {attended.DType} of shape {ShapeException.Describe(attended.Shape)}.");
        return ((1 - attended.To(_head.DType)) * -1e9).Reshape(tokens.Shape[0], 1, 1, tokens.Shape[1]);
    }
}

/// <summary>A block of BERT: norm(x + attention(x)), then norm(x + feed-forward(x)).</summary>
internal sealed class BertBlock : ModelBlock
{
    private readonly int _heads;
    private readonly LinearMap _query;
    private readonly LinearMap _key;
    private readonly LinearMap _value;
    private readonly LinearMap _output;
    private readonly LinearMap _up;
    private readonly LinearMap _down;
    private readonly LayerNorm _attentionNorm;
    private readonly LayerNorm _outputNorm;
    private readonly Func<Variable, Variable> _activation;
    private readonly Dropout _attentionDropout;
    private readonly Dropout _dropout;

    public BertBlock(BertConfiguration configuration, string name, WeightSource weights)
        : base(name)
    {
        (int d, int wide) = (configuration.Width, configuration.FeedForwardWidth);
        _heads = configuration.Heads;
        _activation = Activations.Named(configuration.Activation);
        _query = Projection("attention.self.query", d, d);
        _key = Projection("attention.self.key", d, d);
        _value = Projection("attention.self.value", d, d);
        _output = Projection("attention.output.dense", d, d);
        _attentionNorm = Norm("attention.output.LayerNorm");
        _up = Projection("intermediate.dense", d, wide);
        _down = Projection("output.dense", wide, d);
        _outputNorm = Norm("output.LayerNorm");
        _attentionDropout = AddChild("attention.self.dropout", weights.Dropout($"{Name}.attention.self.dropout", configuration.AttentionDropout));
        _dropout = AddChild("dropout", weights.Dropout($"{Name}.dropout", configuration.HiddenDropout));

        LinearMap Projection(string part, int inputs, int outputs) => AddMap(part, weights.Linear($"{Name}.{part}", inputs, outputs));

        LayerNorm Norm(string part) => AddChild(part, weights.LayerNorm($"{Name}.{part}", d, configuration.NormEpsilon));
    }

    public Variable Forward(Variable x, Tensor? mask)
    {
        x = _attentionNorm.Forward(x + _dropout.Forward(Attend(x, mask)));                   // (batch, time, d)
        return _outputNorm.Forward(x + _dropout.Forward(_down.Forward(_activation(_up.Forward(x)))));
    }

    private Variable Attend(Variable x, Tensor? mask)
    {
        var query = HeadAttention.Split(_query.Forward(x), _heads);      // (batch, heads, time, d/heads)
        var key = HeadAttention.Split(_key.Forward(x), _heads);
        var value = HeadAttention.Split(_value.Forward(x), _heads);
        return _output.Forward(HeadAttention.Join(HeadAttention.Mix(query, key, value, causal: false, mask, _attentionDropout)));
    }
}
