using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Praxis.Learning.Files;
using Praxis.Numerics;

namespace Praxis.Learning.Tests.Files;

public sealed class SafetensorsWriteTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void The_bytes_are_those_of_the_format()
    {
        string path = _scratch["a.safetensors"];
        SafetensorsFile.Write(
            path,
            [new TensorToWrite("é", Tensor.FromArray([1.5, -2]), StoredType.F16), new TensorToWrite("n", Tensor.FromArray([true])), new TensorToWrite("w", Tensor.FromArray([1.5f]))],
            new Dictionary<string, string> { ["format"] = "pt" });
        byte[] bytes = File.ReadAllBytes(path);
        int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        Assert.Equal(0, (length + 8) % 64);
        Assert.Equal(
            """{"__metadata__":{"format":"pt"},"é":{"dtype":"F16","shape":[2],"data_offsets":[4,8]},"n":{"dtype":"BOOL","shape":[1],"data_offsets":[8,9]},"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""",
            Encoding.UTF8.GetString(bytes, 8, length).TrimEnd(' '));
        Assert.Equal([0, 0, 0xC0, 0x3F, 0, 0x3E, 0, 0xC0, 1], bytes[(8 + length)..]);
        Assert.Equal([path], Directory.GetFiles(_scratch.Path));
    }

    [Fact]
    public void What_is_written_reads_back_in_order_and_aligned()
    {
        string path = _scratch["a.safetensors"];
        var matrix = Tensor.Arange(6).Reshape(2, 3);
        TensorToWrite[] tensors =
        [
            new("bools", Tensor.FromArray([true, false, true])), new("f16", matrix, StoredType.F16), new("i8", Tensor.FromArray([-128L, 127]), StoredType.I8),
            new("u8", Tensor.FromArray([0L, 255]), StoredType.U8), new("i16", Tensor.FromArray([-32768L, 32767]), StoredType.I16),
            new("i32", Tensor.FromArray([int.MinValue, (long)int.MaxValue]), StoredType.I32), new("i64", Tensor.FromArray([long.MinValue + 0L, 3])),
            new("transposed", matrix.Transpose(), StoredType.BF16), new("f64", matrix), new("f32", matrix.To(DType.F32)),
            new("wide", matrix.To(DType.F32), StoredType.F64), new("narrow", matrix, StoredType.F32), new("empty", Tensor.Zeros(0, 4)), new("scalar", Tensor.Scalar(7)),
        ];
        SafetensorsFile.Write(path, tensors);
        using var file = SafetensorsFile.Open(path);
        Assert.Equal(tensors.Select(tensor => tensor.Name), file.Names);
        foreach (var tensor in tensors)
        {
            Assert.Equal(tensor.Tensor.ToArray(), file.Read(tensor.Name).ToArray());
            Assert.Equal(tensor.Tensor.Shape.ToArray(), file.Read(tensor.Name).Shape.ToArray());
        }

        Assert.Equal(2, file["f64"].AsSpan<double>()[2]);
        Assert.Equal((Half)2, file["f16"].AsSpan<Half>()[2]);
        Assert.Equal(int.MaxValue, file["i32"].AsSpan<int>()[1]);
    }

    [Fact]
    public void A_file_larger_than_a_block_holds_every_byte_in_its_place()
    {
        // Tensors that end before, across and after the ends of blocks of 8 MiB.
        string path = _scratch["a.safetensors"];
        var random = new RandomStream(1);
        TensorToWrite[] tensors =
        [
            new("a", random.Fork(1).Uniform(1_500_000).To(DType.F32)), new("b", random.Fork(2).Uniform(700_001).To(DType.F32)), new("c", Tensor.FromArray([true, false, true])),
        ];
        SafetensorsFile.Write(path, tensors);
        byte[] bytes = File.ReadAllBytes(path);
        int header = 8 + (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        byte[] expected = [.. MemoryMarshal.AsBytes(tensors[0].Tensor.AsSpan<float>()), .. MemoryMarshal.AsBytes(tensors[1].Tensor.AsSpan<float>()), 1, 0, 1];
        Assert.True(expected.Length > 1 << 23);
        Assert.True(bytes.AsSpan(header).SequenceEqual(expected));
    }

    [Fact]
    public void Numbers_are_rounded_once_to_nearest_even()
    {
        // Just above half-way in double precision; rounding to single first would land half-way and then go down.
        double[] values = [1 + Math.Pow(2, -11) + Math.Pow(2, -40), 1 + Math.Pow(2, -8) + Math.Pow(2, -40), 1 + Math.Pow(2, -11), 1 + Math.Pow(2, -8)];
        string path = _scratch["a.safetensors"];
        SafetensorsFile.Write(path, [new("f16", Tensor.FromArray(values), StoredType.F16), new("bf16", Tensor.FromArray(values), StoredType.BF16)]);
        using var file = SafetensorsFile.Open(path);
        Assert.Equal([1 + Math.Pow(2, -10), 1 + Math.Pow(2, -8), 1, 1 + Math.Pow(2, -8)], file.Read("f16").ToArray());
        Assert.Equal([1, 1 + Math.Pow(2, -7), 1, 1], file.Read("bf16").ToArray());
    }

    [Fact]
    public void A_number_beyond_the_type_is_an_error_and_infinities_and_NaN_are_not()
    {
        string path = _scratch.Put("a.safetensors", "old");
        double[] largest = [65519.99, -65519.99, double.PositiveInfinity, double.NegativeInfinity, double.NaN];
        SafetensorsFile.Write(path, [new("w", Tensor.FromArray(largest), StoredType.F16)]);
        using (var file = SafetensorsFile.Open(path))
            Assert.Equal([65504, -65504, double.PositiveInfinity, double.NegativeInfinity, double.NaN], file.Read("w").ToArray());
        byte[] before = File.ReadAllBytes(path);
        Refused(Tensor.FromArray([1, -65520.0]), StoredType.F16, "element 1 is -65520", "range of F16", "BF16");
        Refused(Tensor.FromArray([1, float.PositiveInfinity, 1e5f]), StoredType.F16, "element 2", "range of F16");
        Refused(Tensor.FromArray([3.4e38f]), StoredType.BF16, "element 0", "range of BF16");
        Refused(Tensor.FromArray([1e39]), StoredType.F32, "element 0", "range of F32");
        Refused(Tensor.FromArray([128L]), StoredType.I8, "element 0 is 128", "range of I8");
        Refused(Tensor.FromArray([-1L]), StoredType.U8, "element 0 is -1", "range of U8");
        Refused(Tensor.FromArray([1L << 31]), StoredType.I32, "range of I32");
        Refused(Tensor.FromArray([1L]), StoredType.F32, "a tensor of I64 is not stored as F32");
        Refused(Tensor.FromArray([1.0]), StoredType.I32, "a tensor of F64 is not stored as I32");
        Refused(Tensor.FromArray([1.0]), StoredType.Q8_0, "not stored as Q8_0");
        Assert.Equal(before, File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFiles(_scratch.Path));

        void Refused(Tensor tensor, StoredType type, params string[] parts) =>
            ScratchFolder.Refused(() => SafetensorsFile.Write(path, [new("w", tensor, type)]), [path, "'w'", .. parts]);
    }

    [Fact]
    public void Names_must_be_texts_and_unique_and_the_folder_must_be_there()
    {
        var one = Tensor.Scalar(1);
        string path = _scratch["a.safetensors"];
        ScratchFolder.Refused(() => SafetensorsFile.Write(path, [new("w", one), new("w", one)]), "'w'", "two tensors");
        foreach (string name in (string[])["", "__metadata__", "\ud800"])
            ScratchFolder.Refused(() => SafetensorsFile.Write(path, [new(name, one)]), "cannot have this name");
        ScratchFolder.Refused(() => SafetensorsFile.Write(_scratch["none/a.safetensors"], [new("w", one)]), "cannot be written", "folder");
        Assert.Empty(Directory.GetFiles(_scratch.Path));
    }

    [Fact]
    public void Tensors_by_name_are_stored_as_asked()
    {
        string path = _scratch["a.safetensors"];
        var tensors = new Dictionary<string, Tensor> { ["w"] = Tensor.Ones(2), ["steps"] = Tensor.FromArray([3L]) };
        SafetensorsFile.Write(path, tensors, StoredType.BF16);
        using var file = SafetensorsFile.Open(path);
        Assert.Equal((StoredType.BF16, StoredType.I64), (file["w"].Type, file["steps"].Type));
    }

    [Fact]
    public void A_file_without_tensors_is_a_file()
    {
        string path = _scratch["a.safetensors"];
        SafetensorsFile.Write(path, (TensorToWrite[])[]);
        using var file = SafetensorsFile.Open(path);
        Assert.Empty(file.Names);
    }
}
