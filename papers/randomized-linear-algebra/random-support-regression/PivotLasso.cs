using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.RandomSupportRegression;

/// <summary>
/// Sparse regression after the change of features: the pivots are fitted without a penalty, and the rest of y by a Lasso on the
/// residual features, min (1/2n)‖y′ − Z v‖² + λ‖v‖₁ with y′ = (I − QQᵀ)y.
/// </summary>
public sealed class PivotLasso
{
    private readonly Tensor _y;         // (n)
    private readonly Tensor _inside;    // QQᵀy (n)
    private readonly Lasso? _lasso;     // null when every column depends on the pivots

    /// <summary>Prepares the fit.</summary>
    /// <param name="pivots">The features.</param>
    /// <param name="y">(n).</param>
    /// <param name="options">When the Lasso stops.</param>
    /// <exception cref="ArgumentException">y does not fit.</exception>
    /// <exception cref="NonFiniteException">NaN or an infinity in y.</exception>
    public PivotLasso(RandomPivots pivots, Tensor y, LassoOptions? options = null)
    {
        if (y.Rank != 1 || y.Length != pivots.Basis.Rows)
            throw new ArgumentException($"y must have {pivots.Basis.Rows} entries, one for each row of X; its shape is ({string.Join(", ", y.Shape.ToArray())}).", nameof(y));
        Features = pivots;
        _y = y.To(DType.F64).EnsureFinite("y").Contiguous();
        _inside = pivots.Inside(_y);
        _lasso = pivots.Kept.Count > 0 ? new Lasso(pivots.Features, _y - _inside, options) : null;
    }

    /// <summary>The features.</summary>
    public RandomPivots Features { get; }

    /// <summary>λ from which on only the pivots are used.</summary>
    public double LargestPenalty => _lasso?.LargestPenalty ?? 0;

    /// <summary>The theory's penalty σ·√(2 ln d/n).</summary>
    /// <param name="noise">σ, the standard deviation of the noise.</param>
    /// <param name="n">Rows.</param>
    /// <param name="d">Columns.</param>
    public static double PenaltyFor(double noise, int n, int d) => noise * Math.Sqrt(2 * Math.Log(d) / n);

    /// <summary>Fits for one penalty.</summary>
    /// <param name="penalty">λ &gt; 0.</param>
    public PivotLassoFit Fit(double penalty) => Path([penalty])[0];

    /// <summary>Fits for several penalties, best descending.</summary>
    public IReadOnlyList<PivotLassoFit> Path(IReadOnlyList<double> penalties)
    {
        if (_lasso is null) return [.. penalties.Select(penalty => new PivotLassoFit(Features, new LassoFit(penalty, Tensor.Zeros(0), 0, 0, true), _inside, _y))];
        return [.. _lasso.Path(penalties).Select(fit => new PivotLassoFit(
            Features, fit, _inside + LinearAlgebra.MatVec(Features.Features, fit.Coefficients), _y))]; // f = QQᵀy + Z v
    }
}

/// <summary>A fit of <see cref="PivotLasso"/>.</summary>
public sealed class PivotLassoFit
{
    private readonly RandomPivots _features;
    private readonly Tensor _y;

    internal PivotLassoFit(RandomPivots features, LassoFit transformed, Tensor fitted, Tensor y)
    {
        (_features, _y) = (features, y);
        (Transformed, Fitted) = (transformed, fitted);
    }

    /// <summary>The Lasso on the residual features; its coefficients are v̂.</summary>
    public LassoFit Transformed { get; }

    /// <summary>The fitted values QQᵀy + Z v̂ = X ŵ: (n).</summary>
    public Tensor Fitted { get; }

    /// <summary>ŵ: (d), for predictions on other rows. With nearly dependent columns it is not identifiable; its predictions are.</summary>
    public Tensor Coefficients => _features.Coefficients(Transformed.Coefficients, _y);
}
