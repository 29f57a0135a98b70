using Praxis.Numerics;

namespace Praxis.Learning;

public sealed partial class Variable
{
    /// <summary>
    /// The matrix product over the last two axes; the axes before them are broadcast. A vector on the left counts as a row, on the right as
    /// a column, and its axis disappears; so the product of two vectors is a scalar.
    /// </summary>
    /// <param name="other">(…, k, n) for this (…, m, k).</param>
    /// <returns>(…, m, n).</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Variable MatMul(Variable other)
    {
        RequireSameType("MatMul", this, other);
        if (Rank == 0 || other.Rank == 0)
            throw ShapeException.Between("MatMul", Shape, other.Shape, "matrices or vectors are needed");
        if (Rank == 1)
        {
            var row = Reshape(1, Length).MatMul(other);
            return row.Reshape(other.Rank == 1 ? [] : [.. row.Shape[..^2], row.Shape[^1]]);
        }

        if (other.Rank == 1)
            return MatMul(other.Reshape(other.Length, 1)).Reshape(Shape[..^1]);
        if (Shape[^1] != other.Shape[^2])
            throw ShapeException.Between("MatMul", Shape, other.Shape, "the inner lengths must agree");

        // One matrix for a whole batch: one large product instead of many small ones.
        if (Rank > 2 && other.Rank == 2 && Length > 0)
            return Reshape(-1, Shape[^1]).MatMul(other).Reshape([.. Shape[..^1], other.Shape[1]]);
        return Graph.Record(
            Rank == 2 && other.Rank == 2 ? LinearAlgebra.MatMul(Data, other.Data) : BatchedProduct.Of(Data, other.Data),
            (this, g => g.MatMul(other.Transpose()).SumTo(Shape)),
            (other, g => GradientOf(other, g).SumTo(other.Shape)));
    }

    // Aᵀ G. For a transposed B it is made as (Gᵀ A)ᵀ, so that the gradient of what was transposed lies in memory row by row.
    private Variable GradientOf(Variable other, Variable g) => other.Data.IsContiguous
        ? Transpose().MatMul(g)
        : g.Transpose().MatMul(this).Transpose();
}
