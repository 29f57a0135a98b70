using Praxis.Numerics;

namespace Praxis.Learning.Files;

/// <summary>
/// A tensor as it lies in a model's file. Nothing is read before it is asked for: <see cref="ToTensor()"/> converts with one copy,
/// <see cref="AsSpan{T}"/> shows the elements in place.
/// </summary>
/// <remarks>Lives as long as its file is open. May be used from several threads, but not while the file is being closed.</remarks>
public sealed unsafe class StoredTensor
{
    private const int PieceBytes = 1 << 24;

    private readonly string _file;
    private readonly MappedBytes _bytes;
    private readonly long _start;
    private readonly long[] _shape;

    internal StoredTensor(string file, MappedBytes bytes, string name, StoredType type, long[] shape, long start)
    {
        (_file, _bytes, Name, Type, _shape, _start) = (file, bytes, name, type, shape, start);
        Count = StoredTypes.Count(shape);
    }

    /// <summary>The name in the file.</summary>
    public string Name { get; }

    /// <summary>How the elements are stored.</summary>
    public StoredType Type { get; }

    /// <summary>The length of each axis, the last running fastest; empty for a single number.</summary>
    public ReadOnlySpan<long> Shape => _shape;

    /// <summary>The number of elements.</summary>
    public long Count { get; }

    /// <summary>The number of bytes in the file.</summary>
    public long ByteCount => (long)Type.Bytes(Count);

    /// <summary>
    /// The elements as a new tensor of the same shape: F64 as F64; F32, F16, BF16 and the quantised types as F32; integers as I64; truth
    /// values as Bool. All of it is exact.
    /// </summary>
    /// <exception cref="ModelFileException">It is too large for a tensor or for memory, or a truth value is neither 0 nor 1.</exception>
    /// <exception cref="ObjectDisposedException">The file has been closed.</exception>
    public Tensor ToTensor() => Convert(0, Count, _shape);

    /// <summary>The elements as a new tensor of another type, as <see cref="Tensor.To"/> converts.</summary>
    /// <exception cref="ModelFileException">It is too large for a tensor or for memory, or a truth value is neither 0 nor 1.</exception>
    /// <exception cref="ObjectDisposedException">The file has been closed.</exception>
    public Tensor ToTensor(DType dtype) => ToTensor().To(dtype);

