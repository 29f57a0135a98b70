using Praxis.Lab;
using Praxis.Numerics;
using Praxis.Papers.Compression;
using Praxis.Papers.Compression.Baselines;
using Praxis.Papers.Compression.Pipeline;
using Praxis.Papers.Compression.SvdQuant;

namespace Praxis.Papers.Tests.Compression;

public sealed class SvdQuantTests
{
    [Fact]
    public void Branch_and_residual_of_a_map_are_what_the_steps_give_one_by_one()
    {
        // Step by step with a singular value decomposition in place of the library's basis.
        var instance = MapInstance.WithOutliers(new RandomStream(1), 24, 40);
        var options = new SvdQuantOptions { Rank = 4, GroupSize = 8, Smoothing = [new SmoothingExponents(0.5, 0.5)] };
        var map = SvdQuantizer.Fit(instance.Weight, instance.Calibration, options);
        var scaled = instance.Weight * map.InputScale;
        var svd = LinearAlgebra.Svd(scaled);
        var best = LinearAlgebra.MatMul(svd.U.Slice(1, 0, 4) * svd.S.Slice(0, 0, 4), svd.Vt.Slice(0, 0, 4));
        Assert.True((map.Branch!.ToDense() - best).MaxAbs() < 2e-3 * scaled.MaxAbs()); // factors are in half precision
        var residual = scaled - map.Branch.ToDense();
        var step = map.Residual.Scales.Max();
        Assert.True((map.Residual.ToDense() - residual).MaxAbs() <= step * 0.51);
        var smooth = instance.Test * map.InputScale.Map(scale => 1 / scale);
        var expected = LinearAlgebra.MatMul(new ActivationGrid(4, 8).Round(smooth), map.Residual.ToDense(), false, true)
            + LinearAlgebra.MatMul(smooth, map.Branch.ToDense(), false, true); // the branch sees what was not rounded
        Assert.True((map.Forward(instance.Test) - expected).MaxAbs() < 1e-9 * expected.MaxAbs());
    }

    [Fact]
    public void Smoothing_scales_follow_the_rule_and_leave_dead_inputs_alone()
    {
        var weight = Tensor.FromArray(new double[,] { { 1, 0, 4, -2 }, { -2, 0, 1, 8 } });
        var scales = SmoothingScales.Of(Tensor.Wrap([16.0, 3, 0, 4], 4), weight, new SmoothingExponents(0.5, 1)).ToArray();
        // 16^½/2 = 2 and 4^½/8 = ¼; geometric mean √(2·¼). Inputs 1 (zero column) and 2 (never seen) stay.
        double mean = Math.Sqrt(0.5);
        Assert.Equal([2 / mean, 1, 1, 0.25 / mean], scales.Select(value => value).ToArray(), (a, b) => Math.Abs(a - b) < 1e-3 * b);
    }

    [Fact]
    public void Without_rounding_the_parts_together_are_the_weight()
    {
        var instance = MapInstance.WithOutliers(new RandomStream(2), 32, 16);
        var map = SvdQuantizer.Fit(instance.Weight, instance.Calibration, new SvdQuantOptions { Rank = 4, WeightBits = 8, ActivationBits = null, GroupSize = 4 });
        var truth = LinearAlgebra.MatMul(instance.Test, instance.Weight, false, true);
        Assert.True((map.Forward(instance.Test) - truth).FrobeniusNorm() < 0.01 * truth.FrobeniusNorm());
    }

    [Fact]
    public void With_outliers_and_a_strong_part_the_whole_is_better_than_its_parts()
    {
        var errors = MapInstance.WithOutliers(new RandomStream(3), 128, 128).Errors(8).ByArm;
        foreach (string rival in QuantizationArm.Ablation)
            Assert.True(errors[QuantizationArm.SvdQuant] < 0.8 * errors[rival], $"{rival}: {errors[rival]} against {errors[QuantizationArm.SvdQuant]}");
        Assert.True(errors[QuantizationArm.Smoothing] < errors[QuantizationArm.Naive]);
    }

    [Fact]
    public void Refinement_never_raises_the_error_on_the_calibration_rows()
    {
        var instance = MapInstance.WithOutliers(new RandomStream(4), 48, 64);
        var truth = LinearAlgebra.MatMul(instance.Calibration, instance.Weight, false, true);
        double before = double.PositiveInfinity;
        foreach (int rounds in new[] { 0, 2, 5 })
        {
            var map = SvdQuantizer.Fit(instance.Weight, instance.Calibration, new SvdQuantOptions { Rank = 6, GroupSize = 16, Refinements = rounds });
            double error = (map.Forward(instance.Calibration) - truth).FrobeniusNorm();
            Assert.True(error <= before);
            before = error;
        }
    }

