using System.Buffers;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace Praxis.Learning.Files;

/// <summary>The bytes of a whole file in place: mapped into memory, so that the system reads what is touched, or given by the caller.</summary>
internal sealed unsafe partial class MappedBytes : IDisposable
{
    // MADV_DONTNEED: of a mapping that is only read nothing is lost.
    private const int DropPages = 4;

    private readonly MemoryMappedFile? _mapping;
    private readonly MemoryMappedViewAccessor? _view;
    private MemoryHandle _pin;
    private byte* _start;

    private MappedBytes(FileStream stream)
    {
        Length = stream.Length;
        _mapping = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        _view = _mapping.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _start = start + _view.PointerOffset;
    }

    private MappedBytes(ReadOnlyMemory<byte> content)
    {
        Length = content.Length;
        _pin = content.Pin();
        _start = (byte*)_pin.Pointer;
    }

    /// <summary>The number of bytes.</summary>
    public long Length { get; }

    /// <summary>The first byte.</summary>
    /// <exception cref="ObjectDisposedException">The file has been closed.</exception>
    public byte* Start
    {
        get
        {
            ObjectDisposedException.ThrowIf(_start is null, this);
            return _start;
        }
    }

    /// <summary>Maps a file of at least so many bytes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="kind">What it should be, for messages: "a .gguf file".</param>
    /// <param name="least">Fewer bytes cannot be such a file.</param>
    /// <exception cref="ModelFileException">The file is missing, unreadable, no regular file or too short.</exception>
    public static MappedBytes Open(string path, string kind, int least)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        FileStream? stream = null;
        try
        {
            stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            if (!stream.CanSeek)
                throw new ModelFileException(path, "opening", "this is a pipe or a device, which cannot be mapped", "copy it to a file first");
            RequireLength(path, kind, stream.Length, least);
            return new MappedBytes(stream);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            stream?.Dispose();
            string problem = cause is FileNotFoundException or DirectoryNotFoundException
                ? "there is no such file"
                : $"the file cannot be opened ({cause.Message.TrimEnd('.')})";
            throw new ModelFileException(path, "opening", problem, "check the path and the right to read it", cause);
        }
        catch
        {
            stream?.Dispose();
            throw;
        }
    }

    /// <summary>Holds bytes that are in memory already.</summary>
    /// <exception cref="ModelFileException">They are too few.</exception>
    public static MappedBytes Of(string name, string kind, int least, ReadOnlyMemory<byte> content)
    {
        RequireLength(name, kind, content.Length, least);
        return new MappedBytes(content);
    }

    /// <summary>Lets go of the memory of some bytes that were read; they are read again from the file when they are touched. On Linux; elsewhere the system decides by itself.</summary>
    /// <param name="start">The first of them.</param>
    /// <param name="count">How many.</param>
    public void Release(long start, long count)
    {
        if (_mapping is null || !OperatingSystem.IsLinux())
            return;
        // Whole pages only; what reaches into a neighbour's page stays.
        nint page = Environment.SystemPageSize;
        nint first = ((nint)(Start + start) + page - 1) / page * page, end = (nint)(Start + start + count) / page * page;
        if (end > first)
            _ = Advise(first, (nuint)(end - first), DropPages);
    }

    /// <summary>Unmaps and closes; a second time does nothing.</summary>
    public void Dispose()
    {
        if (_start is null)
            return;
        _start = null;
        _pin.Dispose();
        _view?.SafeMemoryMappedViewHandle.ReleasePointer();
        _view?.Dispose();
        _mapping?.Dispose();
    }

    private static void RequireLength(string name, string kind, long length, int least)
    {
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("Model files are little-endian and are read in place; this processor is big-endian.");
        if (length < least)
            throw new ModelFileException(name, "end of file", $"{length} bytes are too few for {kind}", "the file is cut short; copy or download it again");
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint start, nuint length, int advice);
}
