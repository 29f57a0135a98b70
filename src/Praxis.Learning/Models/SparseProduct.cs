using Praxis.Numerics;

namespace Praxis.Learning.Models;

/// <summary>Products of a fixed sparse matrix with variables.</summary>
public static class SparseProduct
{
    /// <summary>A X, differentiable in X; the sums are made in F64.</summary>
    /// <param name="matrix">A, (m, n).</param>
    /// <param name="x">(n, k).</param>
    /// <returns>(m, k), of the type of X.</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public static Variable Of(SparseMatrix matrix, Variable x) => Of(matrix, x, transposed: false);

    private static Variable Of(SparseMatrix matrix, Variable x, bool transposed)
    {
        var product = transposed ? matrix.MultiplyTransposed(x.Data) : matrix.Multiply(x.Data);
        return Graph.Record(product.To(x.DType), (x, g => Of(matrix, g, !transposed)));
    }
}