    [Fact]
    public void Bits_count_codes_scales_branch_and_smoothing()
    {
        var instance = MapInstance.WithOutliers(new RandomStream(5), 64, 16);
        var map = SvdQuantizer.Fit(instance.Weight, instance.Calibration, new SvdQuantOptions { Rank = 3, GroupSize = 32 });
        Assert.Equal((64 * 64 * 4) + (64 * 2 * 16) + (3 * 128 * 16) + (64 * 16), map.Bits);
        foreach (var arm in QuantizationArm.OfEqualBits(map.BitsPerWeight, 64, 64))
            Assert.True(SvdQuantizer.Fit(instance.Weight, instance.Calibration, arm.Options).Bits <= map.Bits, arm.Name);
    }

    [Fact]
    public void NF4_levels_are_quantiles_of_the_normal_distribution_and_numbers_go_to_the_nearest()
    {
        // Φ⁻¹ at equal steps from 0.9677083 to 0.5, over the first: recorded from another program.
        double[] quantiles = [1, 0.7229568, 0.5626170, 0.4407098, 0.3379152, 0.2461123, 0.1609302, 0.0795803, 0];
        for (int i = 0; i < quantiles.Length; i++)
            Assert.Equal(quantiles[i], NormalFloat.FourBitLevels[15 - i], 1e-3);
        var rounded = NormalFloat.Round(Tensor.Wrap([2, 1.2, -0.1, -2], 1, 4)).ToArray();
        double[] expected = [2, 2 * 0.5626170039176941, -2 * 0.09105003625154495, -2];
        for (int i = 0; i < 4; i++)
            Assert.Equal(expected[i], rounded[i], 1e-12);
    }

    [Fact]
    public void First_bound_holds_and_is_0_where_nothing_is_lost()
    {
        var random = new RandomStream(6);
        Tensor x = random.Normal(9, 12), w = random.Normal(7, 12);
        Assert.Equal(0, Propositions.FirstRatio(x, x, w, w));
        var zero = Tensor.Zeros(9, 12);
        // Q(X) = 0: the error ‖XW‖ is at most ‖X‖‖W‖.
        Assert.Equal(LinearAlgebra.MatMul(x, w, false, true).FrobeniusNorm() / (x.FrobeniusNorm() * w.FrobeniusNorm()), Propositions.FirstRatio(x, zero, w, w), 1e-12);
        Assert.Equal(Math.Sqrt(Math.PI) / 7, Propositions.SecondBound(3, 7) / Math.Sqrt(Math.Log(3)), 1e-12);
    }

    [Theory]
    [InlineData(BranchPath.None)]
    [InlineData(BranchPath.Separate)]
    [InlineData(BranchPath.Fused)]
    public void Four_bit_product_is_the_fake_quantised_one(BranchPath path)
    {
        var random = new RandomStream(7);
        var residual = QuantizedWeight.RoundToNearest(random.Normal(20, 128), new QuantizationGrid(4, 64));
        var branch = new LowRankWeight(random.Normal(20, 8), random.Normal(8, 128));
        var x = random.Normal(5, 128).To(DType.F32);
        float[] y = new float[5 * 20];
        new FourBitProduct(residual, branch).Multiply(x.AsSpan<float>(), y, path);
        var map = new QuantizedMap(Tensor.Ones(128), path == BranchPath.None ? null : branch, residual, new ActivationGrid(4, 64));
        var expected = map.ToLayer(null, DType.F32).Forward(x).Data;
        Assert.True((Tensor.Wrap(y, 5, 20) - expected).MaxAbs() < 1e-3, $"{(Tensor.Wrap(y, 5, 20) - expected).MaxAbs()}");
    }

    [Fact]
    public void Four_bit_product_refuses_what_it_cannot_hold()
    {
        var random = new RandomStream(8);
        var branch = new LowRankWeight(random.Normal(4, 8), random.Normal(8, 64));
        Assert.Throws<ArgumentException>(() => new FourBitProduct(QuantizedWeight.RoundToNearest(random.Normal(4, 64), new QuantizationGrid(3, 64)), branch));
        Assert.Throws<ArgumentException>(() => new FourBitProduct(QuantizedWeight.RoundToNearest(random.Normal(4, 96), new QuantizationGrid(4, 64)), branch));
        var product = new FourBitProduct(QuantizedWeight.RoundToNearest(random.Normal(4, 64), new QuantizationGrid(4, 64)), branch);
        Assert.Equal((4 * 32) + (2 * 4) + (2 * 8 * 68), product.Bytes);
        Assert.Throws<ArgumentException>(() => product.Multiply(new float[65], new float[4], BranchPath.None));
    }

    [Fact]
    public void Flux_has_its_twelve_billion_weights()
    {
        Assert.InRange(FluxMemory.Parameters / 1e9, 11.7, 12);
        Assert.Equal(4.25 * FluxMemory.Parameters, FluxMemory.QuantizedBits(0, 64));
    }

