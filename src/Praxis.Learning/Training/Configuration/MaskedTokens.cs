namespace Praxis.Learning.Training;

/// <summary>The special tokens of a masked language model, under BERT's names.</summary>
public static class MaskedTokens
{
    /// <summary>Fills up short texts.</summary>
    public const string Padding = "[PAD]";

    /// <summary>Stands before a text.</summary>
    public const string Begin = "[CLS]";

    /// <summary>Stands after a text.</summary>
    public const string End = "[SEP]";

    /// <summary>Stands for a hidden token.</summary>
    public const string Mask = "[MASK]";

    /// <summary>All of them, in the order of their numbers.</summary>
    public static IReadOnlyList<string> All { get; } = [Padding, Begin, End, Mask];
}
