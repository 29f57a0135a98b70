using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.DppLeastSquares;

/// <summary>
/// The weighted least-squares fit on places x₁ … x_n: f̂ = arg min over v in V of 1/n·Σ w(xᵢ)(f(xᵢ) − v(xᵢ))², with its Gram matrix
/// G = 1/n·Σ w(xᵢ) φ(xᵢ)φ(xᵢ)ᵀ, whose mean is I.
/// </summary>
public sealed class WeightedFit
{
    private readonly FunctionSpace _space;
    private readonly Tensor _weighted; // √(w/n) φ: (n, m)

    /// <summary>Prepares for fits on these places.</summary>
    /// <param name="space">The space.</param>
    /// <param name="places">x₁ … x_n, n at least the dimension.</param>
    /// <param name="weighted">Whether to use w = m/‖φ‖²; false for places drawn from μ itself.</param>
    /// <exception cref="ArgumentException">Fewer places than dimensions.</exception>
    public WeightedFit(FunctionSpace space, int[] places, bool weighted = true)
    {
        if (places.Length < space.Dimension)
            throw new ArgumentException($"{places.Length} places do not determine a fit in dimension {space.Dimension}.", nameof(places));
        _space = space;
        Places = places;
        Weights = Tensor.Wrap([.. places.Select(place => weighted ? space.Weight(place) : 1)], places.Length);
        _weighted = space.Basis.TakeRows(places) * (Weights / places.Length).Sqrt().Reshape(places.Length, 1);
        Gram = LinearAlgebra.MatMul(_weighted, _weighted, true, false);
    }

    /// <summary>The places.</summary>
    public IReadOnlyList<int> Places { get; }

    /// <summary>w of each place: (n).</summary>
    public Tensor Weights { get; }

    /// <summary>G: (m, m).</summary>
    public Tensor Gram { get; }

    /// <summary>λ_min(G): how much of a function's length is sure to be seen at the places.</summary>
    public double SmallestEigenvalue => LinearAlgebra.SymmetricEigenvalues(Gram)[0];

    /// <summary>
    /// 1 + √(mean weight/λ_min(G)): ‖f − f̂‖ in L²(μ) is at most this times the least uniform error of V, for every f. For f̂ − v is the
    /// projection of f − v in the seminorm of the places, in which f − v is no longer than its maximum times √(mean weight).
    /// </summary>
    public double UniformConstant => 1 + Math.Sqrt(Weights.Mean() / SmallestEigenvalue);

    /// <summary>The coefficients of f̂ in the basis φ, by QR of the weighted features.</summary>
    /// <param name="values">f at every place of the space: (places), or several functions: (places, k); only the chosen places are read.</param>
    /// <returns>(m), or (m, k).</returns>
    public Tensor Fit(Tensor values)
    {
        int[] places = [.. Places];
        var scale = (Weights / places.Length).Sqrt(); // (n)
        var seen = values.Take(0, places) * (values.Rank == 1 ? scale : scale.Reshape(places.Length, 1));
        if (SmallestEigenvalue < 1e-12) return LinearAlgebra.LeastSquares(_weighted, seen).Solution; // the shortest of many solutions
        var factors = LinearAlgebra.Qr(_weighted);
        var right = values.Rank == 1 ? LinearAlgebra.MatVec(factors.Q.Transpose(), seen) : LinearAlgebra.MatMul(factors.Q, seen, true, false);
        return LinearAlgebra.SolveTriangular(factors.R, right, lower: false);
    }

    /// <summary>‖f − f̂‖²/‖f − P f‖² of each function, by Pythagoras: 1 + ‖ĉ − c‖²/‖f − P f‖².</summary>
    /// <param name="target">Functions with their projections.</param>
    public double[] ErrorRatios(FitTarget target)
    {
        var error = Fit(target.Values) - target.Coefficients; // (m, k)
        return [.. target.SquaredErrors.Select((best, k) => 1 + Math.Pow(error.Column(k).Contiguous().FrobeniusNorm(), 2) / best)];
    }
}

/// <summary>Functions to fit, with their best approximations.</summary>
/// <param name="Values">At every place: (places, k).</param>
/// <param name="Coefficients">Of their projections: (m, k).</param>
/// <param name="SquaredErrors">‖f − P f‖² of each.</param>
public sealed record FitTarget(Tensor Values, Tensor Coefficients, double[] SquaredErrors)
{
    /// <summary>Projects functions.</summary>
    /// <param name="space">The space.</param>
    /// <param name="values">At every place: (places, k).</param>
    public static FitTarget Of(FunctionSpace space, Tensor values)
    {
        var coefficients = space.Project(values);
        var rest = values - LinearAlgebra.MatMul(space.Basis, coefficients);
        return new FitTarget(values, coefficients, [.. Enumerable.Range(0, values.Columns).Select(k => space.SquaredLength(rest.Column(k).Contiguous()))]);
    }
}