    [Theory]
    [InlineData("llama", 0.5)]
    [InlineData("llama", 0.3)]
    [InlineData("llama", 0.25)]
    [InlineData("gpt2", 0.5)]
    [InlineData("gpt2", 0.3)]
    [InlineData("gpt2", 0.25)]
    public void Entry_stays_within_its_bits(string name, double keep)
    {
        // Maps of 8 to 16 inputs pay 1 to 2 bits a weight for scales alone; models of the usual width a quarter.
        var model = TinyModels.Make(name);
        var entry = new SvdQuantEntry();
        var compressed = ModelCompression.Compress(model, CalibrationStatistics.Gather(model, TinyModels.Windows(name, 4)), new CompressionPlan
        {
            Compressor = entry.Compressor(keep),
            Allocation = entry.Allocation(keep),
            Keep = keep,
            Unit = entry.Unit,
        });
        Assert.True(compressed.Report.Kept <= keep);
        Assert.All(compressed.Forms.Values, form => Assert.True(form is SumWeight or QuantizedWeight or DenseWeight));
    }

    [Fact]
    public void Weights_alone_are_never_further_off_than_round_to_nearest_of_as_many_bits()
    {
        var instance = MapInstance.WithOutliers(new RandomStream(9), 96, 200);
        var statistics = LayerStatistics.OfInputs("map", instance.Calibration);
        var budget = WeightBudget.Bits(0.3);
        double Error(IWeightCompressor method) => WeightErrors.OutputError(instance.Weight, method.Compress(instance.Weight, statistics, budget, new RandomStream(1)).ToDense(), statistics.SecondMoments);
        Assert.True(Error(new WeightOnlySvdQuant()) < 0.5 * Error(new RoundToNearest(new QuantizationScheme(GroupSize: 64))));
        Assert.Throws<BudgetException>(() => new WeightOnlySvdQuant().Compress(instance.Weight, statistics, WeightBudget.Bits(0.1), new RandomStream(1)));
    }

    [Fact]
    public void Tool_writes_factors_that_give_the_error_it_reports()
    {
        var instance = MapInstance.WithOutliers(new RandomStream(10), 64, 60);
        var report = Use(instance.Weight, instance.Calibration, options => options with { Rank = 8 });
        var parts = report.Outputs.Cast<MatrixOutput>().ToDictionary(output => output.Name, output => output.Values);
        var test = instance.Calibration.TakeRows([.. Enumerable.Range(0, 30).Select(i => (2 * i) + 1)]);
        var smooth = test * parts["smoothing"].Map(scale => 1 / scale);
        var residual = parts["codes"] * parts["scales"]; // one group of 64: a scale a row
        var outputs = LinearAlgebra.MatMul(new ActivationGrid(4, 64).Round(smooth), residual, false, true)
            + LinearAlgebra.MatMul(LinearAlgebra.MatMul(smooth, parts["right"], false, true), parts["left"], false, true);
        var truth = LinearAlgebra.MatMul(test, instance.Weight, false, true);
        Assert.Equal((outputs - truth).FrobeniusNorm() / truth.FrobeniusNorm(), report.Measures[0].Value, 1e-9);
        Assert.Equal(6, report.Tables[0].Rows.Count);
    }

    [Fact]
    public void Bad_input_is_refused_with_its_cure()
    {
        var random = new RandomStream(11);
        Tensor weight = random.Normal(6, 8), rows = random.Normal(10, 8);
        Assert.Contains("7 columns", Assert.Throws<ToolException>(() => Use(weight, random.Normal(10, 7))).Message);
        Assert.Contains("--rank 9", Assert.Throws<ToolException>(() => Use(weight, rows, options => options with { Rank = 9 })).Message);
        Assert.Contains("one row", Assert.Throws<ToolException>(() => Use(weight, rows.Slice(0, 0, 1))).Message);
        Assert.Contains("zero", Assert.Throws<ToolException>(() => Use(weight, Tensor.Zeros(4, 8))).Message);
        Assert.Throws<ArgumentException>(() => SvdQuantizer.Fit(weight, rows, new SvdQuantOptions { Rank = 7 }));
        Assert.Throws<ArgumentException>(() => SvdQuantizer.Fit(weight, random.Normal(10, 7), new SvdQuantOptions { Rank = 2 }));
        rows[3, 2] = double.NaN;
        Assert.Throws<NonFiniteException>(() => SvdQuantizer.Fit(weight, rows, new SvdQuantOptions { Rank = 2 }));
        Assert.Throws<ToolException>(() => Use(weight, rows));
    }

    private static ToolReport Use(Tensor weight, Tensor inputs, Func<SvdQuantToolOptions, SvdQuantToolOptions>? change = null)
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            string weightFile = Path.Combine(folder, "weight.npy"), inputFile = Path.Combine(folder, "inputs.npy");
            NpyFile.Write(weightFile, weight);
            NpyFile.Write(inputFile, inputs);
            var options = new SvdQuantToolOptions { Weight = new InputFile(weightFile), Inputs = new InputFile(inputFile), Rank = 4 };
            return new SvdQuantTool().Use((change ?? (same => same))(options), new ToolContext { Slug = "svdquant" }, CancellationToken.None);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
