using Praxis.Numerics;

namespace Praxis.Learning.Training;

/// <summary>
/// Where windows of one length begin in a text, as a function of seed and number: each epoch cuts the text into windows side by side,
/// from another first place, and takes them in a random order, so that every token is seen once an epoch.
/// </summary>
public sealed class WindowOrder
{
    private readonly int _length;
    private readonly int _stride;
    private readonly RandomStream _random;
    private readonly int _slack;
    private long _epoch = -1;
    private int _offset;
    private int[] _order = [];

    /// <summary>Cuts a text.</summary>
    /// <param name="textLength">The tokens of the text.</param>
    /// <param name="stride">The tokens from one window to the next.</param>
    /// <param name="length">The tokens of a window, at least the stride.</param>
    /// <param name="random">Where the orders come from.</param>
    /// <exception cref="LearningException">The text has no window.</exception>
    public WindowOrder(int textLength, int stride, int length, RandomStream random)
    {
        if (textLength < length)
            throw new LearningException($"A text of {textLength} tokens is shorter than one window of {length}; take more text or a shorter context.");
        (_length, _stride, _random) = (length, stride, random);
        int fitting = ((textLength - length) / stride) + 1;
        // One window less than fit leaves room to begin each epoch elsewhere.
        PerEpoch = fitting > 2 ? fitting - 1 : fitting;
        _slack = textLength - (((PerEpoch - 1) * stride) + length);
    }

    /// <summary>The windows of an epoch.</summary>
    public int PerEpoch { get; }

    /// <summary>The length of a window.</summary>
    public int Length => _length;

    /// <summary>The place at which a window begins.</summary>
    /// <param name="number">The windows before it since training began.</param>
    public int Start(long number)
    {
        long epoch = number / PerEpoch;
        if (epoch != _epoch)
        {
            var random = _random.Fork(epoch);
            (_epoch, _offset, _order) = (epoch, random.Next(_slack + 1), random.Permutation(PerEpoch));
        }

        return _offset + (_order[(int)(number % PerEpoch)] * _stride);
    }
}
