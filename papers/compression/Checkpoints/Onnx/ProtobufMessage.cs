using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Praxis.Papers.Compression.Checkpoints.Onnx;

/// <summary>A message in the wire format of protocol buffers: fields one after the other, each a key (number and kind) and a value.</summary>
internal sealed class ProtobufMessage
{
    private const int VariableLength = 0;
    private const int LengthDelimited = 2;
    private const int FourBytes = 5;

    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>The bytes so far.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

    /// <summary>A whole number; negative ones take ten bytes, as int64 does.</summary>
    public ProtobufMessage Add(int field, long value)
    {
        Key(field, VariableLength);
        Number((ulong)value);
        return this;
    }

    /// <summary>A single-precision number.</summary>
    public ProtobufMessage Add(int field, float value)
    {
        Key(field, FourBytes);
        Span<byte> bytes = stackalloc byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        _bytes.Write(bytes);
        return this;
    }

    /// <summary>A text in UTF-8.</summary>
    public ProtobufMessage Add(int field, string text) => Add(field, Encoding.UTF8.GetBytes(text));

    /// <summary>A message inside this one.</summary>
    public ProtobufMessage Add(int field, ProtobufMessage message) => Add(field, message.Bytes);

    /// <summary>Bytes as they are.</summary>
    public ProtobufMessage Add(int field, ReadOnlySpan<byte> bytes)
    {
        Begin(field, bytes.Length);
        _bytes.Write(bytes);
        return this;
    }

    /// <summary>The key and length of a field whose bytes follow elsewhere.</summary>
    public ProtobufMessage Begin(int field, long length)
    {
        Key(field, LengthDelimited);
        Number((ulong)length);
        return this;
    }

    private void Key(int field, int kind) => Number(((ulong)field << 3) | (uint)kind);

    // Seven bits a byte, the lowest first; the highest bit says that more follow.
    private void Number(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            Byte((byte)(value | 0x80));
        Byte((byte)value);
    }

    private void Byte(byte value) => _bytes.Write([value]);
}
