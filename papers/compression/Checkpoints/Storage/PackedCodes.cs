using Praxis.Learning.Files;

namespace Praxis.Papers.Compression.Checkpoints;

/// <summary>
/// Codes of a few bits each, one after the other from the lowest bit of the first byte on; bytes of zeros fill up to a multiple of eight, so that what
/// follows in a file stays aligned.
/// </summary>
internal static class PackedCodes
{
    /// <summary>Packs codes.</summary>
    /// <param name="count">How many.</param>
    /// <param name="bits">The bits of each, 0 to 32.</param>
    /// <param name="code">The code at a place.</param>
    public static FormPart Pack(int count, int bits, Func<int, uint> code)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bits, 32);
        var bytes = new long[checked((int)Bytes(count, bits))];
        ulong held = 0;
        int filled = 0, place = 0;
        for (int i = 0; i < count; i++)
        {
            held |= (ulong)code(i) << filled;
            for (filled += bits; filled >= 8; filled -= 8, held >>= 8)
                bytes[place++] = (byte)held;
        }

        if (filled > 0)
            bytes[place] = (byte)held;
        return new FormPart(Tensor.Wrap(bytes, bytes.Length), StoredType.U8);
    }

    /// <summary>Gives codes back.</summary>
    /// <param name="packed">What <see cref="Pack"/> made.</param>
    /// <param name="count">How many.</param>
    /// <param name="bits">The bits of each.</param>
    /// <exception cref="CompressedCheckpointException">There are not so many bytes.</exception>
    public static uint[] Unpack(Tensor packed, int count, int bits)
    {
        if (bits is < 0 or > 32 || packed.DType != Praxis.Numerics.DType.I64 || packed.Length != Bytes(count, bits))
            throw new CompressedCheckpointException($"{count} codes of {bits} bits take {Bytes(count, bits)} bytes, and {packed.Length} are there");
        var bytes = packed.Contiguous().AsSpan<long>();
        var codes = new uint[count];
        ulong held = 0, mask = (1UL << bits) - 1;
        int filled = 0, place = 0;
        for (int i = 0; i < count; i++)
        {
            for (; filled < bits; filled += 8)
                held |= (ulong)(byte)bytes[place++] << filled;
            codes[i] = (uint)(held & mask);
            held >>= bits;
            filled -= bits;
        }

        return codes;
    }

    private static long Bytes(long count, int bits) => ((count * bits) + 63) / 64 * 8;
}
