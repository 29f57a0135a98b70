using Praxis.Learning.Files;

namespace Praxis.Papers.Compression.Checkpoints;

/// <summary>A form as it lies in a checkpoint: what kind it is, its tensors by name, the few numbers that no tensor says.</summary>
/// <param name="Kind">The kind, such as <c>low-rank</c>.</param>
/// <param name="Outputs">Rows of the dense weight.</param>
/// <param name="Inputs">Columns of the dense weight.</param>
public sealed record StoredForm(string Kind, int Outputs, int Inputs)
{
    /// <summary>Tensors by name; those that the form's layer trains have the names of the layer's parameters.</summary>
    public IReadOnlyDictionary<string, FormPart> Parts { get; init; } = new Dictionary<string, FormPart>();

    /// <summary>Whole numbers by name, such as the bits of a code.</summary>
    public IReadOnlyDictionary<string, int> Numbers { get; init; } = new Dictionary<string, int>();

    /// <summary>The terms of a sum.</summary>
    public IReadOnlyList<StoredForm> Terms { get; init; } = [];

    /// <summary>All parts with their full names below a prefix, those of terms as <c>prefix.terms.0.name</c>.</summary>
    /// <param name="prefix">The layer's name.</param>
    public IEnumerable<(string Name, FormPart Part)> AllParts(string prefix) =>
        Parts.Select(part => ($"{prefix}.{part.Key}", part.Value))
            .Concat(Terms.SelectMany((term, i) => term.AllParts($"{prefix}.terms.{i}")));

    /// <summary>A part that must be there.</summary>
    /// <exception cref="CompressedCheckpointException">It is not.</exception>
    public Tensor Part(string name) => Parts.TryGetValue(name, out var part)
        ? part.Tensor
        : throw new CompressedCheckpointException($"a form of kind {Kind} has no part '{name}'");

    /// <summary>A number that must be there.</summary>
    /// <exception cref="CompressedCheckpointException">It is not.</exception>
    public int Number(string name) => Numbers.TryGetValue(name, out int number)
        ? number
        : throw new CompressedCheckpointException($"a form of kind {Kind} has no number '{name}'");
}

/// <summary>A tensor of a form.</summary>
/// <param name="Tensor">The tensor.</param>
/// <param name="StoreAs">How it must be stored; null: as the checkpoint's weights are.</param>
public sealed record FormPart(Tensor Tensor, StoredType? StoreAs = null);
