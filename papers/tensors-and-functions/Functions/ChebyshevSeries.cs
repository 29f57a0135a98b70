using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions;

/// <summary>A function of one variable as Σ c_a·T_a(t), t = x mapped to [−1, 1]. Outside its range it has no values.</summary>
public sealed class ChebyshevSeries : FunctionApproximant
{
    private const int MostNodes = (1 << 16) + 1;
    private const int PointsOfCheck = 10_000;
    private const int Strip = 32;

    private readonly double[] _c; // (m)

    /// <summary>Joins range and coefficients.</summary>
    /// <param name="domain">The range: one coordinate.</param>
    /// <param name="coefficients">c₀, c₁ …: at least one.</param>
    /// <exception cref="ArgumentException">The domain has several coordinates, or there are no coefficients, or one is not finite.</exception>
    public ChebyshevSeries(CoordinateBox domain, params ReadOnlySpan<double> coefficients)
        : base(domain)
    {
        if (domain.Dimension != 1) throw new ArgumentException($"A Chebyshev series has one variable, not {domain.Dimension}.", nameof(domain));
        if (coefficients.IsEmpty) throw new ArgumentException("A Chebyshev series needs at least one coefficient.", nameof(coefficients));
        for (var a = 0; a < coefficients.Length; a++)
            if (!double.IsFinite(coefficients[a])) throw new ArgumentException($"Coefficient {a} is {coefficients[a]}; it must be finite.", nameof(coefficients));
        _c = coefficients.ToArray();
    }

    /// <inheritdoc/>
    public override string Kind => "chebyshev-series";

    /// <inheritdoc/>
    public override long ParameterCount => _c.Length;

    /// <summary>c₀, c₁ ….</summary>
    public ReadOnlySpan<double> Coefficients => _c;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> Arrays => new Dictionary<string, Tensor> { ["coefficients"] = Tensor.FromArray(_c) };

    /// <summary>The series whose polynomial meets given values at the Chebyshev nodes.</summary>
    /// <param name="domain">The range.</param>
    /// <param name="values">f at <see cref="CoordinateBox.Nodes"/>, from the upper to the lower end: at least two.</param>
    public static ChebyshevSeries FromValues(CoordinateBox domain, ReadOnlySpan<double> values)
    {
        var c = CosineTransform.Forward(values, TrigonometricType.I);
        for (var a = 0; a < c.Length; a++) c[a] /= c.Length - 1;
        c[0] /= 2;
        c[^1] /= 2;
        return new ChebyshevSeries(domain, c);
    }

