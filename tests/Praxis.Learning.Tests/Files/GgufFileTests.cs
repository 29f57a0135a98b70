using Praxis.Learning.Files;
using Praxis.Numerics;

namespace Praxis.Learning.Tests.Files;

public sealed class GgufFileTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData(2u)]
    [InlineData(3u)]
    public void Metadata_of_every_type_is_read(uint version)
    {
        using var file = GgufFile.FromMemory("given", GgufBytes.Everything().Build(version));
        var metadata = file.Metadata;
        Assert.Equal((int)version, file.Version);
        Assert.Equal([200, -2, 65535, -2, 0x80000007, -7, -5], new[] { "u8", "i8", "u16", "i16", "u32", "i32", "i64" }.Select(metadata.Integer));
        Assert.Equal([1.5, 2.5, -7.0], new[] { "f32", "f64", "i32" }.Select(metadata.Number));
        Assert.Equal(ulong.MaxValue, metadata.Values["u64"]);
        Assert.True(metadata.Flag("yes"));
        Assert.Equal("llama é", metadata.Text("general.architecture"));
        Assert.Equal(["a", ""], metadata.Texts("words"));
        Assert.Equal([1L, 2], metadata.Integers("types"));
        Assert.Equal(new[] { true, false }, metadata.Values["truths"]);
        Assert.Equal(new byte[] { 1, 2, 3 }, Assert.Single((object[])metadata.Values["nested"]));
        ScratchFolder.Refused(() => metadata.Integer("u64"), "'u64'", "below 2^63");
        ScratchFolder.Refused(() => metadata.Text("u8"), "'u8'", "Byte, not a text");
        ScratchFolder.Refused(() => metadata.Text("none"), "'none'", "no value");
    }

    [Fact]
    public void Tensors_are_read_and_quantised_ones_are_integer_times_scale()
    {
        using var file = GgufFile.Open(_scratch.Put("a.gguf", GgufBytes.Everything().Build()));
        Assert.Equal(["f32", "f16", "bf16", "q8", "q4", "i32", "q6k"], file.Names);
        Assert.Equal([2, 3], file.Read("f32").Shape.ToArray());
        Assert.Equal([1.0, 2, 3, 4, 5, 6], file.Read("f32").ToArray());
        Assert.Equal([0.5, 0.5], file.Read("f16").ToArray());
        Assert.Equal([1.5, -2], file.Read("bf16").ToArray());
        Assert.Equal(DType.F32, file.Read("q8").DType);
        Assert.Equal(Enumerable.Range(0, 32).Select(i => 0.5 * ((i * 8) - 128)), file.Read("q8").ToArray());
        Assert.Equal(Enumerable.Range(0, 32).Select(i => 0.5 * ((i < 16 ? i : 31 - i) - 8)), file.Read("q4").ToArray());
        Assert.Equal(-9, file.Read("i32").ToArray()[0]);
        Assert.Equal((StoredType.Q4_0, 18L), (file["q4"].Type, file["q4"].ByteCount));
        Assert.True(file.Contains("q6k"));
        ScratchFolder.Refused(() => file.Read("q6k"), "'q6k'", "Q6_K is not read here", "Q8_0");
        ScratchFolder.Refused(() => file.Read("none"), "'none'", "no tensor of this name");
    }

    [Fact]
    public void Long_quantised_tensors_agree_with_a_plain_loop()
    {
        const int Blocks = 5000;
        var random = new Random(1);
        byte[] q8 = new byte[34 * Blocks], q4 = new byte[18 * Blocks];
        random.NextBytes(q8);
        random.NextBytes(q4);
        var expected8 = new List<double>();
        var expected4 = new List<double>();
        for (int block = 0; block < Blocks; block++)
        {
            var scale = (Half)((block % 17) - 8.25f);
            BitConverter.TryWriteBytes(q8.AsSpan(34 * block), scale);
            BitConverter.TryWriteBytes(q4.AsSpan(18 * block), scale);
            for (int i = 0; i < 32; i++)
            {
                expected8.Add((float)scale * (sbyte)q8[(34 * block) + 2 + i]);
                int pair = q4[(18 * block) + 2 + (i % 16)];
                expected4.Add((float)scale * ((i < 16 ? pair & 15 : pair >> 4) - 8));
            }
        }

        byte[] bytes = new GgufBytes().Tensor("q8", [32, Blocks], 8, q8).Tensor("q4", [32, Blocks], 2, q4).Build();
        using var file = GgufFile.FromMemory("given", bytes);
        Assert.Equal(expected8, file.Read("q8").ToArray());
        Assert.Equal(expected4, file.Read("q4").ToArray());
        Assert.Equal(expected4.GetRange(32 * 100, 64), file["q4"].Rows(100, 2).ToArray());
    }

    private static void Refused(byte[] bytes, params string[] parts)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        ScratchFolder.Refused(() => GgufFile.FromMemory("bad.gguf", bytes).Dispose(), ["bad.gguf", .. parts]);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 300_000);
    }

    [Fact]
    public void Malformed_files_are_refused_before_memory_is_taken()
    {
        byte[] four = new byte[4];
        Refused([.. "GGUX"u8, .. new byte[20]], "no .gguf file");
        Refused(new byte[10], "10 bytes are too few");
        Refused(new GgufBytes().Build(version: 1), "version 1");
        Refused(new GgufBytes().Build(version: 3u << 24), "big-endian");
        Refused(new GgufBytes().Build(tensorCount: ulong.MaxValue), "18446744073709551615 tensors are announced");
        Refused(new GgufBytes().Build(metadataCount: 1ul << 40), "metadata values are announced");
        Refused(new GgufBytes().Value("a", 13, 0).Build(), "'a'", "type of value 13");
        Refused(new GgufBytes().Value("a", 7, 2).Build(), "'a'", "0 or 1, not 2");
        Refused(new GgufBytes().Value("a", 0, 1).Value("a", 0, 1).Build(), "'a'", "twice");
        Refused(new GgufBytes().Value("a", 8, [.. BitConverter.GetBytes(1ul << 50), 65]).Build(), "'a'", "1125899906842624 bytes are to follow");
        Refused(new GgufBytes().Value("a", 8, [.. BitConverter.GetBytes(1ul), 0xFF]).Build(), "'a'", "not UTF-8");
        Refused(new GgufBytes().Value("a", 9, GgufBytes.List(12, 1ul << 61)).Build(), "'a'", "numbers of 8 bytes are announced");
        Refused(new GgufBytes().Value("a", 9, GgufBytes.List(8, 1ul << 61)).Build(), "'a'", "a list of");
        Refused(new GgufBytes().Value("a", 9, GgufBytes.List(9, 1, GgufBytes.List(9, 1, GgufBytes.List(9, 1, GgufBytes.List(9, 1, GgufBytes.List(0, 0)))))).Build(), "'a'", "deeper");
        Refused(new GgufBytes().Value("general.alignment", 4, 33, 0, 0, 0).Build(), "alignment 33");
        Refused(new GgufBytes().Tensor("w", [1], 99, four).Build(), "'w'", "type of tensor 99");
        Refused(new GgufBytes().Tensor("w", [1, 1, 1, 1, 1], 0, four).Build(), "'w'", "5 axes");
        Refused(new GgufBytes().Tensor("w", [1], 0, four).Tensor("w", [1], 0, four).Build(), "'w'", "twice");
        Refused(new GgufBytes().Tensor("w", [2], 0, four).Build(), "'w'", "go beyond the 4");
        Refused(new GgufBytes().Tensor("w", [1ul << 62, 1ul << 62], 0, four).Build(), "'w'", "more elements than any file");
        Refused(new GgufBytes().Tensor("w", [ulong.MaxValue], 0, four).Build(), "'w'", "longer than any file");
        Refused(new GgufBytes().Tensor("w", [33], 8, new byte[68]).Build(), "'w'", "no whole number of Q8_0 blocks");
        Refused(new GgufBytes().Tensor("w", [1], 0, four, offset: 4).Build(), "'w'", "not aligned to 32");
        Refused(new GgufBytes().Tensor("v", [1], 0, four).Tensor("w", [1], 0, four, offset: 0).Build(), "'w'", "overlaps");
        Refused(new GgufBytes().Tensor("v", [1], 0, new byte[100]).Tensor("w", [1], 0, four).Build(), "'w'", "should at byte 32");
    }

    [Fact]
    public void Every_truncation_is_refused_and_twenty_thousand_damaged_files_take_little_memory()
    {
        byte[] whole = GgufBytes.Everything().Build();
        for (int length = 0; length < whole.Length; length++)
            Assert.Throws<ModelFileException>(() => GgufFile.FromMemory("cut", whole.AsMemory(0, length)));
        var mutations = new Mutations(whole, 7);
        int read = 0;
        for (int i = 0; i < 20_000; i++)
        {
            var content = mutations.Next();
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                using var file = GgufFile.FromMemory("damaged", content);
                foreach (string name in file.Names.Where(name => name != "q6k"))
                    file.Read(name);
                read++;
            }
            catch (ModelFileException refusal)
            {
                Assert.StartsWith("damaged, ", refusal.Message, StringComparison.Ordinal);
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000);
        }

        Assert.InRange(read, 500, 19_500);
    }
}
