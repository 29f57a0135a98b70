using System.IO.MemoryMappedFiles;

namespace Praxis.Numerics;

/// <summary>
/// A .npy file mapped into memory, for rows in any order from files of any size: the system reads the pages that are touched and lets go of
/// them again. <see cref="NpyRows"/> is for reading from front to back.
/// </summary>
/// <remarks>
/// No other program may shorten the file meanwhile; the system would end this one. May be used from several threads, but not while it is
/// disposed of.
/// </remarks>
public sealed unsafe class NpyMap : IDisposable
{
    private readonly string _file;
    private readonly NpyHeader _header;
    private readonly NpyRowLayout _layout;
    private readonly MemoryMappedFile _mapping;
    private readonly MemoryMappedViewAccessor _view;
    private byte* _data;

    private NpyMap(string file, FileStream stream)
    {
        _file = file;
        _header = NpyHeader.Read(stream, file, stream.Length);
        _layout = NpyRowLayout.Of(file, _header);
        _mapping = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        _view = _mapping.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _data = start + _view.PointerOffset + _header.DataStart;
    }

    /// <summary>The number of rows: the length of the first axis.</summary>
    public long RowCount => _header.Shape[0];

    /// <summary>The shape of one row; empty for a vector, whose rows are numbers.</summary>
    public ReadOnlySpan<int> RowShape => _layout.Shape;

    /// <summary>The type that the elements are read as.</summary>
    public DType DType => _header.Element.DType;

    /// <summary>Maps a file and checks its header; no data is read yet.</summary>
    /// <exception cref="MatrixFileException">The file is missing, damaged, of another kind, a single number or without columns.</exception>
    public static NpyMap Open(string path)
    {
        var stream = WholeFile.Open(path);
        try
        {
            return new NpyMap(path, stream);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Neighbouring rows.</summary>
    /// <returns>A new tensor of shape (count, row shape).</returns>
    /// <exception cref="ArgumentOutOfRangeException">The rows are not all there.</exception>
    /// <exception cref="MatrixFileException">They are too many for memory, or hold what is no number of their type.</exception>
    public Tensor Rows(long first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, RowCount - count);
        return Gather(count, i => first + i, contiguous: true);
    }

    /// <summary>Rows with the given numbers, in this order.</summary>
    /// <returns>A new tensor of shape (numbers, row shape).</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    /// <exception cref="MatrixFileException">They are too many for memory, or hold what is no number of their type.</exception>
    public Tensor TakeRows(ReadOnlySpan<long> rows)
    {
        foreach (long row in rows)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(row, nameof(rows));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, RowCount, nameof(rows));
        }

        long[] wanted = rows.ToArray();
        return Gather(wanted.Length, i => wanted[i], contiguous: false);
    }

    /// <summary>
    /// Row <paramref name="row"/> in place, without a copy; until the map is disposed of. Only for C order and elements that lie in the file as
    /// they do in memory: <typeparamref name="T"/> is double or float for f8 and f4 of this machine's byte order.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    /// <exception cref="InvalidOperationException">The elements lie otherwise; <see cref="Rows"/> converts them.</exception>
    public ReadOnlySpan<T> RowSpan<T>(long row)
        where T : unmanaged
    {
        ObjectDisposedException.ThrowIf(_data is null, this);
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, RowCount);
        var element = _header.Element;
        bool fits = element.Kind == 'f' && element.Bytes == sizeof(T) && element.BigEndian != BitConverter.IsLittleEndian
            && (typeof(T) == typeof(double) || typeof(T) == typeof(float)) && (!_header.FortranOrder || _header.Shape.Length == 1);
        if (!fits)
            throw new InvalidOperationException($"{_file}: rows of this file do not lie in memory as {typeof(T).Name}s; read them with Rows.");
        return new ReadOnlySpan<T>(_data + (row * _layout.Length * sizeof(T)), _layout.Length);
    }

    /// <summary>Unmaps and closes the file.</summary>
    public void Dispose()
    {
        if (_data is not null)
            _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _data = null;
        _view.Dispose();
        _mapping.Dispose();
    }

    private Tensor Gather(int count, Func<int, long> row, bool contiguous)
    {
        ObjectDisposedException.ThrowIf(_data is null, this);
        int length = _layout.Length;
        MemoryBound.Check(_file, "rows", (Int128)count * length, DType, "read fewer rows at a time");
        var data = NpyData.NewArray(DType, count * length);
        if (_header.FortranOrder)
        {
            for (int column = 0; column < length; column++)
                for (int i = 0; i < count; i += contiguous ? count : 1)
                    Decode((column * RowCount) + row(i), data, (column * count) + i, contiguous ? count : 1);
        }
        else
        {
            for (int i = 0; i < count; i += contiguous ? count : 1)
                Decode(row(i) * length, data, i * length, (contiguous ? count : 1) * length);
        }

        return NpyData.Arrange(data, _header.FortranOrder, [count, .. _layout.Shape]);
    }

    private void Decode(long firstElement, Array target, int start, int count)
    {
        // Through a buffer, since decoding may swap bytes in place and the file may only be read.
        const int ChunkElements = 1 << 15;
        var element = _header.Element;
        byte[] buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(Math.Min(ChunkElements, count) * element.Bytes);
        for (int done = 0; done < count;)
        {
            int piece = Math.Min(ChunkElements, count - done);
            var bytes = buffer.AsSpan(0, piece * element.Bytes);
            new ReadOnlySpan<byte>(_data + ((firstElement + done) * element.Bytes), bytes.Length).CopyTo(bytes);
            element.Decode(_file, bytes, target, start + done, firstElement + done);
            done += piece;
        }

        System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
    }
}
