using Praxis.Learning;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.Lr2Vq;

/// <summary>
/// A weight whose sub-vectors of m inputs are codewords of few coordinates, mapped back by one small matrix: Ŵ<sub>n</sub> = C<sub>a(n)</sub> B.
/// Stored are the codes, the codebook C and the map B.
/// </summary>
public sealed record LowRankCodebookWeight : CompressedWeight
{
    /// <summary>Codes, codebook and map.</summary>
    /// <param name="codebook">C, (k, d̃); not copied.</param>
    /// <param name="basis">B, (d̃, m); not copied.</param>
    /// <param name="codes">I64, (outputs, inputs / m): row numbers of C; not copied.</param>
    /// <exception cref="ArgumentException">A code is none of the codebook, or the shapes do not fit each other.</exception>
    public LowRankCodebookWeight(Tensor codebook, Tensor basis, Tensor codes)
        : base(codes.Shape[0], checked(codes.Shape[^1] * basis.Columns))
    {
        if (codebook.Rank != 2 || codebook.Columns != basis.Rows || codes.Rank != 2 || codes.DType != DType.I64)
            throw new ArgumentException($"A codebook (k, {basis.Rows}) and I64 codes (outputs, inputs / {basis.Columns}) are needed.", nameof(codebook));
        foreach (long code in codes.Contiguous().AsSpan<long>())
            if (code < 0 || code >= codebook.Rows)
                throw new ArgumentException($"Code {code} is none of a codebook of {codebook.Rows} vectors.", nameof(codes));
        (Codebook, Basis, Codes) = (codebook, basis, codes);
    }

    /// <summary>C, (k, d̃).</summary>
    public Tensor Codebook { get; }

    /// <summary>B, (d̃, m).</summary>
    public Tensor Basis { get; }

    /// <summary>I64, (outputs, inputs / m).</summary>
    public Tensor Codes { get; }

    /// <inheritdoc/>
    public override long Parameters => (long)Codebook.Length + Basis.Length + Codes.Length;

    /// <inheritdoc/>
    public override long Bits => BitsOf((long)Outputs * Inputs, Basis.Columns, Codebook.Rows, Basis.Rows);

    /// <summary>The dense weight's, which is put together before the product.</summary>
    public override long FlopsPerRow => DenseFlopsPerRow;

    /// <summary>What a weight takes: a code for each sub-vector, and the two tables at 16 bits a number. With d̃ = m the map is the identity and is not stored.</summary>
    /// <param name="weights">Numbers of the dense weight.</param>
    /// <param name="length">m.</param>
    /// <param name="codewords">k.</param>
    /// <param name="coordinates">d̃.</param>
    public static long BitsOf(long weights, int length, int codewords, int coordinates) =>
        (weights / length * SparseStorage.IndexBits(codewords)) + ((((long)codewords * coordinates) + (coordinates < length ? (long)coordinates * length : 0)) * NumberBits);

    /// <inheritdoc/>
    public override Tensor ToDense()
    {
        int[] rows = [.. Codes.Contiguous().AsSpan<long>().ToArray().Select(code => (int)code)];
        return LinearAlgebra.MatMul(Codebook.To(DType.F64), Basis.To(DType.F64)).TakeRows(rows).Reshape(Outputs, Inputs);
    }

    /// <summary>A layer whose codes stay, and whose codebook and map can be trained; the gradient of a codeword is the sum over its members.</summary>
    /// <inheritdoc/>
    public override Layer ToLayer(Tensor? bias, DType dtype) => new LowRankCodebookLayer(this, bias, dtype);
}

/// <summary>x Ŵᵀ + b with Ŵ's sub-vectors looked up in C B.</summary>
internal sealed class LowRankCodebookLayer : Layer
{
    private readonly Variable _codebook; // (k, d̃)
    private readonly Variable _basis;    // (d̃, m)
    private readonly Tensor _codes;      // (outputs, inputs / m)
    private readonly Variable? _bias;

    public LowRankCodebookLayer(LowRankCodebookWeight form, Tensor? bias, DType dtype)
    {
        _codebook = AddParameter("codebook", FormTensors.Copy(form.Codebook, dtype));
        _basis = AddParameter("basis", FormTensors.Copy(form.Basis, dtype));
        _codes = AddBuffer("codes", form.Codes.Clone());
        _bias = FormTensors.CopyBias(bias, form.Outputs, dtype) is { } copy ? AddParameter("bias", copy) : null;
    }

    public override Variable Forward(Variable x)
    {
        var weight = _codebook.MatMul(_basis).IndexSelect(0, _codes).Reshape(_codes.Rows, -1); // (outputs, inputs)
        return x.Affine(weight.Transpose(), _bias);
    }
}
