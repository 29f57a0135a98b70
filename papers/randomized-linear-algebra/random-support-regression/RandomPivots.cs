using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.RandomSupportRegression;

/// <summary>
/// The change of features v = S w: the span of a few random columns (the pivots) is taken out of every other column, and what is
/// left is scaled to norm √n. Columns in random order are exchangeable, so a fresh one is about as far from the span of m random
/// columns as from that of m + k: for a random support the residuals are nearly independent, however dependent the columns were.
/// </summary>
/// <remarks>A reconstruction in the spirit of the paper's first phase, not its procedure; the reason covers ln κ = polylog(d) only.</remarks>
public sealed class RandomPivots
{
    /// <summary>A column whose residual is shorter than this share of it depends on the pivots and is dropped.</summary>
    public const double DependentShare = 1e-9;

    private readonly Tensor _x; // (n, d)

    private RandomPivots(Tensor x, int[] pivots, Tensor basis, int[] kept, int[] dropped, Tensor features, double[] residualNorms)
    {
        _x = x;
        (Pivots, Basis, Kept, Dropped, Features, ResidualNorms) = (pivots, basis, kept, dropped, features, residualNorms);
    }

    /// <summary>P: the pivot columns.</summary>
    public IReadOnlyList<int> Pivots { get; }

    /// <summary>Q: an orthonormal basis of the pivots' span, (n, m′) with m′ ≤ m.</summary>
    public Tensor Basis { get; }

    /// <summary>The other columns that do not depend on the pivots, in the order of <see cref="Features"/>.</summary>
    public IReadOnlyList<int> Kept { get; }

    /// <summary>Columns that depend on the pivots (or are zero); their coefficient is 0.</summary>
    public IReadOnlyList<int> Dropped { get; }

    /// <summary>Z: the scaled residuals zᵢ = √n rᵢ/‖rᵢ‖ with rᵢ = (I − QQᵀ)xᵢ, (n, kept).</summary>
    public Tensor Features { get; }

    /// <summary>‖rᵢ‖ of the kept columns.</summary>
    public IReadOnlyList<double> ResidualNorms { get; }

    /// <summary>Draws m pivots.</summary>
    /// <param name="x">X: (n, d).</param>
    /// <param name="count">m, at most n/4: every pivot costs σ²/n of error.</param>
    /// <param name="random">Where the pivots come from.</param>
    /// <exception cref="ArgumentException">More pivots than a quarter of the rows or than columns less one, or no matrix.</exception>
    /// <exception cref="NonFiniteException">NaN or an infinity in X.</exception>
    public static RandomPivots Draw(Tensor x, int count, RandomStream random)
    {
        if (x.Rank != 2) throw new ArgumentException($"X must be a matrix; it has rank {x.Rank}.", nameof(x));
        return Of(x, Choose(count, x.Rows, x.Columns, random));
    }

    /// <summary>Draws the positions of m pivots, after checking that n rows can bear them.</summary>
    /// <exception cref="ArgumentException">More pivots than a quarter of the rows or than columns less one.</exception>
    public static int[] Choose(int count, int n, int d, RandomStream random)
    {
        if (count < 1 || 4 * count > n || count >= d)
            throw new ArgumentException($"{count} pivots do not suit {n} rows and {d} columns; take between 1 and {Math.Min(n / 4, d - 1)}.", nameof(count));
        return random.Choose(count, d);
    }

    /// <summary>Takes the given columns as pivots.</summary>
    /// <param name="x">X: (n, d).</param>
    /// <param name="pivots">Different column numbers, fewer than n.</param>
    /// <exception cref="ArgumentException">A pivot that is no column or is there twice, or as many pivots as rows.</exception>
    /// <exception cref="NonFiniteException">NaN or an infinity in X.</exception>
    public static RandomPivots Of(Tensor x, IReadOnlyList<int> pivots)
    {
        if (x.Rank != 2) throw new ArgumentException($"X must be a matrix; it has rank {x.Rank}.", nameof(x));
        x = x.To(DType.F64).EnsureFinite("X").Contiguous();
        (int n, int d) = (x.Rows, x.Columns);
        foreach (var pivot in pivots)
            if (pivot < 0 || pivot >= d) throw new ArgumentException($"Pivot {pivot} is not one of the {d} columns.", nameof(pivots));
        if (pivots.Distinct().Count() != pivots.Count) throw new ArgumentException("A pivot is there twice.", nameof(pivots));
        if (pivots.Count == 0 || pivots.Count >= n) throw new ArgumentException($"{pivots.Count} pivots for {n} rows; take at least 1 and fewer than rows.", nameof(pivots));

        int[] chosen = [.. pivots];
        int[] others = [.. Enumerable.Range(0, d).Except(chosen)];
        var basis = Range(x.TakeColumns(chosen));                                           // Q (n, m')
        var rest = x.TakeColumns(others);                                                   // (n, d − m)
        var residuals = Outside(basis, Outside(basis, rest));                               // r (n, d − m); twice, for columns close to the span
        var (lengths, norms) = (ColumnNorms(rest), ColumnNorms(residuals));
        int[] kept = [.. Enumerable.Range(0, others.Length).Where(i => norms[i] > DependentShare * lengths[i])];
        double[] keptNorms = [.. kept.Select(i => norms[i])];
        var scale = Tensor.Wrap([.. keptNorms.Select(norm => Math.Sqrt(n) / norm)], keptNorms.Length);
        return new RandomPivots(
            x, chosen, basis, [.. kept.Select(i => others[i])], [.. others.Except(kept.Select(i => others[i]))],
            kept.Length > 0 ? residuals.TakeColumns(kept) * scale : Tensor.Zeros(n, 0), keptNorms); // z = √n r/‖r‖
    }

    /// <summary>QQᵀy, what the pivots explain of a vector.</summary>
    public Tensor Inside(Tensor y) => LinearAlgebra.MatVec(Basis, LinearAlgebra.MatVec(Basis.Transpose(), y));

    /// <summary>Back from v to w: ŵᵢ = √n v̂ᵢ/‖rᵢ‖, and the pivots' coefficients by least squares on what the others leave of y.</summary>
    /// <param name="v">(kept).</param>
    /// <param name="y">(n).</param>
    /// <returns>ŵ: (d).</returns>
    public Tensor Coefficients(Tensor v, Tensor y)
    {
        var w = Tensor.Zeros(_x.Columns);
        for (var i = 0; i < v.Length; i++) w[Kept[i]] = Math.Sqrt(_x.Rows) * v[i] / ResidualNorms[i];
        int[] chosen = [.. Pivots];
        var atPivots = LinearAlgebra.LeastSquares(_x.TakeColumns(chosen), y - LinearAlgebra.MatVec(_x, w)).Solution; // (m)
        for (var i = 0; i < chosen.Length; i++) w[chosen[i]] = atPivots[i];
        return w;
    }

    private static Tensor Range(Tensor columns)
    {
        var svd = LinearAlgebra.Svd(columns);
        var floor = Math.Max(columns.Rows, columns.Columns) * Math.ScaleB(1, -52) * svd.S[0];
        var rank = svd.S.ToArray().Count(value => value > floor);
        return svd.U.Slice(1, 0, rank).Contiguous();
    }

    private static Tensor Outside(Tensor basis, Tensor columns) =>
        columns - LinearAlgebra.MatMul(basis, LinearAlgebra.MatMul(basis, columns, transposeA: true, transposeB: false));

    private static double[] ColumnNorms(Tensor matrix) => matrix.Square().Sum(0).Sqrt().ToArray();
}
