using System.Text.Json;
using Praxis.Lab;
using Praxis.Learning.Files;
using Praxis.Learning.Models;
using Praxis.Numerics;
using Praxis.Papers.Compression;
using Praxis.Papers.Compression.Allocations;
using Praxis.Papers.Compression.Baselines;
using Praxis.Papers.Compression.Checkpoints;

namespace Praxis.Papers.Tests.Compression;

public sealed class PeftExportTests
{
    [Theory]
    [InlineData("gpt2")]
    [InlineData("llama")]
    [InlineData("bert")]
    public void Base_and_adapter_together_are_the_compressed_model(string kind)
    {
        using var tiny = new TinyCheckpoints();
        string folder = tiny.Model(kind);
        var request = tiny.Request(folder, null, 0.9) with { Entry = new Residuals() };
        tiny.Run(request with { Output = tiny["forms"] });
        var outcome = tiny.Run(request with { Format = CheckpointFormat.Peft });
        using var adapter = SafetensorsFile.Open(Path.Combine(tiny["out"], "adapter_model.safetensors"));
        using var configuration = JsonDocument.Parse(File.ReadAllText(Path.Combine(tiny["out"], "adapter_config.json")));
        Assert.Equal(2 * outcome.Layers.Count, adapter.Names.Count);
        Assert.Equal(kind == "gpt2", configuration.RootElement.GetProperty("fan_in_fan_out").GetBoolean());
        Assert.Equal("LORA", configuration.RootElement.GetProperty("peft_type").GetString());
        var model = LanguageModel.Load(Path.Combine(tiny["out"], "base"));
        var tokens = TinyCheckpoints.Tokens(model);
        var expected = CompressedCheckpoint.Load(tiny["forms"]).Model.Forward(tokens).Data;
        Assert.True((model.Forward(tokens).Data - expected).MaxAbs() > 1e-3);
        foreach (var map in model.LinearMaps())
        {
            var a = adapter.Read($"base_model.model.{map.Name}.lora_A.weight");
            var b = adapter.Read($"base_model.model.{map.Name}.lora_B.weight");
            Assert.Equal((map.Inputs, map.Outputs), (a.Columns, b.Rows));
            Assert.Equal(a.Rows, configuration.RootElement.GetProperty("rank_pattern").GetProperty(map.Name).GetInt32());
            Assert.Equal(a.Rows, configuration.RootElement.GetProperty("alpha_pattern").GetProperty(map.Name).GetInt32());
            map.Restore(map.Weight + LinearAlgebra.MatMul(b, a));
        }

        Assert.True((model.Forward(tokens).Data - expected).MaxAbs() < 1e-5 * expected.MaxAbs());
    }

    [Fact]
    public void A_method_without_residuals_says_which_format_does()
    {
        using var tiny = new TinyCheckpoints();
        string message = Assert.Throws<ToolException>(() => tiny.Run(tiny.Request(tiny.Model("llama")) with { Format = CheckpointFormat.Peft })).Message;
        Assert.Contains("--format hf", message);
        tiny.AssertNothingWritten();
    }

    [Fact]
    public void Forms_without_storage_are_stored_dense_and_said_so()
    {
        using var tiny = new TinyCheckpoints();
        string folder = tiny.Model("gpt2");
        var outcome = tiny.Run(tiny.Request(folder, null, 1) with { Entry = new Strange(), HealSteps = 3 });
        Assert.Contains(outcome.Remarks, remark => remark.Contains(nameof(StrangeWeight), StringComparison.Ordinal));
        var loaded = CompressedCheckpoint.Load(tiny["out"]);
        Assert.Empty(loaded.Forms);
        Assert.All(loaded.Manifest.Layers.Values, layer => Assert.Equal(nameof(StrangeWeight), layer.Was));
        // Healing leaves them as the method made them.
        Assert.All(loaded.Model.LinearMaps().Zip(LanguageModel.Load(folder).LinearMaps()), pair => Assert.Equal((pair.Second.Weight * 0.5).ToArray(), pair.First.Weight.ToArray()));
    }

    /// <summary>Round to nearest, and of what is left rank 1.</summary>
    private sealed class Residuals : Entry, IWeightCompressor
    {
        public override string Key => "residuals";

        public override BudgetUnit Unit => BudgetUnit.Bits;

        public override IWeightCompressor Compressor(double keep) => this;

        public CompressedWeight Compress(Tensor weight, LayerStatistics statistics, WeightBudget budget, RandomStream random)
        {
            var coarse = QuantizedWeight.RoundToNearest(weight, new QuantizationGrid(3, weight.Columns));
            var rest = weight.To(DType.F64) - coarse.ToDense();
            return new SumWeight(coarse, LowRankBasis.Of(rest, null, 1).Truncate(1));
        }
    }

    private sealed class Strange : Entry, IWeightCompressor
    {
        public override string Key => "strange";

        public override BudgetUnit Unit => BudgetUnit.Parameters;

        public override IWeightCompressor Compressor(double keep) => this;

        public CompressedWeight Compress(Tensor weight, LayerStatistics statistics, WeightBudget budget, RandomStream random) => new StrangeWeight(weight * 0.5);
    }

    private sealed record StrangeWeight(Tensor Numbers) : CompressedWeight(Numbers.Rows, Numbers.Columns)
    {
        public override long Parameters => Numbers.Length;

        public override long Bits => Numbers.Length * 16L;

        public override long FlopsPerRow => 2L * Numbers.Length;

        public override Tensor ToDense() => Numbers.To(DType.F64);

        public override Learning.Layer ToLayer(Tensor? bias, DType dtype) => new DenseWeight(Numbers).ToLayer(bias, dtype);
    }

    private abstract class Entry : ICompressionEntry
    {
        public abstract string Key { get; }

        public abstract BudgetUnit Unit { get; }

        public string Name => Key;

        public string Form => "for a test";

        public StatisticsNeeded Needs => StatisticsNeeded.None;

        public bool Sequential => false;

        public IBudgetAllocation Allocation(double keep) => new UniformAllocation();

        public abstract IWeightCompressor Compressor(double keep);
    }
}
