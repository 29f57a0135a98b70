using Praxis.Lab;
using Praxis.Numerics;
using Praxis.Papers.Compression;
using Praxis.Papers.Compression.WeLore;

namespace Praxis.Papers.Tests.Compression;

public sealed class WeLoreTests
{
    [Fact]
    public void Spectra_are_brought_to_one_range_and_equal_values_are_none_small()
    {
        var weight = Tensor.Diagonal(Tensor.FromArray([2.0, 10, 4]));
        Assert.Equal([1, 0.25, 0], Rounded(NormalizedSpectrum.Of(weight, SpectrumNormalization.Range, "w")));
        Assert.Equal([1, 0.4, 0.2], Rounded(NormalizedSpectrum.Of(weight, SpectrumNormalization.Largest, "w")));
        Assert.Equal([1.0, 1, 1], NormalizedSpectrum.Of(Tensor.Zeros(3, 5), SpectrumNormalization.Range, "w").Values);
        Assert.Contains("w", Assert.Throws<NonFiniteException>(() => NormalizedSpectrum.Of(weight * double.NaN, SpectrumNormalization.Range, "w")).Message);

        static double[] Rounded(NormalizedSpectrum spectrum) => [.. spectrum.Values.Select(value => Math.Round(value, 12))];
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.25)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void Threshold_prunes_the_nominal_share_of_all_rank(double reduction)
    {
        NormalizedSpectrum[] spectra = [Spectrum(8, 1), Spectrum(12, 2), Spectrum(20, 3)];
        double threshold = WeLoreRanks.Threshold(spectra, reduction);
        Assert.Equal((int)(reduction * 40 + 1e-9), spectra.Sum(spectrum => spectrum.Pruned(threshold)));

        static NormalizedSpectrum Spectrum(int rank, int seed) => new(rank, rank, [.. new RandomStream(seed).Uniform(rank).ToArray().OrderDescending()]);
    }

    [Fact]
    public void Matrices_are_factored_where_half_of_their_rank_goes_and_factors_are_smaller()
    {
        NormalizedSpectrum[] spectra =
        [
            new(4, 4, [1, 0.2, 0.1, 0]),   // three of four go: rank 1
            new(4, 4, [1, 0.9, 0.1, 0]),   // half goes, but two factors of rank 2 are no smaller than 16 numbers
            new(4, 40, [1, 0.9, 0.1, 0]),  // half goes: rank 2
            new(4, 40, [1, 0.9, 0.8, 0]),  // one of four goes: dense
        ];
        Assert.Equal([1, null, 2, null], WeLoreRanks.At(spectra, 0.5).Select(rank => rank.Rank));
        Assert.Equal([0.75, 0.5, 0.5, 0.25], WeLoreRanks.At(spectra, 0.5).Select(rank => rank.Pruned));
        Assert.Equal(2, WeLoreRanks.LargestRank(4, 40));
        Assert.Equal(0, WeLoreRanks.LargestRank(1, 40));
    }

    [Fact]
    public void Budget_goes_to_the_matrix_with_the_flatter_spectrum()
    {
        var random = new RandomStream(4);
        var steep = LinearAlgebra.MatMul(random.Normal(32, 2), random.Normal(2, 32)) + (random.Normal(32, 32) * 1e-3);
        LayerToCompress[] layers = [Layer("steep", steep), Layer("flat", random.Normal(32, 32))];
        var budgets = new WeLoreAllocation().Allocate(layers, 0.7);
        Assert.Equal(1, budgets["flat"].Keep);
        Assert.True(budgets["steep"].Keep < 0.45);
        Assert.True(budgets["steep"].Rank(32, 32) >= 2);
    }

