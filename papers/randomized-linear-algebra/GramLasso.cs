using System.Numerics.Tensors;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra;

/// <summary>
/// The Lasso written with moments: min ½ wᵀG w − bᵀw + ½ s + λ‖w‖₁ with G = XᵀX/n, b = Xᵀy/n and s = ‖y‖²/n, which is
/// (1/2n)‖y − Xw‖² + λ‖w‖₁. The data are no longer needed, so n may be as large as one likes.
/// </summary>
/// <remarks>
/// Cyclic coordinate descent, and after every few sweeps exact steps on the support found so far, to which one violating column is
/// added at a time (feature-sign search: Lee, Battle, Raina and Ng, 2006). The sweeps find most of the support; the exact steps make
/// it arrive where columns are nearly dependent and sweeps alone would crawl. It stops by the duality gap, never by small steps.
/// </remarks>
public sealed class GramLasso
{
    private const int SweepsAtOnce = 5;
    private const int MostSupportSteps = 200; // in a row

    private readonly double[] _gram; // G: (d, d)
    private readonly double[] _b;    // b: (d)
    private readonly double _s;
    private readonly LassoOptions _options;

    /// <summary>Takes the moments.</summary>
    /// <param name="gram">G: (d, d), symmetric positive semi-definite.</param>
    /// <param name="moment">b: (d).</param>
    /// <param name="targetSquare">s = ‖y‖²/n.</param>
    /// <param name="options">When to stop.</param>
    /// <exception cref="ArgumentException">Shapes that do not fit, a negative diagonal entry, or a negative s.</exception>
    /// <exception cref="NonFiniteException">NaN or an infinity in G or b.</exception>
    public GramLasso(Tensor gram, Tensor moment, double targetSquare, LassoOptions? options = null)
    {
        if (gram.Rank != 2 || gram.Rows != gram.Columns)
            throw new ArgumentException($"G must be square; its shape is ({string.Join(", ", gram.Shape.ToArray())}).", nameof(gram));
        if (moment.Rank != 1 || moment.Length != gram.Rows)
            throw new ArgumentException($"b must have {gram.Rows} entries, one for each row of G; its shape is ({string.Join(", ", moment.Shape.ToArray())}).", nameof(moment));
        if (!(targetSquare >= 0) || !double.IsFinite(targetSquare))
            throw new ArgumentException($"The mean square of y is {targetSquare}; it must be a number that is not negative.", nameof(targetSquare));
        gram.EnsureFinite("G");
        moment.EnsureFinite("b");
        for (var j = 0; j < gram.Rows; j++)
            if (gram[j, j] < 0) throw new ArgumentException($"G has the negative diagonal entry {gram[j, j]} at {j}; it is no matrix of second moments.", nameof(gram));
        (_gram, _b, _s, _options) = (gram.ToArray(), moment.ToArray(), targetSquare, options ?? new LassoOptions());
    }

    /// <summary>λ from which on the solution is zero: ‖b‖∞.</summary>
    public double LargestPenalty => _b.Length == 0 ? 0 : Math.Abs(TensorPrimitives.MaxMagnitude<double>(_b));

    /// <summary>Solves for one penalty.</summary>
    /// <param name="penalty">λ &gt; 0.</param>
    /// <param name="start">Where to begin: (d); zero when null.</param>
    /// <exception cref="ArgumentException">A penalty that is not positive, or a start of another length.</exception>
    public LassoFit Fit(double penalty, Tensor? start = null)
    {
        Lasso.RequirePenalty(penalty);
        if (start is not null && (start.Rank != 1 || start.Length != _b.Length))
            throw new ArgumentException($"The start must have {_b.Length} entries.", nameof(start));
        var w = start?.ToArray() ?? new double[_b.Length];
        var q = new double[w.Length];
        var sweeps = 0;
        while (true)
        {
            Gradient(w, q);
            var gap = Gap(w, q, penalty);
            if (gap <= _options.Tolerance * _s / 2 || sweeps >= _options.MostSweeps)
                return new LassoFit(penalty, Tensor.Wrap(w, w.Length), gap, sweeps, gap <= _options.Tolerance * _s / 2);
            for (var k = 0; k < SweepsAtOnce; k++) Sweep(w, q, penalty);
            sweeps += SweepsAtOnce;
            var entering = -1;
            for (var k = 0; k < MostSupportSteps; k++)
            {
                var step = SupportStep(w, entering, q, penalty);
                if (step == SupportChange.Nothing && entering >= 0) break;
                Gradient(w, q);
                entering = step == SupportChange.Vanished ? -1 : MostViolating(w, q, penalty);
                if (step != SupportChange.Vanished && entering < 0) break;
            }
        }
    }

