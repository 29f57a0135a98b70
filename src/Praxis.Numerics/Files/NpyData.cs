namespace Praxis.Numerics;

/// <summary>The data of one .npy array, read from a stream into a tensor and written from one.</summary>
internal static class NpyData
{
    private const int ChunkBytes = 1 << 18;

    /// <summary>Reads header and data.</summary>
    /// <param name="stream">At the first byte of the array.</param>
    /// <param name="file">The file's name, for messages.</param>
    /// <param name="fileBytes">How many bytes the array takes with its header.</param>
    /// <param name="maximumBytes">The most memory to take.</param>
    /// <param name="cure">What to advise when the array is too large.</param>
    public static Tensor Read(Stream stream, string file, long fileBytes, long maximumBytes, string cure)
    {
        var header = NpyHeader.Read(stream, file, fileBytes);
        int[] shape = IntShape(header, file, cure);
        var dtype = header.Element.DType;
        long count = header.Count;
        MemoryBound.Check(file, "header", count, dtype, cure);
        MemoryBound.CheckBytes(file, "header", (Int128)count * MemoryBound.ElementBytes(dtype), maximumBytes, cure);
        var data = NewArray(dtype, (int)count);
        Fill(stream, file, header.Element, data);
        return Arrange(data, header.FortranOrder, shape);
    }

    /// <summary>An array for so many elements.</summary>
    public static Array NewArray(DType dtype, int count) => dtype switch
    {
        DType.F32 => new float[count],
        DType.F64 => new double[count],
        DType.I64 => new long[count],
        _ => new bool[count],
    };

    /// <summary>A row-major tensor over data that lies in C or in Fortran order.</summary>
    public static Tensor Arrange(Array data, bool fortranOrder, int[] shape)
    {
        if (!fortranOrder || shape.Length < 2)
            return Wrap(data, shape);
        int[] axes = [.. Enumerable.Range(0, shape.Length).Reverse()];
        return Wrap(data, [.. shape.Reverse()]).Transpose(axes).Contiguous();
    }

    /// <summary>Writes header and data.</summary>
    public static void Write(Stream stream, Tensor tensor)
    {
        stream.Write(NpyHeader.Write(tensor.DType, tensor.Shape));
        var contiguous = tensor.Contiguous();
        switch (tensor.DType)
        {
            case DType.F32:
                WriteElements(stream, contiguous.AsSpan<float>());
                break;
            case DType.F64:
                WriteElements(stream, contiguous.AsSpan<double>());
                break;
            case DType.I64:
                WriteElements(stream, contiguous.AsSpan<long>());
                break;
            default:
                WriteElements(stream, contiguous.AsSpan<bool>());
                break;
        }
    }

    private static void WriteElements<T>(Stream stream, ReadOnlySpan<T> elements)
        where T : unmanaged
    {
        // In pieces, since a large tensor has more bytes than one span can count.
        const int Piece = ChunkBytes / sizeof(double);
        var buffer = new byte[ChunkBytes];
        int width = System.Runtime.CompilerServices.Unsafe.SizeOf<T>();
        for (int start = 0; start < elements.Length; start += Piece)
        {
            var piece = elements.Slice(start, Math.Min(Piece, elements.Length - start));
            var bytes = buffer.AsSpan(0, piece.Length * width);
            System.Runtime.InteropServices.MemoryMarshal.AsBytes(piece).CopyTo(bytes);
            if (!BitConverter.IsLittleEndian && width > 1)
                for (int place = 0; place < bytes.Length; place += width)
                    bytes.Slice(place, width).Reverse();
            stream.Write(bytes);
        }
    }

    private static void Fill(Stream stream, string file, NpyElement element, Array data)
    {
        var buffer = new byte[ChunkBytes];
        int perChunk = ChunkBytes / element.Bytes;
        for (int start = 0; start < data.Length;)
        {
            int count = Math.Min(perChunk, data.Length - start);
            var bytes = buffer.AsSpan(0, count * element.Bytes);
            if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
                throw NpyHeader.Truncated(file, $"it ends before element {start + count}");
            element.Decode(file, bytes, data, start, start);
            start += count;
        }
    }

    private static int[] IntShape(NpyHeader header, string file, string cure)
    {
        // A zero makes the array empty, but the other axes must still be ones a tensor can have.
        Int128 product = 1;
        foreach (long length in header.Shape)
        {
            product *= Math.Max(length, 1);
            if (product > Array.MaxLength)
                throw new MatrixFileException(
                    file, "header", $"the shape ({string.Join(", ", header.Shape)}) is larger than a tensor's may be ({Array.MaxLength} elements)", cure);
        }

        return [.. header.Shape.Select(length => (int)length)];
    }

    private static Tensor Wrap(Array data, int[] shape) => data switch
    {
        double[] doubles => Tensor.Wrap(doubles, shape),
        float[] floats => Tensor.Wrap(floats, shape),
        long[] integers => Tensor.Wrap(integers, shape),
        _ => Tensor.Wrap((bool[])data, shape),
    };
}
