using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Praxis.Papers.TensorsAndFunctions;

/// <summary>
/// A function of one variable that is a polynomial in u = x − xᵢ on each piece from xᵢ to xᵢ₊₁. Beyond the ends the first and the last piece go on.
/// Many places are evaluated eight at a time where they fall into one piece, as ascending ones do; else a table finds the piece of each.
/// </summary>
public sealed class PiecewisePolynomial : FunctionApproximant
{
    private const int MostCells = 1 << 20;
    private static readonly int Lanes = Vector512<double>.Count;

    private readonly double[] _breaks;       // (pieces + 1)
    private readonly double[] _coefficients; // (pieces, order), ascending powers of u
    private readonly int _order;
    private readonly Lazy<PieceTable> _table;

    /// <summary>Joins pieces.</summary>
    /// <param name="breaks">x₀ … x_n, strictly ascending.</param>
    /// <param name="coefficients">(n, order): the coefficients of 1, u, u² … on each piece.</param>
    /// <exception cref="ArgumentException">The breaks do not ascend, or the coefficients do not fit.</exception>
    public PiecewisePolynomial(ReadOnlySpan<double> breaks, ReadOnlySpan<double> coefficients)
        : this(breaks.ToArray(), coefficients.ToArray(), Order(breaks, coefficients))
    {
    }

    private PiecewisePolynomial(double[] breaks, double[] coefficients, int order)
        : base(new CoordinateBox([breaks[0]], [breaks[^1]]))
    {
        (_breaks, _coefficients, _order) = (breaks, coefficients, order);
        _table = new Lazy<PieceTable>(() => new PieceTable(_breaks, MostCells));
    }

    /// <inheritdoc/>
    public override string Kind => "piecewise-polynomial";

    /// <summary>Breaks and coefficients.</summary>
    public override long ParameterCount => _breaks.Length + _coefficients.Length;

    /// <summary>x₀ … x_n.</summary>
    public ReadOnlySpan<double> Breaks => _breaks;

    /// <summary>(n, order): the coefficients of 1, u, u² … on each piece.</summary>
    public ReadOnlySpan<double> Coefficients => _coefficients;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> Arrays => new Dictionary<string, Tensor>
    {
        ["breaks"] = Tensor.FromArray(_breaks),
        ["coefficients"] = Tensor.FromArray(_coefficients).Reshape(_breaks.Length - 1, _order),
    };

    /// <summary>The degree of the pieces.</summary>
    public int Degree => _order - 1;

    /// <inheritdoc/>
    protected override bool OutsideIsAllowed => true;

    /// <inheritdoc/>
    public override FunctionApproximant Differentiate(int coordinate = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(coordinate, 0);
        var order = Math.Max(1, _order - 1);
        var derived = new double[(_breaks.Length - 1) * order];
        for (var piece = 0; piece < _breaks.Length - 1; piece++)
            for (var power = 1; power < _order; power++)
                derived[(piece * order) + power - 1] = power * _coefficients[(piece * _order) + power];
        return new PiecewisePolynomial(_breaks, derived, order);
    }

    /// <summary>The antiderivative that is zero at the first break.</summary>
    public PiecewisePolynomial Antiderivative()
    {
        var order = _order + 1;
        var integrated = new double[(_breaks.Length - 1) * order];
        var before = 0.0;
        for (var piece = 0; piece < _breaks.Length - 1; piece++)
        {
            var own = integrated.AsSpan(piece * order, order);
            own[0] = before;
            for (var power = 0; power < _order; power++) own[power + 1] = _coefficients[(piece * _order) + power] / (power + 1);
            before = Horner(own, _breaks[piece + 1] - _breaks[piece]);
        }
        return new PiecewisePolynomial(_breaks, integrated, order);
    }

    /// <inheritdoc/>
    protected override double IntegralOver(CoordinateBox over)
    {
        var antiderivative = Antiderivative();
        return antiderivative.Evaluate(over.High[0]) - antiderivative.Evaluate(over.Low[0]);
    }

