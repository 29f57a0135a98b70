using Praxis.Learning.Files;
using Praxis.Numerics;

namespace Praxis.Learning.Tests.Files;

public sealed class SafetensorsBuilderTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(1000)]
    public void File_holds_what_was_added_whatever_room_was_kept_for_its_header(int expected)
    {
        using var scratch = new ScratchFolder();
        string path = scratch["built.safetensors"], other = scratch["other.safetensors"];
        var half = new RandomStream(1).Normal([3, 5]);
        SafetensorsFile.Write(other, new Dictionary<string, Tensor> { ["half"] = half }, StoredType.F16);
        var full = new RandomStream(2).Normal([7, 2]).To(DType.F32);
        using (var source = SafetensorsFile.Open(other))
        using (var builder = new SafetensorsBuilder(path, expected, new Dictionary<string, string> { ["format"] = "pt" }))
        {
            builder.Add("copied", source["half"]);
            builder.Add(new TensorToWrite("full", full));
            for (int i = 0; i < 40; i++)
                builder.Add(new TensorToWrite($"code.{i}", Tensor.FromArray(new long[] { i, 255 - i }), StoredType.U8));
            builder.Finish();
        }

        using var read = SafetensorsFile.Open(path);
        using var original = SafetensorsFile.Open(other);
        Assert.Equal("pt", read.Metadata["format"]);
        Assert.Equal(StoredType.F16, read["copied"].Type);
        Assert.Equal(original.Read("half").ToArray(), read.Read("copied").ToArray());
        Assert.Equal(full.ToArray(), read.Read("full").ToArray());
        Assert.Equal([39, 216], read.Read("code.39").AsSpan<long>().ToArray());
        Assert.Equal(42, read.Names.Count);
    }

    [Fact]
    public void Unfinished_file_is_removed_and_a_name_stands_once()
    {
        using var scratch = new ScratchFolder();
        string path = scratch["built.safetensors"];
        using (var builder = new SafetensorsBuilder(path, 2))
        {
            builder.Add(new TensorToWrite("a", Tensor.Zeros(2)));
            Assert.Contains("'a'", Assert.Throws<ModelFileException>(() => builder.Add(new TensorToWrite("a", Tensor.Zeros(2)))).Message);
        }

        Assert.False(File.Exists(path));
    }
}
