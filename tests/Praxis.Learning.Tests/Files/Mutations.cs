namespace Praxis.Learning.Tests.Files;

/// <summary>Damages files in the ways that files are damaged, and in the ways that an attacker would try.</summary>
internal sealed class Mutations(byte[] original, int seed)
{
    private static readonly byte[][] Tokens =
    [
        [.. "18446744073709551615"u8], [.. "-1"u8], [.. "9223372036854775807"u8], [.. "[]"u8], [.. "{}"u8], [.. "\""u8], [.. "\\ud800"u8], [.. "null"u8],
        [.. "1e308"u8], [0xFF, 0xFE], [0, 0, 0, 0], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], [0xFF, 0xFF, 0xFF, 0x7F], [.. "F64"u8], [.. ","u8],
    ];

    private readonly Random _random = new(seed);
    private readonly byte[] _buffer = new byte[original.Length + 64];

    /// <summary>The next damaged file; the memory is used again for the one after.</summary>
    public ReadOnlyMemory<byte> Next()
    {
        original.CopyTo(_buffer, 0);
        int length = original.Length;
        for (int changes = 1 + _random.Next(3); changes > 0; changes--)
        {
            // Half of the changes fall on the first bytes, where lengths and counts stand.
            int place = _random.Next(_random.Next(2) == 0 ? Math.Min(length, 32) : length);
            switch (_random.Next(6))
            {
                case 0:
                    _buffer[place] ^= (byte)(1 << _random.Next(8));
                    break;
                case 1:
                    _buffer[place] = (byte)_random.Next(256);
                    break;
                case 2:
                    byte[] token = Tokens[_random.Next(Tokens.Length)];
                    token.AsSpan(0, Math.Min(token.Length, length - place)).CopyTo(_buffer.AsSpan(place));
                    break;
                case 3:
                    int removed = Math.Min(1 + _random.Next(8), length - place);
                    _buffer.AsSpan(place + removed, length - place - removed).CopyTo(_buffer.AsSpan(place));
                    length = Math.Max(1, length - removed);
                    break;
                case 4:
                    int repeated = Math.Min(1 + _random.Next(16), Math.Min(length - place, _buffer.Length - length));
                    _buffer.AsSpan(place, length - place).CopyTo(_buffer.AsSpan(place + repeated));
                    length += repeated;
                    break;
                default:
                    int other = _random.Next(length);
                    int copied = Math.Min(_random.Next(1, 24), length - Math.Max(place, other));
                    _buffer.AsSpan(other, copied).CopyTo(_buffer.AsSpan(place));
                    break;
            }
        }

        return _buffer.AsMemory(0, length);
    }
}
