using Praxis.Numerics;
using Praxis.Papers.Compression;
using Praxis.Papers.Compression.Allocations;
using Praxis.Papers.Compression.Baselines;
using Praxis.Papers.Compression.Pipeline;

namespace Praxis.Papers.Tests.Compression;

public sealed class ModelCompressionTests
{
    public static TheoryData<string> Models => ["gpt2", "llama", "bert"];

    [Theory]
    [MemberData(nameof(Models))]
    public void Compressed_model_computes_as_the_dense_one_with_the_approximations_for_weights(string name)
    {
        var model = TinyModels.Make(name);
        var text = TinyModels.Windows(name, 4);
        var tokens = text.At(0, 2).Tokens;
        var before = model.Forward(tokens).Data.Clone();
        var compressed = ModelCompression.Compress(model, CalibrationStatistics.Gather(model, text), Plan(new ActivationAwareSvd(), 0.7));
        Assert.Equal(model.LinearMaps().Select(map => map.Name), compressed.Forms.Keys);
        var outcome = model.Forward(tokens).Data.Clone();
        Assert.True((outcome - before).MaxAbs() > 1e-3);
        compressed.Restore();
        Assert.Equal(0, (model.Forward(tokens).Data - before).MaxAbs());
        foreach (var map in model.LinearMaps())
            map.Restore(compressed.Forms[map.Name].ToDense());
        Assert.True((model.Forward(tokens).Data - outcome).MaxAbs() < 1e-10);
    }

    [Fact]
    public void Report_tells_what_became_of_each_map_and_the_total_is_within_the_budget()
    {
        var model = TinyModels.Make("gpt2");
        var statistics = CalibrationStatistics.Gather(model, TinyModels.Windows("gpt2", 4));
        var layers = ModelCompression.Layers(model, statistics);
        List<CompressionProgress> progress = [];
        var plan = Plan(new ActivationAwareSvd(), 0.6) with { Progress = new Told(progress) };
        var compressed = ModelCompression.Compress(model, statistics, plan);
        var report = compressed.Report;
        Assert.True(report.Kept <= 0.6);
        Assert.Equal(compressed.Forms.Values.Sum(form => form.Parameters), report.ParametersAfter);
        Assert.Equal(layers.Sum(layer => layer.Parameters), report.ParametersBefore);
        Assert.Equal(report.ParametersAfter, compressed.Size.LinearParameters);
        foreach ((var layer, var row) in layers.Zip(report.Layers))
        {
            var form = compressed.Forms[layer.Name];
            Assert.Equal((layer.Name, form.Parameters, form.Bits), (row.Name, row.ParametersAfter, row.BitsAfter));
            Assert.Equal(((LowRankWeight)form).Rank, row.Rank);
            Assert.Equal((layer.ReadWeight() - form.ToDense()).FrobeniusNorm() / layer.ReadWeight().FrobeniusNorm(), row.WeightError, 1e-12);
            var root = LinearAlgebra.CholeskyWithJitter(layer.Statistics.SecondMoments).L;
            double expected = LinearAlgebra.MatMul(layer.ReadWeight() - form.ToDense(), root).FrobeniusNorm() / LinearAlgebra.MatMul(layer.ReadWeight(), root).FrobeniusNorm();
            Assert.Equal(expected, row.OutputError, 1e-6);
        }

        Assert.Equal(Enumerable.Range(1, layers.Count), progress.Select(step => step.Finished));
        Assert.Equal(1, progress[^1].Share);
    }

    [Fact]
    public void Second_map_of_sequential_calibration_sees_what_the_first_one_left()
    {
        var model = TinyModels.Make("llama");
        var text = TinyModels.Windows("llama", 4);
        var statistics = CalibrationStatistics.Gather(model, text);
        var watcher = new Watcher(new ActivationAwareSvd());
        ModelCompression.Compress(model, statistics, Plan(watcher, 0.6), text);
        Assert.Equal(model.LinearMaps().Select(map => map.Name), watcher.Seen.Select(seen => seen.Name));
        var maps = model.LinearMaps().ToList();
        for (int l = 0; l < maps.Count; l++)
        {
            // By hand: the maps before this one compressed, it and those after it the model's own.
            var forms = maps.Select(map => map.Layer).ToList();
            for (int after = l; after < maps.Count; after++)
                maps[after].Restore();
            var expected = CalibrationStatistics.Gather(model, text)[maps[l].Name].SecondMoments;
            for (int after = l; after < maps.Count; after++)
                maps[after].Replace(forms[after]);
            Assert.True((expected - watcher.Seen[l].SecondMoments).MaxAbs() < 1e-12, maps[l].Name);
        }

        Assert.True((statistics[maps[^1].Name].SecondMoments - watcher.Seen[^1].SecondMoments).MaxAbs() > 1e-6);
    }

