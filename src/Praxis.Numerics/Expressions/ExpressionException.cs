namespace Praxis.Numerics;

/// <summary>A formula that cannot be understood, or that is too large; the message names the place and the cure.</summary>
public sealed class ExpressionException : Exception
{
    /// <summary>An error without text.</summary>
    public ExpressionException() : this("The formula cannot be understood.")
    {
    }

    /// <summary>An error of the whole formula.</summary>
    public ExpressionException(string message) : base(message)
    {
    }

    /// <summary>An error with its message and cause.</summary>
    public ExpressionException(string message, Exception innerException) : base(message, innerException)
    {
    }

    internal ExpressionException(int column, string message) : base($"column {column}: {message}") => Column = column;

    /// <summary>Where in the formula, counted from 1; 0 where the formula as a whole is meant.</summary>
    public int Column { get; }
}
