using Praxis.Numerics.Backends;

namespace Praxis.Numerics;

public static partial class LinearAlgebra
{
    /// <summary>
    /// QR with column pivoting: in each step the column with the largest remaining norm comes first (P. Businger, G. Golub, Numerische
    /// Mathematik 1965). Reveals the rank of nearly all matrices; Kahan's matrix is the known exception.
    /// </summary>
    /// <param name="a">m × n.</param>
    /// <param name="tolerance">Relative to the first diagonal entry of R; null as in <see cref="LeastSquares(Tensor, Tensor, double?)"/>.</param>
    /// <exception cref="ShapeException">a is no matrix.</exception>
    /// <exception cref="NonFiniteException">a has NaN or infinite entries.</exception>
    public static PivotedQrDecomposition PivotedQr(Tensor a, double? tolerance = null)
    {
        double[] work = Working("PivotedQr", a);
        (int m, int n) = (a.Rows, a.Columns);
        int k = Math.Min(m, n);
        var q = new double[m * k];
        var r = new double[k * n];
        int[] permutation = [.. Enumerable.Range(0, n)];
        if (k > 0)
            PivotedHouseholder.Factor(Backend.Current, work, m, n, q, r, permutation);
        double least = k == 0 ? 0 : (tolerance ?? DefaultTolerance(a)) * Math.Abs(r[0]);
        int rank = 0;
        while (rank < k && Math.Abs(r[(rank * n) + rank]) > least)
            rank++;
        DType dtype = ResultType(a);
        return new PivotedQrDecomposition(Tensor.Wrap(q, m, k).To(dtype), Tensor.Wrap(r, k, n).To(dtype), permutation, rank);
    }
}
