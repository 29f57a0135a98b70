namespace Praxis.Papers.TensorsAndFunctions.AutoKnots;

/// <summary>What the method found: every value of f it computed is a knot of the spline.</summary>
/// <param name="Spline">The spline on all knots.</param>
/// <param name="Converged">All intervals passed their tests; false when the limit of knots came first and the spline is the best so far.</param>
/// <param name="KnotsByRound">The number of knots at the start and after each round of halving.</param>
/// <param name="Refinements">How often unusually wide intervals were found and tested again.</param>
public sealed record AutoKnotsInterpolation(CubicSpline Spline, bool Converged, IReadOnlyList<int> KnotsByRound, int Refinements)
{
    /// <summary>The number of knots, which is the number of evaluations of f.</summary>
    public int Knots => Spline.Knots.Length;

    /// <summary>Some interval failed its first test: the method saw more than its first knots could tell.</summary>
    public bool SawStructure => KnotsByRound.Count > 2;
}

/// <summary>The function cannot be interpolated: it is discontinuous, or its value is no number.</summary>
/// <param name="message">What happened, and at which x.</param>
public sealed class InterpolationException(string message) : Exception(message);
