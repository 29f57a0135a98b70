using Praxis.Learning.Files;
using Praxis.Numerics;

namespace Praxis.Learning.Tests.Files;

public sealed class SafetensorsReadTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("f64", StoredType.F64, DType.F64, new[] { 1.5, -2 }, new[] { 2 })]
    [InlineData("f32", StoredType.F32, DType.F32, new[] { 1.5, -2 }, new[] { 2, 1 })]
    [InlineData("bf16", StoredType.BF16, DType.F32, new[] { 1.5, -2 }, new[] { 2 })]
    [InlineData("f16", StoredType.F16, DType.F32, new[] { 1.5, -2 }, new[] { 2 })]
    [InlineData("i64", StoredType.I64, DType.I64, new[] { 1.0, -2 }, new[] { 1, 2 })]
    [InlineData("i32", StoredType.I32, DType.I64, new[] { 1.0, -2 }, new[] { 2 })]
    [InlineData("i16", StoredType.I16, DType.I64, new[] { 1.0, -2 }, new[] { 2 })]
    [InlineData("i8", StoredType.I8, DType.I64, new[] { 1.0, -2 }, new[] { 2 })]
    [InlineData("u8", StoredType.U8, DType.I64, new[] { 7.0, 255 }, new[] { 2 })]
    [InlineData("bool", StoredType.Bool, DType.Bool, new[] { 1.0, 0 }, new[] { 2 })]
    [InlineData("empty", StoredType.F32, DType.F32, new double[0], new[] { 0, 3 })]
    [InlineData("scalar", StoredType.I8, DType.I64, new[] { 42.0 }, new int[0])]
    public void Every_type_reads_as_the_tensor_that_holds_it(string name, StoredType type, DType dtype, double[] values, int[] shape)
    {
        byte[] bytes = SafetensorsBytes.EveryType();
        using var mapped = SafetensorsFile.Open(_scratch.Put("a.safetensors", bytes));
        using var given = SafetensorsFile.FromMemory("given", bytes);
        foreach (var file in new[] { mapped, given })
        {
            Assert.Equal(type, file[name].Type);
            var tensor = file.Read(name);
            Assert.Equal(dtype, tensor.DType);
            Assert.Equal(shape, tensor.Shape.ToArray());
            Assert.Equal(values, tensor.ToArray());
            Assert.Equal(values, file[name].ToTensor(DType.F64).ToArray());
        }
    }

    [Fact]
    public void Names_keep_their_order_and_the_texts_are_there()
    {
        using var file = SafetensorsFile.FromMemory("given", SafetensorsBytes.EveryType());
        Assert.Equal(["f64", "f32", "i64", "i32", "bf16", "f16", "i16", "i8", "u8", "bool", "empty", "scalar"], file.Names);
        Assert.Equal(["format", "made by"], file.Metadata.Keys);
        Assert.Equal("hand é", file.Metadata["made by"]);
        Assert.True(file.Contains("f16"));
        Assert.False(file.Contains("F16"));
        Assert.Equal((2L, 4L, "f16 F16 [2]"), (file["f16"].Count, file["f16"].ByteCount, file["f16"].ToString()));
        ScratchFolder.Refused(() => file.Read("wte"), "given", "'wte'", "no tensor of this name", "'f64'");
    }

    [Fact]
    public void Elements_are_seen_in_place_as_the_type_that_lies_there()
    {
        using var file = SafetensorsFile.FromMemory("given", SafetensorsBytes.EveryType());
        Assert.Equal([1.5, -2.0], file["f64"].AsSpan<double>().ToArray());
        Assert.Equal([1.5f, -2f], file["f32"].AsSpan<float>().ToArray());
        Assert.Equal([(Half)1.5f, (Half)(-2f)], file["f16"].AsSpan<Half>().ToArray());
        Assert.Equal([(ushort)0x3FC0, (ushort)0xC000], file["bf16"].AsSpan<ushort>().ToArray());
        Assert.Equal([1L, -2L], file["i64"].AsSpan<long>().ToArray());
        Assert.Equal([1, -2], file["i32"].AsSpan<int>().ToArray());
        Assert.Equal([(short)1, (short)-2], file["i16"].AsSpan<short>().ToArray());
        Assert.Equal([(sbyte)1, (sbyte)-2], file["i8"].AsSpan<sbyte>().ToArray());
        Assert.Equal([(byte)7, (byte)255], file["u8"].AsSpan<byte>().ToArray());
        Assert.Contains("F16, not Single", Assert.Throws<InvalidOperationException>(() => file["f16"].AsSpan<float>().Length).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_that_is_not_aligned_is_converted_and_not_shown_in_place()
    {
        // Eleven bytes of white space make the data begin at an odd byte.
        string header = """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""";
        header += new string(' ', header.Length % 2 == 0 ? 11 : 12);
        using var file = SafetensorsFile.FromMemory("given", SafetensorsBytes.Of(header, 0, 0, 0xC0, 0x3F));
        Assert.Equal([1.5], file.Read("a").ToArray());
        Assert.Throws<InvalidOperationException>(() => file["a"].AsSpan<float>().Length);
    }

    [Fact]
    public void Rows_are_read_without_the_rest()
    {
        var table = Tensor.Arange(12).Reshape(4, 3);
        string path = _scratch["rows.safetensors"];
        SafetensorsFile.Write(path, [new TensorToWrite("table", table, StoredType.F16), new TensorToWrite("one", Tensor.Scalar(3))]);
        using var file = SafetensorsFile.Open(path);
        Assert.Equal([3.0, 4, 5, 6, 7, 8], file["table"].Rows(1, 2).ToArray());
        Assert.Equal([2, 3], file["table"].Rows(1, 2).Shape.ToArray());
        Assert.Equal([0, 3], file["table"].Rows(4, 0).Shape.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => file["table"].Rows(3, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => file["table"].Rows(-1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => file["one"].Rows(0, 1));
    }

    [Fact]
    public void A_closed_file_says_so()
    {
        var file = SafetensorsFile.Open(_scratch.Put("a.safetensors", SafetensorsBytes.EveryType()));
        var tensor = file["f32"];
        file.Dispose();
        file.Dispose();
        Assert.Throws<ObjectDisposedException>(() => tensor.ToTensor());
        Assert.Throws<ObjectDisposedException>(() => tensor.AsSpan<float>().Length);
    }

    [Fact]
    public void Ten_gigabytes_open_at_once_and_rows_take_only_their_own_memory()
    {
        // A file with a hole takes no room on the disk; only its last number is written.
        const long Rows = 20_000_000;
        const int Columns = 128;
        string header = $$$"""{"large":{"dtype":"F32","shape":[{{{Rows}}},{{{Columns}}}],"data_offsets":[0,{{{Rows * Columns * sizeof(float)}}}]}}""";
        byte[] start = SafetensorsBytes.Of(header.PadRight((header.Length + 7) / 8 * 8));
        string path = _scratch["large.safetensors"];
        using (var stream = File.Create(path))
        {
            stream.Write(start);
            stream.SetLength(start.Length + (Rows * Columns * sizeof(float)));
            stream.Position = stream.Length - sizeof(float);
            stream.Write(BitConverter.GetBytes(1.5f));
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        using var file = SafetensorsFile.Open(path);
        Assert.Equal(1.5, file["large"].Rows(Rows - 2, 2)[1, Columns - 1]);
        ScratchFolder.Refused(() => file.Read("large"), path, "'large'", "larger than a tensor's may be", "Rows");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Long_tensors_are_the_same_on_any_number_of_threads(int threads)
    {
        int before = Backend.Threads;
        try
        {
            Backend.Threads = threads;
            const int Length = 200_003;
            float[] values = [.. Enumerable.Range(0, Length).Select(i => (float)(i % 251) - 100)];
            string path = _scratch["long.safetensors"];
            StoredType[] types = [StoredType.F64, StoredType.F32, StoredType.F16, StoredType.BF16];
            SafetensorsFile.Write(path, [.. types.Select(type => new TensorToWrite($"{type}", Tensor.FromArray(values), type))]);
            using var file = SafetensorsFile.Open(path);
            foreach (var type in types)
                Assert.Equal(values, file[$"{type}"].ToTensor(DType.F32).AsSpan<float>().ToArray());
        }
        finally
        {
            Backend.Threads = before;
        }
    }
}
