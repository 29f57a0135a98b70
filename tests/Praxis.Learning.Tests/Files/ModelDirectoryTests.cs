using Praxis.Learning.Files;
using Praxis.Numerics;

namespace Praxis.Learning.Tests.Files;

public sealed class ModelDirectoryTests : IDisposable
{
    private static readonly Gpt2Configuration Gpt2 = new()
    {
        VocabularySize = 5,
        ContextLength = 4,
        Width = 2,
        Layers = 1,
        Heads = 1,
        FeedForwardWidth = 8,
        TiedEmbeddings = true,
    };

    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData(1_000_000, 2)]
    [InlineData(20, 4)]
    public void A_model_saves_and_opens_with_its_tied_weights_stored_once(long shardBytes, int files)
    {
        var embedding = Tensor.Arange(10).Reshape(5, 2);
        Dictionary<string, Tensor> weights = new()
        {
            ["transformer.wte.weight"] = embedding,
            ["transformer.wpe.weight"] = Tensor.Ones(4, 2),
            ["lm_head.weight"] = embedding.Clone(),
        };
        string folder = _scratch["model"];
        ModelDirectory.Save(folder, Gpt2, weights, StoredType.F16, shardBytes);
        Assert.Equal(files, Directory.GetFiles(folder).Length);
        using var model = ModelDirectory.Open(folder);
        Assert.Equal(Gpt2.ToJson(), model.Configuration.ToJson());
        Assert.Equal(["transformer.wte.weight", "transformer.wpe.weight"], model.Names);
        foreach (string name in (string[])["lm_head.weight", "transformer.wte.weight", "wte.weight"])
            Assert.Equal(embedding.ToArray(), model.Read(name).ToArray());
        Assert.Equal(StoredType.F16, model["wpe.weight"].Type);
        Assert.False(model.Contains("transformer.ln_f.weight"));
        Assert.Equal(DType.F64, model.Read("wte.weight", DType.F64, 5, 2).DType);
        ScratchFolder.Refused(() => model.Read("wte.weight", DType.F32, 6, 2), "'transformer.wte.weight'", "[5, 2]", "[6, 2]");
        ScratchFolder.Refused(() => model.Read("h.0.ln_1.weight"), "'h.0.ln_1.weight'", "no tensor of this name");
    }

    [Fact]
    public void Tied_weights_that_differ_are_refused_and_untied_ones_are_both_kept()
    {
        Dictionary<string, Tensor> weights = new() { ["transformer.wte.weight"] = Tensor.Ones(5, 2), ["lm_head.weight"] = Tensor.Zeros(5, 2) };
        ScratchFolder.Refused(() => ModelDirectory.Save(_scratch["model"], Gpt2, weights), "'lm_head.weight'", "differs from 'transformer.wte.weight'");
        Assert.False(Directory.Exists(_scratch["model"]));
        ModelDirectory.Save(_scratch["model"], Gpt2 with { TiedEmbeddings = false }, weights);
        using var model = ModelDirectory.Open(_scratch["model"]);
        Assert.Equal(0, model.Read("lm_head.weight").Sum());
    }

    [Fact]
    public void Files_without_the_prefix_and_with_old_names_are_found()
    {
        var bert = new BertConfiguration
        {
            VocabularySize = 3,
            ContextLength = 4,
            Width = 2,
            Layers = 1,
            Heads = 1,
            FeedForwardWidth = 8,
            SegmentTypes = 2,
            TiedEmbeddings = true,
        };
        ModelDirectory.Save(_scratch.Path, bert, new Dictionary<string, Tensor>
        {
            ["embeddings.word_embeddings.weight"] = Tensor.Ones(3, 2),
            ["embeddings.LayerNorm.gamma"] = Tensor.FromArray([2.0, 3]),
            ["embeddings.LayerNorm.beta"] = Tensor.FromArray([4.0, 5]),
            ["cls.predictions.bias"] = Tensor.FromArray([6.0, 7, 8]),
        });
        using var model = ModelDirectory.Open(_scratch.Path);
        Assert.Equal([2.0, 3], model.Read("bert.embeddings.LayerNorm.weight").ToArray());
        Assert.Equal([4.0, 5], model.Read("embeddings.LayerNorm.bias").ToArray());
        Assert.Equal(6, model.Read("cls.predictions.decoder.weight").Sum());
        Assert.Equal([6.0, 7, 8], model.Read("cls.predictions.decoder.bias").ToArray());
    }

    [Fact]
    public void A_folder_without_weights_or_configuration_says_what_to_do()
    {
        ScratchFolder.Refused(() => ModelDirectory.Open(_scratch.Path), "config.json", "no such file");
        Gpt2.Write(_scratch["config.json"]);
        ScratchFolder.Refused(() => ModelDirectory.Open(_scratch.Path), "neither model.safetensors nor", "download the weights");
        _scratch.Put("pytorch_model.bin", "");
        ScratchFolder.Refused(() => ModelDirectory.Open(_scratch.Path), "safe_serialization=True");
    }
}
