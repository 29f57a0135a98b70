using System.Runtime.CompilerServices;

namespace Praxis.Feed;

/// <summary>Numbers in as few bytes as they need: seven bits a byte, the lowest first, the highest bit set where more follow.</summary>
internal static class SevenBits
{
    /// <summary>At most so many bytes.</summary>
    public const int Longest = 5;

    /// <summary>Writes a number; how many bytes it took.</summary>
    public static int Write(Span<byte> bytes, uint number)
    {
        var length = 0;
        for (; number >= 128; number >>= 7) bytes[length++] = (byte)(number | 128);
        bytes[length++] = (byte)number;
        return length;
    }

    /// <summary>Reads the number at a place and moves the place behind it.</summary>
    // Most numbers are one byte, and millions are read for a search.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Read(ReadOnlySpan<byte> bytes, ref int at)
    {
        uint number = bytes[at++];
        if (number < 128) return number;
        number &= 127;
        for (var shift = 7; ; shift += 7)
        {
            uint group = bytes[at++];
            number |= (group & 127) << shift;
            if (group < 128) return number;
        }
    }
}
