using System.Buffers;
using System.Text;

namespace Praxis.Learning.Tokenizers;

/// <summary>GPT-2's alphabet: each of the 256 bytes is written as a printable character, most of ASCII as itself, a space as Ġ.</summary>
internal static class ByteAlphabet
{
    private const int Highest = 0x143;

    private static readonly char[] Letters = MakeLetters();
    private static readonly short[] Bytes = MakeBytes();

    /// <summary>The character of a byte.</summary>
    public static char Letter(byte value) => Letters[value];

    /// <summary>The byte of a character, or −1.</summary>
    public static int Byte(char letter) => letter <= Highest ? Bytes[letter] : -1;

    /// <summary>The bytes of a text's UTF-8 as characters.</summary>
    public static string Encode(ReadOnlySpan<char> text)
    {
        var result = new StringBuilder(text.Length + (text.Length / 8));
        Encode(text, result);
        return result.ToString();
    }

    /// <summary>Appends the bytes of a text's UTF-8 as characters.</summary>
    public static void Encode(ReadOnlySpan<char> text, StringBuilder into)
    {
        byte[] bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        char[] letters = ArrayPool<char>.Shared.Rent(bytes.Length);
        int count = Encoding.UTF8.GetBytes(text, bytes);
        for (int i = 0; i < count; i++)
            letters[i] = Letters[bytes[i]];
        into.Append(letters, 0, count);
        ArrayPool<char>.Shared.Return(letters);
        ArrayPool<byte>.Shared.Return(bytes);
    }

    private static char[] MakeLetters()
    {
        var letters = new char[256];
        int substitutes = 0;
        for (int value = 0; value < letters.Length; value++)
        {
            bool isPrintable = value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or >= 0xAE;
            letters[value] = (char)(isPrintable ? value : 256 + substitutes++);
        }

        return letters;
    }

    private static short[] MakeBytes()
    {
        var bytes = new short[Highest + 1];
        Array.Fill(bytes, (short)-1);
        for (int value = 0; value < Letters.Length; value++)
            bytes[Letters[value]] = (short)value;
        return bytes;
    }
}
