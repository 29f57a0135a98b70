using System.Buffers;

namespace Praxis.Feed;

/// <summary>
/// The words of one paper in ascending order of their numbers, each with how much of it there is: the count in every column over that
/// column's usual length, weighted (the saturated sum of BM25F comes after). Packed: the step to the next word in 7-bit groups, then one byte.
/// </summary>
internal readonly ref struct PaperWords(ReadOnlySpan<byte> packed)
{
    private const float Steps = 40;

    private readonly ReadOnlySpan<byte> _packed = packed;

    public bool IsEmpty => _packed.IsEmpty;

    public Enumerator GetEnumerator() => new(_packed);

    /// <summary>Packs words; the numbers ascend strictly.</summary>
    public static byte[] Pack(IEnumerable<(int Word, float Amount)> words)
    {
        var packed = new ArrayBufferWriter<byte>();
        var last = 0;
        Span<byte> bytes = stackalloc byte[SevenBits.Longest + 1];
        foreach (var (word, amount) in words)
        {
            var length = SevenBits.Write(bytes, (uint)(word - last));
            last = word;
            bytes[length++] = Packed(amount);
            packed.Write(bytes[..length]);
        }
        return packed.WrittenSpan.ToArray();
    }

    /// <summary>An amount in one byte, at least 1; the square root keeps the same relative precision for little and for much.</summary>
    public static byte Packed(float amount) => (byte)Math.Clamp(MathF.Round(MathF.Sqrt(amount) * Steps), 1, 255);

    /// <summary>The amount that a byte stands for.</summary>
    public static float Amount(byte packed) => packed * packed / (Steps * Steps);

    /// <summary>Walks over the words.</summary>
    public ref struct Enumerator(ReadOnlySpan<byte> packed)
    {
        private readonly ReadOnlySpan<byte> _packed = packed;
        private int _at;
        private int _word;
        private byte _amount;

        public readonly (int Word, byte Amount) Current => (_word, _amount);

        public bool MoveNext()
        {
            if (_at >= _packed.Length) return false;
            _word += (int)SevenBits.Read(_packed, ref _at);
            _amount = _packed[_at++];
            return true;
        }
    }
}
