using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Praxis.Numerics;

namespace Praxis.Learning.Files;

/// <summary>Writes a tensor's elements as a stored type, through a buffer; a number that does not fit is an error.</summary>
internal static class ElementEncoding
{
    private const int PieceElements = 1 << 15;

    // At half a unit above the largest number of a type, and from there on, rounding gives infinity.
    private const double FirstBeyondF16 = 65520;
    private static readonly double FirstBeyondBF16 = Math.Pow(2, 128) - Math.Pow(2, 119);
    private static readonly double FirstBeyondF32 = Math.Pow(2, 128) - Math.Pow(2, 103);

    private delegate void Encoder<T>(ReadOnlySpan<T> source, Span<byte> target);

    /// <summary>Refuses types that cannot hold the tensor's kind of numbers.</summary>
    public static void CheckType(string file, TensorToWrite tensor)
    {
        var type = tensor.Type;
        bool fits = tensor.Tensor.DType switch
        {
            DType.F32 or DType.F64 => type.IsFloating(),
            DType.I64 => type.Natural() == DType.I64,
            _ => type == StoredType.Bool,
        };
        if (!fits)
            throw new ModelFileException(
                file, ModelFileException.Tensor(tensor.Name), $"a tensor of {tensor.Tensor.DType} is not stored as {type}",
                "convert it first with To(…), or store it as its own kind of numbers");
    }

    /// <summary>Writes all elements, row-major.</summary>
    /// <exception cref="ModelFileException">A number does not fit.</exception>
    public static void Write(Stream stream, string file, TensorToWrite tensor)
    {
        var elements = tensor.Tensor.Contiguous();
        var type = tensor.Type;
        switch (elements.DType)
        {
            case DType.F32:
                Write(stream, elements.AsSpan<float>(), type, Floats(type), (piece, start) => CheckFloats(file, tensor, piece, start));
                break;
            case DType.F64:
                Write(stream, elements.AsSpan<double>(), type, Doubles(type), (piece, start) => CheckFloats(file, tensor, piece, start));
                break;
            case DType.I64:
                Write(stream, elements.AsSpan<long>(), type, Integers(type), (piece, start) => CheckIntegers(file, tensor, piece, start));
                break;
            default:
                Write(stream, elements.AsSpan<bool>(), type, static (source, target) => MemoryMarshal.AsBytes(source).CopyTo(target), static (_, _) => { });
                break;
        }
    }

    private static void Write<T>(Stream stream, ReadOnlySpan<T> elements, StoredType type, Encoder<T> encode, PieceCheck<T> check)
        where T : unmanaged
    {
        var buffer = new byte[Math.Min(elements.Length, PieceElements) * type.BlockBytes()];
        for (int start = 0; start < elements.Length; start += PieceElements)
        {
            var piece = elements.Slice(start, Math.Min(PieceElements, elements.Length - start));
            var bytes = buffer.AsSpan(0, piece.Length * type.BlockBytes());
            check(piece, start);
            encode(piece, bytes);
            stream.Write(bytes);
        }
    }

    private static Encoder<float> Floats(StoredType type) => type switch
    {
        StoredType.F64 => static (source, target) => TensorPrimitives.ConvertTruncating(source, MemoryMarshal.Cast<byte, double>(target)),
        StoredType.F32 => static (source, target) => MemoryMarshal.AsBytes(source).CopyTo(target),
        StoredType.F16 => static (source, target) => HalfPrecision.NarrowToF16(source, MemoryMarshal.Cast<byte, Half>(target)),
        _ => static (source, target) => HalfPrecision.NarrowToBF16(source, MemoryMarshal.Cast<byte, ushort>(target)),
    };

    private static Encoder<double> Doubles(StoredType type) => type switch
    {
        StoredType.F64 => static (source, target) => MemoryMarshal.AsBytes(source).CopyTo(target),
        StoredType.F32 => static (source, target) => TensorPrimitives.ConvertTruncating(source, MemoryMarshal.Cast<byte, float>(target)),
        StoredType.F16 => static (source, target) => HalfPrecision.NarrowToF16(source, MemoryMarshal.Cast<byte, Half>(target)),
        _ => static (source, target) => HalfPrecision.NarrowToBF16(source, MemoryMarshal.Cast<byte, ushort>(target)),
    };

    private static Encoder<long> Integers(StoredType type) => type switch
    {
        StoredType.I64 => static (source, target) => MemoryMarshal.AsBytes(source).CopyTo(target),
        StoredType.I32 => static (source, target) => TensorPrimitives.ConvertTruncating(source, MemoryMarshal.Cast<byte, int>(target)),
        StoredType.I16 => static (source, target) => TensorPrimitives.ConvertTruncating(source, MemoryMarshal.Cast<byte, short>(target)),
        StoredType.I8 => static (source, target) => TensorPrimitives.ConvertTruncating(source, MemoryMarshal.Cast<byte, sbyte>(target)),
        _ => static (source, target) => TensorPrimitives.ConvertTruncating(source, target),
    };

    private static void CheckFloats<T>(string file, TensorToWrite tensor, ReadOnlySpan<T> piece, int start)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double limit = tensor.Type switch
        {
            StoredType.F16 => FirstBeyondF16,
            StoredType.BF16 => FirstBeyondBF16,
            StoredType.F32 => FirstBeyondF32,
            _ => double.PositiveInfinity,
        };
        if (Math.Abs(double.CreateTruncating(TensorPrimitives.MaxMagnitudeNumber(piece))) < limit)
            return;
        for (int i = 0; i < piece.Length; i++)
        {
            double value = double.CreateTruncating(piece[i]);
            if (double.IsFinite(value) && Math.Abs(value) >= limit)
                throw new ModelFileException(
                    file, ModelFileException.Tensor(tensor.Name), $"element {start + i} is {value:R}, beyond the range of {tensor.Type}",
                    "store it as a type of wider range (BF16, F32 or F64)");
        }
    }

    private static void CheckIntegers(string file, TensorToWrite tensor, ReadOnlySpan<long> piece, int start)
    {
        var (least, most) = tensor.Type switch
        {
            StoredType.I32 => (int.MinValue, int.MaxValue),
            StoredType.I16 => (short.MinValue, short.MaxValue),
            StoredType.I8 => (sbyte.MinValue, sbyte.MaxValue),
            StoredType.U8 => (0L, byte.MaxValue),
            _ => (long.MinValue, long.MaxValue),
        };
        int wrong = piece.IndexOfAnyExceptInRange(least, most);
        if (wrong >= 0)
            throw new ModelFileException(
                file, ModelFileException.Tensor(tensor.Name), $"element {start + wrong} is {piece[wrong]}, beyond the range of {tensor.Type}",
                "store it as a wider type, such as I64");
    }

    private delegate void PieceCheck<T>(ReadOnlySpan<T> piece, int start);
}
