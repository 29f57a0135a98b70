using System.Numerics;

namespace Praxis.Papers.Theory.Kaprekar;

/// <summary>
/// Kaprekar's routine K on strings of D digits in base B: K(N) = D↓ − D↑, the digits sorted downward minus the digits sorted upward.
/// Leading zeros are kept: the length D never changes, or the dynamics would (0999 in base 10).
/// </summary>
public sealed class KaprekarRoutine
{
    /// <summary>The routine for one base and length.</summary>
    /// <param name="numberBase">B, at least 2.</param>
    /// <param name="length">D, the number of digits, at least 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">B or D is below 2.</exception>
    public KaprekarRoutine(int numberBase, int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(numberBase, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 2);
        Base = numberBase;
        Length = length;
    }

    /// <summary>B.</summary>
    public int Base { get; }

    /// <summary>D, the number of digits.</summary>
    public int Length { get; }

    /// <summary>K(N) by subtraction with borrows, digit by digit, so that no base or length overflows.</summary>
    /// <param name="digits">N: D digits, most significant first, in any order of size.</param>
    /// <returns>The D digits of D↓ − D↑, most significant first.</returns>
    /// <exception cref="ArgumentException">Another number of digits, or a digit outside 0 … B−1.</exception>
    public int[] Step(ReadOnlySpan<int> digits)
    {
        if (digits.Length != Length) throw new ArgumentException($"Expected {Length} digits, got {digits.Length}.", nameof(digits));
        foreach (var digit in digits)
            if (digit < 0 || digit >= Base) throw new ArgumentException($"{digit} is no digit in base {Base}; digits go from 0 to {Base - 1}.", nameof(digits));

        var up = digits.ToArray();
        Array.Sort(up);
        var difference = new int[Length];
        var borrow = 0;
        for (var i = Length - 1; i >= 0; i--)
        {
            // Place i holds up[D−1−i] in D↓ and up[i] in D↑.
            var place = up[Length - 1 - i] - up[i] - borrow;
            borrow = place < 0 ? 1 : 0;
            difference[i] = place + borrow * Base;
        }
        return difference;
    }

    /// <summary>The path from N until a number comes again.</summary>
    /// <param name="digits">N: D digits, most significant first.</param>
    /// <returns>All numbers met, N first, and the place at which the cycle begins (0 when N is itself on it).</returns>
    public KaprekarPath Follow(int[] digits)
    {
        var met = new Dictionary<BigInteger, int>();
        var numbers = new List<int[]>();
        for (var at = digits; ; at = Step(at))
        {
            if (!met.TryAdd(Value(at), numbers.Count)) return new KaprekarPath(numbers, met[Value(at)]);
            numbers.Add(at);
        }
    }

    /// <summary>The number that the digits write.</summary>
    public BigInteger Value(ReadOnlySpan<int> digits)
    {
        var value = BigInteger.Zero;
        foreach (var digit in digits) value = value * Base + digit;
        return value;
    }
}

/// <summary>The way of one number into its cycle.</summary>
/// <param name="Numbers">The distinct numbers met, as digits, the start first.</param>
/// <param name="CycleStart">Index of the first number on the cycle: the number of steps until the cycle is reached.</param>
public sealed record KaprekarPath(IReadOnlyList<int[]> Numbers, int CycleStart)
{
    /// <summary>The numbers on the cycle, in order; one number for a fixed point.</summary>
    public IEnumerable<int[]> Cycle => Numbers.Skip(CycleStart);
}
