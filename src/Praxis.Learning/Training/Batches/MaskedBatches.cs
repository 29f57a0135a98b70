using Praxis.Numerics;

namespace Praxis.Learning.Training;

/// <summary>
/// Windows of a text between [CLS] and [SEP], in which a share of the tokens is to be guessed: of these 80 % are replaced by [MASK], 10 % by
/// any token, and 10 % stay (Devlin et al., 2019). Small models learn sooner from more than the published 15 % (Wettig et al., 2022).
/// </summary>
public sealed class MaskedBatches : IBatches
{
    /// <summary>The share of tokens that were guessed in the first masked language model.</summary>
    public const double PublishedShare = 0.15;

    private readonly TokenSequence _text;
    private readonly MaskedVocabulary _vocabulary;
    private readonly WindowOrder _order;
    private readonly RandomStream _random;
    private readonly double _share;
    private readonly TrainingBatch _batch;

    /// <summary>Batches from a text, which is not copied.</summary>
    /// <param name="text">The text.</param>
    /// <param name="vocabulary">The special tokens.</param>
    /// <param name="batch">The windows of a batch.</param>
    /// <param name="context">The tokens of a window with [CLS] and [SEP].</param>
    /// <param name="random">Where order and masks come from.</param>
    /// <param name="share">The share of tokens that are to be guessed, one at least.</param>
    /// <exception cref="LearningException">The text is shorter than one window.</exception>
    public MaskedBatches(TokenSequence text, MaskedVocabulary vocabulary, int batch, int context, RandomStream random, double share = PublishedShare)
    {
        (_text, _vocabulary, _random, _share) = (text, vocabulary, random.Fork("masks"), share);
        _order = new WindowOrder(text.Length, context - 2, context - 2, random.Fork("windows"));
        _batch = new TrainingBatch(Tensor.Zeros(DType.I64, batch, context), Tensor.Zeros(DType.I64, batch, context));
    }

    /// <inheritdoc/>
    public int TokensPerBatch => _batch.Tokens.Length;

    /// <inheritdoc/>
    public double BatchesPerEpoch => (double)_order.PerEpoch / _batch.Tokens.Shape[0];

    /// <inheritdoc/>
    public TrainingBatch At(int step)
    {
        int rows = _batch.Tokens.Shape[0];
        int context = _batch.Tokens.Shape[1];
        var tokens = _batch.Tokens.AsSpan<long>();
        var targets = _batch.Targets.AsSpan<long>();
        targets.Fill(TrainingBatch.Ignored);
        for (int row = 0; row < rows; row++)
        {
            long number = ((long)step * rows) + row;
            var window = tokens.Slice(row * context, context);
            (window[0], window[^1]) = (_vocabulary.Begin, _vocabulary.End);
            _text.CopyTo(_order.Start(number), window[1..^1]);
            Hide(window, targets.Slice(row * context, context), _random.Fork(number));
        }

        return _batch;
    }

    private void Hide(Span<long> window, Span<long> targets, RandomStream random)
    {
        int hidden = Math.Max(1, (int)Math.Round(_share * (window.Length - 2)));
        foreach (int chosen in random.Choose(hidden, window.Length - 2))
        {
            int place = chosen + 1;
            targets[place] = window[place];
            double draw = random.NextDouble();
            if (draw < 0.8)
                window[place] = _vocabulary.Mask;
            else if (draw < 0.9)
                window[place] = random.Next(_vocabulary.Size);
        }
    }
}
