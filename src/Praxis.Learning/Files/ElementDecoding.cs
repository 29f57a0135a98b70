using System.Numerics.Tensors;
using Praxis.Numerics;

namespace Praxis.Learning.Files;

/// <summary>Turns stored elements into those of tensors: in blocks on all threads, each element read once and written once.</summary>
internal static unsafe class ElementDecoding
{
    // A multiple of 32, so that quantised blocks stay whole; small enough to stay in a core's cache.
    private const int BlockLength = 1 << 16;

    /// <summary>F64.</summary>
    public static void Doubles(byte* source, double[] target) => ForEachBlock(target.Length, (start, count) =>
        new ReadOnlySpan<double>(source + ((long)start * sizeof(double)), count).CopyTo(target.AsSpan(start)));

    /// <summary>F32, F16, BF16, Q8_0 and Q4_0.</summary>
    public static void Floats(StoredType type, byte* source, float[] target) => ForEachBlock(target.Length, (start, count) =>
    {
        byte* from = source + (long)type.Bytes(start);
        var to = target.AsSpan(start, count);
        switch (type)
        {
            case StoredType.F32:
                new ReadOnlySpan<float>(from, count).CopyTo(to);
                break;
            case StoredType.F16:
                HalfPrecision.WidenF16(new ReadOnlySpan<Half>(from, count), to);
                break;
            case StoredType.BF16:
                HalfPrecision.WidenBF16(new ReadOnlySpan<ushort>(from, count), to);
                break;
            case StoredType.Q8_0:
                QuantizedBlocks.WidenQ8_0(new ReadOnlySpan<byte>(from, (int)type.Bytes(count)), to);
                break;
            default:
                QuantizedBlocks.WidenQ4_0(new ReadOnlySpan<byte>(from, (int)type.Bytes(count)), to);
                break;
        }
    });

    /// <summary>I64, I32, I16, I8 and U8.</summary>
    public static void Integers(StoredType type, byte* source, long[] target) => ForEachBlock(target.Length, (start, count) =>
    {
        byte* from = source + (long)type.Bytes(start);
        var to = target.AsSpan(start, count);
        switch (type)
        {
            case StoredType.I64:
                new ReadOnlySpan<long>(from, count).CopyTo(to);
                break;
            case StoredType.I32:
                TensorPrimitives.ConvertTruncating(new ReadOnlySpan<int>(from, count), to);
                break;
            case StoredType.I16:
                TensorPrimitives.ConvertTruncating(new ReadOnlySpan<short>(from, count), to);
                break;
            case StoredType.I8:
                TensorPrimitives.ConvertTruncating(new ReadOnlySpan<sbyte>(from, count), to);
                break;
            default:
                TensorPrimitives.ConvertTruncating(new ReadOnlySpan<byte>(from, count), to);
                break;
        }
    });

    private static void ForEachBlock(int length, Action<int, int> body)
    {
        int blocks = (int)(((long)length + BlockLength - 1) / BlockLength);
        if (blocks <= 1 || Backend.Threads == 1)
        {
            for (int block = 0; block < blocks; block++)
                Run(block);
            return;
        }

        Parallel.For(0, blocks, new ParallelOptions { MaxDegreeOfParallelism = Backend.Threads }, Run);

        void Run(int block) => body(block * BlockLength, Math.Min(BlockLength, length - (block * BlockLength)));
    }
}