    /// <summary>Neighbouring entries of the first axis, for tensors that are too large to hold whole.</summary>
    /// <returns>A new tensor of shape (count, other axes), of the type that <see cref="ToTensor()"/> gives.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The rows are not all there, or the tensor is a single number.</exception>
    /// <exception cref="ModelFileException">They are too many for a tensor or for memory, or a row is no whole number of quantised blocks.</exception>
    /// <exception cref="ObjectDisposedException">The file has been closed.</exception>
    public Tensor Rows(long first, int count)
    {
        long rows = _shape.Length > 0 ? _shape[0] : 0;
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, rows - count);
        long width = rows == 0 ? 0 : Count / rows;
        if (width % Type.BlockElements() != 0)
            throw Refuse($"a row of {width} elements is no whole number of {Type} blocks", "read the tensor whole with ToTensor");
        return Convert(first * width, count * width, [count, .. _shape.AsSpan(1)]);
    }

    /// <summary>Whether <see cref="AsSpan{T}"/> can show the elements: not too many for a span, and aligned as their type asks for.</summary>
    public bool IsSeenInPlace => Count <= int.MaxValue && (nuint)(_bytes.Start + _start) % (nuint)Type.BlockBytes() == 0;

    /// <summary>
    /// The elements in place, without a copy, until the file is closed. <typeparamref name="T"/> is the type that lies in the file: double,
    /// float, Half, long, int, short, sbyte or byte, and ushort for the bits of BF16.
    /// </summary>
    /// <exception cref="InvalidOperationException">The elements are of another type, not aligned, or more than a span can hold.</exception>
    /// <exception cref="ObjectDisposedException">The file has been closed.</exception>
    public ReadOnlySpan<T> AsSpan<T>()
        where T : unmanaged
    {
        byte* start = _bytes.Start + _start;
        if (!Holds(typeof(T)))
            throw new InvalidOperationException($"{_file}, {ModelFileException.Tensor(Name)}: its elements are {Type}, not {typeof(T).Name}; convert them with ToTensor.");
        if (Count > int.MaxValue || (nuint)start % (nuint)sizeof(T) != 0)
            throw new InvalidOperationException(
                $"{_file}, {ModelFileException.Tensor(Name)}: its {Count} elements cannot be seen in place (too many, or not aligned); convert them with Rows or ToTensor.");
        return new ReadOnlySpan<T>(start, (int)Count);
    }

    /// <summary>Lets go of the memory that holds what was read of this tensor in place; whatever asks for it again reads it from the file.</summary>
    /// <exception cref="ObjectDisposedException">The file has been closed.</exception>
    public void Release() => _bytes.Release(_start, ByteCount);

    /// <summary>Copies the bytes as they lie in the file.</summary>
    internal void CopyTo(Stream target)
    {
        byte* start = _bytes.Start + _start;
        for (long done = 0; done < ByteCount; done += PieceBytes)
            target.Write(new ReadOnlySpan<byte>(start + done, (int)Math.Min(PieceBytes, ByteCount - done)));
    }

    /// <summary>Name, type and shape.</summary>
    public override string ToString() => $"{Name} {Type} {ModelFileException.Shape(_shape)}";

    private bool Holds(Type element) => Type switch
    {
        StoredType.F64 => element == typeof(double),
        StoredType.F32 => element == typeof(float),
        StoredType.F16 => element == typeof(Half),
        StoredType.BF16 => element == typeof(ushort),
        StoredType.I64 => element == typeof(long),
        StoredType.I32 => element == typeof(int),
        StoredType.I16 => element == typeof(short),
        StoredType.I8 => element == typeof(sbyte),
        StoredType.U8 or StoredType.Bool => element == typeof(byte),
        _ => false,
    };

    private Tensor Convert(long firstElement, long count, long[] shape)
    {
        byte* source = _bytes.Start + _start + (long)Type.Bytes(firstElement);
        RequireRoom(count, shape);
        int[] axes = [.. shape.Select(length => (int)length)];
        switch (Type.Natural())
        {
            case DType.F64:
                var doubles = GC.AllocateUninitializedArray<double>((int)count);
                ElementDecoding.Doubles(source, doubles);
                return Tensor.Wrap(doubles, axes);
            case DType.F32:
                var floats = GC.AllocateUninitializedArray<float>((int)count);
                ElementDecoding.Floats(Type, source, floats);
                return Tensor.Wrap(floats, axes);
            case DType.I64:
                var integers = GC.AllocateUninitializedArray<long>((int)count);
                ElementDecoding.Integers(Type, source, integers);
                return Tensor.Wrap(integers, axes);
            default:
                int wrong = new ReadOnlySpan<byte>(source, (int)count).IndexOfAnyExceptInRange((byte)0, (byte)1);
                if (wrong >= 0)
                    throw Refuse($"element {firstElement + wrong} is {source[wrong]} and a truth value is 0 or 1", "save it again; the data is damaged");
                var truths = GC.AllocateUninitializedArray<bool>((int)count);
                new ReadOnlySpan<bool>(source, (int)count).CopyTo(truths);
                return Tensor.Wrap(truths, axes);
        }
    }

    private void RequireRoom(long count, long[] shape)
    {
        // A zero makes the tensor empty, but the other axes must still be ones that a tensor can have.
        Int128 product = 1;
        foreach (long length in shape)
        {
            product *= Math.Max(length, 1);
            if (product > Array.MaxLength)
                throw Refuse(
                    $"shape {ModelFileException.Shape(shape)} is larger than a tensor's may be ({Array.MaxLength} elements)", "read it in parts with Rows");
        }

        long bytes = count * (Type.Natural() is DType.F64 or DType.I64 ? 8 : Type.Natural() is DType.F32 ? 4 : 1);
        long available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (bytes > available)
            throw Refuse($"it takes {bytes} bytes of memory and this machine has {available}", "read it in parts with Rows");
    }

    private ModelFileException Refuse(string problem, string cure) => new(_file, ModelFileException.Tensor(Name), problem, cure);
}
