using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.RandomSupportRegression;

/// <summary>Prediction errors ‖X w* − f‖²/n of all methods on one problem, or their means over several.</summary>
internal sealed record MethodErrors
{
    /// <summary>Penalties tried on a path, for every method that has one.</summary>
    public const int PathLength = 20;

    private const int Folds = 5;
    private const double SmallestShare = 3e-3;

    /// <summary>Random-pivot Lasso with λ = σ√(2 ln d/n).</summary>
    public double PivotTheory { get; init; }

    /// <summary>Random-pivot Lasso at the best point of its path, which needs the truth.</summary>
    public double PivotBest { get; init; }

    /// <summary>Random-pivot Lasso, λ by cross-validation; NaN where that was not done.</summary>
    public double PivotValidated { get; init; }

    /// <summary>Lasso with λ = σ√(2 ln d/n).</summary>
    public double LassoTheory { get; init; }

    /// <summary>Lasso at the best point of its path.</summary>
    public double LassoBest { get; init; }

    /// <summary>Lasso, λ by cross-validation; NaN where that was not done.</summary>
    public double LassoValidated { get; init; }

    /// <summary>Ridge at the best point of its path.</summary>
    public double RidgeBest { get; init; }

    /// <summary>Shortest least-squares solution.</summary>
    public double MinimumNorm { get; init; }

    /// <summary>Least squares on the true support, which nobody knows.</summary>
    public double TrueSupport { get; init; }

    /// <summary>‖w*‖₁.</summary>
    public double CoefficientSize { get; init; }

    /// <summary>Lasso fits that did not reach the duality gap.</summary>
    public double Unconverged { get; init; }

    /// <summary>Measures all methods on one problem.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="pivots">How many pivots.</param>
    /// <param name="validate">Whether to tune by cross-validation, too.</param>
    /// <param name="random">For the pivots and the folds.</param>
    public static MethodErrors Of(SparseProblem problem, int pivots, bool validate, RandomStream random)
    {
        (int n, int d) = (problem.X.Rows, problem.X.Columns);
        var theory = PivotLasso.PenaltyFor(SparseProblem.Noise, n, d);
        var chosen = RandomPivots.Choose(pivots, n, d, random.Fork("pivots"));

        var pivot = new PivotLasso(RandomPivots.Of(problem.X, chosen), problem.Y);
        var pivotPenalties = Lasso.Penalties(pivot.LargestPenalty, PathLength, SmallestShare);
        var pivotPath = pivot.Path(pivotPenalties);
        var pivotTheory = pivot.Fit(theory);
        double[] pivotErrors = [.. pivotPath.Select(fit => problem.Error(fit.Fitted))];

        var lasso = new Lasso(problem.X, problem.Y);
        var lassoPenalties = Lasso.Penalties(lasso.LargestPenalty, PathLength, SmallestShare);
        var lassoPath = lasso.Path(lassoPenalties);
        var lassoTheory = lasso.Fit(theory);
        double[] lassoErrors = [.. lassoPath.Select(fit => problem.Error(LinearAlgebra.MatVec(problem.X, fit.Coefficients)))];

        var (pivotValidated, lassoValidated) = (double.NaN, double.NaN);
        if (validate)
        {
            pivotValidated = pivotErrors[CrossValidation.Best(CrossValidation.Errors(problem.X, problem.Y, Folds, random.Fork("folds"), (x, y, held) =>
                Predictions(held, new PivotLasso(RandomPivots.Of(x, chosen), y).Path(pivotPenalties).Select(fit => fit.Coefficients))))];
            lassoValidated = lassoErrors[CrossValidation.Best(CrossValidation.Errors(problem.X, problem.Y, Folds, random.Fork("folds"), (x, y, held) =>
                Predictions(held, new Lasso(x, y).Path(lassoPenalties).Select(fit => fit.Coefficients))))];
        }

        var svd = LinearAlgebra.Svd(problem.X);
        var inside = LinearAlgebra.MatVec(svd.U.Transpose(), problem.Y); // (r)
        var largest = svd.S[0] * svd.S[0];
        var ridge = Enumerable.Range(0, 41).Min(i =>
        {
            var penalty = 10 * largest * Math.Pow(10, -0.25 * i);
            return problem.Error(LinearAlgebra.MatVec(svd.U, svd.S.Square() / (svd.S.Square() + penalty) * inside));
        });
        return new MethodErrors
        {
            PivotTheory = problem.Error(pivotTheory.Fitted),
            PivotBest = pivotErrors.Min(),
            PivotValidated = pivotValidated,
            LassoTheory = problem.Error(LinearAlgebra.MatVec(problem.X, lassoTheory.Coefficients)),
            LassoBest = lassoErrors.Min(),
            LassoValidated = lassoValidated,
            RidgeBest = ridge,
            MinimumNorm = problem.Error(LinearAlgebra.MatVec(svd.U, inside)),
            TrueSupport = problem.Error(LeastSquaresFit(problem.X.TakeColumns(problem.Support), problem.Y)),
            CoefficientSize = problem.CoefficientSize,
            Unconverged = pivotPath.Append(pivotTheory).Count(fit => !fit.Transformed.Converged) + lassoPath.Append(lassoTheory).Count(fit => !fit.Converged),
        };
    }

    /// <summary>The mean of each error; the sum of the fits that did not converge.</summary>
    public static MethodErrors Mean(IReadOnlyCollection<MethodErrors> all) => new()
    {
        PivotTheory = all.Average(e => e.PivotTheory),
        PivotBest = all.Average(e => e.PivotBest),
        PivotValidated = all.Average(e => e.PivotValidated),
        LassoTheory = all.Average(e => e.LassoTheory),
        LassoBest = all.Average(e => e.LassoBest),
        LassoValidated = all.Average(e => e.LassoValidated),
        RidgeBest = all.Average(e => e.RidgeBest),
        MinimumNorm = all.Average(e => e.MinimumNorm),
        TrueSupport = all.Average(e => e.TrueSupport),
        CoefficientSize = all.Average(e => e.CoefficientSize),
        Unconverged = all.Sum(e => e.Unconverged),
    };

    private static Tensor Predictions(Tensor held, IEnumerable<Tensor> coefficients) =>
        Tensor.Stack(0, [.. coefficients.Select(w => LinearAlgebra.MatVec(held, w))]); // (values, held)

    private static Tensor LeastSquaresFit(Tensor x, Tensor y)
    {
        var q = LinearAlgebra.Qr(x).Q;
        return LinearAlgebra.MatVec(q, LinearAlgebra.MatVec(q.Transpose(), y));
    }
}
