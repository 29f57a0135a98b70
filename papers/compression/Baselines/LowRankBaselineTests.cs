using Praxis.Numerics;
using Praxis.Papers.Compression;
using Praxis.Papers.Compression.Baselines;

namespace Praxis.Papers.Tests.Compression;

public sealed class LowRankBaselineTests
{
    public static TheoryData<int, int> Sizes => new() { { 9, 14 }, { 14, 9 }, { 10, 10 }, { 3, 40 }, { 40, 3 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Error_is_the_root_of_the_singular_values_left_out(int outputs, int inputs)
    {
        var weight = new RandomStream(1).Normal(outputs, inputs);
        double[] values = LinearAlgebra.SingularValues(weight).ToArray();
        for (int rank = 1; rank <= values.Length; rank++)
        {
            var error = (weight - LowRankBasis.Of(weight, null, rank).Truncate(rank).ToDense()).FrobeniusNorm();
            Assert.Equal(Math.Sqrt(values.Skip(rank).Sum(value => value * value)), error, 1e-9);
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Output_error_of_whitened_truncation_is_the_tail_of_the_whitened_spectrum_and_nothing_beats_it(int outputs, int inputs)
    {
        var random = new RandomStream(2);
        var weight = random.Normal(outputs, inputs);
        var statistics = LayerStatistics.OfInputs("layer", LinearAlgebra.MatMul(random.Normal(60, inputs), random.Normal(inputs, inputs)));
        var root = LinearAlgebra.Cholesky(statistics.SecondMoments);
        double[] values = LinearAlgebra.SingularValues(LinearAlgebra.MatMul(weight, root)).ToArray();
        double[] energies = LowRankBasis.Energies(weight, statistics, whitened: true);
        Assert.All(values.Zip(energies), pair => Assert.Equal(pair.First * pair.First, pair.Second, 1e-9 * energies[0]));
        const int rank = 2;
        var best = LowRankBasis.Of(weight, statistics.SecondMoments, rank).Truncate(rank);
        double least = WeightErrors.OutputError(weight, best.ToDense(), statistics.SecondMoments);
        Assert.Equal(values.Skip(rank).Sum(value => value * value), least, 1e-9 * energies[0]);
        for (int trial = 0; trial < 20; trial++)
        {
            var moved = new LowRankWeight(best.Left + (random.Normal(outputs, rank) * 0.01), best.Right + (random.Normal(rank, inputs) * 0.01));
            Assert.True(WeightErrors.OutputError(weight, moved.ToDense(), statistics.SecondMoments) >= least * (1 - 1e-12));
        }
    }

    [Fact]
    public void Fewer_rows_than_inputs_and_dead_inputs_do_no_harm()
    {
        var random = new RandomStream(3);
        var inputs = random.Normal(5, 12);
        for (int row = 0; row < 5; row++)
            inputs[row, 4] = 0;
        var statistics = LayerStatistics.OfInputs("layer", inputs);
        foreach (int outputs in new[] { 8, 20 })
        {
            var weight = random.Normal(outputs, 12);
            // The inputs span five dimensions, so rank 5 gives all outputs.
            var form = LowRankBasis.Of(weight, statistics.SecondMoments, 5).Truncate(5);
            Assert.InRange(WeightErrors.RelativeOutputError(weight, form.ToDense(), statistics.SecondMoments), 0, 1e-6);
            Assert.True(double.IsFinite(form.ToDense().FrobeniusNorm()));
        }
    }

    [Fact]
    public void Unknown_statistics_and_scale_power_0_make_the_aware_methods_plain()
    {
        var weight = new RandomStream(4).Normal(6, 9);
        var plain = Compress(new TruncatedSvdCompressor(), weight, 0.6, LayerStatistics.Unknown("layer", 9));
        var statistics = LayerStatistics.OfInputs("layer", new RandomStream(5).Normal(30, 9));
        Assert.True((plain - Compress(new ActivationAwareSvd(), weight, 0.6, LayerStatistics.Unknown("layer", 9))).MaxAbs() < 1e-12);
        Assert.True((plain - Compress(new ActivationScaledSvd(0), weight, 0.6, statistics)).MaxAbs() < 1e-12);
    }

    [Fact]
    public void Damping_leads_from_the_whitened_to_the_plain_result()
    {
        var weight = new RandomStream(6).Normal(6, 9);
        var statistics = LayerStatistics.OfInputs("layer", LinearAlgebra.MatMul(new RandomStream(7).Normal(30, 9), new RandomStream(8).Normal(9, 9)));
        var plain = Compress(new TruncatedSvdCompressor(), weight, 0.6, statistics);
        Assert.True((plain - Compress(new ActivationAwareSvd(), weight, 0.6, statistics)).MaxAbs() > 0.01);
        Assert.True((plain - Compress(new ActivationAwareSvd(1e9), weight, 0.6, statistics)).MaxAbs() < 1e-6);
    }

    [Fact]
    public void Factors_share_the_singular_values_evenly()
    {
        var form = LowRankBasis.Of(new RandomStream(9).Normal(7, 5), null, 3).Truncate(3);
        for (int k = 0; k < 3; k++)
            Assert.Equal(form.Left.Column(k).FrobeniusNorm(), form.Right.Row(k).FrobeniusNorm(), 1e-9);
    }

    [Fact]
    public void Weight_of_zeros_stays_zero() =>
        Assert.Equal(0, Compress(new ActivationAwareSvd(), Tensor.Zeros(6, 9), 0.6, LayerStatistics.Unknown("layer", 9)).MaxAbs());

    [Fact]
    public void Budget_of_all_leaves_the_weight_dense_and_every_other_is_kept()
    {
        var weight = new RandomStream(10).Normal(6, 9);
        var statistics = LayerStatistics.Unknown("layer", 9);
        Assert.IsType<DenseWeight>(new TruncatedSvdCompressor().Compress(weight, statistics, WeightBudget.Parameters(1), new RandomStream(1)));
        for (double keep = 0.3; keep < 1; keep += 0.01)
        {
            var form = new TruncatedSvdCompressor().Compress(weight, statistics, WeightBudget.Parameters(keep), new RandomStream(1));
            Assert.True(form.Parameters <= keep * 54 && form.Parameters > (keep * 54) - 15);
        }
    }

    [Fact]
    public void What_cannot_be_is_an_error_that_names_the_layer()
    {
        var statistics = LayerStatistics.Unknown("h.3.fc", 9);
        var weight = new RandomStream(11).Normal(6, 9);
        var budget = Assert.Throws<BudgetException>(() => new TruncatedSvdCompressor().Compress(weight, statistics, WeightBudget.Parameters(0.2), new RandomStream(1)));
        Assert.Contains("h.3.fc", budget.Message);
        Assert.InRange(budget.SmallestKeep, 15.0 / 54, (15.0 / 54) + 1e-3);
        weight[2, 3] = double.NaN;
        Assert.Contains("h.3.fc", Assert.Throws<NonFiniteException>(() => Compress(new TruncatedSvdCompressor(), weight, 0.5, statistics)).Message);
        Assert.Contains("h.3.fc", Assert.Throws<ArgumentException>(() => Compress(new TruncatedSvdCompressor(), Tensor.Ones(6, 8), 0.5, statistics)).Message);
        var moments = Tensor.Identity(9);
        moments[1, 1] = -1;
        Assert.Contains("input 1 of h.3.fc", Assert.Throws<ArgumentException>(() =>
            Compress(new ActivationAwareSvd(), Tensor.Ones(6, 9), 0.5, statistics with { SecondMoments = moments })).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => LowRankBasis.Of(Tensor.Ones(6, 9), null, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => LowRankBasis.Of(Tensor.Ones(6, 9), null, 7));
    }

    private static Tensor Compress(IWeightCompressor compressor, Tensor weight, double keep, LayerStatistics statistics) =>
        compressor.Compress(weight, statistics, WeightBudget.Parameters(keep), new RandomStream(1)).ToDense();
}
