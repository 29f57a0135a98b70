namespace Praxis.Numerics;

/// <summary>Why an iterative solver stopped.</summary>
public enum StopReason
{
    /// <summary>The residual, computed anew from the solution, is within the tolerance.</summary>
    ResidualReached,

    /// <summary>
    /// The solution minimises the residual within the tolerance, but b is not in the range of A to that tolerance. Only the
    /// least-squares solvers end so.
    /// </summary>
    LeastSquaresReached,

    /// <summary>The iterations allowed were used up.</summary>
    IterationLimit,

    /// <summary>The residual does not fall any more: rounding, or a singular matrix, does not let it.</summary>
    Stagnated,

    /// <summary>The method cannot go on, because A or the preconditioner is not what it needs; the explanation says which.</summary>
    Breakdown,
}
