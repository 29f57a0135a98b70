using Praxis.Numerics;
using Praxis.Papers.Compression.Baselines;

namespace Praxis.Papers.Compression.Eora;

/// <summary>A way of compressing a weight whose error the study repairs; none of these looks at data.</summary>
/// <param name="Name">In words.</param>
/// <param name="Compress">From W to Ŵ, both (outputs, inputs).</param>
internal sealed record CompressedBase(string Name, Func<Tensor, CompressedWeight> Compress)
{
    public static readonly CompressedBase ThreeBits = new("3 bits a row", weight => Rounded(weight, new QuantizationGrid(3, weight.Columns)));

    public static readonly CompressedBase TwoBits = new("2 bits in groups of 32", weight => Rounded(weight, new QuantizationGrid(2, 32, symmetric: false)));

    public static readonly CompressedBase TwoOfFour = new("2:4 by magnitude", Pruned);

    public static readonly CompressedBase TwoOfFourFourBits = new("2:4, then 4 bits", weight => Rounded(Pruned(weight).ToDense(), new QuantizationGrid(4, weight.Columns)));

    /// <summary>What is fine-tuned for C3: the harshest.</summary>
    public static readonly CompressedBase TwoOfFourThreeBits = new("2:4, then 3 bits", weight => Rounded(Pruned(weight).ToDense(), new QuantizationGrid(3, weight.Columns)));

    private static QuantizedWeight Rounded(Tensor weight, QuantizationGrid grid) => QuantizedWeight.RoundToNearest(weight.To(DType.F64), grid);

    // A symmetric grid has a level at 0, so that rounding keeps pruned entries at 0.
    private static SparseWeight Pruned(Tensor weight) => SparseWeight.OfMask(weight.Contiguous(), PruningMask.LargestOfGroups(weight.To(DType.F64).Abs(), 2, 4), 2, 4);
}
