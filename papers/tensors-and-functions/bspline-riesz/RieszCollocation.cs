using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.BsplineRiesz;

/// <summary>
/// Collocation of d^α u/d|x|^α = s on (0, 1), u = 0 outside, by B-splines of degree p on n elements: one equation at the Greville point of every
/// B-spline that vanishes at the ends. The Riesz derivative is −(₀D^α + D₁^α)/(2 cos(πα/2)), in frequency −|ω|^α.
/// </summary>
public sealed class RieszCollocation
{
    private readonly OpenSplineBasis _basis;

    /// <summary>Builds the matrix.</summary>
    /// <param name="alpha">α, between 1 and 2.</param>
    /// <param name="degree">p, at least 2.</param>
    /// <param name="elements">n, at least 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public RieszCollocation(double alpha, int degree, int elements)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(elements, 2);
        (Alpha, Degree, Elements) = (alpha, degree, elements);
        _basis = new OpenSplineBasis(degree, elements);
        var derivative = new FractionalDerivative(_basis, alpha);
        var k = elements + degree - 2;
        Points = [.. Enumerable.Range(1, k).Select(j => _basis.Greville(j) / elements)];
        var left = Tensor.Zeros(k, k); // ₀D^α N_j(ξ_i), elements of length 1
        Parallel.For(0, k, i =>
        {
            for (var j = 0; j < k; j++) left[i, j] = derivative.At(j + 1, _basis.Greville(i + 1));
        });
        var factor = -1 / (2 * Math.Cos(Math.PI * alpha / 2));
        Scaled = Tensor.Zeros(k, k);
        for (var i = 0; i < k; i++)
            for (var j = 0; j < k; j++) Scaled[i, j] = -factor * (left[i, j] + left[k - 1 - i, k - 1 - j]); // the right derivative is the left one's mirror image
    }

    /// <summary>α.</summary>
    public double Alpha { get; }

    /// <summary>p.</summary>
    public int Degree { get; }

    /// <summary>n.</summary>
    public int Elements { get; }

    /// <summary>The Greville points in (0, 1): (n + p − 2).</summary>
    public IReadOnlyList<double> Points { get; }

    /// <summary>−n^(−α) A: (n + p − 2, n + p − 2), whose eigenvalues follow the symbol.</summary>
    public Tensor Scaled { get; }

    /// <summary>Solves the collocation equations.</summary>
    /// <param name="source">s at the Greville points: (n + p − 2).</param>
    /// <returns>The solution as a function on [0, 1].</returns>
    /// <exception cref="ShapeException">There is not one value for each point.</exception>
    public Func<double, double> Solve(Tensor source)
    {
        if (source.Rank != 1 || source.Length != Points.Count) throw new ShapeException($"{source.Length} values of the source for {Points.Count} points; one for each is needed.");
        var inner = LinearAlgebra.Solve(Scaled, source * -Math.Pow(Elements, -Alpha));
        double[] coefficients = [0, .. inner.ToArray(), 0];
        return x => _basis.Evaluate(coefficients, x * Elements);
    }
}
