using Praxis.Lab;
using Praxis.Learning.Files;
using Praxis.Learning.Models;
using Praxis.Numerics;
using Praxis.Papers.Compression;
using Praxis.Papers.Compression.Checkpoints;
using Praxis.Papers.Compression.Entries;
using Praxis.Papers.Compression.Pipeline;

namespace Praxis.Papers.Tests.Compression;

public sealed class CheckpointCompressorTests
{
    public static TheoryData<string> Kinds => ["gpt2", "llama", "bert"];

    public static TheoryData<string> Baselines => [.. CompressionEntries.All.Where(entry => CompressionEntries.PaperOf(entry) is null).Select(entry => entry.Key)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Written_model_computes_as_the_forms_in_memory_do(string kind)
    {
        using var tiny = new TinyCheckpoints();
        string folder = tiny.Model(kind);
        var outcome = tiny.Run(tiny.Request(folder));
        var model = LanguageModel.Load(folder);
        var tokens = TinyCheckpoints.Tokens(model);
        var original = model.Forward(tokens).Data.Clone();
        var entry = CompressionEntries.Of("svd")!;
        var compressed = ModelCompression.Compress(model, null, new CompressionPlan { Compressor = entry.Compressor(0.6), Allocation = entry.Allocation(0.6), Keep = 0.6 });
        var expected = model.Forward(tokens).Data;
        var loaded = CompressedCheckpoint.Load(tiny["out"]);
        var logits = loaded.Model.Forward(tokens).Data;
        Assert.True((logits - expected).MaxAbs() < 1e-5 * expected.MaxAbs());
        Assert.True((logits - original).MaxAbs() > 1e-2);
        Assert.Equal(compressed.Forms.Keys.Order(), loaded.Forms.Keys.Order());
        Assert.Equal(compressed.Size.Parameters, outcome.After.Parameters);
        Assert.Equal(compressed.Report.ParametersAfter, outcome.After.CompressedParameters);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Saved_forms_give_the_same_logits_when_they_are_loaded_again(string kind)
    {
        using var tiny = new TinyCheckpoints();
        tiny.Run(tiny.Request(tiny.Model(kind), "aware-svd"));
        var once = CompressedCheckpoint.Load(tiny["out"]);
        var tokens = TinyCheckpoints.Tokens(once.Model);
        // What was loaded is put into the original model by hand.
        var model = LanguageModel.Load(tiny["model"]);
        foreach ((string name, var form) in once.Forms)
            model.LinearMap(name).ReplaceBy(form);
        Assert.True((once.Model.Forward(tokens).Data - model.Forward(tokens).Data).MaxAbs() < 1e-6);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Dense_folder_is_read_like_the_original_and_computes_like_the_forms(string kind)
    {
        using var tiny = new TinyCheckpoints();
        string folder = tiny.Model(kind);
        tiny.Run(tiny.Request(folder) with { Output = tiny["small"] });
        tiny.Run(tiny.Request(folder) with { Format = CheckpointFormat.Hf });
        var dense = LanguageModel.Load(tiny["out"]);
        var forms = CompressedCheckpoint.Load(tiny["small"]).Model;
        var tokens = TinyCheckpoints.Tokens(dense);
        var expected = forms.Forward(tokens).Data;
        Assert.True((dense.Forward(tokens).Data - expected).MaxAbs() < 1e-5 * expected.MaxAbs());
        using var original = SafetensorsFile.Open(Path.Combine(folder, "model.safetensors"));
        using var written = SafetensorsFile.Open(Path.Combine(tiny["out"], "model.safetensors"));
        Assert.Equal(original.Names.Order(), written.Names.Order());
        foreach (string name in original.Names)
            Assert.Equal(original[name].ToString(), written[name].ToString());
        foreach (string file in new[] { "config.json", "tokenizer.json", "tokenizer_config.json" })
            Assert.Equal(File.ReadAllBytes(Path.Combine(folder, file)), File.ReadAllBytes(Path.Combine(tiny["out"], file)));
    }

    [Theory]
    [MemberData(nameof(Baselines))]
    public void Every_baseline_keeps_within_the_budget_and_is_measured(string key)
    {
        using var tiny = new TinyCheckpoints();
        string folder = tiny.Model("llama");
        foreach (double keep in new[] { 0.9, 0.6, 0.5 })
        {
            var outcome = tiny.Run(tiny.Request(folder, key, keep) with { Overwrite = true });
            Assert.InRange(outcome.Kept, 1e-9, keep);
            Assert.True(outcome.PerplexityRatio!.Value.Estimate > 0);
            Assert.True(outcome.After.Perplexity!.Value.Low <= outcome.After.Perplexity.Value.Estimate);
            Assert.Equal(14, outcome.Layers.Count);
        }
    }

    [Fact]
    public void Half_precision_stays_half_precision()
    {
        using var tiny = new TinyCheckpoints();
        var outcome = tiny.Run(tiny.Request(tiny.Model("gpt2", StoredType.F16), keep: 0.5));
        using var written = SafetensorsFile.Open(Path.Combine(tiny["out"], CompressedCheckpoint.WeightsName));
        Assert.All(written.Names, name => Assert.Equal(StoredType.F16, written[name].Type));
        Assert.Equal(2 * written.Names.Sum(name => written[name].Count), written.Names.Sum(name => written[name].ByteCount));
        Assert.Equal(outcome.After.Parameters, written.Names.Sum(name => written[name].Count));
    }

    [Fact]
    public void Everything_kept_is_the_original_byte_for_byte()
    {
        using var tiny = new TinyCheckpoints();
        string folder = tiny.Model("llama", StoredType.BF16);
        var outcome = tiny.Run(tiny.Request(folder, keep: 1));
        Assert.Equal(1, outcome.PerplexityRatio!.Value.Estimate);
        Assert.Equal(1, outcome.After.Agreement!.Value.Estimate);
        using var original = SafetensorsFile.Open(Path.Combine(folder, "model.safetensors"));
        using var written = SafetensorsFile.Open(Path.Combine(tiny["out"], CompressedCheckpoint.WeightsName));
        foreach (string name in original.Names)
            Assert.Equal(original[name].AsSpan<ushort>().ToArray(), written[name].AsSpan<ushort>().ToArray());
    }

    [Theory]
    [InlineData(CheckpointFormat.Praxis)]
    [InlineData(CheckpointFormat.Hf)]
    public void Of_a_lone_file_every_matrix_is_compressed_and_the_rest_is_copied(CheckpointFormat format)
    {
        using var tiny = new TinyCheckpoints();
        var weights = new Dictionary<string, Tensor>
        {
            ["first"] = new RandomStream(1).Normal([10, 12]),
            ["second.weight"] = new RandomStream(2).Normal([30, 8]),
            ["row"] = new RandomStream(3).Normal([1, 9]),
            ["bias"] = new RandomStream(4).Normal([9]),
            ["cube"] = new RandomStream(5).Normal([2, 3, 4]),
            ["places"] = Tensor.FromArray(new long[] { 3, 1, 2 }),
        };
        SafetensorsFile.Write(tiny["lone.safetensors"], weights, StoredType.F64);
        var outcome = tiny.Run(tiny.Request(tiny["lone.safetensors"], null, 0.5) with { Format = format });
        Assert.Equal(["first", "second.weight"], outcome.Layers.Select(layer => layer.Name).Order());
        Assert.Equal("svd", outcome.Method);
        Assert.Null(outcome.After.Perplexity);
        using var written = SafetensorsFile.Open(Path.Combine(tiny["out"], format == CheckpointFormat.Hf ? "lone.safetensors" : CompressedCheckpoint.WeightsName));
        foreach (string name in new[] { "row", "bias", "cube", "places" })
            Assert.Equal(weights[name].ToArray(), written.Read(name).ToArray());
        var svd = LinearAlgebra.Svd(weights["first"]);
        double tail = Math.Sqrt(svd.S.ToArray().Skip(2).Sum(value => value * value)); // 2 · 22 of 60 numbers
        var approximation = format == CheckpointFormat.Hf ? written.Read("first") : LinearAlgebra.MatMul(written.Read("first.left"), written.Read("first.right"));
        Assert.Equal(tail, (weights["first"] - approximation).FrobeniusNorm(), 1e-9);
        if (format == CheckpointFormat.Hf)
            Assert.Equal(weights.Keys.Order(), written.Names.Order());
    }

    [Fact]
    public void Without_text_the_weights_come_out_as_with_it()
    {
        using var tiny = new TinyCheckpoints();
        string folder = tiny.Model("gpt2");
        tiny.Run(tiny.Request(folder));
        tiny.Run(tiny.Request(folder) with { Output = tiny["unmeasured"], TextFile = null, Measure = false });
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(tiny["out"], CompressedCheckpoint.WeightsName)),
            File.ReadAllBytes(Path.Combine(tiny["unmeasured"], CompressedCheckpoint.WeightsName)));
    }

    [Fact]
    public void Allocation_can_be_chosen_and_the_report_names_it()
    {
        using var tiny = new TinyCheckpoints();
        string folder = tiny.Model("llama");
        foreach (string name in AllocationChoice.Names.Select(choice => choice.Name).Append("svd"))
        {
            var outcome = tiny.Run(tiny.Request(folder, "aware-svd", 0.5) with { Allocation = name, Overwrite = true });
            Assert.InRange(outcome.Kept, 0.4, 0.5);
            Assert.Equal(name is not ("uniform" or "svd"), outcome.Layers.Select(layer => layer.Keep).Distinct().Count() > 2);
        }
    }

    [Fact]
    public void The_same_request_gives_the_same_bytes()
    {
        using var tiny = new TinyCheckpoints();
        var request = tiny.Request(tiny.Model("llama"), "gptq");
        tiny.Run(request);
        tiny.Run(request with { Output = tiny["again"] });
        foreach (string file in new[] { CompressedCheckpoint.WeightsName, CompressedCheckpoint.ManifestName })
            Assert.Equal(File.ReadAllBytes(Path.Combine(tiny["out"], file)), File.ReadAllBytes(Path.Combine(tiny["again"], file)));
    }

    [Fact]
    public void Auto_takes_the_method_with_the_least_perplexity_on_the_sample_and_says_so()
    {
        using var tiny = new TinyCheckpoints();
        var outcome = tiny.Run(tiny.Request(tiny.Model("llama"), CompressionRequest.Auto, 0.5));
        Assert.Equal(outcome.Trials[0].Method, outcome.Method);
        Assert.Equal(CompressionEntries.All.Count, outcome.Trials.Count);
        double[] scores = [.. outcome.Trials.Where(trial => trial.Perplexity is not null).Select(trial => trial.Perplexity!.Value.Estimate)];
        Assert.True(scores.Length >= 8);
        Assert.Equal(scores.Order(), scores);
        Assert.Contains(outcome.Remarks, remark => remark.Contains($"auto took {outcome.Method}", StringComparison.Ordinal));
    }

    [Fact]
    public void Auto_leaves_out_what_its_time_does_not_allow()
    {
        using var tiny = new TinyCheckpoints();
        string message = Assert.Throws<ToolException>(() => tiny.Run(tiny.Request(tiny.Model("llama"), CompressionRequest.Auto) with { AutoSeconds = 1e-9 })).Message;
        Assert.Contains("the time was up", message);
        tiny.AssertNothingWritten();
    }

    [Theory]
    [InlineData("gpt2", "aware-svd")]
    [InlineData("llama", "wanda")]
    [InlineData("bert", "svd")]
    public void Healing_lowers_the_held_out_perplexity_in_the_same_forms(string kind, string method)
    {
        using var tiny = new TinyCheckpoints();
        var request = tiny.Request(tiny.Model(kind), method, 0.5);
        tiny.Run(request);
        var outcome = tiny.Run(request with { Output = tiny["healed"], HealSteps = 40 });
        var healed = outcome.Healed!;
        Assert.True(healed.Ratio.High < 1, $"{healed.Unhealed.Estimate} to {healed.Healed.Estimate}");
        Assert.Equal(outcome.After.Perplexity!.Value.Estimate, healed.Healed.Estimate, 1e-9);
        var (before, after) = (CompressedCheckpoint.Load(tiny["out"]), CompressedCheckpoint.Load(tiny["healed"]));
        foreach ((string name, var form) in before.Forms)
        {
            Assert.Equal((form.GetType(), form.Parameters, form.Bits), (after.Forms[name].GetType(), after.Forms[name].Parameters, after.Forms[name].Bits));
            Assert.NotEqual(form.ToDense().ToArray(), after.Forms[name].ToDense().ToArray());
        }
    }

    [Fact]
    public void Codes_stay_when_a_quantised_model_is_healed()
    {
        using var tiny = new TinyCheckpoints();
        var request = tiny.Request(tiny.Model("llama"), "rtn", 0.5);
        tiny.Run(request);
        var outcome = tiny.Run(request with { Output = tiny["healed"], HealSteps = 20 });
        Assert.True(outcome.Healed!.Ratio.Estimate < 1);
        var (before, after) = (CompressedCheckpoint.Load(tiny["out"]), CompressedCheckpoint.Load(tiny["healed"]));
        foreach ((string name, var form) in before.Forms)
            Assert.Equal(form.ToDense().ToArray(), after.Forms[name].ToDense().ToArray());
    }
}
