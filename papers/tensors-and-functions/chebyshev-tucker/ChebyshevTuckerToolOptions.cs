using Praxis.Lab;

namespace Praxis.Papers.TensorsAndFunctions.ChebyshevTucker;

/// <summary>What <c>praxis use chebyshev-tucker</c> takes.</summary>
public sealed record ChebyshevTuckerToolOptions
{
    /// <summary>Values at Chebyshev nodes, particles, or a stored function.</summary>
    [Input("INPUT", "One of: an array of values at Chebyshev nodes (.npy, .npz; 1 to 4 axes), particles with columns x, y, z, charge (.csv, .tsv), or a function stored before (.json); none with --function")]
    public InputFile? Input { get; init; }

    /// <summary>The formula.</summary>
    [Option("Formula of up to 4 variables, such as \"exp(-sqrt(x*x+y*y+z*z+0.01))\"", ValueName = "FORMULA")]
    public string? Function { get; init; }

    /// <summary>The variables.</summary>
    [Option("Variables of the formula in the order of the coordinates; without it all names in it, in alphabetical order", ValueName = "X,Y,Z")]
    public string[]? Variables { get; init; }

    /// <summary>The box.</summary>
    [Option("Box: lower and upper end for all coordinates, or both for each in turn. Without it -1 to 1; around particles, their own box and a tenth", ValueName = "LOW,HIGH[,LOW,HIGH…]")]
    public double[]? Domain { get; init; }

    /// <summary>ε.</summary>
    [Option("Error accepted, relative to the largest value", Minimum = 1e-12, Below = 1, ValueName = "EPSILON")]
    public double Tolerance { get; init; } = 1e-6;

    /// <summary>The order of an array's values.</summary>
    [Option("The array goes from the lower to the upper end of every coordinate; without it from the upper to the lower, as cos(pi*j/(m-1)) does")]
    public bool Ascending { get; init; }

    /// <summary>The distance that parts short from long range.</summary>
    [Option("Distance below which the potential of particles is left out as short range; without it the smallest distance between two of them", Above = 0, ValueName = "SIGMA")]
    public double? Spacing { get; init; }

    /// <summary>Where to evaluate.</summary>
    [Option("Points at which to evaluate the result, one a row, a column for each coordinate", ValueName = "POINTS")]
    public InputFile? At { get; init; }

    /// <summary>The points of an exported grid.</summary>
    [Option("Also put the result on a grid of so many equally spaced points in each coordinate, both ends included", Minimum = 2, Maximum = 100_000, ValueName = "N")]
    public int? Grid { get; init; }
}
