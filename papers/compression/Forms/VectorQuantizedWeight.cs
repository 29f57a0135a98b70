using Praxis.Learning;
using Praxis.Numerics;

namespace Praxis.Papers.Compression;

/// <summary>
/// A weight whose rows are cut into short vectors, each of which is one of a codebook's: a code of ⌈log₂ size⌉ bits for each vector, and
/// the codebook once.
/// </summary>
public sealed record VectorQuantizedWeight : CompressedWeight
{
    /// <summary>A codebook and codes.</summary>
    /// <param name="codebook">(size, width); not copied.</param>
    /// <param name="codes">I64, (outputs, inputs / width): row numbers of the codebook; not copied.</param>
    /// <exception cref="ArgumentException">A code is none of the codebook, or the codes are no matrix of whole numbers.</exception>
    public VectorQuantizedWeight(Tensor codebook, Tensor codes)
        : base(RequireCodes(codes).Rows, checked(codes.Columns * FormTensors.Require(codebook, 2, "A codebook").Columns))
    {
        foreach (long code in codes.Contiguous().AsSpan<long>())
            if (code < 0 || code >= codebook.Rows)
                throw new ArgumentException($"Code {code} is none of a codebook of {codebook.Rows} vectors.", nameof(codes));
        (Codebook, Codes) = (codebook, codes);
    }

    /// <summary>(size, width).</summary>
    public Tensor Codebook { get; }

    /// <summary>I64, (outputs, inputs / width).</summary>
    public Tensor Codes { get; }

    /// <inheritdoc/>
    public override long Parameters => (long)Codebook.Length + Codes.Length;

    /// <inheritdoc/>
    public override long Bits => ((long)Codebook.Length * NumberBits) + ((long)Codes.Length * SparseStorage.IndexBits(Codebook.Rows));

    /// <summary>The dense weight's, which is put together from the codebook before the product.</summary>
    public override long FlopsPerRow => DenseFlopsPerRow;

    /// <inheritdoc/>
    public override Tensor ToDense()
    {
        int[] rows = [.. Codes.Contiguous().AsSpan<long>().ToArray().Select(code => (int)code)];
        return Codebook.To(DType.F64).TakeRows(rows).Reshape(Outputs, Inputs);
    }

    /// <summary>A layer whose codes stay and whose codebook can be trained.</summary>
    /// <inheritdoc/>
    public override Layer ToLayer(Tensor? bias, DType dtype) =>
        new CodebookLayer(FormTensors.Copy(Codebook, dtype), TensorScope.Keep(Codes.Clone()), FormTensors.CopyBias(bias, Outputs, dtype));

    private static Tensor RequireCodes(Tensor codes) => codes.Rank == 2 && codes.DType == DType.I64 && codes.Length > 0
        ? codes
        : throw new ArgumentException($"Codes are I64 of shape (outputs, inputs / width), not {codes.DType} of shape ({string.Join(", ", codes.Shape.ToArray())}).", nameof(codes));
}

/// <summary>x Wᵀ + b with W's vectors looked up in a codebook.</summary>
internal sealed class CodebookLayer : Layer
{
    private readonly Variable _codebook; // (size, width)
    private readonly Tensor _codes;      // (outputs, inputs / width)
    private readonly Variable? _bias;

    public CodebookLayer(Tensor codebook, Tensor codes, Tensor? bias)
    {
        _codebook = AddParameter("codebook", codebook);
        _codes = AddBuffer("codes", codes);
        _bias = bias is null ? null : AddParameter("bias", bias);
    }

    public override Variable Forward(Variable x)
    {
        var weight = _codebook.IndexSelect(0, _codes).Reshape(_codes.Rows, -1); // (outputs, inputs)
        return x.Affine(weight.Transpose(), _bias);
    }
}
