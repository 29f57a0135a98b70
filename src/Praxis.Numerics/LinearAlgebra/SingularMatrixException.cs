namespace Praxis.Numerics;

/// <summary>A matrix that must be inverted is singular, exactly or to working precision.</summary>
public sealed class SingularMatrixException : ArithmeticException
{
    /// <summary>Creates the exception without a message.</summary>
    public SingularMatrixException()
    {
    }

    /// <summary>Creates the exception with its message.</summary>
    public SingularMatrixException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its message and its cause.</summary>
    public SingularMatrixException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates the exception with its message and the estimated condition number.</summary>
    public SingularMatrixException(string message, double condition)
        : base(message) => Condition = condition;

    /// <summary>The estimated condition number in the 1-norm; infinite when a pivot is exactly zero.</summary>
    public double Condition { get; } = double.PositiveInfinity;
}
