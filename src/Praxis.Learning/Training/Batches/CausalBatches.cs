using Praxis.Numerics;

namespace Praxis.Learning.Training;

/// <summary>Windows of a text; the target of each token is the one after it.</summary>
public sealed class CausalBatches : IBatches
{
    private readonly TokenSequence _text;
    private readonly WindowOrder _order;
    private readonly long[] _window;
    private readonly TrainingBatch _batch;

    /// <summary>Batches from a text, which is not copied.</summary>
    /// <param name="text">The text.</param>
    /// <param name="batch">The windows of a batch.</param>
    /// <param name="context">The tokens of a window.</param>
    /// <param name="random">Where the order comes from.</param>
    /// <exception cref="LearningException">The text is shorter than one window and its last target.</exception>
    public CausalBatches(TokenSequence text, int batch, int context, RandomStream random)
    {
        _text = text;
        _order = new WindowOrder(text.Length, context, context + 1, random);
        _window = new long[context + 1];
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
        for (int row = 0; row < rows; row++)
        {
            _text.CopyTo(_order.Start(((long)step * rows) + row), _window);
            _window.AsSpan(0, context).CopyTo(tokens[(row * context)..]);
            _window.AsSpan(1, context).CopyTo(targets[(row * context)..]);
        }

        return _batch;
    }
}
