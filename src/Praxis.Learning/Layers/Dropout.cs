using System.Numerics;
using Praxis.Numerics;

namespace Praxis.Learning;

/// <summary>Sets elements to zero with a probability while training and scales the others up, so that the mean stays (Srivastava et al., 2014).</summary>
public sealed class Dropout : Layer
{
    private const int BlockLength = 1 << 13;

    private readonly double _probability;
    private readonly RandomStream _random;

    /// <summary>A layer with its own stream of random numbers; call k uses the stream's k-th fork.</summary>
    /// <param name="probability">That an element becomes zero: at least 0, below 1.</param>
    /// <param name="random">Where the choices come from.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is outside [0, 1).</exception>
    public Dropout(double probability, RandomStream random)
    {
        if (!(probability is >= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability of dropping is at least 0 and below 1.");
        _probability = probability;
        _random = random;
    }

    /// <summary>How many calls have dropped something; the state that training must restore to go on where it stopped.</summary>
    public long Calls { get; set; }

    /// <summary>Whether anything is dropped now: the layer is being trained and its probability is above 0.</summary>
    public bool IsActive => IsTraining && _probability > 0;

    /// <inheritdoc/>
    public override Variable Forward(Variable x)
    {
        if (!IsActive)
            return x;
        var kept = Tensor.Allocate(x.DType, x.Shape);
        if (x.DType == DType.F32)
            Choose<float>(_random.Fork(Calls++), kept);
        else
            Choose<double>(_random.Fork(Calls++), kept);
        return x * kept;
    }

    // Zero or 1/(1 − p), by 32 random bits an element; each block of elements has a stream of its own.
    private void Choose<T>(RandomStream random, Tensor kept)
        where T : unmanaged, INumber<T>
    {
        uint threshold = (uint)Math.Min(Math.Round(_probability * Math.Pow(2, 32)), uint.MaxValue);
        T scale = T.CreateChecked(1 / (1 - _probability));
        Blocks.ForEach(kept.Length, BlockLength, (start, count) =>
        {
            var stream = random.Fork(start / BlockLength);
            var choices = kept.AsSpan<T>().Slice(start, count);
            for (int i = 0; i < count; i += 2)
            {
                ulong word = stream.NextWord();
                choices[i] = (uint)word < threshold ? T.Zero : scale;
                if (i + 1 < count)
                    choices[i + 1] = (uint)(word >> 32) < threshold ? T.Zero : scale;
            }
        });
    }
}
