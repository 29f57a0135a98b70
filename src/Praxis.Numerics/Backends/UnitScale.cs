using System.Numerics;
using System.Runtime.InteropServices;

namespace Praxis.Numerics.Backends;

/// <summary>
/// Brings very large or very small matrices to entries around 1, by a power of two and so without rounding, where squares on the
/// way would overflow or vanish; LAPACK does the same inside.
/// </summary>
internal static class UnitScale
{
    // Squares of numbers within 2^±200, and sums of millions of them, are safe.
    private const int SafeExponent = 200;

    /// <summary>Divides the values by 2^exponent, and returns the exponent; 0 when nothing had to be done.</summary>
    public static int Apply(Span<double> values)
    {
        double largest = 0;
        foreach (double value in values)
            largest = Math.Max(largest, Math.Abs(value));
        if (largest == 0)
            return 0;
        int exponent = Math.ILogB(largest);
        if (Math.Abs(exponent) <= SafeExponent)
            return 0;
        Undo(values, -exponent);
        return exponent;
    }

    /// <inheritdoc cref="Apply(Span{double})"/>
    public static int Apply(Span<Complex> values) => Apply(MemoryMarshal.Cast<Complex, double>(values));

    /// <summary>Multiplies the values by 2^exponent.</summary>
    public static void Undo(Span<double> values, int exponent)
    {
        if (exponent == 0)
            return;
        foreach (ref double value in values)
            value = Math.ScaleB(value, exponent);
    }

    /// <inheritdoc cref="Undo(Span{double}, int)"/>
    public static void Undo(Span<Complex> values, int exponent) => Undo(MemoryMarshal.Cast<Complex, double>(values), exponent);
}
