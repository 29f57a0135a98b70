using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Praxis.Learning.Files;

/// <summary>The quantised types of .gguf files: blocks of 32 small integers that share an F16 scale; a number is integer × scale.</summary>
internal static class QuantizedBlocks
{
    private const int BlockElements = 32;
    private const int ScaleBytes = 2;
    private const int Q8Bytes = 34;
    private const int Q4Bytes = 18;

    /// <summary>Scale, then 32 signed bytes.</summary>
    public static void WidenQ8_0(ReadOnlySpan<byte> source, Span<float> target)
    {
        for (int block = 0; block < target.Length / BlockElements; block++)
        {
            var bytes = source.Slice(block * Q8Bytes, Q8Bytes);
            var to = target.Slice(block * BlockElements, BlockElements);
            float scale = Scale(bytes);
            var integers = MemoryMarshal.Cast<byte, sbyte>(bytes[ScaleBytes..]);
            Multiply(Vector128.Create(integers[..16]), scale, to);
            Multiply(Vector128.Create(integers[16..]), scale, to[16..]);
        }
    }

    /// <summary>Scale, then 16 bytes: element i in the lower four bits of byte i, element i + 16 in the upper; 8 stands for zero.</summary>
    public static void WidenQ4_0(ReadOnlySpan<byte> source, Span<float> target)
    {
        var zero = Vector128.Create((sbyte)8);
        for (int block = 0; block < target.Length / BlockElements; block++)
        {
            var bytes = source.Slice(block * Q4Bytes, Q4Bytes);
            var to = target.Slice(block * BlockElements, BlockElements);
            float scale = Scale(bytes);
            var pairs = Vector128.Create(bytes[ScaleBytes..]);
            Multiply((pairs & Vector128.Create((byte)0x0F)).AsSByte() - zero, scale, to);
            Multiply((pairs >>> 4).AsSByte() - zero, scale, to[16..]);
        }
    }

    private static float Scale(ReadOnlySpan<byte> block) => (float)MemoryMarshal.Read<Half>(block);

    private static void Multiply(Vector128<sbyte> integers, float scale, Span<float> target)
    {
        var (low, high) = Vector128.Widen(integers);
        var (first, second) = Vector128.Widen(low);
        var (third, fourth) = Vector128.Widen(high);
        (Vector128.ConvertToSingle(first) * scale).CopyTo(target);
        (Vector128.ConvertToSingle(second) * scale).CopyTo(target[4..]);
        (Vector128.ConvertToSingle(third) * scale).CopyTo(target[8..]);
        (Vector128.ConvertToSingle(fourth) * scale).CopyTo(target[12..]);
    }
}
