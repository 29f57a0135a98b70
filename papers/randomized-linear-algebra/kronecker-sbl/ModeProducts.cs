using System.Numerics.Tensors;

namespace Praxis.Papers.RandomizedLinearAlgebra.KroneckerSbl;

/// <summary>
/// Products with A₁ ⊗ … ⊗ A_I, one mode after the other and without forming it. Vectors are tensors (N₁, …, N_I) read with the last
/// index fastest, so that x₁ ⊗ x₂ ⊗ x₃ has x₁[i]·x₂[j]·x₃[k] at ((i·N₂) + j)·N₃ + k.
/// </summary>
/// <remarks>Plain loops: the factors change in every iteration and are a few dozen entries wide, where checks and copies would cost more than the product.</remarks>
public static class ModeProducts
{
    /// <summary>(A₁ ⊗ … ⊗ A_I) x.</summary>
    /// <param name="factors">A_q: (M_q, N_q).</param>
    /// <param name="x">(∏N_q).</param>
    /// <returns>(∏M_q).</returns>
    /// <exception cref="ArgumentException">x has another length than the product of the columns.</exception>
    public static double[] Apply(IReadOnlyList<Tensor> factors, ReadOnlySpan<double> x) => Multiply(factors, x, transposed: false);

    /// <summary>(A₁ ⊗ … ⊗ A_I)ᵀ y.</summary>
    /// <param name="factors">A_q: (M_q, N_q).</param>
    /// <param name="y">(∏M_q).</param>
    /// <returns>(∏N_q).</returns>
    /// <exception cref="ArgumentException">y has another length than the product of the rows.</exception>
    public static double[] ApplyTransposed(IReadOnlyList<Tensor> factors, ReadOnlySpan<double> y) => Multiply(factors, y, transposed: true);

    /// <summary>v₁ ⊗ … ⊗ v_I.</summary>
    public static double[] Outer(IReadOnlyList<double[]> vectors)
    {
        double[] product = [1];
        foreach (var vector in vectors)
        {
            var next = new double[product.Length * vector.Length];
            for (var i = 0; i < product.Length; i++)
                TensorPrimitives.Multiply(vector, product[i], next.AsSpan(i * vector.Length, vector.Length));
            product = next;
        }
        return product;
    }

    private static double[] Multiply(IReadOnlyList<Tensor> factors, ReadOnlySpan<double> x, bool transposed)
    {
        var expected = factors.Aggregate(1, (product, factor) => product * (transposed ? factor.Rows : factor.Columns));
        if (x.Length != expected) throw new ArgumentException($"The vector has {x.Length} entries; the factors take {expected}.", nameof(x));
        var current = x.ToArray();
        var before = 1; // entries of the modes already multiplied
        foreach (var factor in factors)
        {
            (int m, int n) = transposed ? (factor.Columns, factor.Rows) : (factor.Rows, factor.Columns);
            var matrix = (transposed ? factor.Transpose() : factor).Contiguous().AsSpan(); // (m, n)
            var after = current.Length / (before * n);
            var next = new double[before * m * after];
            for (var p = 0; p < before; p++)
                for (var i = 0; i < m; i++)
                    if (after == 1) next[p * m + i] = TensorPrimitives.Dot<double>(matrix.Slice(i * n, n), current.AsSpan(p * n, n));
                    else
                        for (var j = 0; j < n; j++)
                        {
                            var row = next.AsSpan((p * m + i) * after, after);
                            TensorPrimitives.MultiplyAdd(current.AsSpan((p * n + j) * after, after), matrix[i * n + j], row, row);
                        }
            current = next;
            before *= m;
        }
        return current;
    }
}
