using Praxis.Numerics.Backends;

namespace Praxis.Numerics;

/// <summary>Products and orthonormal bases of tall blocks, n × few, shared among threads in blocks of rows that depend on the shape alone.</summary>
internal static class TallFactors
{
    private const int BlockRows = 512;

    // Up to this condition the basis of CholeskyQR, repeated once, is orthonormal to rounding.
    private const double SafeCondition = 1e6;

    /// <summary>Xᵀ Y, a × b, for X n × a and Y n × b.</summary>
    public static Tensor TransposedProduct(Tensor x, Tensor y)
    {
        (int n, int a, int b) = (x.Rows, x.Columns, y.Columns);
        if (n == 0 || a == 0 || b == 0)
            return Tensor.Zeros(a, b);
        (var left, var right) = (x.Contiguous(), y.Contiguous());
        int blocks = Math.Min(16, Blocks.Count(n, BlockRows));
        int rows = Blocks.Count(n, blocks);
        var partial = new double[Blocks.Count(n, rows)][];
        Blocks.ForEach(n, rows, (start, count) =>
        {
            var sum = partial[start / rows] = new double[a * b];
            for (int at = start; at < start + count; at += BlockRows)
            {
                int size = Math.Min(BlockRows, start + count - at);
                var product = new MatrixProduct(a, b, size) { TransposeA = true, LeadingA = a, LeadingB = b, LeadingC = b };
                Backend.Current.Multiply(
                    product, 1, left.AsSpan().Slice(at * a, size * a), right.AsSpan().Slice(at * b, size * b), 1, sum);
            }
        });
        for (int block = 1; block < partial.Length; block++)
            System.Numerics.Tensors.TensorPrimitives.Add(partial[0], partial[block], partial[0]);
        return Tensor.Wrap(partial[0], a, b);
    }

    /// <summary>A thin QR factorisation, Q R = Y, for Y n × k with n ≥ k.</summary>
    /// <param name="y">n × k.</param>
    /// <returns>Q with orthonormal columns, and R; R is upper triangular.</returns>
    public static (Tensor Q, Tensor R) Qr(Tensor y)
    {
        // CholeskyQR twice (Y. Yamamoto et al., ETNA 44, 2015) is all matrix products; Householder takes over where it would lose digits.
        if (y.Columns == 0 || TryCholesky(y) is not { } first)
            return Householder(y);
        var basis = LinearAlgebra.MatMul(y, first.Inverse);
        return TryCholesky(basis) is { } second
            ? (LinearAlgebra.MatMul(basis, second.Inverse), LinearAlgebra.MatMul(second.R, first.R))
            : Householder(y);
    }

    /// <summary>
    /// Orthonormal columns, orthogonal to a basis, that with it span what the block and the basis do; where the block adds nothing,
    /// arbitrary directions.
    /// </summary>
    /// <param name="block">n × k, with k at most n less the basis's columns.</param>
    /// <param name="basis">n × j, orthonormal, in parts.</param>
    public static Tensor Orthonormalize(Tensor block, IReadOnlyList<Tensor> basis)
    {
        // Twice is enough for directions that are there; what rounding made of those that are not takes a third pass.
        const int Passes = 3;
        for (int pass = 0; pass < (basis.Count == 0 ? 1 : Passes); pass++)
        {
            foreach (var part in basis)
                block -= LinearAlgebra.MatMul(part, TransposedProduct(part, block));
            (block, var r) = LinearAlgebra.Qr(block);
            if (pass > 0 && KeptLength(r))
                break;
        }

        return block;
    }

    /// <summary>R, upper triangular with RᵀR the given matrix, and its inverse; null where their condition is above a limit.</summary>
    public static (Tensor R, Tensor Inverse)? Cholesky(Tensor gram, double limit)
    {
        int k = gram.Rows;
        double[] factor = gram.ToArray();
        for (int i = 0; i < k; i++)
            if (!(factor[(i * k) + i] > 0) || double.IsInfinity(factor[(i * k) + i]))
                return null;
        if (k == 0 || Backend.Current.Cholesky(factor, k) >= 0)
            return null;
        for (int i = 0; i < k; i++)
            factor.AsSpan((i * k) + i + 1, k - i - 1).Clear();
        var r = Tensor.Wrap(factor, k, k).Transpose().Contiguous(); // (k, k), upper
        var inverse = LinearAlgebra.SolveTriangular(r, Tensor.Identity(k), lower: false);
        return r.FrobeniusNorm() * inverse.FrobeniusNorm() <= limit ? (r, inverse) : null;
    }

    // Columns that the projection left at their length were orthogonal before it.
    private static bool KeptLength(Tensor r)
    {
        for (int i = 0; i < r.Rows; i++)
            if (r[i, i] < 0.5)
                return false;
        return true;
    }

    private static (Tensor Q, Tensor R) Householder(Tensor y)
    {
        (var q, var r) = LinearAlgebra.Qr(y);
        return (q, r);
    }

    // Yᵀ Y = Rᵀ R, when that is safe.
    private static (Tensor R, Tensor Inverse)? TryCholesky(Tensor y) => Cholesky(TransposedProduct(y, y), SafeCondition * y.Columns);
}
