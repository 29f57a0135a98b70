namespace Praxis.Numerics;

/// <summary>A value that must be a finite number is NaN or infinite. The message names the value and its index.</summary>
public sealed class NonFiniteException : ArithmeticException
{
    /// <summary>Creates the exception without a message.</summary>
    public NonFiniteException()
    {
    }

    /// <summary>Creates the exception with its message.</summary>
    public NonFiniteException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its message and its cause.</summary>
    public NonFiniteException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
