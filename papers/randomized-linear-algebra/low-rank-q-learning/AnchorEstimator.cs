using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.LowRankQLearning;

/// <summary>
/// Fills a table from some of its rows and columns: Q̄(s, a) = Q̂(s, A#)·[Q̂(S#, A#)]†·Q̂(S#, a), S# and A# the anchor rows and columns. Exact when the table
/// has rank r and so has the anchor block; with noise, the largest error stays in proportion to the largest noise.
/// </summary>
public static class AnchorEstimator
{
    /// <summary>Fills the table.</summary>
    /// <param name="columns">Q̂(·, A#), all rows at the anchor columns: (m, |A#|).</param>
    /// <param name="rows">Q̂(S#, ·), the anchor rows at all columns: (|S#|, n).</param>
    /// <param name="anchorRows">S#: which rows of <paramref name="columns"/> are anchors, in the order of <paramref name="rows"/>.</param>
    /// <param name="rank">r: the pseudo-inverse keeps at most as many singular values.</param>
    /// <param name="tolerance">Singular values of the anchor block at or below this are left out as well; noise·√(|S#|·|A#|) is what noise alone can make.</param>
    /// <exception cref="ArgumentException">Shapes that do not fit, or a rank above the number of anchors.</exception>
    /// <exception cref="NonFiniteException">NaN or an infinity.</exception>
    public static AnchorEstimate Fill(Tensor columns, Tensor rows, ReadOnlySpan<int> anchorRows, int rank, double tolerance = 0)
    {
        if (columns.Rank != 2 || rows.Rank != 2 || rows.Rows != anchorRows.Length)
            throw new ArgumentException($"There must be one row for each of the {anchorRows.Length} anchor rows.", nameof(rows));
        if (rank < 1 || rank > Math.Min(rows.Rows, columns.Columns))
            throw new ArgumentOutOfRangeException(nameof(rank), rank, $"With {rows.Rows} anchor rows and {columns.Columns} anchor columns the rank lies between 1 and {Math.Min(rows.Rows, columns.Columns)}.");
        columns.EnsureFinite("the anchor columns");
        rows.EnsureFinite("the anchor rows");

        var (u, s, vt) = LinearAlgebra.Svd(columns.TakeRows(anchorRows).Contiguous()); // Q̂(S#, A#): (|S#|, |A#|)
        var kept = 0;
        while (kept < rank && s[kept] > Math.Max(tolerance, 1e-14 * s[0])) kept++;
        if (kept == 0) return new AnchorEstimate(Tensor.Zeros(columns.Rows, rows.Columns), 0, s.ToArray());
        var left = LinearAlgebra.MatMul(columns, vt.Slice(0, 0, kept).Transpose()) / s.Slice(0, 0, kept);                 // Q̂(·, A#) V Σ⁻¹: (m, kept)
        var right = LinearAlgebra.MatMul(u.Slice(1, 0, kept), rows, transposeA: true, transposeB: false);                 // UᵀQ̂(S#, ·): (kept, n)
        return new AnchorEstimate(LinearAlgebra.MatMul(left, right), kept, s.ToArray());
    }
}

/// <summary>A table filled from its anchors.</summary>
/// <param name="Table">Q̄: (m, n).</param>
/// <param name="Rank">How many singular values were kept.</param>
/// <param name="SingularValues">All singular values of the anchor block.</param>
public sealed record AnchorEstimate(Tensor Table, int Rank, double[] SingularValues);
