namespace Praxis.Lab;

/// <summary>
/// Makes a property of a tool's options an option of the command line: <c>FailureProbability</c> becomes <c>--failure-probability</c>.
/// It may be a <see cref="bool"/>, <see cref="int"/>, <see cref="long"/>, <see cref="double"/>, <see cref="string"/>, an enumeration, an <see cref="InputFile"/>,
/// each also nullable, or an array of doubles or strings written with commas.
/// </summary>
/// <param name="says">What it decides, its unit, and what happens without it.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OptionAttribute(string says) : Attribute
{
    /// <summary>What it decides.</summary>
    public string Says { get; } = says;

    /// <summary>The least value of a number; none by default.</summary>
    public double Minimum { get; init; } = double.NegativeInfinity;

    /// <summary>The greatest value of a number; none by default.</summary>
    public double Maximum { get; init; } = double.PositiveInfinity;

    /// <summary>The value must lie above this; none by default.</summary>
    public double Above { get; init; } = double.NegativeInfinity;

    /// <summary>The value must lie below this; none by default.</summary>
    public double Below { get; init; } = double.PositiveInfinity;

    /// <summary>What stands for the value in help, such as <c>ROWS</c>.</summary>
    public string? ValueName { get; init; }
}
