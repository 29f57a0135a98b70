namespace Praxis.Papers.Compression;

/// <summary>
/// A uniform grid of 2^bits points for each group of inputs of a row. A symmetric grid has 0 in the middle and spans ±max|w|; an asymmetric
/// one spans from the least to the greatest and has a zero point, so that 0 stays 0.
/// </summary>
public sealed record QuantizationGrid
{
    /// <summary>A grid.</summary>
    /// <param name="bits">2 to 8.</param>
    /// <param name="groupSize">How many neighbouring inputs of a row share a scale; the inputs' number or more for one scale a row. The last group may be shorter.</param>
    /// <param name="symmetric">Whether there are no zero points.</param>
    public QuantizationGrid(int bits, int groupSize, bool symmetric = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bits, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bits, 8);
        ArgumentOutOfRangeException.ThrowIfLessThan(groupSize, 1);
        (Bits, GroupSize, Symmetric) = (bits, groupSize, symmetric);
    }

    /// <summary>The bits of a code.</summary>
    public int Bits { get; }

    /// <summary>How many neighbouring inputs share a scale.</summary>
    public int GroupSize { get; }

    /// <summary>Whether there are no zero points.</summary>
    public bool Symmetric { get; }

    /// <summary>The largest code, 2^bits − 1.</summary>
    public int Highest => (1 << Bits) - 1;

    /// <summary>The code of 0 in a symmetric grid, 2^(bits − 1).</summary>
    public int Middle => 1 << (Bits - 1);

    /// <summary>How many groups a row has.</summary>
    public int Groups(int inputs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        return ((inputs - 1) / GroupSize) + 1;
    }

    /// <summary>What a weight of this grid takes: the codes, 16 bits a scale, and the zero points as codes.</summary>
    public long StorageBits(int outputs, int inputs) =>
        ((long)outputs * inputs * Bits) + ((long)outputs * Groups(inputs) * (CompressedWeight.NumberBits + (Symmetric ? 0 : Bits)));

    /// <summary>The scale (rounded to half precision, as it is stored) and zero point with which the grid spans some numbers.</summary>
    /// <param name="numbers">One group's.</param>
    /// <exception cref="ArgumentException">A number is not finite, or too large for a scale in half precision.</exception>
    public (double Scale, byte Zero) Fit(ReadOnlySpan<double> numbers)
    {
        double low = 0, high = 0;
        foreach (double number in numbers)
            (low, high) = double.IsFinite(number)
                ? (Math.Min(low, number), Math.Max(high, number))
                : throw new ArgumentException($"{number} cannot be quantised; every number must be finite.", nameof(numbers));
        double scale = Symmetric ? Math.Max(-low, high) / (Middle - 1) : (high - low) / Highest;
        scale = (double)(Half)scale;
        if (!double.IsFinite(scale))
            throw new ArgumentException($"Numbers from {low} to {high} are too large for a scale in half precision.", nameof(numbers));

        // All zeros, or smaller than half precision can tell: every code stands for 0 then.
        if (scale == 0)
            return (0, (byte)(Symmetric ? Middle : 0));
        return (scale, (byte)(Symmetric ? Middle : Math.Clamp(Math.Round(-low / scale), 0, Highest)));
    }

    /// <summary>The code of the grid's point that is nearest to a number.</summary>
    public byte Code(double number, double scale, int zero) =>
        scale == 0 ? (byte)zero : (byte)Math.Clamp(Math.Round(number / scale) + zero, 0, Highest);
}
