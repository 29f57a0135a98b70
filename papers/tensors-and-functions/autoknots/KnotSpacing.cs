namespace Praxis.Papers.TensorsAndFunctions.AutoKnots;

/// <summary>The variable t in which intervals are halved and the first knots are equally spaced. The spline itself stays in x.</summary>
public enum KnotSpacing
{
    /// <summary>t = x.</summary>
    Linear,

    /// <summary>t = ln x: for ranges over several powers of ten; the range must be above 0.</summary>
    Logarithmic,

    /// <summary>t = asinh x: logarithmic far from 0 on both sides, linear near it.</summary>
    HyperbolicSine,
}
