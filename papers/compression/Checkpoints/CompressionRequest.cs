namespace Praxis.Papers.Compression.Checkpoints;

/// <summary>What a compressed model is written as.</summary>
public enum CheckpointFormat
{
    /// <summary>The small forms themselves; Praxis loads and runs them.</summary>
    Praxis,

    /// <summary>Dense weights of the original's names, shapes and type, which any program reads that read the original.</summary>
    Hf,

    /// <summary>A graph of ONNX, with low-rank forms as two products.</summary>
    Onnx,

    /// <summary>For forms that are a base and a low-rank residual: the base dense, the residuals as an adapter of PEFT's.</summary>
    Peft,
}

/// <summary>What is to be compressed, and how.</summary>
public sealed record CompressionRequest
{
    /// <summary>The method's key that means: try them and take the best.</summary>
    public const string Auto = "auto";

    /// <summary>A model's folder, or a lone safetensors file.</summary>
    public required string Model { get; init; }

    /// <summary>The folder to write.</summary>
    public required string Output { get; init; }

    /// <summary>The share to keep, more than 0 and at most 1.</summary>
    public required double Keep { get; init; }

    /// <summary>A method's key, or <see cref="Auto"/>; null: auto where the model can be measured, else <c>svd</c>.</summary>
    public string? Method { get; init; }

    /// <summary>A method that is not in the table; null to take <see cref="Method"/>.</summary>
    public ICompressionEntry? Entry { get; init; }

    /// <summary>The name of an allocation, or a method's key for that method's; null: the method's own.</summary>
    public string? Allocation { get; init; }

    /// <summary>A text file; null for the bundled English.</summary>
    public string? TextFile { get; init; }

    /// <summary>Whether the model is measured before and after.</summary>
    public bool Measure { get; init; } = true;

    /// <summary>The steps of training after compression.</summary>
    public int HealSteps { get; init; }

    /// <summary>What to write.</summary>
    public CheckpointFormat Format { get; init; }

    /// <summary>Whether a folder that an earlier call wrote may be replaced.</summary>
    public bool Overwrite { get; init; }

    /// <summary>The tokens of a window of text; null: the model's context, 512 at most.</summary>
    public int? Context { get; init; }

    /// <summary>The most windows of text to calibrate on, and to measure on.</summary>
    public int Windows { get; init; } = 64;

    /// <summary>The seconds that auto may take for trying methods.</summary>
    public double AutoSeconds { get; init; } = 120;

    /// <summary>Seed of whatever is drawn.</summary>
    public long Seed { get; init; } = 1;
}
