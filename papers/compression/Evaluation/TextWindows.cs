using Praxis.Learning;
using Praxis.Learning.Training;
using Praxis.Numerics;

namespace Praxis.Papers.Compression;

/// <summary>
/// Windows of a text, side by side and spread evenly over it, each with what a model should say at its places: the next tokens, or for
/// masked models the hidden ones. All methods are calibrated and measured on these, so that their numbers can be compared block by block.
/// </summary>
public sealed class TextWindows
{
    private readonly TokenSequence _text;
    private readonly MaskedVocabulary? _masked;
    private readonly int[] _windows; // their numbers when the whole text is cut into windows side by side

    private TextWindows(TokenSequence text, MaskedVocabulary? masked, int context, int step, int available, int? count)
    {
        if (available < 1)
            throw new LearningException($"A text of {text.Length} tokens is shorter than one window of {step}; take more text or a shorter context.");
        if (count is { } asked)
            ArgumentOutOfRangeException.ThrowIfLessThan(asked, 1, nameof(count));
        int taken = Math.Min(count ?? available, available);
        (_text, _masked, Context, Step) = (text, masked, context, step);
        _windows = [.. Enumerable.Range(0, taken).Select(i => (int)((long)i * available / taken))];
    }

    /// <summary>The tokens of a window, with special ones.</summary>
    public int Context { get; }

    /// <summary>The number of windows.</summary>
    public int Count => _windows.Length;

    private int Step { get; }

    /// <summary>Windows for a model that tells each token from those before.</summary>
    /// <param name="text">One window and the token after it at least.</param>
    /// <param name="context">The tokens of a window, which all are targets but for the first, with the one after the window.</param>
    /// <param name="count">The most windows; as many as there are when null.</param>
    /// <exception cref="LearningException">The text is shorter than one window.</exception>
    public static TextWindows Causal(TokenSequence text, int context, int? count = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(context, 1);
        return new TextWindows(text, null, context, context, (text.Length - 1) / context, count);
    }

    /// <summary>Windows for a masked model: between [CLS] and [SEP], with the places hidden that <see cref="MaskedEvaluation"/> hides.</summary>
    /// <param name="text">One window at least.</param>
    /// <param name="vocabulary">The special tokens.</param>
    /// <param name="context">The tokens of a window with [CLS] and [SEP].</param>
    /// <param name="count">The most windows; as many as there are when null.</param>
    /// <exception cref="LearningException">The text is shorter than one window.</exception>
    public static TextWindows Masked(TokenSequence text, MaskedVocabulary vocabulary, int context, int? count = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(context, 3);
        return new TextWindows(text, vocabulary, context, context - 2, text.Length / (context - 2), count);
    }

    /// <summary>Some windows, ready for a model.</summary>
    /// <param name="first">The first of them.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many.</exception>
    public TrainingBatch At(int first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first + count, Count, nameof(count));
        var tokens = Tensor.Zeros(DType.I64, count, Context);
        var targets = Tensor.Zeros(DType.I64, count, Context);
        for (int row = 0; row < count; row++)
        {
            int window = _windows[first + row];
            var seen = tokens.AsSpan<long>().Slice(row * Context, Context);
            var asked = targets.AsSpan<long>().Slice(row * Context, Context);
            if (_masked is null)
            {
                _text.CopyTo(window * Step, seen);
                _text.CopyTo((window * Step) + 1, asked);
            }
            else
            {
                Hide(_masked, window, seen, asked);
            }
        }

        return new TrainingBatch(tokens, targets);
    }

    /// <summary>All windows in order, some at a time; the memory of each batch is its user's.</summary>
    /// <param name="size">The windows of a batch; the last may have fewer.</param>
    public IEnumerable<(int First, int Count)> Batches(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        for (int first = 0; first < Count; first += size)
            yield return (first, Math.Min(size, Count - first));
    }

    private void Hide(MaskedVocabulary vocabulary, int window, Span<long> seen, Span<long> asked)
    {
        asked.Fill(TrainingBatch.Ignored);
        (seen[0], seen[^1]) = (vocabulary.Begin, vocabulary.End);
        _text.CopyTo(window * Step, seen[1..^1]);
        foreach (int place in MaskedEvaluation.Hidden(window, Context))
            (asked[place + 1], seen[place + 1]) = (seen[place + 1], vocabulary.Mask);
    }
}
