using Praxis.Numerics;

namespace Praxis.Learning;

/// <summary>Sets elements to zero with a probability while training and scales the others up, so that the mean stays (Srivastava et al., 2014).</summary>
public sealed class Dropout : Layer
{
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
        var uniform = _random.Fork(Calls++).Uniform(x.Shape);
        var kept = Masks.Inside(uniform, _probability, 1) * (1 / (1 - _probability));
        return x * kept.To(x.DType);
    }
}
