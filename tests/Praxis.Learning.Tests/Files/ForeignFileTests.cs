using System.Text.Json;
using Praxis.Learning.Files;
using Praxis.Numerics;

namespace Praxis.Learning.Tests.Files;

/// <summary>Files that other programs wrote (oracles/gguf.py, oracles/safetensors.py), and ours for them.</summary>
public sealed class ForeignFileTests : IDisposable
{
    private const string FileVariable = "PRAXIS_SAFETENSORS";

    private static readonly string Fixtures = Path.Combine(AppContext.BaseDirectory, "Files", "fixtures");

    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Tensors_that_llama_cpp_quantised_are_the_numbers_that_it_reads()
    {
        using var known = Known("llama.json");
        using var file = GgufFile.Open(Path.Combine(Fixtures, "llama.gguf"));
        Assert.Equal("test", file.Metadata.Text("general.architecture"));
        Assert.Equal(["F32", "F16", "Q4_0", "Q8_0", "BF16"], file.Names);
        foreach (var tensor in known.RootElement.GetProperty("tensors").EnumerateObject())
        {
            Assert.Equal(tensor.Name, file[tensor.Name].Type.ToString());
            Assert.Equal([5, 64], file.Read(tensor.Name).Shape.ToArray());
            Assert.Equal(Values(tensor.Value), file.Read(tensor.Name).ToArray());
        }
    }

    [Fact]
    public void A_file_that_numpy_wrote_holds_its_numbers()
    {
        using var known = Known("numpy.json");
        using var file = SafetensorsFile.Open(Path.Combine(Fixtures, "numpy.safetensors"));
        Assert.Equal(known.RootElement.EnumerateObject().Select(tensor => tensor.Name), file.Names);
        foreach (var tensor in known.RootElement.EnumerateObject())
        {
            Assert.Equal(tensor.Value.GetProperty("shape").EnumerateArray().Select(length => length.GetInt32()), file.Read(tensor.Name).Shape.ToArray());
            Assert.Equal(Values(tensor.Value.GetProperty("values")), file.Read(tensor.Name).ToArray());
        }
    }

    [Fact]
    public void Numpy_reads_what_is_written()
    {
        string path = Environment.GetEnvironmentVariable(FileVariable) ?? _scratch["ours.safetensors"];
        var fractions = ((Tensor.Arange(0.0, 24.0) - 11.5) / 7).Reshape(2, 3, 4);
        var whole = Tensor.FromArray(Enumerable.Range(-5, 12).Select(value => (long)value).ToArray()).Reshape(3, 4);
        SafetensorsFile.Write(path,
        [
            new TensorToWrite("I8", whole, StoredType.I8), new TensorToWrite("F64", fractions), new TensorToWrite("F32", fractions, StoredType.F32),
            new TensorToWrite("F16", fractions.To(DType.F32), StoredType.F16), new TensorToWrite("BF16", fractions.To(DType.F32), StoredType.BF16),
            new TensorToWrite("I64", whole), new TensorToWrite("I32", whole, StoredType.I32), new TensorToWrite("I16", whole, StoredType.I16),
            new TensorToWrite("BOOL", Tensor.FromArray(new[] { true, false, true })),
        ]);

        // numpy itself is asked by hand; here the bytes are held to the layout that it checks.
        byte[] bytes = File.ReadAllBytes(path);
        int length = (int)BitConverter.ToInt64(bytes);
        using var header = JsonDocument.Parse(bytes.AsMemory(8, length));
        long[][] spans = [.. header.RootElement.EnumerateObject().Select(entry => Span(entry.Value)).OrderBy(span => span[0])];
        Assert.Equal(0, spans[0][0]);
        Assert.Equal(bytes.Length - 8 - length, spans[^1][1]);
        Assert.All(spans.Zip(spans.Skip(1)), pair => Assert.Equal(pair.First[1], pair.Second[0]));
        long f32 = Span(header.RootElement.GetProperty("F32"))[0];
        Assert.Equal((float)(-11.5 / 7), BitConverter.ToSingle(bytes, 8 + length + (int)f32));
    }

    private static long[] Span(JsonElement entry) => [.. entry.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt64())];

    private static JsonDocument Known(string name) => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Fixtures, name)));

    private static double[] Values(JsonElement list) => [.. list.EnumerateArray().Select(value => value.GetDouble())];
}
