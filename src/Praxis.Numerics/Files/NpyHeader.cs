using System.Buffers.Binary;
using System.Text;

namespace Praxis.Numerics;

/// <summary>What stands before the data of a .npy file (versions 1, 2 and 3).</summary>
/// <param name="Element">How an element lies in the file.</param>
/// <param name="FortranOrder">Whether the first axis runs fastest.</param>
/// <param name="Shape">The length of each axis; each fits an int except the first of a file that is to be streamed.</param>
/// <param name="DataStart">The byte at which the data begins.</param>
internal sealed record NpyHeader(NpyElement Element, bool FortranOrder, long[] Shape, int DataStart)
{
    // numpy itself refuses more than 10 000 bytes unless told otherwise; version 1 cannot say more than this.
    private const int LongestText = ushort.MaxValue;
    private const int Alignment = 64;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>The number of elements; exact, since it has been checked against the length of the file.</summary>
    public long Count => Shape.Aggregate(1L, (product, length) => product * length);

    /// <summary>Reads the header and checks its claims against the bytes that are there.</summary>
    /// <param name="stream">At the first byte of the file.</param>
    /// <param name="file">The file's name, for messages.</param>
    /// <param name="fileBytes">The length of the whole file.</param>
    public static NpyHeader Read(Stream stream, string file, long fileBytes)
    {
        Span<byte> start = stackalloc byte[8];
        ReadExactly(stream, file, start);
        if (!start[..6].SequenceEqual(Magic))
            throw new MatrixFileException(file, "byte 0", "this is no .npy file (it does not begin with \\x93NUMPY)", "write it with numpy.save");
        int version = start[6];
        if (version is < 1 or > 3 || start[7] != 0)
            throw new MatrixFileException(
                file, "byte 6", $"version {version}.{start[7]} of the .npy format is not known", "write it with numpy.save (versions 1.0 to 3.0)");
        Span<byte> size = stackalloc byte[version == 1 ? 2 : 4];
        ReadExactly(stream, file, size);
        long length = version == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(size) : BinaryPrimitives.ReadUInt32LittleEndian(size);
        int textStart = start.Length + size.Length;
        if (length > LongestText)
            throw new MatrixFileException(
                file, "header", $"a header of {length} bytes is longer than any array of numbers needs ({LongestText})", "write it again with numpy.save");
        if (textStart + length > fileBytes)
            throw Truncated(file, $"the header is to take {length} bytes and {fileBytes - textStart} are there");
        var text = new byte[length];
        ReadExactly(stream, file, text);
        var parsed = NpyHeaderText.Parse(file, Decode(file, text, version));
        var header = new NpyHeader(NpyElement.Parse(file, parsed.Description), parsed.FortranOrder, parsed.Shape, textStart + (int)length);
        header.CheckLength(file, fileBytes);
        return header;
    }

    /// <summary>The bytes that stand before the data of a tensor: version 1, row-major, little-endian.</summary>
    public static byte[] Write(DType dtype, ReadOnlySpan<int> shape)
    {
        string description = dtype switch
        {
            DType.F32 => "<f4",
            DType.F64 => "<f8",
            DType.I64 => "<i8",
            _ => "|b1",
        };
        string axes = string.Join(", ", shape.ToArray()) + (shape.Length == 1 ? "," : "");
        string text = $"{{'descr': '{description}', 'fortran_order': False, 'shape': ({axes}), }}";

        // The data begins at a multiple of 64 and the text ends in a line feed, as the format asks.
        int total = (Magic.Length + 4 + text.Length + 1 + Alignment - 1) / Alignment * Alignment;
        var bytes = new byte[total];
        bytes.AsSpan().Fill((byte)' ');
        Magic.CopyTo(bytes);
        bytes[6] = 1;
        bytes[7] = 0;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(8), checked((ushort)(total - 10)));
        Encoding.ASCII.GetBytes(text, bytes.AsSpan(10));
        bytes[^1] = (byte)'\n';
        return bytes;
    }

    /// <summary>The exception for a file that ends early.</summary>
    public static MatrixFileException Truncated(string file, string problem) =>
        new(file, "end of file", $"the file is cut short ({problem})", "copy or write it again");

    private static string Decode(string file, byte[] text, int version)
    {
        if (version < 3)
            return Encoding.Latin1.GetString(text);
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(text);
        }
        catch (DecoderFallbackException cause)
        {
            throw new MatrixFileException(file, "header", "the header is not UTF-8, as version 3 asks", "write it again with numpy.save", cause);
        }
    }

    private static void ReadExactly(Stream stream, string file, Span<byte> target)
    {
        int read = stream.ReadAtLeast(target, target.Length, throwOnEndOfStream: false);
        if (read < target.Length)
            throw Truncated(file, "it ends within its header");
    }

    private void CheckLength(string file, long fileBytes)
    {
        Int128 count = 1;
        foreach (long length in Shape)
        {
            // Sixty-four axes of 2^63 would overflow even this type; no file is that long, so stop as soon as it is clear.
            count *= length;
            if (count > long.MaxValue)
                break;
        }

        // A zero further on makes everything before it harmless.
        if (Shape.Contains(0))
            count = 0;
        Int128 claimed = count > long.MaxValue ? Int128.MaxValue : count * Element.Bytes;
        long there = fileBytes - DataStart;
        string shape = $"shape ({string.Join(", ", Shape)})";
        if (claimed > there)
            throw Truncated(
                file, $"the header claims {shape} with {Element.Bytes} bytes an element, and {there} bytes of data are there");
        if (claimed < there)
            throw new MatrixFileException(
                file, $"byte {DataStart + (long)claimed}", $"{there - (long)claimed} bytes follow the data of {shape}",
                "save each array in a file of its own, or several in one .npz");
    }
}
