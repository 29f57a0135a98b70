using Praxis.Learning;
using Praxis.Numerics;

namespace Praxis.Papers.Compression;

/// <summary>
/// W = Σᵢ Aᵢ ⊗ Bᵢ. With the input row as a matrix X (columns of A × columns of B) the output is Σᵢ Aᵢ X Bᵢᵀ; it is computed from the side
/// that takes fewer operations.
/// </summary>
public sealed record KroneckerSumWeight : CompressedWeight
{
    /// <summary>The factors of all terms.</summary>
    /// <param name="left">A, (terms, m₁, n₁); not copied.</param>
    /// <param name="right">B, (terms, m₂, n₂); not copied.</param>
    /// <exception cref="ShapeException">There are more factors on one side.</exception>
    public KroneckerSumWeight(Tensor left, Tensor right)
        : base(
            checked(FormTensors.Require(left, 3, "The left factors").Shape[1] * FormTensors.Require(right, 3, "The right factors").Shape[1]),
            checked(left.Shape[2] * right.Shape[2]))
    {
        if (left.Shape[0] != right.Shape[0])
            throw new ShapeException($"{left.Shape[0]} left and {right.Shape[0]} right factors make no sum of Kronecker products.");
        (Left, Right) = (left, right);
    }

    /// <summary>A, (terms, m₁, n₁).</summary>
    public Tensor Left { get; }

    /// <summary>B, (terms, m₂, n₂).</summary>
    public Tensor Right { get; }

    /// <summary>The number of terms.</summary>
    public int Terms => Left.Shape[0];

    /// <inheritdoc/>
    public override long Parameters => (long)Left.Length + Right.Length;

    /// <inheritdoc/>
    public override long Bits => Parameters * NumberBits;

    /// <inheritdoc/>
    public override long FlopsPerRow => 2 * Math.Min(RightFirst, LeftFirst);

    // n₁ products with all B, then m₂ with all A; or n₂ with all A, then m₁ with all B.
    private long RightFirst => ((long)Left.Shape[2] * Right.Length) + ((long)Right.Shape[1] * Left.Length);

    private long LeftFirst => ((long)Right.Shape[2] * Left.Length) + ((long)Left.Shape[1] * Right.Length);

    /// <inheritdoc/>
    public override Tensor ToDense()
    {
        (int m1, int n1, int m2, int n2) = (Left.Shape[1], Left.Shape[2], Right.Shape[1], Right.Shape[2]);
        var a = Left.To(DType.F64).Reshape(Terms, m1 * n1);
        var b = Right.To(DType.F64).Reshape(Terms, m2 * n2);
        return LinearAlgebra.MatMul(a.Transpose(), b)  // (m₁ n₁, m₂ n₂)
            .Reshape(m1, n1, m2, n2)
            .Transpose(0, 2, 1, 3)
            .Reshape(Outputs, Inputs);
    }

    /// <inheritdoc/>
    public override Layer ToLayer(Tensor? bias, DType dtype) => new KroneckerSumLayer(
        FormTensors.Copy(Left, dtype), FormTensors.Copy(Right, dtype), FormTensors.CopyBias(bias, Outputs, dtype), RightFirst <= LeftFirst);
}

/// <summary>Σᵢ Aᵢ X Bᵢᵀ + b, all terms in two products.</summary>
internal sealed class KroneckerSumLayer : Layer
{
    private readonly Variable _left;  // (terms, m₁, n₁)
    private readonly Variable _right; // (terms, m₂, n₂)
    private readonly Variable? _bias;
    private readonly bool _rightFirst;

    public KroneckerSumLayer(Tensor left, Tensor right, Tensor? bias, bool rightFirst)
    {
        (_left, _right, _rightFirst) = (AddParameter("left", left), AddParameter("right", right), rightFirst);
        _bias = bias is null ? null : AddParameter("bias", bias);
    }

    public override Variable Forward(Variable x)
    {
        var rows = x.Reshape(-1, _left.Shape[2], _right.Shape[2]);                        // (rows, n₁, n₂)
        var y = _rightFirst
            ? Multiply(rows, _right, _left).Transpose(1, 2)                               // (rows, m₁, m₂)
            : Multiply(rows.Transpose(1, 2), _left, _right);
        y = y.Reshape([.. x.Shape[..^1], _left.Shape[1] * _right.Shape[1]]);
        return _bias is null ? y : y + _bias;
    }

    // Σᵢ secondᵢ Xᵀ-wise: (rows, p, q) by first (terms, f, q) over q, then by second (terms, s, p) over p and the terms: (rows, f, s).
    private static Variable Multiply(Variable x, Variable first, Variable second)
    {
        (int rows, int p, int q) = (x.Shape[0], x.Shape[1], x.Shape[2]);
        (int terms, int f, int s) = (first.Shape[0], first.Shape[1], second.Shape[1]);
        return x.Reshape(rows * p, q)
            .MatMul(first.Reshape(terms * f, q).Transpose())                              // (rows p, terms f)
            .Reshape(rows, p, terms, f)
            .Permute(0, 3, 2, 1)                                                          // (rows, f, terms, p)
            .Reshape(rows * f, terms * p)
            .MatMul(second.Permute(0, 2, 1).Reshape(terms * p, s))                        // (rows f, s)
            .Reshape(rows, f, s);
    }
}