    /// <summary>Doubles the degree until the last tenth of the coefficients sums to less than the tolerance, then leaves out what the tolerance allows.</summary>
    /// <param name="function">f at places: (P) to (P).</param>
    /// <param name="from">Lower end of the range.</param>
    /// <param name="to">Upper end of the range.</param>
    /// <param name="tolerance">The largest |f − f̂| allowed, relative to the largest |f| met; from 1e-14 to 1.</param>
    /// <param name="random">Where the 10,000 points of the check come from.</param>
    /// <exception cref="NonFiniteException">f is not finite at a place; the message names it.</exception>
    /// <exception cref="ToleranceException">The tolerance was not reached; the message says what was.</exception>
    public static ChebyshevSeries Fit(Func<Tensor, Tensor> function, double from, double to, double tolerance, RandomStream random)
    {
        if (tolerance is not (>= 1e-14 and < 1)) throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "The tolerance must be at least 1e-14 and below 1.");
        var domain = new CoordinateBox([from], [to]);
        var reached = double.PositiveInfinity;
        for (var m = 9; m <= MostNodes; m = (2 * m) - 1)
        {
            var values = FiniteValues.Of(function, domain.Nodes(0, m).ToArray());
            var series = FromValues(domain, values);
            var largest = values.Max(Math.Abs);
            var tail = series._c[^Math.Max(2, (m + 9) / 10)..].Sum(Math.Abs);
            if (tail > 0.25 * tolerance * largest)
            {
                reached = Math.Min(reached, tail / largest);
                continue;
            }
            var kept = series.Shortened(0.25 * tolerance * largest);
            var (error, met, _) = kept.MeasureError(function, PointsOfCheck, random.Fork($"check, m = {m}"));
            largest = Math.Max(largest, met);
            reached = Math.Min(reached, error / largest);
            if (error <= tolerance * largest)
                return new ChebyshevSeries(domain, kept._c)
                {
                    Error = new ApproximationError(tolerance * largest, "The coefficients left out are within a quarter of the tolerance, and the last of those computed too; the rest holds where they go on to decay.")
                    {
                        Measured = error,
                        MeasuredAt = PointsOfCheck,
                        LargestValue = largest,
                    },
                };
        }
        throw new ToleranceException(tolerance, reached, $"{MostNodes:N0} Chebyshev nodes");
    }

    /// <inheritdoc/>
    public override FunctionApproximant Differentiate(int coordinate = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(coordinate, 0);
        var derived = ChebyshevBasis.Differentiate(Tensor.FromArray(_c).Reshape(_c.Length, 1)) * (2 / (Domain.High[0] - Domain.Low[0]));
        return new ChebyshevSeries(Domain, derived.ToArray());
    }

    /// <inheritdoc/>
    protected override double IntegralOver(CoordinateBox over)
    {
        var ends = Domain.ToReference(0, Tensor.FromArray([over.Low[0], over.High[0]]));
        var integrals = ChebyshevBasis.Integrals(_c.Length, ends[0], ends[1]);
        var sum = 0.0;
        for (var a = _c.Length - 1; a >= 0; a--) sum += _c[a] * integrals[a];
        return sum * 0.5 * (Domain.High[0] - Domain.Low[0]);
    }

    /// <summary>Clenshaw's recurrence, b_a = c_a + 2t·b_{a+1} − b_{a+2}, for 32 places at a time.</summary>
    /// <inheritdoc/>
    protected override void Compute(ReadOnlySpan<double> points, Span<double> values)
    {
        double low = Domain.Low[0], high = Domain.High[0], scale = 1 / (high - low);
        Span<double> t = stackalloc double[Strip], result = stackalloc double[Strip];
        for (var start = 0; start < points.Length; start += Strip)
        {
            var here = points.Slice(start, Math.Min(Strip, points.Length - start));
            t.Clear();
            for (var p = 0; p < here.Length; p++) t[p] = Math.Clamp((here[p] - low - (high - here[p])) * scale, -1, 1);
            Clenshaw(t, result);
            result[..here.Length].CopyTo(values[start..]);
        }
    }

    private void Clenshaw(ReadOnlySpan<double> places, Span<double> result)
    {
        ref var from = ref MemoryMarshal.GetReference(places);
        Vector512<double> t0 = Vector512.LoadUnsafe(ref from), t1 = Vector512.LoadUnsafe(ref from, 8), t2 = Vector512.LoadUnsafe(ref from, 16), t3 = Vector512.LoadUnsafe(ref from, 24);
        Vector512<double> d0 = t0 + t0, d1 = t1 + t1, d2 = t2 + t2, d3 = t3 + t3;
        Vector512<double> next0 = default, next1 = default, next2 = default, next3 = default;
        Vector512<double> after0 = default, after1 = default, after2 = default, after3 = default;
        for (var a = _c.Length - 1; a >= 1; a--)
        {
            var c = Vector512.Create(_c[a]);
            (next0, after0) = (Vector512.FusedMultiplyAdd(d0, next0, c - after0), next0);
            (next1, after1) = (Vector512.FusedMultiplyAdd(d1, next1, c - after1), next1);
            (next2, after2) = (Vector512.FusedMultiplyAdd(d2, next2, c - after2), next2);
            (next3, after3) = (Vector512.FusedMultiplyAdd(d3, next3, c - after3), next3);
        }
        var first = Vector512.Create(_c[0]);
        Vector512.FusedMultiplyAdd(t0, next0, first - after0).CopyTo(result);
        Vector512.FusedMultiplyAdd(t1, next1, first - after1).CopyTo(result[8..]);
        Vector512.FusedMultiplyAdd(t2, next2, first - after2).CopyTo(result[16..]);
        Vector512.FusedMultiplyAdd(t3, next3, first - after3).CopyTo(result[24..]);
    }

    // Without the last coefficients, which sum to no more than what is allowed.
    private ChebyshevSeries Shortened(double allowed)
    {
        var (count, sum) = (_c.Length, 0.0);
        while (count > 1 && (sum += Math.Abs(_c[count - 1])) <= allowed) count--;
        return new ChebyshevSeries(Domain, _c.AsSpan(0, count));
    }
}