    [Theory]
    [InlineData(SpectrumNormalization.Range)]
    [InlineData(SpectrumNormalization.Largest)]
    public void Total_is_within_the_budget_and_grows_with_it(SpectrumNormalization normalization)
    {
        var random = new RandomStream(5);
        LayerToCompress[] layers = [.. Enumerable.Range(0, 6).Select(l =>
            Layer($"{l}", LinearAlgebra.MatMul(random.Normal(8 + (4 * l), 20), random.Normal(20, 24))))];
        double before = 0;
        for (double keep = 0.2; keep <= 1; keep += 0.1)
        {
            var budgets = new WeLoreAllocation(normalization).Allocate(layers, keep);
            double total = layers.Sum(layer => budgets[layer.Name].Keep * layer.Parameters);
            Assert.True(total <= (keep * layers.Sum(layer => layer.Parameters)) + 1e-6);
            Assert.True(total >= before);
            before = total;
        }

        Assert.All(new WeLoreAllocation(normalization).Allocate(layers, 1).Values, budget => Assert.Equal(1, budget.Keep));
        Assert.Contains("smallest share", Assert.Throws<BudgetException>(() => new WeLoreAllocation().Allocate(layers, 0.01)).Message);
    }

    [Fact]
    public void Equal_singular_values_still_give_an_allocation()
    {
        LayerToCompress[] layers = [Layer("a", Tensor.Identity(16)), Layer("b", Tensor.Identity(16))];
        var budgets = new WeLoreAllocation().Allocate(layers, 0.4);
        Assert.True(layers.Sum(layer => budgets[layer.Name].Keep * layer.Parameters) <= 0.4 * 512);
    }

    [Fact]
    public void Correlation_within_groups_does_not_see_what_differs_between_them()
    {
        // Falling in both groups, while the second lies above the first in both quantities.
        string[] groups = ["a", "a", "a", "b", "b", "b"];
        Assert.Equal(-1, RankCorrelation.Within([1, 2, 3, 11, 12, 13], [3, 2, 1, 33, 22, 11], groups), 12);
        Assert.Equal(1, RankCorrelation.Within([1, 2, 3, 11, 12, 13], [1, 8, 9, 11, 22, 33], groups), 12);
        // Spearman's of one group by hand: ranks 1 2 3 4 against 2 1 4 3, 1 − 6·4/(4·15).
        Assert.Equal(0.6, RankCorrelation.Within([1, 2, 3, 4], [2, 1, 4, 3], ["a", "a", "a", "a"]), 12);
        Assert.Throws<ArgumentException>(() => RankCorrelation.Within([1, 1], [2, 3], ["a", "a"]));
        Assert.Throws<ArgumentException>(() => RankCorrelation.Within([1, 2], [2], ["a", "a"]));
    }

    private static LayerToCompress Layer(string name, Tensor weight) => new(name, weight, LayerStatistics.Unknown(name, weight.Columns));
}

public sealed class WeLoreToolTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("welore").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Low_rank_matrices_are_found()
    {
        var random = new RandomStream(1);
        var low = LinearAlgebra.MatMul(random.Normal(20, 2), random.Normal(2, 30)) + (random.Normal(20, 30) * 1e-4);
        var report = Use(0.5, File("low.npy", low), File("flat.npy", LinearAlgebra.Qr(random.Normal(30, 20)).Q + (random.Normal(30, 20) * 0.02)));
        Assert.Equal("rank 2", report.Tables[0].Rows[0][4]);
        Assert.Equal("dense", report.Tables[0].Rows[1][4]);
        Assert.Contains("1 of 2", report.Headline);
        Assert.Equal(100.0 / 1200 + 0.5, report.Measures[0].Value, 12);
        Assert.Equal(3, ((TextOutput)report.Outputs[0]).Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public void Nonsense_names_file_and_cure()
    {
        Assert.Contains("leave the matrix out", Assert.Throws<ToolException>(() => Use(0.5, File("zero.npy", Tensor.Zeros(3, 4)))).Message);
        Assert.Contains("row 1", Assert.Throws<ToolException>(() => Use(0.5, File("nan.npy", Tensor.Full(double.NaN, 3, 4)))).Message);
        Assert.Contains("at least one file", Assert.Throws<ToolException>(() => Use(0.5)).Message);
        Assert.Contains("all singular values are equal", Use(0.5, File("eye.npy", Tensor.Zeros(3, 3) + Tensor.Identity(3))).Remarks[0]);
    }

    private static ToolReport Use(double reduction, params InputFile[] weights) =>
        new WeLoreTool().Use(new WeLoreToolOptions { Weights = weights, Reduction = reduction }, new ToolContext { Slug = "welore" }, CancellationToken.None);

    private InputFile File(string name, Tensor values)
    {
        string path = Path.Combine(_folder, name);
        NpyFile.Write(path, values);
        return new InputFile(path);
    }
}
