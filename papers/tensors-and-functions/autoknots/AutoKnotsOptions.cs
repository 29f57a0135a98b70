namespace Praxis.Papers.TensorsAndFunctions.AutoKnots;

/// <summary>What the knots must achieve, and how far the method may go for it.</summary>
public sealed record AutoKnotsOptions
{
    /// <summary>The smallest tolerance that double precision can meet.</summary>
    public const double SmallestTolerance = 1e-13;

    /// <summary>δ, the accepted error relative to |f| + ε: 1e-13 ≤ δ &lt; 1.</summary>
    public required double Tolerance { get; init; }

    /// <summary>ε ≥ 0 in the unit of f: errors up to δε are accepted where f is small. Needed where f touches zero, and sparing where it crosses zero.</summary>
    public double Scale { get; init; }

    /// <summary>The variable in which intervals are halved.</summary>
    public KnotSpacing Spacing { get; init; }

    /// <summary>How often unusually wide intervals are tested again after all have passed.</summary>
    public int Refinements { get; init; } = 1;

    /// <summary>An interval is unusually wide when it is wider than the mean by more than this many standard deviations.</summary>
    public double RefinementWidth { get; init; } = 1;

    /// <summary>The number of equally spaced first knots; the reference library starts a not-a-knot spline with 6.</summary>
    public int FirstKnots { get; init; } = 6;

    /// <summary>More knots than this end the search without success.</summary>
    public int MostKnots { get; init; } = 1_000_000;

    /// <summary>Whether the integral of an interval is tested besides its midpoint; without it the method is plain recursive bisection.</summary>
    public bool TestsIntegral { get; init; } = true;

    /// <summary>Throws when an option is out of its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range; the message names it, its value and the range.</exception>
    public void Validate()
    {
        Require(Tolerance is >= SmallestTolerance and < 1, nameof(Tolerance), Tolerance, $"from {SmallestTolerance:0e0} (the limit of double precision) to below 1");
        Require(Scale is >= 0 and < double.PositiveInfinity, nameof(Scale), Scale, "at least 0 and finite");
        Require(Refinements >= 0, nameof(Refinements), Refinements, "at least 0");
        Require(RefinementWidth is >= 0 and < double.PositiveInfinity, nameof(RefinementWidth), RefinementWidth, "at least 0 and finite");
        Require(FirstKnots >= CubicSpline.FewestKnots, nameof(FirstKnots), FirstKnots, $"at least {CubicSpline.FewestKnots}");
        Require(MostKnots >= FirstKnots, nameof(MostKnots), MostKnots, "at least the number of first knots");

        static void Require(bool fulfilled, string name, double value, string range)
        {
            if (!fulfilled) throw new ArgumentOutOfRangeException(name, value, $"{name} must be {range}.");
        }
    }
}
