namespace Praxis.Papers.TensorsAndFunctions.AutoKnots;

/// <summary>
/// The cubic spline through given points with not-a-knot ends: the third derivative is continuous at the second and the last but one
/// knot, so that the first two and the last two pieces are one cubic each, and cubics are reproduced.
/// </summary>
public sealed class CubicSpline
{
    /// <summary>The fewest points for which not-a-knot ends determine the spline.</summary>
    public const int FewestKnots = 4;

    private readonly double[] _x; // (knots)
    private readonly double[] _y; // (knots)
    private readonly double[] _m; // (knots), second derivatives

    private CubicSpline(double[] x, double[] y, double[] m) => (_x, _y, _m) = (x, y, m);

    /// <summary>The knots, ascending.</summary>
    public ReadOnlySpan<double> Knots => _x;

    /// <summary>The values at the knots.</summary>
    public ReadOnlySpan<double> Values => _y;

    /// <summary>The spline through the points (xᵢ, yᵢ), in O(n).</summary>
    /// <param name="x">At least four knots, strictly ascending.</param>
    /// <param name="y">One finite value for each knot.</param>
    /// <exception cref="ArgumentException">Too few points, lengths that differ, knots that do not ascend, or a value that is not finite.</exception>
    public static CubicSpline Through(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        if (x.Length != y.Length) throw new ArgumentException($"{x.Length} knots but {y.Length} values; give one value for each knot.", nameof(y));
        if (x.Length < FewestKnots) throw new ArgumentException($"A not-a-knot cubic spline needs at least {FewestKnots} points, got {x.Length}.", nameof(x));
        for (var i = 0; i < x.Length; i++)
        {
            if (!double.IsFinite(x[i]) || !double.IsFinite(y[i])) throw new ArgumentException($"Point {i} is ({x[i]}, {y[i]}); knots and values must be finite.");
            if (i > 0 && x[i] <= x[i - 1]) throw new ArgumentException($"Knot {i} is {x[i]} after {x[i - 1]}; knots must ascend strictly.", nameof(x));
        }
        return new CubicSpline(x.ToArray(), y.ToArray(), SecondDerivatives(x, y));
    }

    /// <summary>The spline's value; outside the knots the first or the last piece goes on.</summary>
    public double Evaluate(double x) => Evaluate(x, Piece(x));

    /// <summary>The spline's values at ascending places, in one walk along the knots.</summary>
    /// <param name="places">Where, ascending.</param>
    /// <param name="values">Receives the values, one for each place.</param>
    public void EvaluateAscending(ReadOnlySpan<double> places, Span<double> values)
    {
        var piece = 0;
        for (var i = 0; i < places.Length; i++)
        {
            while (piece < _x.Length - 2 && places[i] >= _x[piece + 1]) piece++;
            values[i] = Evaluate(places[i], piece);
        }
    }

    /// <summary>The exact integral of piece <paramref name="piece"/>, from knot i to knot i + 1: h(y₀ + y₁)/2 − h³(m₀ + m₁)/24.</summary>
    public double IntegralOfPiece(int piece)
    {
        var h = _x[piece + 1] - _x[piece];
        return h * (_y[piece] + _y[piece + 1]) / 2 - h * h * h * (_m[piece] + _m[piece + 1]) / 24;
    }

    /// <summary>The exact integral of the spline from its first knot to each of ascending places.</summary>
    /// <param name="places">Upper limits, ascending, none below the first knot.</param>
    /// <param name="integrals">Receives the integrals, one for each place.</param>
    public void IntegrateAscending(ReadOnlySpan<double> places, Span<double> integrals)
    {
        int piece = 0;
        double whole = 0;
        for (var i = 0; i < places.Length; i++)
        {
            if (places[i] < _x[0]) throw new ArgumentException($"The upper limit {places[i]} lies below the first knot {_x[0]}.", nameof(places));
            for (; piece < _x.Length - 2 && places[i] >= _x[piece + 1]; piece++) whole += IntegralOfPiece(piece);
            integrals[i] = whole + IntegralWithin(piece, places[i]);
        }
    }

    // In piece i, with u = x − x₀ and the slope at x₀: s(u) = y₀ + u(slope + u(m₀/2 + u(m₁ − m₀)/(6h))).
    private double Evaluate(double x, int i)
    {
        double h = _x[i + 1] - _x[i], u = x - _x[i];
        return _y[i] + u * (SlopeAtLeft(i) + u * (_m[i] / 2 + u * (_m[i + 1] - _m[i]) / (6 * h)));
    }

    private double IntegralWithin(int i, double x)
    {
        double h = _x[i + 1] - _x[i], u = x - _x[i];
        return u * (_y[i] + u * (SlopeAtLeft(i) / 2 + u * (_m[i] / 6 + u * (_m[i + 1] - _m[i]) / (24 * h))));
    }

    private double SlopeAtLeft(int i)
    {
        var h = _x[i + 1] - _x[i];
        return (_y[i + 1] - _y[i]) / h - h * (2 * _m[i] + _m[i + 1]) / 6;
    }

    private int Piece(double x)
    {
        var found = Array.BinarySearch(_x, x);
        return Math.Clamp(found >= 0 ? found : ~found - 1, 0, _x.Length - 2);
    }

    /// <summary>
    /// Continuity of the first derivative gives hᵢ₋₁mᵢ₋₁ + 2(hᵢ₋₁ + hᵢ)mᵢ + hᵢmᵢ₊₁ = 6(dᵢ − dᵢ₋₁) with the divided differences d;
    /// the not-a-knot conditions eliminate m₀ and mₙ₋₁. What remains is tridiagonal and diagonally dominant: no pivoting is needed.
    /// </summary>
    private static double[] SecondDerivatives(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var n = x.Length;
        var m = new double[n];
        var above = new double[n]; // the eliminated system's superdiagonal
        for (var i = 1; i < n - 1; i++)
        {
            double before = x[i] - x[i - 1], after = x[i + 1] - x[i];
            double lower = before, diagonal = 2 * (before + after), upper = after;
            if (i == 1)
            {
                // m₀ = m₁ − (h₀/h₁)(m₂ − m₁)
                diagonal += before * (before + after) / after;
                upper -= before * before / after;
                lower = 0;
            }
            if (i == n - 2)
            {
                diagonal += after * (before + after) / before;
                lower -= after * after / before;
                upper = 0;
            }
            var right = 6 * ((y[i + 1] - y[i]) / after - (y[i] - y[i - 1]) / before);
            var pivot = diagonal - lower * above[i - 1];
            above[i] = upper / pivot;
            m[i] = (right - lower * m[i - 1]) / pivot;
        }
        for (var i = n - 3; i >= 1; i--) m[i] -= above[i] * m[i + 1];
        m[0] = m[1] - (x[1] - x[0]) / (x[2] - x[1]) * (m[2] - m[1]);
        m[n - 1] = m[n - 2] + (x[n - 1] - x[n - 2]) / (x[n - 2] - x[n - 3]) * (m[n - 2] - m[n - 3]);
        return m;
    }
}
