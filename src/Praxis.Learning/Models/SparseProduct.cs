using Praxis.Numerics;

namespace Praxis.Learning.Models;

/// <summary>Products of sparse matrices with variables.</summary>
public static class SparseProduct
{
    /// <summary>A X, differentiable in X; the sums are made in F64.</summary>
    /// <param name="matrix">A, (m, n).</param>
    /// <param name="x">(n, k).</param>
    /// <returns>(m, k), of the type of X.</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public static Variable Of(SparseMatrix matrix, Variable x) => Of(matrix, x, transposed: false);

    /// <summary>X Wᵀ for a W of which only some entries are there, differentiable in these and in X; no other entry is ever multiplied.</summary>
    /// <param name="pattern">Which entries W (outputs, inputs) has.</param>
    /// <param name="values">The entries row after row, (count).</param>
    /// <param name="x">(…, inputs), F32 or F64.</param>
    /// <returns>(…, outputs).</returns>
    /// <exception cref="ShapeException">The shapes or types do not fit.</exception>
    public static Variable Of(SparsityPattern pattern, Variable values, Variable x)
    {
        if (values.Rank != 1 || values.Length != pattern.Count || x.Rank < 1 || x.Shape[^1] != pattern.Columns || values.DType != x.DType)
            throw ShapeException.Between("Sparse product", x.Shape, values.Shape, $"(…, {pattern.Columns}) and ({pattern.Count}) of one type are needed");
        int[] shape = [.. x.Shape[..^1], pattern.Rows];
        var rows = x.Data.Contiguous().Reshape(-1, pattern.Columns);
        return Graph.RecordFused(SparseKernel.Multiply(pattern, values.Data, rows).Reshape(shape), [values, x], Plain, Pullback);

        Variable Plain(Variable[] operands)
        {
            var places = Tensor.Wrap(pattern.FlatPlaces(), pattern.Count);
            Variable nothing = Tensor.Zeros(x.DType, pattern.Rows * pattern.Columns);
            var dense = nothing.ScatterAdd(0, places, operands[0]).Reshape(pattern.Rows, pattern.Columns); // (outputs, inputs)
            return operands[1].Affine(dense.Transpose(), null);
        }

        Tensor?[] Pullback(Tensor g, bool[] wanted)
        {
            var flat = g.Contiguous().Reshape(-1, pattern.Rows); // (rows, outputs)
            return
            [
                wanted[0] ? SparseKernel.ValueGradient(pattern, flat, rows) : null,
                wanted[1] ? SparseKernel.InputGradient(pattern, values.Data, flat).Reshape(x.Shape) : null,
            ];
        }
    }

    private static Variable Of(SparseMatrix matrix, Variable x, bool transposed)
    {
        var product = transposed ? matrix.MultiplyTransposed(x.Data) : matrix.Multiply(x.Data);
        return Graph.Record(product.To(x.DType), (x, g => Of(matrix, g, !transposed)));
    }
}
