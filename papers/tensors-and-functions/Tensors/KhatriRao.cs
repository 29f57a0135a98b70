using System.Numerics.Tensors;
using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions;

/// <summary>The Khatri–Rao product: Kronecker products of equal columns.</summary>
public static class KhatriRao
{
    /// <summary>A ⊙ B, with the rows of B running fastest.</summary>
    /// <param name="left">A: (p, R).</param>
    /// <param name="right">B: (q, R).</param>
    /// <returns>(pq, R).</returns>
    /// <exception cref="ShapeException">The numbers of columns differ.</exception>
    public static Tensor Of(Tensor left, Tensor right)
    {
        if (left.Columns != right.Columns) throw new ShapeException($"A Khatri–Rao product needs matrices of as many columns, not {left.Columns} and {right.Columns}.");
        var (a, b) = (left.Contiguous(), right.Contiguous());
        var product = Tensor.Zeros(a.Rows * b.Rows, a.Columns);
        for (var i = 0; i < a.Rows; i++)
            for (var j = 0; j < b.Rows; j++)
                TensorPrimitives.Multiply(a.RowSpan(i), b.RowSpan(j), product.RowSpan((i * b.Rows) + j));
        return product;
    }

    /// <summary>A₁ ⊙ A₂ ⊙ …; a row of ones, (1, R), when there is none.</summary>
    /// <param name="matrices">(p_l, R) each.</param>
    /// <param name="columns">R.</param>
    public static Tensor Of(IEnumerable<Tensor> matrices, int columns) => matrices.Aggregate(Tensor.Ones(1, columns), Of);
}
