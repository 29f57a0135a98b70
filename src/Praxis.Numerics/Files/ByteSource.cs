using System.Text;

namespace Praxis.Numerics;

/// <summary>The bytes of a text file one by one, with the number of the line; nothing is held but one buffer.</summary>
internal sealed class ByteSource
{
    /// <summary>What <see cref="Next"/> and <see cref="Peek"/> return at the end.</summary>
    public const int End = -1;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private readonly Stream _stream;
    private readonly byte[] _buffer = new byte[1 << 16];
    private int _place;
    private int _filled;

    /// <summary>Begins at the start of a stream; a UTF-8 byte order mark is skipped.</summary>
    public ByteSource(Stream stream)
    {
        _stream = stream;
        _filled = stream.ReadAtLeast(_buffer, _buffer.Length, throwOnEndOfStream: false);
        if (_buffer.AsSpan(0, _filled).StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
            _place = 3;
    }

    /// <summary>The line of the next byte, counted from 1.</summary>
    public int Line { get; private set; } = 1;

    /// <summary>What the buffer holds beyond the next byte, to look ahead.</summary>
    public ReadOnlySpan<byte> Ahead => _buffer.AsSpan(_place, _filled - _place);

    /// <summary>The next byte without taking it.</summary>
    public int Peek()
    {
        if (_place == _filled)
        {
            _place = 0;
            _filled = _stream.Read(_buffer);
            if (_filled == 0)
                return End;
        }

        return _buffer[_place];
    }

    /// <summary>Takes the next byte; "\r\n" and a single "\r" come as "\n".</summary>
    public int Next()
    {
        int next = Peek();
        if (next == End)
            return End;
        _place++;
        if (next == '\r')
        {
            if (Peek() == '\n')
                _place++;
            next = '\n';
        }

        if (next == '\n')
            Line++;
        return next;
    }

    /// <summary>Bytes of a text file as text.</summary>
    /// <exception cref="MatrixFileException">They are not UTF-8.</exception>
    public static string Decode(string file, string place, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException cause)
        {
            throw new MatrixFileException(file, place, "the text is not UTF-8", "save the file in that encoding", cause);
        }
    }
}
