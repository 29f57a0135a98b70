namespace Praxis.Papers.TensorsAndFunctions.LearningCurveModeling;

/// <summary>What decides when the trends of a learning curve may be trusted.</summary>
public sealed record TraceOptions
{
    /// <summary>
    /// The largest slope of the asymptotic backbone at the working level, in points for each step (the median distance of neighbouring sizes).
    /// </summary>
    /// <remarks>The paper writes ν^(1/ς)/(1 − ν) points an item; with its ν near 4·10⁻⁵, ς = 1 and steps of 5·10³ words this is 0.2 points a step.</remarks>
    public double LargestSlope { get; init; } = 0.2;

    /// <summary>λ: for how many levels more the slope must stay that small.</summary>
    public int LookAhead { get; init; } = 5;

    /// <summary>The greatest asymptote that makes sense, in points.</summary>
    public double Ceiling { get; init; } = 100;

    /// <summary>Whether trends after the prediction level are anchored at infinity to the asymptote before them.</summary>
    public bool Anchors { get; init; }
}
