using Praxis.Lab;

namespace Praxis.Papers.Compression;

/// <summary>What <c>praxis bench compression</c> takes.</summary>
public sealed record CompressionBenchOptions
{
    /// <summary>The reader's model; without it the largest bundled one.</summary>
    [Input("MODEL", "A model's folder (config.json, model.safetensors, tokenizer.json of a GPT-2, Llama or BERT) or the name of a bundled one; without it llama-4m")]
    public InputFile? Model { get; init; }

    /// <summary>The reader's text.</summary>
    [Option("Text to calibrate on (its first two thirds) and to measure on (the rest); without it the bundled English", ValueName = "FILE")]
    public InputFile? Text { get; init; }

    /// <summary>Shares of the linear layers that are kept.</summary>
    [Option("Shares of the linear layers to keep: of their parameters, or of their bits for methods that quantise", Above = 0, Maximum = 1)]
    public double[] Keep { get; init; } = [0.7, 0.5, 0.3];

    /// <summary>Methods to compare.</summary>
    [Option("Methods to compare, by name; without it all", ValueName = "NAME,NAME,…")]
    public string[] Methods { get; init; } = [];

    /// <summary>How many windows there are to calibrate on, and to measure on.</summary>
    [Option("Windows of text to calibrate on, and to measure on, at most", Minimum = 2, Maximum = 100_000)]
    public int Windows { get; init; } = 64;

    /// <summary>The tokens of a window.</summary>
    [Option("Tokens of a window; at most the model's context", Minimum = 4, Maximum = 1_000_000)]
    public int Context { get; init; } = 128;
}
