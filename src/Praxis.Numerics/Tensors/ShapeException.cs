namespace Praxis.Numerics;

/// <summary>Two shapes, or a shape and a request, do not fit together. The message names the operation and both shapes.</summary>
public sealed class ShapeException : ArgumentException
{
    /// <summary>Creates the exception without a message.</summary>
    public ShapeException()
    {
    }

    /// <summary>Creates the exception with its message.</summary>
    public ShapeException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its message and its cause.</summary>
    public ShapeException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal static ShapeException Between(string operation, ReadOnlySpan<int> left, ReadOnlySpan<int> right, string rule) =>
        new($"{operation}: shapes {Describe(left)} and {Describe(right)} do not fit; {rule}.");

    internal static ShapeException Of(string operation, ReadOnlySpan<int> shape, string rule) =>
        new($"{operation}: shape {Describe(shape)} does not fit; {rule}.");

    internal static string Describe(ReadOnlySpan<int> shape) => $"({string.Join(", ", shape.ToArray())})";
}
