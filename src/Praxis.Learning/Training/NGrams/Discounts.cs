namespace Praxis.Learning.Training;

/// <summary>
/// What modified Kneser–Ney smoothing takes away from a count: D₁ from 1, D₂ from 2, D₃ from all larger ones (Chen and Goodman, "An empirical
/// study of smoothing techniques for language modeling", 1999, equation 26).
/// </summary>
/// <param name="One">D₁.</param>
/// <param name="Two">D₂.</param>
/// <param name="More">D₃.</param>
internal readonly record struct Discounts(double One, double Two, double More)
{
    private const double WithoutEvidence = 0.5;

    /// <summary>The discount of a count.</summary>
    public double Of(int count) => count switch { <= 0 => 0, 1 => One, 2 => Two, _ => More };

    /// <summary>
    /// The discounts that leave-one-out estimation gives from how many n-grams were counted once, twice, three and four times. Where one of
    /// these does not occur (tiny texts), one absolute discount n₁/(n₁ + 2n₂) is used for all counts, and ½ where that is not defined either.
    /// </summary>
    public static Discounts From(long once, long twice, long thrice, long fourTimes)
    {
        if (once == 0 || twice == 0)
            return new Discounts(WithoutEvidence, WithoutEvidence, WithoutEvidence);
        double y = once / (once + (2.0 * twice));
        if (thrice == 0 || fourTimes == 0)
            return new Discounts(y, y, y);

        // A discount of zero would leave nothing for what was not seen, so none is below the one before; none is above its count.
        double one = 1 - (2 * y * twice / once);
        double two = Math.Clamp(2 - (3 * y * thrice / twice), one, 2);
        double more = Math.Clamp(3 - (4 * y * fourTimes / thrice), two, 3);
        return new Discounts(one, two, more);
    }
}
