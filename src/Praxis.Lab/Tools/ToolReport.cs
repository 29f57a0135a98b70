using System.Text.Json.Serialization;
using Praxis.Lab.Figures;

namespace Praxis.Lab;

/// <summary>What a tool did on the reader's input.</summary>
public sealed record ToolReport
{
    /// <summary>The result in one or two sentences, with its most telling number.</summary>
    public required string Headline { get; init; }

    /// <summary>The guarantee that holds for this result, with its conditions; or the sentence that says there is none.</summary>
    public required string Guarantee { get; init; }

    /// <summary>What was measured on this input: errors first.</summary>
    public IReadOnlyList<ToolMeasure> Measures { get; init; } = [];

    /// <summary>Tables.</summary>
    public IReadOnlyList<FindingsTable> Tables { get; init; } = [];

    /// <summary>Figures.</summary>
    public IReadOnlyList<Figure> Figures { get; init; } = [];

    /// <summary>What the reader should know besides: what was left out, clamped, assumed.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>Results to keep; the first is what <c>-o FILE</c> names, the others are written beside it.</summary>
    [JsonIgnore]
    public IReadOnlyList<ToolOutput> Outputs { get; init; } = [];
}

/// <summary>A number that a tool measured.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">Its value.</param>
/// <param name="Unit">Its unit; empty for a pure number.</param>
/// <param name="Note">How it was measured, where that is not plain.</param>
public sealed record ToolMeasure(string Name, double Value, string Unit = "", string? Note = null);
