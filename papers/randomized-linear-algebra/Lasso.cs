using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra;

/// <summary>
/// The Lasso min (1/2n)‖y − Xw‖² + λ‖w‖₁ on data. It works on a growing set of columns, solves the small problem on their moments by
/// coordinate descent (<see cref="GramLasso"/>), and stops when the duality gap of the whole problem is small.
/// </summary>
public sealed class Lasso
{
    private readonly Tensor _columns; // Xᵀ: (d, n), so that a column lies in one piece
    private readonly Tensor _y;       // (n)
    private readonly double _targetSquare;
    private readonly LassoOptions _options;

    /// <summary>Takes the data; columns are used as they are, neither centred nor scaled.</summary>
    /// <param name="x">X: (n, d).</param>
    /// <param name="y">y: (n).</param>
    /// <param name="options">When to stop.</param>
    /// <exception cref="ArgumentException">No rows, no columns, or shapes that do not fit.</exception>
    /// <exception cref="NonFiniteException">NaN or an infinity in X or y.</exception>
    public Lasso(Tensor x, Tensor y, LassoOptions? options = null)
    {
        if (x.Rank != 2 || x.Length == 0)
            throw new ArgumentException($"X must be a matrix with rows and columns; its shape is ({string.Join(", ", x.Shape.ToArray())}).", nameof(x));
        if (y.Rank != 1 || y.Length != x.Rows)
            throw new ArgumentException($"y must have {x.Rows} entries, one for each row of X; its shape is ({string.Join(", ", y.Shape.ToArray())}).", nameof(y));
        _columns = x.To(DType.F64).EnsureFinite("X").Transpose().Contiguous();
        _y = y.To(DType.F64).EnsureFinite("y").Contiguous();
        _targetSquare = LinearAlgebra.Dot(_y, _y) / _y.Length;
        _options = options ?? new LassoOptions();
        LargestPenalty = LinearAlgebra.MatVec(_columns, _y).MaxAbs() / _y.Length;
    }

    /// <summary>λ from which on the solution is zero: ‖Xᵀy‖∞/n.</summary>
    public double LargestPenalty { get; }