    [Fact]
    public void Failure_and_stopping_leave_the_model_as_it_was()
    {
        var model = TinyModels.Make("gpt2");
        model.LinearMaps()[^1].Weight[0, 0] = double.NaN;
        var failure = Assert.Throws<NonFiniteException>(() => ModelCompression.Compress(model, null, Plan(new TruncatedSvdCompressor(), 0.6)));
        Assert.Contains(model.LinearMaps()[^1].Name, failure.Message);
        Assert.All(model.LinearMaps(), map => Assert.False(map.IsReplaced));
        using var stop = new CancellationTokenSource();
        var progress = new Told([], stop.Cancel);
        Assert.Throws<OperationCanceledException>(() => ModelCompression.Compress(
            model, null, Plan(new TruncatedSvdCompressor(), 0.6) with { Progress = progress, Cancellation = stop.Token }));
        Assert.All(model.LinearMaps(), map => Assert.False(map.IsReplaced));
    }

    [Fact]
    public void Every_baseline_compresses_a_model_within_its_budget()
    {
        var model = TinyModels.Make("gpt2");
        var statistics = CalibrationStatistics.Gather(model, TinyModels.Windows("gpt2", 4));
        IWeightCompressor[] compressors =
        [
            new TruncatedSvdCompressor(), new ActivationAwareSvd(), new ActivationScaledSvd(), new MagnitudePruning(), new MagnitudePruning(new GroupPattern(2, 4)),
            new WandaPruning(), new SparseGpt(), new RoundToNearest(new QuantizationScheme()), new Gptq(new QuantizationScheme()),
        ];
        foreach (var compressor in compressors)
        {
            var plan = Plan(compressor, 0.5) with { Unit = compressor is Gptq or RoundToNearest ? BudgetUnit.Bits : BudgetUnit.Parameters };
            var compressed = ModelCompression.Compress(model, statistics, plan);
            Assert.InRange(compressed.Report.Kept, 0.2, 0.5);
            Assert.True(double.IsFinite(model.Forward(TinyModels.Windows("gpt2", 1).At(0, 1).Tokens).Data.Sum()));
            compressed.Restore();
        }
    }

    [Fact]
    public void Form_beyond_the_budget_is_an_error_that_names_the_layer()
    {
        var model = TinyModels.Make("gpt2");
        Assert.Contains(model.LinearMaps()[0].Name, Assert.Throws<InvalidOperationException>(() =>
            ModelCompression.Compress(model, null, Plan(new Greedy(), 0.6))).Message);
    }

    private static CompressionPlan Plan(IWeightCompressor compressor, double keep) =>
        new() { Compressor = compressor, Allocation = new UniformAllocation(), Keep = keep };

    private sealed class Greedy : IWeightCompressor
    {
        public string Name => "greedy";

        public CompressedWeight Compress(Tensor weight, LayerStatistics statistics, WeightBudget budget, RandomStream random) => new DenseWeight(weight);
    }

    private sealed class Watcher(IWeightCompressor compressor) : IWeightCompressor
    {
        public List<LayerStatistics> Seen { get; } = [];

        public string Name => compressor.Name;

        public CompressedWeight Compress(Tensor weight, LayerStatistics statistics, WeightBudget budget, RandomStream random)
        {
            Seen.Add(statistics);
            return compressor.Compress(weight, statistics, budget, random);
        }
    }

    private sealed class Told(List<CompressionProgress> told, Action? then = null) : IProgress<CompressionProgress>
    {
        public void Report(CompressionProgress value)
        {
            told.Add(value);
            then?.Invoke();
        }
    }
}
