using Praxis.Lab;

namespace Praxis.Papers.TensorsAndFunctions.LowFer;

/// <summary>What <c>praxis use lowfer</c> takes.</summary>
public sealed record LinkPredictionToolOptions
{
    /// <summary>The facts.</summary>
    [Input("TRIPLES", "Text file, a fact a line: head, relation and tail, separated by tabs; the line 'head relation tail' may come first")]
    public required InputFile Triples { get; init; }

    /// <summary>The head to complete.</summary>
    [Option("Head of a fact to complete: (head, relation, ?); give --relation too", ValueName = "ENTITY")]
    public string? Head { get; init; }

    /// <summary>The tail to complete.</summary>
    [Option("Tail of a fact to complete: (?, relation, tail); give --relation too", ValueName = "ENTITY")]
    public string? Tail { get; init; }

    /// <summary>The relation to complete.</summary>
    [Option("Relation of the fact to complete", ValueName = "RELATION")]
    public string? Relation { get; init; }

    /// <summary>How many completions.</summary>
    [Option("Completions to list", Minimum = 1, Maximum = 1000, ValueName = "N")]
    public int Top { get; init; } = 10;

    /// <summary>k.</summary>
    [Option("Rank k of the mixing: a larger one fits more and costs more", Minimum = 1, Maximum = 100, ValueName = "K")]
    public int Rank { get; init; } = 5;

    /// <summary>d_e.</summary>
    [Option("Length of an entity's vector", Minimum = 2, Maximum = 512, ValueName = "D")]
    public int EntityLength { get; init; } = 32;

    /// <summary>d_r.</summary>
    [Option("Length of a relation's vector", Minimum = 1, Maximum = 512, ValueName = "D")]
    public int RelationLength { get; init; } = 16;

    /// <summary>Epochs.</summary>
    [Option("Epochs of training", Minimum = 1, Maximum = 10000, ValueName = "N")]
    public int Epochs { get; init; } = 40;

    /// <summary>Dropout.</summary>
    [Option("Dropout: more for sparse facts, none where facts follow from each other", Minimum = 0, Maximum = 0.6, ValueName = "P")]
    public double Dropout { get; init; } = 0.1;
}
