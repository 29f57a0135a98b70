using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions;

/// <summary>
/// The cubic spline through given points with not-a-knot ends: the third derivative is continuous at the second and the last but one
/// knot, so that the first two and the last two pieces are one cubic each, and cubics are reproduced.
/// </summary>
public sealed class CubicSpline : FunctionApproximant
{
    /// <summary>The fewest points for which not-a-knot ends determine the spline.</summary>
    public const int FewestKnots = 4;

    private readonly double[] _x; // (knots)
    private readonly double[] _y; // (knots)
    private readonly double[] _m; // (knots), second derivatives

    private readonly Lazy<PiecewisePolynomial> _pieces;

    private CubicSpline(double[] x, double[] y, double[] m)
        : base(new CoordinateBox([x[0]], [x[^1]]))
    {
        (_x, _y, _m) = (x, y, m);
        _pieces = new Lazy<PiecewisePolynomial>(MakePieces);
    }

    /// <inheritdoc/>
    public override string Kind => "cubic-spline";

    /// <summary>Knots and values, of which everything else follows.</summary>
    public override long ParameterCount => 2L * _x.Length;

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

    /// <summary>The same spline with what is known of its error.</summary>
    public CubicSpline With(ApproximationError? error) => new(_x, _y, _m) { Error = error };

    /// <summary>The spline's value; outside the knots the first or the last piece goes on.</summary>
    public double Evaluate(double x) => Evaluate(x, Piece(x));

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> Arrays => new Dictionary<string, Tensor> { ["knots"] = Tensor.FromArray(_x), ["values"] = Tensor.FromArray(_y) };

    /// <summary>The same function as polynomials in x − xᵢ.</summary>
    public PiecewisePolynomial Pieces => _pieces.Value;

    /// <summary>The derivative: quadratic pieces.</summary>
    /// <inheritdoc/>
    public override FunctionApproximant Differentiate(int coordinate = 0) => Pieces.Differentiate(coordinate);

    /// <summary>A spline of a function on equally spaced knots, doubled in number until at the middles of all pieces it is within a tolerance.</summary>
    /// <param name="function">f at places: (P) to (P).</param>
    /// <param name="from">Lower end of the range.</param>
    /// <param name="to">Upper end of the range.</param>
    /// <param name="tolerance">The largest |f − f̂| allowed there, relative to the largest |f| met.</param>
    /// <param name="mostKnots">More knots than this are not tried.</param>
    /// <exception cref="NonFiniteException">f is not finite at a place; the message names it.</exception>
    /// <exception cref="ToleranceException">The tolerance was not reached; the message says what was.</exception>
    public static CubicSpline Fit(Func<Tensor, Tensor> function, double from, double to, double tolerance, int mostKnots = 1 << 20)
    {
        if (tolerance is not (> 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "The tolerance must lie between 0 and 1.");
        var box = new CoordinateBox([from], [to]);
        var x = Places(box, 9, 0);
        var y = FiniteValues.Of(function, x);
        while (true)
        {
            var spline = Through(x, y);
            var middles = Places(box, x.Length - 1, 0.5);
            var between = FiniteValues.Of(function, middles);
            var values = new double[middles.Length];
            spline.EvaluateMany(middles, values);
            var largest = Math.Max(y.Max(Math.Abs), between.Max(Math.Abs));
            var error = values.Zip(between, (a, b) => Math.Abs(a - b)).Max();
            if (error <= tolerance * largest)
            {
                return spline.With(new ApproximationError(tolerance * largest, "The error was within the tolerance at the middles of all pieces; a function with features narrower than a piece may be further off between.")
                {
                    Measured = error,
                    MeasuredAt = middles.Length,
                    LargestValue = largest,
                });
            }
            if (2 * x.Length > mostKnots) throw new ToleranceException(tolerance, error / largest, $"{x.Length:N0} equally spaced knots");
            (x, y) = (Merge(x, middles), Merge(y, between));
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

    /// <inheritdoc/>
    protected override bool OutsideIsAllowed => true;

    /// <inheritdoc/>
    protected override void Compute(ReadOnlySpan<double> points, Span<double> values)
    {
        if (values.Length == 1) values[0] = Evaluate(points[0]); // without the table that many places pay for
        else Pieces.EvaluateMany(points, values);
    }

    /// <inheritdoc/>
    protected override double IntegralOver(CoordinateBox over)
    {
        Span<double> integrals = stackalloc double[2];
        IntegrateAscending([over.Low[0], over.High[0]], integrals);
        return integrals[1] - integrals[0];
    }

    private PiecewisePolynomial MakePieces()
    {
        var coefficients = new double[4 * (_x.Length - 1)]; // (pieces, 4)
        for (var i = 0; i < _x.Length - 1; i++)
        {
            coefficients[4 * i] = _y[i];
            coefficients[(4 * i) + 1] = SlopeAtLeft(i);
            coefficients[(4 * i) + 2] = _m[i] / 2;
            coefficients[(4 * i) + 3] = (_m[i + 1] - _m[i]) / (6 * (_x[i + 1] - _x[i]));
        }
        return new PiecewisePolynomial(_x, coefficients);
    }

    // count places from the lower end on, shifted by a share of their distance; without shift the upper end is one of them.
    private static double[] Places(CoordinateBox box, int count, double shift)
    {
        double low = box.Low[0], width = box.High[0] - low, steps = shift == 0 ? count - 1 : count;
        double[] places = [.. Enumerable.Range(0, count).Select(i => low + ((i + shift) / steps * width))];
        if (shift == 0) places[^1] = box.High[0];
        return places;
    }

    private static double[] Merge(double[] knots, double[] middles) => [.. knots.Zip(middles).SelectMany(pair => new[] { pair.First, pair.Second }), knots[^1]];

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
