namespace Praxis.Lab;

/// <summary>Makes a property of a tool's options an input named on the command line by its place: an <see cref="InputFile"/> or a list of them.</summary>
/// <param name="name">The name in help, such as <c>TABLE</c>.</param>
/// <param name="says">What it holds: rows, columns, which formats.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class InputAttribute(string name, string says) : Attribute
{
    /// <summary>The name in help.</summary>
    public string Name { get; } = name;

    /// <summary>What it holds.</summary>
    public string Says { get; } = says;
}
