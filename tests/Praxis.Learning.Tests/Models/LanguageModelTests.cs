using Praxis.Learning.Files;
using Praxis.Learning.Models;
using Praxis.Learning.Tests.Files;
using Praxis.Numerics;

namespace Praxis.Learning.Tests.Models;

public sealed class LanguageModelTests : IDisposable
{
    private static readonly Tensor Text = OracleModels.Tokens([3, 1, 4, 1, 5, 9, 2, 6], [18, 2, 8, 1, 8, 2, 8, 4]);

    private readonly ScratchFolder _scratch = new();

    public static TheoryData<string> Names => [.. OracleModels.All.Keys];

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void The_state_is_what_the_file_holds_and_comes_back(string name)
    {
        var model = OracleModels.Shaken(OracleModels.All[name]);
        model.Save(_scratch.Path);
        using (var file = SafetensorsFile.Open(_scratch["model.safetensors"]))
        {
            Assert.Equal(model.StateDictionary().Keys.Order(), file.Names.Order());
            Assert.All(model.StateDictionary(), pair => Assert.Equal(pair.Value.ToArray(), file.Read(pair.Key).ToArray()));
        }

        var loaded = LanguageModel.Load(_scratch.Path);
        Assert.False(loaded.IsTraining);
        Assert.Equal(model.Configuration.ToJson(), loaded.Configuration.ToJson());
        Assert.Single(loaded.Configuration.Architectures);
        Assert.Equal(model.Forward(Text).Data.ToArray(), loaded.Forward(Text).Data.ToArray());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Half_precision_and_shards_come_back_rounded_and_nothing_else(string name)
    {
        var model = OracleModels.Shaken(OracleModels.All[name]);
        foreach ((var type, double rounding) in new[] { (StoredType.F16, 1.0 / 2048), (StoredType.BF16, 1.0 / 256) })
        {
            ModelDirectory.Save(_scratch["model"], model.Configuration, model.StateDictionary(), type, maximumShardBytes: 700);
            Assert.False(File.Exists(_scratch["model/model.safetensors"]));
            var loaded = LanguageModel.Load(_scratch["model"], DType.F64);
            foreach ((string weight, var value) in model.StateDictionary())
            {
                double[] stored = loaded.StateDictionary()[weight].ToArray();
                Assert.All(value.ToArray().Zip(stored), pair => Assert.True(Math.Abs(pair.First - pair.Second) <= rounding * Math.Abs(pair.First)));
            }

            // Rounded once, it stays as it is.
            loaded.Save(_scratch["again"], type);
            Assert.Equal(loaded.Forward(Text).Data.ToArray(), LanguageModel.Load(_scratch["again"], DType.F64).Forward(Text).Data.ToArray());
        }
    }

    [Theory]
    [InlineData("gpt2", "transformer.")]
    [InlineData("llama", "model.")]
    [InlineData("bert", "bert.")]
    public void Names_without_the_prefix_are_found(string name, string prefix)
    {
        var model = OracleModels.Shaken(OracleModels.All[name]);
        var bare = model.StateDictionary().ToDictionary(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal) ? pair.Key[prefix.Length..] : pair.Key, pair => pair.Value);
        ModelDirectory.Save(_scratch.Path, model.Configuration, bare);
        Assert.Equal(model.Forward(Text).Data.ToArray(), LanguageModel.Load(_scratch.Path).Forward(Text).Data.ToArray());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_weight_of_another_shape_or_a_missing_one_is_named(string name)
    {
        var model = OracleModels.Shaken(OracleModels.All[name]);
        model.Save(_scratch.Path);
        (model.Configuration with { VocabularySize = 20 }).Write(_scratch["config.json"]);
        ScratchFolder.Refused(() => LanguageModel.Load(_scratch.Path), "[19, 8]", "[20, 8]", "weight'");
        var state = model.StateDictionary().ToDictionary();
        string last = state.Keys.Last(key => key.Contains(".1.", StringComparison.Ordinal));
        state.Remove(last);
        ModelDirectory.Save(_scratch.Path, model.Configuration, state);
        ScratchFolder.Refused(() => LanguageModel.Load(_scratch.Path), $"'{last}'");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_gradient_agrees_with_central_differences(string name)
    {
        var model = OracleModels.Shaken(OracleModels.All[name], DType.F64);
        var tokens = OracleModels.Tokens([3, 1, 4], [7, 18, 0]);
        var weights = new RandomStream(9).Normal(2, 3, OracleModels.Vocabulary);
        var random = new RandomStream(10);
        (Loss() * 1).Backward();
        foreach ((string parameter, var value) in model.NamedParameters())
        {
            // The derivative along a random direction has a part of every element.
            var direction = random.Fork(parameter).Normal(value.Shape);
            double analytic = (value.Grad! * direction).Sum();
            const double Step = 1e-5;
            value.Data.AddScaled(direction, Step);
            double above = Loss().ToScalar();
            value.Data.AddScaled(direction, -2 * Step);
            double below = Loss().ToScalar();
            value.Data.AddScaled(direction, Step);
            double numeric = (above - below) / (2 * Step);
            Assert.True(Math.Abs(numeric - analytic) < 1e-6 * Math.Max(1, Math.Abs(numeric)), $"{parameter}: {analytic:R} instead of {numeric:R}");
        }

        Variable Loss() => (model.Forward(tokens) * weights).Sum();
    }

    [Fact]
    public void Fresh_weights_are_drawn_as_published()
    {
        var gpt2 = LanguageModel.Create(OracleModels.Gpt2 with { Width = 64, FeedForwardWidth = 256, Layers = 8 }, new RandomStream(3)).StateDictionary();
        Spread(0.02, gpt2["transformer.h.3.attn.c_attn.weight"]);
        Spread(0.02, gpt2["transformer.wte.weight"]);
        Spread(0.005, gpt2["transformer.h.3.attn.c_proj.weight"]);
        Spread(0.005, gpt2["transformer.h.7.mlp.c_proj.weight"]);
        Assert.Equal(0, gpt2["transformer.h.3.attn.c_attn.bias"].MaxAbs());
        Assert.Equal(1, gpt2["transformer.ln_f.weight"].Min());
        Assert.False(gpt2.ContainsKey("lm_head.weight"));
        var llama = LanguageModel.Create(OracleModels.PlainLlama with { Width = 64, InitializerRange = 0.1 }, new RandomStream(3)).StateDictionary();
        Spread(0.1, llama["model.layers.1.mlp.down_proj.weight"]);
        Spread(0.1, llama["lm_head.weight"]);
        Assert.Equal(1, llama["model.layers.0.input_layernorm.weight"].Max());
    }

    [Theory]
    [InlineData("gpt2")]
    [InlineData("bert")]
    public void Dropout_acts_in_training_alone_and_by_its_seed(string name)
    {
        ModelConfiguration configuration = name == "gpt2"
            ? OracleModels.Gpt2 with { AttentionDropout = 0.3, EmbeddingDropout = 0.2, ResidualDropout = 0.1, InitializerRange = 0.5 }
            : OracleModels.Bert with { AttentionDropout = 0.3, HiddenDropout = 0.2, InitializerRange = 0.5 };
        (var one, var same) = (LanguageModel.Create(configuration, new RandomStream(4)), LanguageModel.Create(configuration, new RandomStream(4)));
        double[] first = one.Forward(Text).Data.ToArray();
        Assert.Equal(first, same.Forward(Text).Data.ToArray());
        Assert.NotEqual(first, one.Forward(Text).Data.ToArray());
        one.Eval();
        Assert.Equal(one.Forward(Text).Data.ToArray(), one.Forward(Text).Data.ToArray());
    }

    [Fact]
    public void Bert_does_not_see_what_only_fills_up()
    {
        var bert = (Bert)OracleModels.Shaken(OracleModels.Bert);
        var attended = Tensor.Wrap([true, true, true, true, true, false, false, false], 1, 8);
        var scores = bert.Forward(Text.Slice(0, 0, 1), null, attended).Data.Slice(1, 0, 5);
        Assert.True((bert.Forward(Text.Slice(0, 0, 1).Slice(1, 0, 5)).Data - scores).MaxAbs() < 1e-5);
        Assert.True((bert.Forward(Text.Slice(0, 0, 1)).Data.Slice(1, 0, 5) - scores).MaxAbs() > 1e-3);
        Assert.Equal([1, 8, 8], bert.Encode(Text.Slice(0, 0, 1)).Shape.ToArray());
        CausalLanguageModelTests.Refused(() => bert.Forward(Text, Text), "Segment 3", "2 (0 to 1)");
        CausalLanguageModelTests.Refused(() => bert.Forward(Text, Text.Slice(1, 0, 2)), "(2, 8)", "(2, 2)");
        CausalLanguageModelTests.Refused(() => bert.Forward(Text, null, attended), "(2, 8)", "(1, 8)");
    }

    private static void Spread(double deviation, Tensor weight) =>
        Assert.InRange(weight.FrobeniusNorm() / Math.Sqrt(weight.Length), 0.93 * deviation, 1.07 * deviation);
}
