using Praxis.Lab;

namespace Praxis.Papers.TensorsAndFunctions.BsplineRiesz;

/// <summary>What <c>praxis use bspline-riesz</c> takes.</summary>
public sealed record BsplineRieszToolOptions
{
    /// <summary>The right-hand side.</summary>
    [Option("Right-hand side s of d^α u/d|x|^α = s as a formula in x, on 0 to 1", ValueName = "FORMULA")]
    public required string Function { get; init; }

    /// <summary>The order.</summary>
    [Option("Order α of the derivative", Above = 1, Below = 2, ValueName = "ALPHA")]
    public double Alpha { get; init; } = 1.5;

    /// <summary>The degree.</summary>
    [Option("Degree p of the splines", Minimum = 2, Maximum = 9, ValueName = "P")]
    public int Degree { get; init; } = 3;

    /// <summary>The elements.</summary>
    [Option("Number n of elements", Minimum = 2, Maximum = 1000, ValueName = "N")]
    public int Elements { get; init; } = 64;

    /// <summary>An error that must be met.</summary>
    [Option("Largest error wanted, as estimated from twice as many elements; elements are doubled until it is met or 1,000 are passed", Above = 0, ValueName = "ERROR")]
    public double? Tolerance { get; init; }
}
