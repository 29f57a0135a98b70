using System.Numerics;

namespace Praxis.Papers.Compression;

/// <summary>What sparse weights take on disk.</summary>
public static class SparseStorage
{
    /// <summary>
    /// The bits of an unstructured sparse weight: 16 a kept number, and the cheaper of a mask (one bit an entry) and a list of columns
    /// (⌈log₂ inputs⌉ bits a kept number, with the end of each row in ⌈log₂(entries + 1)⌉ bits).
    /// </summary>
    /// <param name="outputs">Rows of the dense weight.</param>
    /// <param name="inputs">Columns of the dense weight.</param>
    /// <param name="entries">How many entries are kept.</param>
    public static long Bits(int outputs, int inputs, long entries)
    {
        long all = (long)outputs * inputs;
        ArgumentOutOfRangeException.ThrowIfNegative(entries);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(entries, all);
        long list = (entries * IndexBits(inputs)) + ((long)outputs * IndexBits(entries + 1));
        return (entries * CompressedWeight.NumberBits) + Math.Min(all, list);
    }

    /// <summary>⌈log₂ count⌉: the bits that tell one of so many apart.</summary>
    /// <param name="count">At least 1.</param>
    public static int IndexBits(long count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return count == 1 ? 0 : BitOperations.Log2((ulong)(count - 1)) + 1;
    }
}
