using System.Numerics.Tensors;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.DppLeastSquares;

/// <summary>
/// A space V of functions on finitely many places with a probability measure μ: an orthonormal basis φ₁ … φ_m of V in L²(μ), and the
/// optimal density dν = ‖φ(x)‖²/m dμ with its weight w = m/‖φ(x)‖². A fine grid stands for a continuum; the rows of a table are places too.
/// </summary>
public sealed class FunctionSpace
{
    private readonly double[] _mass;
    private readonly double[] _squaredNorms; // ‖φ(x)‖²: (places)
    private readonly double[] _cumulative;   // of ν: (places)

    private FunctionSpace(Tensor basis, double[] mass)
    {
        Basis = basis;
        _mass = mass;
        _squaredNorms = [.. Enumerable.Range(0, basis.Rows).Select(i => TensorPrimitives.SumOfSquares<double>(basis.RowSpan(i)))];
        _cumulative = new double[mass.Length];
        var sum = 0.0;
        for (var i = 0; i < mass.Length; i++) _cumulative[i] = sum += mass[i] * _squaredNorms[i];
    }

    /// <summary>φ at every place: (places, m); Σ μ(x) φ(x) φ(x)ᵀ = I.</summary>
    public Tensor Basis { get; }

    /// <summary>m.</summary>
    public int Dimension => Basis.Columns;

    /// <summary>How many places there are.</summary>
    public int Places => Basis.Rows;

    /// <summary>Orthonormalises functions given by their values. Functions that depend on others are left out: m is the rank.</summary>
    /// <param name="functions">Values of functions that span V: (places, functions).</param>
    /// <param name="mass">μ of each place, positive; it is scaled to sum to 1. Null for the same everywhere.</param>
    /// <exception cref="ArgumentException">No functions or places, functions that are zero, masses that do not fit or are not positive.</exception>
    /// <exception cref="NonFiniteException">NaN or an infinity among the values.</exception>
    public static FunctionSpace Of(Tensor functions, double[]? mass = null)
    {
        if (functions.Rank != 2 || functions.Rows < 1 || functions.Columns < 1)
            throw new ArgumentException($"Values of functions form a matrix (places, functions); this has the shape ({string.Join(", ", functions.Shape.ToArray())}).", nameof(functions));
        functions.EnsureFinite("The values of the functions");
        mass ??= [.. Enumerable.Repeat(1.0, functions.Rows)];
        if (mass.Length != functions.Rows) throw new ArgumentException($"{functions.Rows} places need as many masses, not {mass.Length}.", nameof(mass));
        if (Array.FindIndex(mass, value => !(value > 0) || double.IsInfinity(value)) is >= 0 and var bad)
            throw new ArgumentException($"Place {bad} has the mass {mass[bad]}; masses must be positive.", nameof(mass));

        var total = mass.Sum();
        double[] share = [.. mass.Select(value => value / total)];
        var roots = Tensor.Wrap([.. share.Select(Math.Sqrt)], share.Length, 1);
        // √μ F = U S Vᵀ, and F V S⁻¹ is orthonormal in L²(μ); from F itself, so that places of tiny mass keep their digits.
        var svd = LinearAlgebra.Svd(functions.To(DType.F64) * roots);
        var rank = svd.S.ToArray().Count(s => s > Math.Max(functions.Rows, functions.Columns) * 2.2e-16 * svd.S[0]);
        if (rank == 0) throw new ArgumentException("The functions are zero at every place.", nameof(functions));
        var change = svd.Vt.Slice(0, 0, rank).Transpose() / svd.S.Slice(0, 0, rank); // (functions, m)
        return new FunctionSpace(LinearAlgebra.MatMul(functions.To(DType.F64), change), share);
    }

    /// <summary>μ of a place.</summary>
    public double Mass(int place) => _mass[place];

    /// <summary>‖φ(x)‖².</summary>
    public double SquaredNorm(int place) => _squaredNorms[place];

    /// <summary>w(x) = m/‖φ(x)‖², the density of μ against ν.</summary>
    public double Weight(int place) => Dimension / _squaredNorms[place];

    /// <summary>A place drawn from ν.</summary>
    public int Draw(RandomStream random)
    {
        var at = Array.BinarySearch(_cumulative, random.NextDouble() * _cumulative[^1]);
        // A number that meets a boundary exactly belongs to the place above it; places of no probability are never drawn.
        at = at >= 0 ? at + 1 : ~at;
        return Math.Min(at, Places - 1);
    }

    /// <summary>The coefficients of the projection P f in L²(μ): c = Σ μ(x) f(x) φ(x).</summary>
    /// <param name="values">f at every place: (places), or several functions: (places, k).</param>
    /// <returns>(m), or (m, k).</returns>
    public Tensor Project(Tensor values)
    {
        var mass = Tensor.FromArray(_mass);
        return values.Rank == 1
            ? LinearAlgebra.MatVec(Basis.Transpose(), values * mass)
            : LinearAlgebra.MatMul(Basis, values * mass.Reshape(Places, 1), true, false);
    }

    /// <summary>‖g‖² in L²(μ).</summary>
    /// <param name="values">g at every place: (places).</param>
    public double SquaredLength(Tensor values)
    {
        var sum = 0.0;
        for (var i = 0; i < Places; i++) sum += _mass[i] * values[i] * values[i];
        return sum;
    }
}
