using Praxis.Lab;
using Praxis.Learning;
using Praxis.Learning.Models;
using Praxis.Numerics;
using Praxis.Papers.Compression;
using Praxis.Papers.Compression.Baselines;
using Praxis.Papers.Compression.Fwsvd;

namespace Praxis.Papers.Tests.Compression;

public sealed class FwsvdTests
{
    public static TheoryData<int, int> Sizes => new() { { 6, 11 }, { 11, 6 }, { 8, 8 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Factors_are_the_papers_own_steps_written_out(int outputs, int inputs)
    {
        var (weight, importance) = Draw(outputs, inputs);
        const int rank = 3;
        // In the paper's layout X W: rows of Wᵀ scaled by √Î, truncated, scaled back.
        var scale = importance.Sqrt().Reshape(inputs, 1);
        var svd = LinearAlgebra.Svd(weight.Transpose() * scale);
        var a = svd.U.Slice(1, 0, rank) * svd.S.Slice(0, 0, rank) / scale;                 // (inputs, r)
        var product = LinearAlgebra.MatMul(a, svd.Vt.Slice(0, 0, rank)).Transpose();           // (outputs, inputs)
        Close(product, FisherWeightedSvd.Factorize(weight, importance, WeightedSide.Inputs, rank).ToDense());
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Weighting_outputs_is_weighting_the_inputs_of_the_transpose(int outputs, int inputs)
    {
        var (weight, _) = Draw(outputs, inputs);
        var importance = new RandomStream(3).Uniform(outputs) + 0.1;
        Close(
            FisherWeightedSvd.Factorize(weight.Transpose().Contiguous(), importance, WeightedSide.Inputs, 2).ToDense().Transpose(),
            FisherWeightedSvd.Factorize(weight, importance, WeightedSide.Outputs, 2).ToDense());
    }

    [Fact]
    public void No_other_factors_have_a_smaller_weighted_error_and_those_of_SVD_have_the_smaller_plain_one()
    {
        var (weight, importance) = Draw(9, 7);
        var best = FisherWeightedSvd.Factorize(weight, importance, WeightedSide.Inputs, 3);
        var plain = LowRankBasis.Of(weight, null, 3).Truncate(3);
        Assert.True(Weighted(best.ToDense()) < Weighted(plain.ToDense()));
        Assert.True(WeightErrors.RelativeWeightError(weight, best.ToDense()) > WeightErrors.RelativeWeightError(weight, plain.ToDense()));
        for (int i = 0; i < 30; i++)
        {
            var random = new RandomStream(5).Fork(i);
            var other = new LowRankWeight(best.Left + (random.Normal(9, 3) * 0.01), best.Right + (random.Normal(3, 7) * 0.01));
            Assert.True(Weighted(other.ToDense()) > Weighted(best.ToDense()));
        }

        double Weighted(Tensor approximation) => ((weight - approximation) * importance.Sqrt()).FrobeniusNorm();
    }

    [Fact]
    public void A_common_factor_changes_nothing_equal_importances_give_SVD_and_full_rank_the_weight()
    {
        var (weight, importance) = Draw(8, 6);
        var factors = FisherWeightedSvd.Factorize(weight, importance, WeightedSide.Inputs, 3).ToDense();
        Close(factors, FisherWeightedSvd.Factorize(weight, importance * 1e-12, WeightedSide.Inputs, 3).ToDense());
        Close(
            LowRankBasis.Of(weight, null, 3).Truncate(3).ToDense(),
            FisherWeightedSvd.Factorize(weight, Tensor.Full(0.3, 6), WeightedSide.Inputs, 3).ToDense());
        Close(weight, FisherWeightedSvd.Factorize(weight, importance, WeightedSide.Inputs, 6).ToDense());
    }

    [Fact]
    public void Importances_are_sums_over_the_other_side_and_zeros_are_raised()
    {
        var fisher = Tensor.FromArray(new double[,] { { 1, 0, 2 }, { 3, 0, 0 } });
        var inputs = RowImportance.Of(fisher, WeightedSide.Inputs, "layer");
        Assert.Equal([2, 1e-6, 1], inputs.Values.ToArray());
        Assert.Equal(1, inputs.Raised);
        Assert.Equal([1.0, 1], RowImportance.Of(fisher, WeightedSide.Outputs, "layer").Values.ToArray());
        Assert.Equal(inputs.Values.ToArray().Order(), inputs.Shuffled(new RandomStream(1)).Values.ToArray().Order());
    }

    [Fact]
    public void Fisher_information_of_a_perceptron_is_the_mean_square_of_single_gradients()
    {
        var random = new RandomStream(4);
        var network = new Mlp([5, 4, 3], random, dtype: DType.F64);
        var inputs = new LabelledInputs(random.Normal(6, 5), Tensor.FromArray([0L, 1, 2, 0, 1, 2]));
        var layers = new Perceptron(network.NamedChildren().Select(child => (Layer)child.Child));
        var statistics = layers.Statistics(inputs);
        for (int l = 0; l < 2; l++)
        {
            var weight = network.NamedParameters().ElementAt(2 * l).Parameter;
            var singles = PerSample.Gradients(i => Loss.CrossEntropy(network.Forward(new Variable(inputs.Inputs.Slice(0, i, 1))), inputs.Labels.Slice(0, i, 1)), 6, [weight])[0];
            Close(singles.Square().Mean(0), statistics[l].RequireFisher());
        }

        Close(LinearAlgebra.MatMul(inputs.Inputs, inputs.Inputs, true, false) / 6, statistics[0].SecondMoments);
    }

    [Fact]
    public void Bad_input_names_the_layer()
    {
        var (weight, _) = Draw(4, 3);
        var statistics = LayerStatistics.Unknown("layer seven", 3);
        var compressor = new FisherWeightedSvd();
        Assert.Contains("layer seven", Assert.Throws<InvalidOperationException>(() => Compress(statistics)).Message);
        Assert.Contains("No gradient reached layer seven", Assert.Throws<ArgumentException>(() => Compress(statistics with { Fisher = Tensor.Zeros(4, 3) })).Message);
        Assert.Contains("layer seven", Assert.Throws<NonFiniteException>(() => Compress(statistics with { Fisher = Tensor.Full(double.NaN, 4, 3) })).Message);
        Assert.Contains("layer seven", Assert.Throws<ArgumentException>(() => Compress(statistics with { Fisher = Tensor.Full(-1, 4, 3) })).Message);
        Assert.Contains("layer seven", Assert.Throws<BudgetException>(() => compressor.Compress(weight, statistics with { Fisher = Tensor.Ones(4, 3) }, WeightBudget.Parameters(0.3), new RandomStream(1))).Message);
        Assert.Contains("3 importances", Assert.Throws<ArgumentException>(() => FisherWeightedSvd.Factorize(weight, Tensor.Ones(4), WeightedSide.Inputs, 1)).Message);
        Assert.IsType<DenseWeight>(compressor.Compress(weight, statistics, WeightBudget.Parameters(1), new RandomStream(1)));

        CompressedWeight Compress(LayerStatistics known) => compressor.Compress(weight, known, WeightBudget.Parameters(0.7), new RandomStream(1));
    }

    private static (Tensor Weight, Tensor Importance) Draw(int outputs, int inputs)
    {
        var random = new RandomStream(outputs + (100 * inputs));
        return (random.Normal(outputs, inputs), random.Exponential(inputs));
    }

    private static void Close(Tensor expected, Tensor actual) => Assert.True((expected - actual).MaxAbs() < 1e-10, $"{(expected - actual).MaxAbs()}");
}

public sealed class FwsvdToolTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fwsvd").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Factors_multiply_to_the_best_approximation_by_a_matrix_or_a_row_of_importances()
    {
        var random = new RandomStream(1);
        (var weight, var fisher) = (random.Normal(12, 8), random.Exponential(12, 8));
        var report = Use(File("w.npy", weight), File("f.npy", fisher), 3);
        var row = Use(File("w.npy", weight), File("r.npy", fisher.Sum(0)), 3);
        var expected = FisherWeightedSvd.Factorize(weight, fisher.Sum(0), WeightedSide.Inputs, 3).ToDense();
        foreach (var found in new[] { report, row })
            Assert.True((expected - LinearAlgebra.MatMul(((MatrixOutput)found.Outputs[0]).Values, ((MatrixOutput)found.Outputs[1]).Values)).MaxAbs() < 1e-10);
        Assert.True(report.Measures[0].Value < report.Measures[1].Value);
        Assert.True(report.Measures[2].Value > report.Measures[3].Value);
    }

    [Fact]
    public void Nonsense_names_file_and_cure()
    {
        var weight = File("w.npy", new RandomStream(1).Normal(5, 4));
        Assert.Contains("4 numbers for its inputs", Error(File("f.npy", Tensor.Ones(5, 3))));
        Assert.Contains("not all 0", Error(File("f.npy", Tensor.Zeros(5, 4))));
        Assert.Contains("not negative", Error(File("f.npy", Tensor.Full(-1, 5, 4))));
        Assert.Contains("NaN", Error(File("f.npy", Tensor.Full(double.NaN, 5, 4))));
        Assert.Contains("rank 4 at most", Error(File("f.npy", Tensor.Ones(5, 4)), 5));
        Assert.Contains("smallest that can be met", Assert.Throws<ToolException>(() => Run(new FwsvdToolOptions { Weight = weight, Importance = File("f.npy", Tensor.Ones(5, 4)), Keep = 0.1 })).Message);

        string Error(InputFile importance, int rank = 2) => Assert.Throws<ToolException>(() => Use(weight, importance, rank)).Message;
    }

    private static ToolReport Use(InputFile weight, InputFile importance, int rank) => Run(new FwsvdToolOptions { Weight = weight, Importance = importance, Rank = rank });

    private static ToolReport Run(FwsvdToolOptions options) => new FwsvdTool().Use(options, new ToolContext { Slug = "fwsvd" }, CancellationToken.None);

    private InputFile File(string name, Tensor values)
    {
        string path = Path.Combine(_folder, name);
        NpyFile.Write(path, values);
        return new InputFile(path);
    }
}
