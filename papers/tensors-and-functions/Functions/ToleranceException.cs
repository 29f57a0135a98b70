using System.Globalization;

namespace Praxis.Papers.TensorsAndFunctions;

/// <summary>A tolerance that an approximation could not reach; says what was reached.</summary>
public sealed class ToleranceException : Exception
{
    /// <summary>An error without text.</summary>
    public ToleranceException() : this("The tolerance cannot be reached.")
    {
    }

    /// <summary>An error with its message.</summary>
    public ToleranceException(string message) : base(message)
    {
    }

    /// <summary>An error with its message and cause.</summary>
    public ToleranceException(string message, Exception innerException) : base(message, innerException)
    {
    }

    /// <summary>The tolerance that was asked for and the error that is left, both relative to the largest value.</summary>
    /// <param name="wanted">The tolerance.</param>
    /// <param name="reached">What was reached.</param>
    /// <param name="with">With what, such as <c>257 nodes in each coordinate</c>.</param>
    public ToleranceException(double wanted, double reached, string with) : base(string.Create(
        CultureInfo.InvariantCulture,
        $"The tolerance {wanted:0.0e+0} was not reached: with {with} the error is still {reached:0.0e+0} of the largest value. A function with a singularity, a kink or a jump in or near the domain, or with rounding errors of its own, cannot be approximated closer: split it there, shrink the domain or allow a larger tolerance."))
        => (Wanted, Reached, With) = (wanted, reached, with);

    /// <summary>The tolerance that was asked for.</summary>
    public double Wanted { get; }

    /// <summary>The relative error that was reached.</summary>
    public double Reached { get; }

    /// <summary>With what it was reached.</summary>
    public string With { get; } = "";
}
