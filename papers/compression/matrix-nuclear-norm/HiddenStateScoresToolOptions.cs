using Praxis.Lab;

namespace Praxis.Papers.Compression.MatrixNuclearNorm;

/// <summary>What <c>praxis use matrix-nuclear-norm</c> takes.</summary>
public sealed record HiddenStateScoresToolOptions
{
    /// <summary>A model, or hidden states.</summary>
    [Input("MODEL", "Folder of a GPT-2, Llama or BERT with tokenizer.json, scored on --text; or a matrix of hidden states, one token a row: .npy, .npz, .csv, .tsv or .mtx")]
    public required InputFile Model { get; init; }

    /// <summary>The text a model reads.</summary>
    [Option("Text that the model reads, cut into texts of --length tokens; needed with a model", ValueName = "FILE")]
    public InputFile? Text { get; init; }

    /// <summary>Tokens of a text.</summary>
    [Option("Tokens of a text; without it 128, or the model's context if that is shorter. Scores of different lengths cannot be compared", Minimum = 2, ValueName = "L")]
    public int? Length { get; init; }

    /// <summary>The most texts.</summary>
    [Option("The most texts, spread evenly over the file", Minimum = 1, ValueName = "N")]
    public int Texts { get; init; } = 100;

    /// <summary>Whether a text's first token is left out.</summary>
    [Option("Leave out the first token of each text, whose hidden state is often far larger than all others")]
    public bool SkipFirst { get; init; }
}
