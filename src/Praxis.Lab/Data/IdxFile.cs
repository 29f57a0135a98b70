using System.Buffers.Binary;

namespace Praxis.Lab;

/// <summary>The idx files of MNIST and its kin: a magic number, the sizes, then bytes. Only unsigned bytes are read.</summary>
public static class IdxFile
{
    /// <summary>Bytes that a file may claim unless the caller allows more: 256 MiB.</summary>
    public const long DefaultLimit = 1L << 28;

    private const int UnsignedByte = 0x08;
    private const int Chunk = 1 << 20;

    /// <summary>Reads a whole file; memory is taken as bytes come, never for what the header claims.</summary>
    /// <param name="stream">The file, unpacked.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="rank">How many sizes the header must have: 1 for labels, 3 for pictures.</param>
    /// <param name="limit">The most bytes of data that are accepted.</param>
    /// <returns>The sizes, and the bytes in row-major order.</returns>
    /// <exception cref="DataSetException">The header is not that of such a file, claims too much, or the data are shorter or longer than it says.</exception>
    public static (int[] Shape, byte[] Data) Read(Stream stream, string name, int rank, long limit = DefaultLimit)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Span<byte> header = stackalloc byte[4];
        try
        {
            if (stream.ReadAtLeast(header, 4, throwOnEndOfStream: false) < 4) throw Error(name, "the file ends within the magic number");
            if (header[0] != 0 || header[1] != 0 || header[2] != UnsignedByte || header[3] != rank)
                throw Error(name, $"the magic number is {Convert.ToHexStringLower(header)}, but unsigned bytes with {rank} sizes begin with 0000080{rank}");
            var shape = new int[rank];
            var count = 1L;
            for (var axis = 0; axis < rank; axis++)
            {
                if (stream.ReadAtLeast(header, 4, throwOnEndOfStream: false) < 4) throw Error(name, "the file ends within the sizes");
                var size = BinaryPrimitives.ReadUInt32BigEndian(header);
                if (size == 0) throw Error(name, $"size {axis + 1} is 0");
                // Both are below 2^32 and the limit, so the product cannot overflow.
                count *= size;
                if (count > Math.Min(limit, Array.MaxLength)) throw Error(name, $"the header claims more than {limit:N0} bytes of data");
                shape[axis] = (int)size;
            }
            return (shape, ReadData(stream, name, (int)count));
        }
        catch (InvalidDataException e)
        {
            throw new DataSetException($"{name} cannot be unpacked: {e.Message} Bring the file back; it is damaged.", e);
        }
    }

    private static byte[] ReadData(Stream stream, string name, int count)
    {
        var data = new byte[Math.Min(count, Chunk)];
        var filled = 0;
        while (true)
        {
            var read = stream.ReadAtLeast(data.AsSpan(filled), data.Length - filled, throwOnEndOfStream: false);
            filled += read;
            if (filled < data.Length) throw Error(name, $"the header says {count:N0} bytes of data, but there are only {filled:N0}");
            if (filled == count) break;
            Array.Resize(ref data, (int)Math.Min(count, 2L * data.Length));
        }
        return stream.ReadByte() < 0 ? data : throw Error(name, $"there are more bytes than the {count:N0} that the header says");
    }

    private static DataSetException Error(string name, string what) => new($"{name}: {what}; take the file as its origin has it.");
}
