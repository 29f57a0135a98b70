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
        QuantizedWeight quantized => $"{quantized.Grid.Bits} bits" + (quantized.Grid.GroupSize < quantized.Inputs ? $" in groups of {quantized.Grid.GroupSize}" : ""),
        MonarchWeight monarch => $"Monarch, {monarch.Left.Shape[0]} × {monarch.Right.Shape[0]} tiles of rank {monarch.InnerRank}",
        _ => form.GetType().Name.Replace("Weight", "", StringComparison.Ordinal),
    };

    /// <summary>The rank of a low-rank form.</summary>
    public static int? Rank(CompressedWeight form) => (form as LowRankWeight)?.Rank;
}
