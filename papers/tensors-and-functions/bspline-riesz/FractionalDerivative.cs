namespace Praxis.Papers.TensorsAndFunctions.BsplineRiesz;

/// <summary>The left Riemann–Liouville derivative ₀D^α of B-splines that vanish at 0, 1 &lt; α &lt; 2.</summary>
/// <remarks>
/// On and just behind its support a spline is a sum of truncated powers, and ₀D^α (t − τ)₊^m = Γ(m+1)/Γ(m+1−α)·(t − τ)₊^(m−α). Farther
/// behind, that sum is a small difference of large numbers; there the derivative is the integral ∫ N(s)(t − s)^(−1−α) ds/Γ(−α), without a singularity.
/// </remarks>
public sealed class FractionalDerivative
{
    private const int Nodes = 12;
    private const double Far = 2; // element widths behind the support
    private readonly OpenSplineBasis _basis;
    private readonly double _alpha, _far;
    private readonly double[] _powers; // Γ(m+1)/Γ(m+1−α), from m = 1
    private readonly (double Place, double Weight)[] _rule = GaussRule(Nodes);

    /// <summary>Prepares the derivative.</summary>
    /// <param name="basis">The splines, of degree 2 at least.</param>
    /// <param name="alpha">α, between 1 and 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">α or the degree is out of range.</exception>
    public FractionalDerivative(OpenSplineBasis basis, double alpha)
    {
        if (!(alpha is > 1 and < 2)) throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "The order α must lie between 1 and 2, both excluded.");
        if (basis.Degree < 2) throw new ArgumentOutOfRangeException(nameof(basis), basis.Degree, "The degree must be at least 2: the derivative of a broken line is infinite at its knots.");
        (_basis, _alpha) = (basis, alpha);
        _powers = [.. Enumerable.Range(0, basis.Degree + 1).Select(m => m == 0 ? double.NaN : GammaFunction.Of(m + 1) / GammaFunction.Of(m + 1 - alpha))];
        _far = -alpha * (1 - alpha) / GammaFunction.Of(2 - alpha); // 1/Γ(−α)
    }

    /// <summary>₀D^α N_j at t, in units in which an element is 1 long.</summary>
    /// <param name="j">From 1: N₀ does not vanish at 0.</param>
    /// <param name="t">Above 0.</param>
    public double At(int j, double t)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(j, 1);
        int first = _basis.First(j), last = _basis.Last(j);
        return t <= first ? 0 : t >= last + 1 + Far ? Behind(j, t, first, last) : ByPowers(j, t, first, last);
    }

    private double ByPowers(int j, double t, int first, int last)
    {
        var p = _basis.Degree;
        double sum = 0, before = 0;
        for (var knot = first; knot <= last + 1 && knot < t; knot++)
        {
            var piece = knot <= last ? _basis.Piece(j, knot) : [];
            // Inside, only the highest derivative jumps; at the p + 1 fold knot 0 all do.
            if (knot == 0)
                for (var m = 1; m < p; m++) sum += piece[m] * _powers[m] * Math.Pow(t, m - _alpha);
            var leading = knot <= last ? piece[p] : 0;
            sum += (leading - before) * _powers[p] * Math.Pow(t - knot, p - _alpha);
            before = leading;
        }
        return sum;
    }

    private double Behind(int j, double t, int first, int last)
    {
        double sum = 0;
        for (var e = first; e <= last; e++)
        {
            var piece = _basis.Piece(j, e);
            foreach (var (s, weight) in _rule) sum += weight * OpenSplineBasis.Value(piece, s) * Math.Pow(t - e - s, -1 - _alpha);
        }
        return _far * sum;
    }

    // Gauss–Legendre on [0, 1]: roots of the Legendre polynomial by Newton's method.
    private static (double Place, double Weight)[] GaussRule(int count) => [.. Enumerable.Range(0, count).Select(i =>
    {
        var x = Math.Cos(Math.PI * (i + 0.75) / (count + 0.5));
        double slope = 0;
        for (var step = 0; step < 20; step++)
        {
            double value = x, before = 1;
            for (var k = 2; k <= count; k++) (value, before) = (((2 * k - 1) * x * value - (k - 1) * before) / k, value);
            slope = count * (x * value - before) / (x * x - 1);
            x -= value / slope;
        }
        return ((1 + x) / 2, 1 / ((1 - x * x) * slope * slope));
    })];
}
