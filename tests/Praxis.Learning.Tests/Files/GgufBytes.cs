using System.Text;

namespace Praxis.Learning.Tests.Files;

/// <summary>.gguf files put together by hand.</summary>
internal sealed class GgufBytes
{
    private readonly List<byte> _metadata = [];
    private readonly List<byte> _tensors = [];
    private readonly List<byte> _data = [];
    private ulong _metadataCount;
    private ulong _tensorCount;

    public static byte[] Text(string text) => [.. BitConverter.GetBytes((ulong)Encoding.UTF8.GetByteCount(text)), .. Encoding.UTF8.GetBytes(text)];

    public GgufBytes Value(string key, uint type, params byte[] value)
    {
        _metadata.AddRange([.. Text(key), .. BitConverter.GetBytes(type), .. value]);
        _metadataCount++;
        return this;
    }

    /// <summary>A list: the type of its entries, their number, the entries.</summary>
    public static byte[] List(uint type, ulong count, params byte[] entries) => [.. BitConverter.GetBytes(type), .. BitConverter.GetBytes(count), .. entries];

    /// <summary>A tensor; its axes in the order of the file, the one that runs fastest first.</summary>
    public GgufBytes Tensor(string name, ulong[] axes, uint type, byte[] data, long? offset = null)
    {
        while (_data.Count % 32 != 0)
            _data.Add(0);
        _tensors.AddRange([.. Text(name), .. BitConverter.GetBytes((uint)axes.Length), .. axes.SelectMany(BitConverter.GetBytes)]);
        _tensors.AddRange([.. BitConverter.GetBytes(type), .. BitConverter.GetBytes(offset ?? (long)_data.Count)]);
        _data.AddRange(data);
        _tensorCount++;
        return this;
    }

    public byte[] Build(uint version = 3, ulong? tensorCount = null, ulong? metadataCount = null)
    {
        List<byte> file =
        [
            .. "GGUF"u8, .. BitConverter.GetBytes(version), .. BitConverter.GetBytes(tensorCount ?? _tensorCount),
            .. BitConverter.GetBytes(metadataCount ?? _metadataCount), .. _metadata, .. _tensors,
        ];
        while (file.Count % 32 != 0)
            file.Add(0);
        return [.. file, .. _data];
    }

    /// <summary>One value of each type, lists, and one tensor of each type that is read.</summary>
    public static GgufBytes Everything()
    {
        byte[] half = BitConverter.GetBytes((Half)0.5f);
        return new GgufBytes()
            .Value("u8", 0, 200).Value("i8", 1, 0xFE).Value("u16", 2, 0xFF, 0xFF).Value("i16", 3, 0xFE, 0xFF).Value("u32", 4, 7, 0, 0, 0x80)
            .Value("i32", 5, BitConverter.GetBytes(-7)).Value("f32", 6, BitConverter.GetBytes(1.5f)).Value("yes", 7, 1)
            .Value("general.architecture", 8, Text("llama é")).Value("u64", 10, BitConverter.GetBytes(ulong.MaxValue))
            .Value("i64", 11, BitConverter.GetBytes(-5L)).Value("f64", 12, BitConverter.GetBytes(2.5))
            .Value("words", 9, List(8, 2, [.. Text("a"), .. Text("")])).Value("types", 9, List(5, 2, 1, 0, 0, 0, 2, 0, 0, 0))
            .Value("truths", 9, List(7, 2, 1, 0)).Value("nested", 9, List(9, 1, List(0, 3, 1, 2, 3)))
            .Tensor("f32", [3, 2], 0, [.. Enumerable.Range(1, 6).SelectMany(i => BitConverter.GetBytes((float)i))])
            .Tensor("f16", [2], 1, [.. half, .. half])
            .Tensor("bf16", [2], 30, [0xC0, 0x3F, 0, 0xC0])
            .Tensor("q8", [32, 1], 8, [.. half, .. Enumerable.Range(0, 32).Select(i => (byte)(sbyte)((i * 8) - 128))])
            .Tensor("q4", [32], 2, [.. half, .. Enumerable.Range(0, 16).Select(i => (byte)(i | ((15 - i) << 4)))])
            .Tensor("i32", [1], 26, BitConverter.GetBytes(-9))
            .Tensor("q6k", [256], 14, new byte[210]);
    }
}
