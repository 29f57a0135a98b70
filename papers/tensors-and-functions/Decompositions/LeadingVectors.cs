using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions;

/// <summary>
/// Leading singular vectors of a matrix with far more rows than columns (or of the transpose of one with far more columns), by the way that suits the tolerance.
/// Eigenvectors of AᵀA cost one product and a small problem, but squaring loses singular values below √(machine precision)·σ₁; triangular factors keep all of them.
/// </summary>
public static class LeadingVectors
{
    private const double Epsilon = 2.22e-16;

    private const int RowsPerBlock = 1 << 13;

    /// <summary>Right singular vectors of a tall matrix, as many as are needed so that what is cut off has at most the given Frobenius norm.</summary>
    /// <param name="tall">A: (m, n), m ≥ n or not much below.</param>
    /// <param name="allowed">What may be cut off.</param>
    /// <param name="name">How a NaN's message calls A.</param>
    /// <returns>V, (n, rank) with rank ≥ 1, and a bound of the norm cut off.</returns>
    /// <exception cref="NonFiniteException">A has NaN or infinite entries; the message names the first.</exception>
    public static (Tensor V, double Discarded) OfTall(Tensor tall, double allowed, string name)
    {
        var norm = tall.FrobeniusNorm();
        if (!double.IsFinite(norm)) tall.EnsureFinite(name);
        if (allowed * allowed >= 4 * Slack(tall.Columns) * norm * norm) return OfGram(Gram(tall), allowed);
        var (v, values) = LeftSingularVectors.OfTransposed(tall);
        var rank = HigherOrderSvd.RankFor(values, allowed);
        return (v.Slice(1, 0, rank).Contiguous(), Math.Sqrt(Tail(values, rank)));
    }

    /// <summary>Eigenvectors of a Gram matrix, as many as are needed so that what is cut off has at most the given Frobenius norm.</summary>
    /// <param name="gram">AᵀA: (n, n).</param>
    /// <param name="allowed">What may be cut off, at least about √(n·machine precision)·‖A‖: below that nothing is cut off.</param>
    /// <returns>V, (n, rank) with rank ≥ 1, and a bound of the norm cut off.</returns>
    public static (Tensor V, double Discarded) OfGram(Tensor gram, double allowed)
    {
        var eigen = LinearAlgebra.SymmetricEigen(gram);
        double[] values = [.. eigen.Values.ToArray().Reverse().Select(value => Math.Sqrt(Math.Max(0, value)))]; // rounding makes small ones negative
        var singular = Tensor.FromArray(values);
        var slack = Slack(values.Length) * LinearAlgebra.Trace(gram);
        var rank = HigherOrderSvd.RankFor(singular, Math.Sqrt(Math.Max(0, (allowed * allowed) - slack)));
        return (Descending(eigen.Vectors, rank), rank < values.Length ? Math.Sqrt(Tail(singular, rank) + slack) : 0);
    }

    /// <summary>Eigenvectors of a Gram matrix, the largest eigenvalue first.</summary>
    /// <param name="gram">AᵀA: (n, n).</param>
    /// <param name="rank">How many vectors, at most n.</param>
    /// <returns>(n, rank), with orthonormal columns.</returns>
    public static Tensor OfGram(Tensor gram, int rank) => Descending(LinearAlgebra.SymmetricEigen(gram).Vectors, rank);

    /// <summary>AᵀA of a tall matrix, summed in blocks of a fixed size: the same numbers with any number of threads.</summary>
    /// <param name="tall">A: (m, n).</param>
    /// <returns>(n, n).</returns>
    public static Tensor Gram(Tensor tall)
    {
        var sum = Tensor.Zeros(tall.Columns, tall.Columns);
        for (var start = 0; start < tall.Rows; start += RowsPerBlock)
        {
            var rows = tall.Slice(0, start, Math.Min(RowsPerBlock, tall.Rows - start));
            sum.AddScaled(LinearAlgebra.MatMul(rows, rows, transposeA: true, transposeB: false));
        }
        return sum;
    }

    // What rounding in AᵀA and its eigenvalues may do to a sum of squared singular values, beside ‖A‖².
    private static double Slack(int n) => (16 + n) * Epsilon;

    private static double Tail(Tensor values, int rank) => values.Slice(0, rank, values.Length - rank).Square().Sum();

    private static Tensor Descending(Tensor vectors, int rank) =>
        vectors.TakeColumns([.. Enumerable.Range(0, rank).Select(k => vectors.Columns - 1 - k)]).Contiguous();
}
