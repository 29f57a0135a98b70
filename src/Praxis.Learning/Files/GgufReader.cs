using System.Runtime.CompilerServices;
using System.Text;

namespace Praxis.Learning.Files;

/// <summary>Reads numbers and texts one after the other, checking each against the bytes that are there before memory is taken for it.</summary>
internal unsafe ref struct GgufReader(string file, byte* start, long length)
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>The next byte to read.</summary>
    public long Position { get; private set; }

    /// <summary>The bytes that follow.</summary>
    public readonly long Left => length - Position;

    /// <summary>A number, unaligned.</summary>
    public T Number<T>(string place)
        where T : unmanaged
    {
        Require((ulong)sizeof(T), place);
        var number = Unsafe.ReadUnaligned<T>(start + Position);
        Position += sizeof(T);
        return number;
    }

    /// <summary>So many numbers.</summary>
    public T[] Numbers<T>(ulong count, string place)
        where T : unmanaged
    {
        if (count > (ulong)Left / (ulong)sizeof(T))
            throw CutShort(place, $"{count} numbers of {sizeof(T)} bytes are announced");
        if (count * (ulong)sizeof(T) > (ulong)Array.MaxLength)
            throw Refuse(place, $"{count} numbers are more than a list of metadata may have");
        var numbers = new T[count];
        new ReadOnlySpan<byte>(start + Position, (int)(count * (ulong)sizeof(T))).CopyTo(
            System.Runtime.InteropServices.MemoryMarshal.AsBytes(numbers.AsSpan()));
        Position += (long)count * sizeof(T);
        return numbers;
    }

    /// <summary>A text: its length in bytes (8 bytes), then UTF-8.</summary>
    /// <param name="place">What it is, for messages.</param>
    /// <param name="longest">The most bytes it may have.</param>
    public string Text(string place, int longest)
    {
        ulong count = Number<ulong>(place);
        Require(count, place);
        if (count > (ulong)longest)
            throw Refuse(place, $"a text of {count} bytes is longer than the {longest} allowed");
        try
        {
            string text = Strict.GetString(start + Position, (int)count);
            Position += (long)count;
            return text;
        }
        catch (DecoderFallbackException cause)
        {
            throw Refuse(place, $"the text at byte {Position} is not UTF-8", cause);
        }
    }

    /// <summary>An error at a place.</summary>
    public readonly ModelFileException Refuse(string place, string problem, Exception? cause = null) =>
        new(file, place, problem, "the file is damaged; convert or download it again", cause);

    private readonly void Require(ulong bytes, string place)
    {
        if (bytes > (ulong)Left)
            throw CutShort(place, $"{bytes} bytes are to follow");
    }

    private readonly ModelFileException CutShort(string place, string wanted) =>
        Refuse(place, $"at byte {Position} {wanted} and {Left} are there");
}
