namespace Praxis.Papers.Compression.FlatQuant;

/// <summary>The invertible matrix that inputs are multiplied by, and weights by its inverse.</summary>
public enum FlatTransform
{
    /// <summary>None.</summary>
    None,

    /// <summary>A Hadamard matrix with random signs, fixed; the factor that is no power of two gets a random rotation.</summary>
    Hadamard,

    /// <summary>A learned Kronecker product of two matrices (section 3.2): the method.</summary>
    Kronecker,

    /// <summary>The same with singular values held at 1: a learned rotation.</summary>
    Rotation,

    /// <summary>One learned matrix of full size.</summary>
    Full,
}

/// <summary>What FlatQuant may do to a group of maps with the same input; its parts can be left out one by one.</summary>
public sealed record FlatQuantOptions
{
    /// <summary>The bits of a weight; a scale for each row.</summary>
    public int WeightBits { get; init; } = 4;

    /// <summary>The bits of an activation; a scale for each token.</summary>
    public int ActivationBits { get; init; } = 4;

    /// <summary>The transform.</summary>
    public FlatTransform Transform { get; init; } = FlatTransform.Kronecker;

    /// <summary>The exponent α of the channel scales c = max|X|^α/max|W|^(1 − α) to begin with; null: no scales.</summary>
    public double? ScaleExponent { get; init; } = 0.3;

    /// <summary>Whether the channel scales are learned.</summary>
    public bool LearnScale { get; init; } = true;

    /// <summary>Whether ranges are clipped by learned factors.</summary>
    public bool Clip { get; init; } = true;

    /// <summary>Steps of AdamW for a block; 0 leaves everything as it begins.</summary>
    public int Steps { get; init; } = 16;

    /// <summary>The highest learning rate of transforms and scales; clipping factors get ten times as much.</summary>
    public double LearningRate { get; init; } = 1e-2;

    /// <summary>Windows in a step.</summary>
    public int Batch { get; init; } = 2;

    /// <summary>Round to nearest with nothing else.</summary>
    public static FlatQuantOptions RoundToNearest { get; } = new() { Transform = FlatTransform.None, ScaleExponent = null, LearnScale = false, Clip = false, Steps = 0 };
}
