using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Praxis.Numerics;

/// <summary>How one element lies in a .npy file: kind (b, i, u or f), width in bytes and byte order.</summary>
internal readonly record struct NpyElement(char Kind, int Bytes, bool BigEndian)
{
    /// <summary>The tensor type that holds every such element (for u8: every one below 2^63) without loss.</summary>
    public DType DType => (Kind, Bytes) switch
    {
        ('b', _) => DType.Bool,
        ('f', 8) => DType.F64,
        ('f', _) => DType.F32,
        _ => DType.I64,
    };

    /// <summary>Reads a dtype string such as "&lt;f8", "|b1" or "&gt;i2".</summary>
    /// <exception cref="MatrixFileException">The type is unknown or holds no real numbers.</exception>
    public static NpyElement Parse(string file, string description)
    {
        ReadOnlySpan<char> text = description;
        char order = text.Length > 0 && text[0] is '<' or '>' or '|' or '=' ? text[0] : '=';
        var type = text.TrimStart("<>|=");
        if (type is "O" or "O8" or "O4")
            throw Refuse("is made of Python objects, which only Python can (and should not blindly) unpack", "save it with astype(float) first");
        if (type.Length > 0 && type[0] == 'c')
            throw Refuse("is complex", "save the real and the imaginary parts as two arrays");
        if (type is "f16" or "f12")
            throw Refuse("is a long double, whose layout differs from machine to machine", "save it with astype(numpy.float64)");
        bool known = type is "?" or "b1" or "i1" or "i2" or "i4" or "i8" or "u1" or "u2" or "u4" or "u8" or "f2" or "f4" or "f8";
        if (!known || text.Length - type.Length > 1)
            throw Refuse("is not known here", "save it as bool, int8 to int64, uint8 to uint64, float16, float32 or float64");
        int bytes = type is "?" ? 1 : type[1] - '0';
        if (order == '|' && bytes > 1)
            throw Refuse("names no byte order for elements of several bytes", "write '<' or '>' in its place");
        bool big = order == '>' || (order is '=' && !BitConverter.IsLittleEndian);
        return new NpyElement(type is "?" ? 'b' : type[0], bytes, big);

        MatrixFileException Refuse(string problem, string cure) =>
            new(file, "header", $"the element type {MatrixFileException.Quote(description)} {problem}", cure);
    }

    /// <summary>Turns the bytes of whole elements into tensor elements; the bytes may be swapped in place.</summary>
    /// <param name="file">The file's name, for messages.</param>
    /// <param name="bytes">Whole elements as they lie in the file.</param>
    /// <param name="target">The tensor's array: double, float, long or bool, as <see cref="DType"/> says.</param>
    /// <param name="start">Where in the target the first element goes.</param>
    /// <param name="firstIndex">The first element's number in the file, for messages.</param>
    public void Decode(string file, Span<byte> bytes, Array target, int start, long firstIndex)
    {
        if (BigEndian == BitConverter.IsLittleEndian)
            Swap(bytes);
        switch (Kind, Bytes)
        {
            case ('f', 8):
                MemoryMarshal.Cast<byte, double>(bytes).CopyTo(((double[])target).AsSpan(start));
                break;
            case ('f', 4):
                MemoryMarshal.Cast<byte, float>(bytes).CopyTo(((float[])target).AsSpan(start));
                break;
            case ('f', 2):
                TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(bytes), ((float[])target).AsSpan(start));
                break;
            case ('b', 1):
                Truths(file, bytes, ((bool[])target).AsSpan(start), firstIndex);
                break;
            case ('i', 1):
                Widen<sbyte>(bytes, target, start);
                break;
            case ('i', 2):
                Widen<short>(bytes, target, start);
                break;
            case ('i', 4):
                Widen<int>(bytes, target, start);
                break;
            case ('u', 1):
                Widen<byte>(bytes, target, start);
                break;
            case ('u', 2):
                Widen<ushort>(bytes, target, start);
                break;
            case ('u', 4):
                Widen<uint>(bytes, target, start);
                break;
            default:
                var integers = MemoryMarshal.Cast<byte, long>(bytes);
                int tooLarge = Kind == 'u' ? integers.IndexOfAnyExceptInRange(0, long.MaxValue) : -1;
                if (tooLarge >= 0)
                    throw new MatrixFileException(
                        file, $"element {firstIndex + tooLarge}", $"{(ulong)integers[tooLarge]} is larger than a signed 64-bit integer",
                        "save the array with astype(numpy.float64)");
                integers.CopyTo(((long[])target).AsSpan(start));
                break;
        }
    }

    private static void Widen<T>(Span<byte> bytes, Array target, int start)
        where T : unmanaged, System.Numerics.IBinaryInteger<T> =>
        TensorPrimitives.ConvertTruncating<T, long>(MemoryMarshal.Cast<byte, T>(bytes), ((long[])target).AsSpan(start));

    private static void Truths(string file, ReadOnlySpan<byte> bytes, Span<bool> target, long firstIndex)
    {
        int wrong = bytes.IndexOfAnyExceptInRange((byte)0, (byte)1);
        if (wrong >= 0)
            throw new MatrixFileException(
                file, $"element {firstIndex + wrong}", $"a truth value is 0 or 1, not {bytes[wrong]}", "save the array again; the data is damaged");
        for (int i = 0; i < bytes.Length; i++)
            target[i] = bytes[i] != 0;
    }

    private void Swap(Span<byte> bytes)
    {
        switch (Bytes)
        {
            case 2:
                var pairs = MemoryMarshal.Cast<byte, ushort>(bytes);
                BinaryPrimitives.ReverseEndianness(pairs, pairs);
                break;
            case 4:
                var quads = MemoryMarshal.Cast<byte, uint>(bytes);
                BinaryPrimitives.ReverseEndianness(quads, quads);
                break;
            case 8:
                var octets = MemoryMarshal.Cast<byte, ulong>(bytes);
                BinaryPrimitives.ReverseEndianness(octets, octets);
                break;
        }
    }
}
