using Praxis.Numerics;

namespace Praxis.Papers.Compression.Rocket;

/// <summary>W ≈ S D: sparse coefficients and a dense dictionary, before they are stored.</summary>
/// <param name="Coefficients">S with zeros where nothing is kept: (outputs, atoms).</param>
/// <param name="Kept">Which coefficients are kept: Bool, (outputs, atoms); null: all.</param>
/// <param name="Dictionary">D, (atoms, inputs).</param>
public sealed record DictionaryFactors(Tensor Coefficients, Tensor? Kept, Tensor Dictionary)
{
    /// <summary>S D, (outputs, inputs).</summary>
    public Tensor Product() => LinearAlgebra.MatMul(Coefficients, Dictionary);

    /// <summary>The factors as a form; low-rank if every coefficient is kept, which spares the mask.</summary>
    public CompressedWeight ToForm() => Kept is null
        ? new LowRankWeight(Coefficients.Contiguous(), Dictionary)
        : new DictionaryWeight(SparseWeight.OfMask(Coefficients, Kept), Dictionary);
}
