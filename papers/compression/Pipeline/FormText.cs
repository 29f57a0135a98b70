namespace Praxis.Papers.Compression.Pipeline;

/// <summary>Forms of weights in words.</summary>
internal static class FormText
{
    /// <summary>The form in a few words; its type's name without "Weight" where there are none.</summary>
    public static string Of(CompressedWeight form) => form switch
    {
        DenseWeight => "dense",
        LowRankWeight low => $"rank {low.Rank}",
        SparseWeight sparse => FormattableString.Invariant($"sparse {100.0 * sparse.Parameters / sparse.DenseParameters:0.#} %"),
        DictionaryWeight { Blocks: 1 } dictionary => $"{dictionary.Atoms} atoms, {Each(dictionary)} an output",
        DictionaryWeight dictionary => $"{dictionary.Blocks} blocks of {dictionary.Atoms} atoms, {Each(dictionary)} an output",
        QuantizedWeight quantized => $"{quantized.Grid.Bits} bits" + (quantized.Grid.GroupSize < quantized.Inputs ? $" in groups of {quantized.Grid.GroupSize}" : ""),
        MonarchWeight monarch => $"Monarch, {monarch.Left.Shape[0]} × {monarch.Right.Shape[0]} tiles of rank {monarch.InnerRank}",
        _ => form.GetType().Name.Replace("Weight", "", StringComparison.Ordinal),
    };

    private static string Each(DictionaryWeight dictionary) => FormattableString.Invariant($"{(double)dictionary.Coefficients.Parameters / dictionary.Outputs:0.#}");

    /// <summary>The rank of a low-rank form.</summary>
    public static int? Rank(CompressedWeight form) => (form as LowRankWeight)?.Rank;
}
