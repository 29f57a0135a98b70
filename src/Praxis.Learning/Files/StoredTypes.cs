using Praxis.Numerics;

namespace Praxis.Learning.Files;

/// <summary>What follows from a <see cref="StoredType"/>: sizes, and the type of the tensor that holds its numbers without loss.</summary>
internal static class StoredTypes
{
    /// <summary>Elements that are stored together: 1, or 32 for the quantised types.</summary>
    public static int BlockElements(this StoredType type) => type is StoredType.Q8_0 or StoredType.Q4_0 ? 32 : 1;

    /// <summary>Bytes of one block.</summary>
    public static int BlockBytes(this StoredType type) => type switch
    {
        StoredType.F64 or StoredType.I64 => 8,
        StoredType.F32 or StoredType.I32 => 4,
        StoredType.F16 or StoredType.BF16 or StoredType.I16 => 2,
        StoredType.Q8_0 => 34,
        StoredType.Q4_0 => 18,
        _ => 1,
    };

    /// <summary>Bytes of so many elements, which are whole blocks.</summary>
    public static Int128 Bytes(this StoredType type, Int128 elements) => elements / type.BlockElements() * type.BlockBytes();

    /// <summary>The tensor type that elements are read as.</summary>
    public static DType Natural(this StoredType type) => type switch
    {
        StoredType.F64 => DType.F64,
        StoredType.I64 or StoredType.I32 or StoredType.I16 or StoredType.I8 or StoredType.U8 => DType.I64,
        StoredType.Bool => DType.Bool,
        _ => DType.F32,
    };

    /// <summary>The type that holds a tensor's elements as they are in memory.</summary>
    public static StoredType Of(DType dtype) => dtype switch
    {
        DType.F64 => StoredType.F64,
        DType.F32 => StoredType.F32,
        DType.I64 => StoredType.I64,
        _ => StoredType.Bool,
    };

    /// <summary>Whether the elements are floating-point numbers that stand by themselves.</summary>
    public static bool IsFloating(this StoredType type) => type is StoredType.F64 or StoredType.F32 or StoredType.F16 or StoredType.BF16;

    /// <summary>
    /// The number of elements of a shape whose axes are not negative, or −1 when it does not fit 63 bits. A zero anywhere makes it zero,
    /// however long the other axes are.
    /// </summary>
    public static long Count(ReadOnlySpan<long> shape)
    {
        if (shape.Contains(0))
            return 0;
        Int128 count = 1;
        foreach (long length in shape)
        {
            count *= length;
            if (count > long.MaxValue)
                return -1;
        }

        return (long)count;
    }
}