    /// <summary>Minimises over one coordinate after the other, with q = b − G w kept up to date.</summary>
    private void Sweep(double[] w, double[] q, double penalty)
    {
        var d = w.Length;
        for (var j = 0; j < d; j++)
        {
            var curvature = _gram[j * d + j];
            if (curvature == 0) continue; // a column of zeros
            var next = Lasso.SoftThreshold(q[j] + curvature * w[j], penalty) / curvature;
            var step = next - w[j];
            if (step == 0) continue;
            w[j] = next;
            TensorPrimitives.MultiplyAdd(_gram.AsSpan(j * d, d), -step, q, q);
        }
    }

    private void Gradient(double[] w, double[] q)
    {
        var d = w.Length;
        _b.CopyTo(q, 0);
        for (var j = 0; j < d; j++)
            if (w[j] != 0) TensorPrimitives.MultiplyAdd(_gram.AsSpan(j * d, d), -w[j], q, q);
    }

    // ‖y − Xw‖²/n = s − 2bᵀw + wᵀG w = s − bᵀw − wᵀq.
    private double ResidualSquare(double[] w, double[] q) =>
        Math.Max(0, _s - TensorPrimitives.Dot<double>(_b, w) - TensorPrimitives.Dot<double>(w, q));

    private double Gap(double[] w, double[] q, double penalty)
    {
        var correlation = w.Length == 0 ? 0 : Math.Abs(TensorPrimitives.MaxMagnitude<double>(q));
        return Lasso.DualityGap(ResidualSquare(w, q), _s - TensorPrimitives.Dot<double>(_b, w), correlation, TensorPrimitives.SumOfMagnitudes<double>(w), penalty);
    }

    /// <summary>The zero entry whose condition |q| ≤ λ is violated most; −1 when there is none.</summary>
    private static int MostViolating(double[] w, double[] q, double penalty)
    {
        var (most, worst) = (-1, penalty * (1 + 1e-10));
        for (var j = 0; j < w.Length; j++)
            if (w[j] == 0 && Math.Abs(q[j]) > worst) (most, worst) = (j, Math.Abs(q[j]));
        return most;
    }

    /// <summary>
    /// Moves towards the minimum for the present support and signs, G_SS z = b_S − λ sign(w_S), to the best point of the way at which
    /// an entry vanishes, or to its end. An entering entry, if any, takes the sign of its q.
    /// </summary>
    private SupportChange SupportStep(double[] w, int entering, double[] q, double penalty)
    {
        var d = w.Length;
        int[] support = [.. Enumerable.Range(0, d).Where(j => w[j] != 0 || j == entering)];
        var p = support.Length;
        if (p == 0) return SupportChange.Nothing;
        var gram = new double[p * p];  // G_SS
        var right = new double[p];     // b_S − λ sign(w_S)
        var here = new double[p];
        for (var i = 0; i < p; i++)
        {
            for (var j = 0; j < p; j++) gram[i * p + j] = _gram[support[i] * d + support[j]];
            here[i] = w[support[i]];
            right[i] = _b[support[i]] - penalty * Math.Sign(support[i] == entering ? q[entering] : here[i]);
        }
        // The ridge lets equal columns pass; whatever it spoils, the line search below does not accept.
        var ridge = 1e-14 * TensorPrimitives.Max<double>(gram);
        for (var i = 0; i < p; i++) gram[i * p + i] += ridge;
        var matrix = Tensor.Wrap(gram, p, p);
        double[] direction; // z − w
        try
        {
            direction = (LinearAlgebra.Lu(matrix).Solve(Tensor.Wrap(right, p)) - Tensor.Wrap(here, p)).ToArray();
        }
        catch (SingularMatrixException)
        {
            return SupportChange.Nothing; // the sweeps go on
        }

        // Along w + t(z − w) the objective changes by −t·qᵀ(z − w) + ½t²·(z − w)ᵀG(z − w) + λ(‖w + t(z − w)‖₁ − ‖w‖₁).
        var slope = 0.0;
        for (var i = 0; i < p; i++) slope -= q[support[i]] * direction[i];
        var curvature = LinearAlgebra.Dot(LinearAlgebra.MatVec(matrix, Tensor.Wrap(direction, p)), Tensor.Wrap(direction, p));
        var size = TensorPrimitives.SumOfMagnitudes<double>(here);
        var there = new double[p];
        var (best, least, vanishing) = (0.0, 0.0, -1);
        for (var i = -1; i < p; i++)
        {
            var t = i < 0 ? 1 : -here[i] / direction[i];
            if (t is not (> 0 and <= 1)) continue;
            TensorPrimitives.MultiplyAdd(direction, t, here, there);
            var change = t * slope + t * t * curvature / 2 + penalty * (TensorPrimitives.SumOfMagnitudes<double>(there) - size);
            if (change < least) (best, least, vanishing) = (t, change, i);
        }
        if (best == 0) return SupportChange.Nothing;
        for (var i = 0; i < p; i++) w[support[i]] = i == vanishing ? 0 : here[i] + best * direction[i];
        return vanishing >= 0 ? SupportChange.Vanished : SupportChange.Reached;
    }

    private enum SupportChange
    {
        Nothing,
        Vanished,
        Reached,
    }
}
