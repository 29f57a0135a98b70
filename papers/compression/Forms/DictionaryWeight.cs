using Praxis.Learning;
using Praxis.Learning.Models;
using Praxis.Numerics;

namespace Praxis.Papers.Compression;

/// <summary>
/// W = S · diag(D₁, …, D_b): every row of W is put together from a few atoms, each block of inputs with atoms of its own. The dictionary D
/// is dense, the coefficients S are sparse. With one block and all coefficients it is a low-rank form; with fewer, rows lie in a union of
/// subspaces.
/// </summary>
public sealed record DictionaryWeight : CompressedWeight
{
    /// <summary>Coefficients and atoms.</summary>
    /// <param name="coefficients">S, (outputs, blocks · atoms): those of the first block's atoms first.</param>
    /// <param name="dictionary">D, (blocks, atoms, inputs/blocks), or (atoms, inputs) of a single block; not copied.</param>
    /// <exception cref="ShapeException">There are more or fewer coefficients than atoms.</exception>
    public DictionaryWeight(SparseWeight coefficients, Tensor dictionary)
        : base(coefficients.Outputs, checked((dictionary = Blocked(dictionary)).Shape[0] * dictionary.Shape[2]))
    {
        if (coefficients.Inputs != dictionary.Shape[0] * dictionary.Shape[1])
            throw new ShapeException($"Rows of {coefficients.Inputs} coefficients do not fit {dictionary.Shape[0]} blocks of {dictionary.Shape[1]} atoms.");
        (Coefficients, Dictionary) = (coefficients, dictionary);
    }

    /// <summary>S, (outputs, blocks · atoms).</summary>
    public SparseWeight Coefficients { get; }

    /// <summary>D, (blocks, atoms, inputs/blocks).</summary>
    public Tensor Dictionary { get; }

    /// <summary>The number of blocks of inputs.</summary>
    public int Blocks => Dictionary.Shape[0];

    /// <summary>The atoms of each block.</summary>
    public int Atoms => Dictionary.Shape[1];

    /// <inheritdoc/>
    public override long Parameters => Coefficients.Parameters + Dictionary.Length;

    /// <inheritdoc/>
    public override long Bits => Coefficients.Bits + ((long)Dictionary.Length * NumberBits);

    /// <inheritdoc/>
    public override long FlopsPerRow => Coefficients.FlopsPerRow + (2L * Dictionary.Length);

    /// <inheritdoc/>
    public override Tensor ToDense()
    {
        var s = Coefficients.ToDense(); // (outputs, blocks · atoms)
        return Tensor.Concat(1, [.. Enumerable.Range(0, Blocks).Select(block =>
            LinearAlgebra.MatMul(s.Slice(1, block * Atoms, Atoms), Dictionary.Select(0, block).To(DType.F64)))]);
    }

    /// <inheritdoc/>
    public override Layer ToLayer(Tensor? bias, DType dtype) =>
        new DictionaryLayer(FormTensors.Copy(Dictionary, dtype), (SparseLinear)Coefficients.ToLayer(bias, dtype));

    private static Tensor Blocked(Tensor dictionary) => dictionary.Rank == 2
        ? FormTensors.Require(dictionary, 2, "A dictionary of a single block").Reshape(1, dictionary.Rows, dictionary.Columns)
        : FormTensors.Require(dictionary, 3, "A dictionary");
}

/// <summary>x by the atoms, then by their coefficients, + b.</summary>
internal sealed class DictionaryLayer : Layer
{
    private readonly Variable _dictionary; // (blocks, atoms, width)
    private readonly SparseLinear _coefficients;

    public DictionaryLayer(Tensor dictionary, SparseLinear coefficients) =>
        (_dictionary, _coefficients) = (AddParameter("dictionary", dictionary), AddChild("coefficients", coefficients));

    public override Variable Forward(Variable x)
    {
        (int blocks, int atoms, int width) = (_dictionary.Shape[0], _dictionary.Shape[1], _dictionary.Shape[2]);
        if (blocks == 1)
            return _coefficients.Forward(x.Affine(_dictionary.Reshape(atoms, width).Transpose(), null));
        var z = BlockProducts.Of(x.Reshape(-1, blocks, width), _dictionary)  // (blocks, rows, atoms)
            .Permute(1, 0, 2)
            .Reshape([.. x.Shape[..^1], blocks * atoms]);
        return _coefficients.Forward(z);
    }
}
