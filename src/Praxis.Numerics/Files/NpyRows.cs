namespace Praxis.Numerics;

/// <summary>
/// A .npy file read in blocks of rows (slices along the first axis), for files larger than memory: never more than one block is
/// held. Files in Fortran order are read column by column within a block, which costs one read for each column.
/// </summary>
public sealed class NpyRows : IDisposable
{
    private const long DefaultBlockBytes = 8L << 20;

    private readonly string _file;
    private readonly FileStream _stream;
    private readonly NpyHeader _header;
    private readonly int[] _rowShape;
    private readonly int _rowLength;

    private NpyRows(string file, FileStream stream)
    {
        _file = file;
        _stream = stream;
        _header = NpyHeader.Read(stream, file, stream.Length);
        (_rowLength, _rowShape) = NpyRowLayout.Of(file, _header);
    }

    /// <summary>The number of rows: the length of the first axis.</summary>
    public long RowCount => _header.Shape[0];

    /// <summary>The shape of one row; empty for a vector, whose rows are numbers.</summary>
    public ReadOnlySpan<int> RowShape => _rowShape;

    /// <summary>The type of the blocks' elements.</summary>
    public DType DType => _header.Element.DType;

    /// <summary>The row at which <see cref="ReadBlock"/> goes on; may be set, to read again or to skip.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The row is negative or beyond the end.</exception>
    public long Position
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, RowCount);
            field = value;
        }
    }

    /// <summary>The number of rows that make a block of about 8 MiB.</summary>
    public int DefaultBlockRows =>
        (int)Math.Clamp(DefaultBlockBytes / ((long)_rowLength * MemoryBound.ElementBytes(DType)), 1, 1 << 20);

    /// <summary>Opens a file and checks its header; no data is read yet.</summary>
    /// <exception cref="MatrixFileException">The file is missing, damaged, of another kind, a single number or without columns.</exception>
    public static NpyRows Open(string path)
    {
        var stream = WholeFile.Open(path);
        try
        {
            return new NpyRows(path, stream);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Reads up to <paramref name="rows"/> rows and moves on.</summary>
    /// <returns>A new tensor of shape (rows read, row shape), or null at the end.</returns>
    /// <exception cref="ArgumentOutOfRangeException">No rows are asked for.</exception>
    /// <exception cref="MatrixFileException">The block is too large for memory, or the file was cut short meanwhile.</exception>
    public Tensor? ReadBlock(int rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rows);
        if (Position == RowCount)
            return null;
        int taken = (int)Math.Min(rows, RowCount - Position);
        MemoryBound.Check(_file, $"row {Position}", (Int128)taken * _rowLength, DType, "read fewer rows at a time");
        var data = NpyData.NewArray(DType, taken * _rowLength);
        if (_header.FortranOrder)
            for (int column = 0; column < _rowLength; column++)
                Fill((column * RowCount) + Position, data, column * taken, taken);
        else
            Fill(Position * _rowLength, data, 0, data.Length);
        Position += taken;
        return NpyData.Arrange(data, _header.FortranOrder, [taken, .. _rowShape]);
    }

    /// <summary>All blocks from <see cref="Position"/> on, each a new tensor.</summary>
    /// <param name="rows">Rows in a block; the last may have fewer. Left out: <see cref="DefaultBlockRows"/>.</param>
    /// <exception cref="MatrixFileException">As <see cref="ReadBlock"/>.</exception>
    public IEnumerable<Tensor> ReadBlocks(int? rows = null)
    {
        while (ReadBlock(rows ?? DefaultBlockRows) is { } block)
            yield return block;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _stream.Dispose();

    private void Fill(long firstElement, Array data, int start, int count)
    {
        const int ChunkElements = 1 << 15;
        var element = _header.Element;
        var buffer = new byte[Math.Min(ChunkElements, count) * element.Bytes];
        _stream.Position = _header.DataStart + (firstElement * element.Bytes);
        for (int done = 0; done < count;)
        {
            int piece = Math.Min(ChunkElements, count - done);
            var bytes = buffer.AsSpan(0, piece * element.Bytes);
            if (_stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
                throw NpyHeader.Truncated(_file, "it became shorter while it was read");
            element.Decode(_file, bytes, data, start + done, firstElement + done);
            done += piece;
        }
    }
}