    /// <summary>Penalties for a path: descending by equal factors.</summary>
    /// <param name="largest">The first, positive.</param>
    /// <param name="count">How many, at least 2.</param>
    /// <param name="smallestShare">The last as a share of the first, between 0 and 1.</param>
    public static double[] Penalties(double largest, int count, double smallestShare)
    {
        RequirePenalty(largest);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        if (smallestShare is not (> 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(smallestShare), smallestShare, "It must lie between 0 and 1.");
        return [.. Enumerable.Range(0, count).Select(i => largest * Math.Pow(smallestShare, (double)i / (count - 1)))];
    }

    /// <summary>Solves for one penalty.</summary>
    /// <param name="penalty">λ &gt; 0.</param>
    /// <param name="start">Where to begin: (d); zero when null.</param>
    /// <exception cref="ArgumentException">A penalty that is not positive, or a start of another length.</exception>
    public LassoFit Fit(double penalty, Tensor? start = null)
    {
        RequirePenalty(penalty);
        (int d, int n) = (_columns.Rows, _y.Length);
        if (start is not null && (start.Rank != 1 || start.Length != d)) throw new ArgumentException($"The start must have {d} entries.", nameof(start));
        var w = start?.Clone() ?? Tensor.Zeros(d);
        var (size, sweeps, before) = (10, 0, double.PositiveInfinity);
        while (true)
        {
            var support = Enumerable.Range(0, d).Where(j => w[j] != 0).ToArray();
            var residual = support.Length == 0 ? _y : _y - LinearAlgebra.MatVec(_columns.TakeRows(support).Transpose(), w.Take(0, support)); // (n)
            var correlation = LinearAlgebra.MatVec(_columns, residual) / n;                                                               // (d)
            var gap = DualityGap(LinearAlgebra.Dot(residual, residual) / n, LinearAlgebra.Dot(residual, _y) / n, correlation.MaxAbs(), w.Abs().Sum(), penalty);
            var converged = gap <= _options.Tolerance * _targetSquare / 2;
            if (converged || sweeps >= _options.MostSweeps) return new LassoFit(penalty, w, gap, sweeps, converged);

            // The columns in use and those that are most correlated with the residual; more of them when the last set did not help.
            size = Math.Max(size, 2 * support.Length);
            if (gap > before / 2) size *= 2;
            before = gap;
            int[] working = [.. Enumerable.Range(0, d).OrderByDescending(j => w[j] != 0 ? double.PositiveInfinity : Math.Abs(correlation[j])).Take(size).Order()];
            var columns = _columns.TakeRows(working); // (p, n)
            var small = new GramLasso(
                LinearAlgebra.MatMul(columns, columns, transposeA: false, transposeB: true) / n,
                LinearAlgebra.MatVec(columns, _y) / n, _targetSquare,
                _options with { Tolerance = 0.3 * _options.Tolerance, MostSweeps = _options.MostSweeps - sweeps }).Fit(penalty, w.Take(0, working));
            sweeps += Math.Max(1, small.Sweeps);
            w = Tensor.Zeros(d);
            for (var j = 0; j < working.Length; j++) w[working[j]] = small.Coefficients[j];
        }
    }

    /// <summary>Solves for several penalties, each beginning at the solution before.</summary>
    /// <param name="penalties">Best descending.</param>
    public IReadOnlyList<LassoFit> Path(IReadOnlyList<double> penalties)
    {
        var fits = new List<LassoFit>(penalties.Count);
        foreach (var penalty in penalties) fits.Add(Fit(penalty, fits.Count > 0 ? fits[^1].Coefficients : null));
        return fits;
    }

    /// <summary>sign(value)·max(|value| − threshold, 0).</summary>
    public static double SoftThreshold(double value, double threshold) => Math.CopySign(Math.Max(Math.Abs(value) - threshold, 0), value);

    /// <summary>Primal minus dual at the residual scaled until it is feasible; the objective is at most this far above its minimum.</summary>
    /// <param name="residualSquare">‖r‖²/n.</param>
    /// <param name="residualTarget">rᵀy/n.</param>
    /// <param name="correlation">‖Xᵀr‖∞/n.</param>
    /// <param name="size">‖w‖₁.</param>
    /// <param name="penalty">λ.</param>
    internal static double DualityGap(double residualSquare, double residualTarget, double correlation, double size, double penalty)
    {
        var scale = correlation > penalty ? penalty / correlation : 1;
        return residualSquare / 2 + penalty * size - (scale * residualTarget - scale * scale * residualSquare / 2);
    }

    internal static void RequirePenalty(double penalty)
    {
        if (!(penalty > 0) || !double.IsFinite(penalty))
            throw new ArgumentOutOfRangeException(nameof(penalty), penalty, "The penalty must be a positive number; without one, use least squares.");
    }
}

/// <summary>When the Lasso stops.</summary>
public sealed record LassoOptions
{
    /// <summary>The duality gap to reach, as a share of the objective at w = 0: then ‖X(ŵ − w_λ)‖² is at most this share of ‖y‖².</summary>
    public double Tolerance { get; init; } = 1e-6;

    /// <summary>Sweeps over the working columns after which it gives up; <see cref="LassoFit.Converged"/> says so.</summary>
    public int MostSweeps { get; init; } = 50_000;
}

/// <summary>A solution of the Lasso.</summary>
/// <param name="Penalty">λ.</param>
/// <param name="Coefficients">w: (d).</param>
/// <param name="DualityGap">How far the objective is above its minimum at most.</param>
/// <param name="Sweeps">Sweeps over the columns in use.</param>
/// <param name="Converged">Whether the gap asked for was reached.</param>
public sealed record LassoFit(double Penalty, Tensor Coefficients, double DualityGap, int Sweeps, bool Converged);
