namespace Praxis.Papers.TensorsAndFunctions.LearningCurveModeling;

/// <summary>The accuracy pattern π(x) = −a·x^(−b) + c with a ≥ 0 and b > 0: rising, concave, with the ceiling c.</summary>
/// <param name="A">a, in points · itemsᵇ.</param>
/// <param name="B">b, the speed of learning.</param>
/// <param name="C">c, the asymptote α in points.</param>
public sealed record PowerLaw(double A, double B, double C)
{
    /// <summary>The asymptote α: the score that no amount of data exceeds.</summary>
    public double Asymptote => C;

    /// <summary>The score at a training size.</summary>
    /// <param name="size">x, above 0; infinity gives the asymptote.</param>
    public double Evaluate(double size) => C - (A * Math.Pow(size, -B));

    /// <summary>The training size at which a score is reached; infinity where it lies at or above the asymptote.</summary>
    /// <param name="score">The score in points.</param>
    public double SizeFor(double score) => score >= C ? double.PositiveInfinity : A == 0 ? 0 : Math.Pow(A / (C - score), 1 / B);

    /// <summary>The size furthest to the right at which two trends meet, or null where they do not.</summary>
    /// <remarks>In t = ln x their difference has one stationary point at most, so it has two roots at most, one on either side of that point.</remarks>
    /// <param name="other">The other trend.</param>
    public double? LastIntersection(PowerLaw other)
    {
        ArgumentNullException.ThrowIfNull(other);
        double Difference(double t) => Evaluate(Math.Exp(t)) - other.Evaluate(Math.Exp(t));
        const double furthest = 200; // e^±200: beyond any number of items
        var turn = Stationary(other) is { } t ? Math.Clamp(t, -furthest, furthest) : -furthest;
        return Root(Difference, turn, furthest) ?? Root(Difference, -furthest, turn);
    }

    /// <summary>The largest distance of two trends from a size on.</summary>
    /// <param name="other">The other trend.</param>
    /// <param name="size">Where to begin looking.</param>
    public double LargestDistanceFrom(PowerLaw other, double size)
    {
        ArgumentNullException.ThrowIfNull(other);
        var largest = Math.Max(Math.Abs(C - other.C), Math.Abs(Evaluate(size) - other.Evaluate(size)));
        return Stationary(other) is { } t && t > Math.Log(size)
            ? Math.Max(largest, Math.Abs(Evaluate(Math.Exp(t)) - other.Evaluate(Math.Exp(t))))
            : largest;
    }

    // Where the slopes of the two trends agree: a₁b₁e^(−b₁t) = a₂b₂e^(−b₂t).
    private double? Stationary(PowerLaw other) =>
        B == other.B || A == 0 || other.A == 0 ? null : Math.Log(A * B / (other.A * other.B)) / (B - other.B) is var t && double.IsFinite(t) ? t : null;

    private static double? Root(Func<double, double> f, double low, double high)
    {
        double atLow = f(low), atHigh = f(high);
        // Both ends may be the same number far out, where the power has vanished.
        if (atHigh == 0 || double.IsNaN(atLow) || Math.Sign(atLow) == Math.Sign(atHigh)) return null;
        for (var halving = 0; halving < 100; halving++)
        {
            var middle = (low + high) / 2;
            if (Math.Sign(f(middle)) == Math.Sign(atHigh)) high = middle;
            else low = middle;
        }
        return Math.Exp((low + high) / 2);
    }
}
