namespace Praxis.Learning.Models;

/// <summary>How the next token is chosen, and when to stop.</summary>
public sealed record SamplingOptions
{
    private readonly double _temperature = 1;
    private readonly int? _topK;
    private readonly double _topP = 1;
    private readonly int _limit = 100;

    /// <summary>What the scores are divided by before softmax: 0 always takes the likeliest token (the first of equal ones), 1 leaves them.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, infinite or no number.</exception>
    public double Temperature
    {
        get => _temperature;
        init => _temperature = value >= 0 && double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Temperature), value, "A temperature is 0 (always the likeliest token) or above.");
    }

    /// <summary>Only the likeliest k tokens are chosen from; null means all.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int? TopK
    {
        get => _topK;
        init => _topK = value is null or >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(TopK), value, "Of no tokens none can be chosen; top-k is at least 1.");
    }

    /// <summary>Only the fewest likeliest tokens whose probabilities, after temperature and top-k, add up to this are chosen from; 1 means all.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0, or above 1.</exception>
    public double TopP
    {
        get => _topP;
        init => _topP = value is > 0 and <= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(TopP), value, "Top-p is a probability above 0, at most 1.");
    }

    /// <summary>The most tokens to write.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public int Limit
    {
        get => _limit;
        init => _limit = value >= 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Limit), value, "The number of tokens is not negative.");
    }

    /// <summary>Tokens after which to stop (they are written too); null means the model's own end tokens, an empty list none.</summary>
    public IReadOnlyCollection<int>? StopTokens { get; init; }

    /// <summary>What to do when the text has become as long as the model's context.</summary>
    public ContextOverflow Overflow { get; init; } = ContextOverflow.Stop;
}

/// <summary>What to do with a text that has become as long as the model's context.</summary>
public enum ContextOverflow
{
    /// <summary>Stop writing.</summary>
    Stop,

    /// <summary>Go on from the later half of the context, which is then read anew.</summary>
    Slide,
}
