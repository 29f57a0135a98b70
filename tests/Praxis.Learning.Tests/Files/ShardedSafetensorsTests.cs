using Praxis.Learning.Files;

namespace Praxis.Learning.Tests.Files;

public sealed class ShardedSafetensorsTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    private static TensorToWrite[] Tensors() =>
        [new("a", Tensor.Arange(4)), new("b", Tensor.Ones(2)), new("c", Tensor.Arange(9)), new("d", Tensor.Scalar(5))];

    [Fact]
    public void Files_are_filled_in_order_up_to_the_bound_and_read_back_by_name()
    {
        var files = ShardedSafetensors.Write(_scratch.Path, Tensors(), maximumBytes: 48);
        Assert.Equal(["model-00001-of-00003.safetensors", "model-00002-of-00003.safetensors", "model-00003-of-00003.safetensors"], files);
        using var model = ShardedSafetensors.Open(_scratch[ShardedSafetensors.IndexName]);
        Assert.Equal(["a", "b", "c", "d"], model.Names);
        Assert.Equal(files, model.Files);
        Assert.Equal(16 * 8, model.TotalBytes);
        foreach (var tensor in Tensors())
            Assert.Equal(tensor.Tensor.ToArray(), model.Read(tensor.Name).ToArray());
        using (var first = SafetensorsFile.Open(_scratch[files[0]]))
            Assert.Equal(["a", "b"], first.Names);
        Assert.False(model.Contains("e"));
        ScratchFolder.Refused(() => model.Read("e"), "'e'", "no tensor of this name");
        model.Dispose();
        Assert.Throws<ObjectDisposedException>(() => model.Read("a"));
    }

    [Fact]
    public void A_model_that_fits_is_one_file_and_the_files_of_the_one_before_go()
    {
        ShardedSafetensors.Write(_scratch.Path, Tensors(), 48);
        _scratch.Put("notes.txt", "stays");
        Assert.Equal(["model.safetensors"], ShardedSafetensors.Write(_scratch.Path, Tensors(), 1000));
        Assert.Equal(["model.safetensors", "notes.txt"], Directory.GetFiles(_scratch.Path).Select(Path.GetFileName).Order());
        ShardedSafetensors.Write(_scratch.Path, Tensors(), 1);
        Assert.Equal(6, Directory.GetFiles(_scratch.Path).Length);
        Assert.False(File.Exists(_scratch["model.safetensors"]));
    }

    [Theory]
    [InlineData("{}", "weight_map")]
    [InlineData("{\"weight_map\":[]}", "weight_map")]
    [InlineData("{\"weight_map\":{\"a\":1}}", "'a'", "name within the folder")]
    [InlineData("{\"weight_map\":{\"a\":\"../x.safetensors\"}}", "'a'", "name within the folder")]
    [InlineData("{\"weight_map\":{\"a\":\"/etc/passwd\"}}", "'a'", "name within the folder")]
    [InlineData("{\"weight_map\":{\"a\":\"..\"}}", "'a'", "name within the folder")]
    [InlineData("{\"weight_map\":{\"a\":\"\\ud800\"}}", "'a'", "name within the folder")]
    [InlineData("{\"weight_map\":{\"a\":\"x\",\"a\":\"y\"}}", "not JSON")]
    [InlineData("{\"weight_map\":{\"a\":\"none.safetensors\"}}", "'none.safetensors'", "not beside it")]
    [InlineData("[]", "not a JSON object")]
    [InlineData("{", "not JSON")]
    public void A_wrong_index_is_refused(string index, params string[] parts)
    {
        string path = _scratch.Put("i.json", index);
        ScratchFolder.Refused(() => ShardedSafetensors.Open(path), [path, .. parts]);
    }

    [Fact]
    public void A_tensor_that_is_not_where_the_index_says_is_an_error()
    {
        SafetensorsFile.Write(_scratch["x.safetensors"], [new TensorToWrite("a", Tensor.Scalar(1))]);
        using var model = ShardedSafetensors.Open(_scratch.Put("i.json", """{"weight_map":{"a":"x.safetensors","b":"x.safetensors"}}"""));
        ScratchFolder.Refused(() => model.Read("a"), "'b'", "'x.safetensors'", "where it is not");
    }
}