    /// <inheritdoc/>
    protected override void Compute(ReadOnlySpan<double> points, Span<double> values)
    {
        var table = _table.Value;
        var i = 0;
        while (i <= points.Length - Lanes)
        {
            int piece = table.Find(points[i]), end = table.Find(points[i + Lanes - 1]);
            var length = piece == end ? EvaluateRun(piece, points[i..], values[i..]) : 0;
            if (length == 0)
            {
                values[i] = EvaluateAt(piece, points[i]);
                values[i + Lanes - 1] = EvaluateAt(end, points[i + Lanes - 1]);
                for (length = 1; length < Lanes - 1; length++) values[i + length] = EvaluateAt(table.Find(points[i + length]), points[i + length]);
                length = Lanes;
            }
            i += length;
        }
        for (; i < points.Length; i++) values[i] = EvaluateAt(table.Find(points[i]), points[i]);
    }

    // As many places from the start as lie in one piece, in groups of eight.
    private int EvaluateRun(int piece, ReadOnlySpan<double> points, Span<double> values)
    {
        var low = Vector512.Create(piece == 0 ? double.NegativeInfinity : _breaks[piece]);
        var high = Vector512.Create(piece == _breaks.Length - 2 ? double.PositiveInfinity : _breaks[piece + 1]);
        var start = Vector512.Create(_breaks[piece]);
        ReadOnlySpan<double> c = _coefficients.AsSpan(piece * _order, _order);
        ref var from = ref MemoryMarshal.GetReference(points);
        ref var to = ref MemoryMarshal.GetReference(values);
        var i = 0;
        if (c.Length == 4)
        {
            // The cubic, with its coefficients kept in registers.
            Vector512<double> c0 = Vector512.Create(c[0]), c1 = Vector512.Create(c[1]), c2 = Vector512.Create(c[2]), c3 = Vector512.Create(c[3]);
            for (; i <= points.Length - Lanes; i += Lanes)
            {
                var x = Vector512.LoadUnsafe(ref from, (nuint)i);
                if (!Vector512.GreaterThanOrEqualAll(x, low) || !Vector512.LessThanAll(x, high)) return i;
                var u = x - start;
                Vector512.FusedMultiplyAdd(Vector512.FusedMultiplyAdd(Vector512.FusedMultiplyAdd(c3, u, c2), u, c1), u, c0).StoreUnsafe(ref to, (nuint)i);
            }
            return i;
        }
        for (; i <= points.Length - Lanes; i += Lanes)
        {
            var x = Vector512.LoadUnsafe(ref from, (nuint)i);
            if (!Vector512.GreaterThanOrEqualAll(x, low) || !Vector512.LessThanAll(x, high)) return i;
            var u = x - start;
            var value = Vector512.Create(c[^1]);
            for (var power = c.Length - 2; power >= 0; power--) value = Vector512.FusedMultiplyAdd(value, u, Vector512.Create(c[power]));
            value.StoreUnsafe(ref to, (nuint)i);
        }
        return i;
    }

    private double EvaluateAt(int piece, double x) => Horner(_coefficients.AsSpan(piece * _order, _order), x - _breaks[piece]);

    // Fused as in the vectors, so that a value does not depend on the places beside it.
    private static double Horner(ReadOnlySpan<double> c, double u)
    {
        if (c.Length == 4)
            return Math.FusedMultiplyAdd(Math.FusedMultiplyAdd(Math.FusedMultiplyAdd(c[3], u, c[2]), u, c[1]), u, c[0]);
        var value = c[^1];
        for (var power = c.Length - 2; power >= 0; power--) value = Math.FusedMultiplyAdd(value, u, c[power]);
        return value;
    }

    private static int Order(ReadOnlySpan<double> breaks, ReadOnlySpan<double> coefficients)
    {
        if (breaks.Length < 2) throw new ArgumentException($"A piece needs two breaks; {breaks.Length} are given.", nameof(breaks));
        for (var i = 0; i < breaks.Length; i++)
            if (!double.IsFinite(breaks[i]) || (i > 0 && breaks[i] <= breaks[i - 1]))
                throw new ArgumentException($"Break {i} is {breaks[i]}{(i > 0 ? $" after {breaks[i - 1]}" : "")}; breaks must be finite and ascend strictly.", nameof(breaks));
        var pieces = breaks.Length - 1;
        return coefficients.Length > 0 && coefficients.Length % pieces == 0
            ? coefficients.Length / pieces
            : throw new ArgumentException($"{coefficients.Length} coefficients do not divide among {pieces} pieces.", nameof(coefficients));
    }
}
