namespace Praxis.Papers.Theory.Kaprekar;

/// <summary>
/// The closed theory of three digits. With digits a ≥ b ≥ c and spread s = a − c ≥ 1: K(N) = s(B² − 1), whose digits are
/// (s−1, B−1, B−s), so that only the spread matters and the next one is s′ = max(B−s, s−1).
/// </summary>
public static class ThreeDigits
{
    /// <summary>K* = (B/2)(B² − 1) for an even base, digits (B/2−1, B−1, B/2); an odd base has no fixed spread, hence no constant: null.</summary>
    public static long? Constant(int numberBase) =>
        int.IsEvenInteger(numberBase) ? numberBase / 2 * ((long)numberBase * numberBase - 1) : null;

    /// <summary>s′ = max(B−s, s−1).</summary>
    public static int NextSpread(int numberBase, int spread) => Math.Max(numberBase - spread, spread - 1);

    /// <summary>How many of the B³ digit strings have spread s ≥ 1: 6s(B−s).</summary>
    public static long StringsWithSpread(int numberBase, int spread) => 6L * spread * (numberBase - spread);

    /// <summary>
    /// How many of the B³ digit strings (leading zeros allowed, strings of equal digits left out) reach K* in exactly j steps, for an even base:
    /// j = 1: 6B²/4 − 1; j = 2: 6(B²/4 − 1); j ≥ 3 with t = j−1 ≤ B/2: 6(B²/2 − t² − (t−1)²); K* itself needs 0.
    /// </summary>
    /// <exception cref="ArgumentException">An odd base: nothing is reached in the end but a cycle of two.</exception>
    public static long StringsWithSteps(int numberBase, int steps)
    {
        if (int.IsOddInteger(numberBase)) throw new ArgumentException($"Base {numberBase} is odd and has no three-digit constant.", nameof(numberBase));
        long b = numberBase, t = steps - 1;
        return steps switch
        {
            < 0 => 0,
            0 => 1,
            1 => 6 * b * b / 4 - 1,
            _ when t > b / 2 => 0,
            2 => 6 * (b * b / 4 - 1),
            _ => 6 * (b * b / 2 - t * t - (t - 1) * (t - 1)),
        };
    }
}
