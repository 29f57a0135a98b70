using Praxis.Lab;
using Praxis.Numerics;
using Praxis.Papers.Compression;
using Praxis.Papers.Compression.Lr2Vq;

namespace Praxis.Papers.Tests.Compression;

public sealed class Lr2VqTests
{
    [Fact]
    public void K_means_finds_clusters_that_are_far_apart()
    {
        var random = new RandomStream(1);
        var points = Tensor.Zeros(60, 2);
        for (int i = 0; i < 60; i++)
            for (int j = 0; j < 2; j++)
                points[i, j] = (10 * ((i % 3) == j ? 1 : 0)) + (0.01 * random.NextNormal());
        var clustering = KMeans.Fit(points, 3, random, starts: 3);
        for (int i = 3; i < 60; i++)
            Assert.Equal(clustering.Codes[i % 3], clustering.Codes[i]);
        Assert.Equal(3, clustering.Codes.Distinct().Count());
        Assert.InRange(clustering.SquaredError, 0, 0.1);
    }

    [Fact]
    public void K_means_reports_the_error_of_its_codes_and_every_code_is_the_nearest()
    {
        var points = new RandomStream(2).Normal(200, 3);
        var clustering = KMeans.Fit(points, 7, new RandomStream(3));
        double error = 0;
        for (int i = 0; i < points.Rows; i++)
        {
            double[] distances = [.. Enumerable.Range(0, 7).Select(c => (points.Row(i) - clustering.Centroids.Row(c)).Square().Sum())];
            Assert.Equal(distances.Min(), distances[clustering.Codes[i]], 1e-9);
            error += distances.Min();
        }

        Assert.Equal(error, clustering.SquaredError, 1e-9 * error);
    }

    [Fact]
    public void As_many_clusters_as_points_leave_no_error_and_duplicates_do_no_harm()
    {
        var points = new RandomStream(4).Normal(6, 2);
        Assert.Equal(0, KMeans.Fit(points, 10, new RandomStream(5)).SquaredError, 1e-12);
        Assert.Equal(0, KMeans.Fit(Tensor.Ones(8, 2), 3, new RandomStream(5)).SquaredError, 1e-12);
        Assert.Throws<ArgumentException>(() => KMeans.Fit(points, 0, new RandomStream(5)));
    }

    [Fact]
    public void The_two_errors_add_up_to_the_error_of_the_weight()
    {
        var weight = new RandomStream(6).Normal(24, 16);
        var quantizer = new LowRankQuantizer(weight, 8);
        foreach (int coordinates in new[] { 1, 3, 8 })
        {
            var quantized = quantizer.Quantize(coordinates, 5, new RandomStream(7));
            Assert.Equal((weight - quantized.Weight.ToDense()).Square().Sum(), quantized.Error, 1e-8);
        }

        Assert.Equal(weight.Square().Sum(), quantizer.Energy, 1e-9);
        Assert.Equal(0, quantizer.LowRankError(8));
    }

    [Fact]
    public void A_codebook_for_every_sub_vector_leaves_the_low_rank_error_alone()
    {
        var weight = new RandomStream(8).Normal(4, 12);
        var svd = LinearAlgebra.Svd(SubVectors.Of(weight, 6));
        var quantizer = new LowRankQuantizer(weight, 6);
        var quantized = quantizer.Quantize(2, 8, new RandomStream(9));
        Assert.Equal(svd.S.ToArray().Skip(2).Sum(s => s * s), quantized.Error, 1e-9);
        Assert.InRange((quantized.Weight.ToDense() - svd.Rebuild(2).Reshape(4, 12)).MaxAbs(), 0, 1e-9);
    }

    [Fact]
    public void Layer_and_form_compute_the_same_and_codebook_and_map_can_be_trained()
    {
        var weight = new RandomStream(10).Normal(5, 8);
        var form = new LowRankQuantizer(weight, 4).Quantize(2, 3, new RandomStream(11)).Weight;
        var bias = new RandomStream(12).Normal(5);
        var layer = form.ToLayer(bias, DType.F64);
        var x = new RandomStream(13).Normal(6, 8);
        var expected = LinearAlgebra.MatMul(x, form.ToDense(), false, true) + bias;
        Assert.InRange((layer.Forward(x).Data - expected).MaxAbs(), 0, 1e-12);
        Assert.Equal(["codebook", "basis", "bias"], layer.NamedParameters().Select(named => named.Name));

        layer.Forward(x).Sum().Backward();
        var gradient = layer.NamedParameters().First().Parameter.Grad!;
        const double step = 1e-6;
        (var above, var below) = (form.Codebook.Clone(), form.Codebook.Clone());
        above[1, 1] += step;
        below[1, 1] -= step;
        double slope = (Sum(above) - Sum(below)) / (2 * step);
        Assert.Equal(slope, gradient[1, 1], 1e-6);

        double Sum(Tensor codebook) => LinearAlgebra.MatMul(x, new LowRankCodebookWeight(codebook, form.Basis, form.Codes).ToDense(), false, true).Sum();
    }

    [Fact]
    public void Bits_by_hand()
    {
        // 1024 weights in sub-vectors of 8: 128 codes of 4 bits, 16 codewords of 2 numbers, a map of 2 × 8.
        Assert.Equal((128 * 4) + (16 * ((16 * 2) + 16)), LowRankCodebookWeight.BitsOf(1024, 8, 16, 2));
        Assert.Equal((128 * 4) + (16 * 16 * 8), LowRankCodebookWeight.BitsOf(1024, 8, 16, 8)); // plain: no map
        var form = new LowRankQuantizer(new RandomStream(14).Normal(32, 32), 8).Quantize(8, 16, new RandomStream(15)).Weight;
        Assert.Equal(new VectorQuantizedWeight(form.Codebook, form.Codes).Bits, form.Bits);
    }

    [Fact]
    public void The_rule_takes_the_first_candidate_whose_low_rank_error_is_no_larger()
    {
        var quantizer = new LowRankQuantizer(new RandomStream(16).Normal(40, 16), 8);
        QuantizedRepresentation[] candidates = [.. new[] { 1, 2, 4, 8 }.Select(d => quantizer.Quantize(d, 4, new RandomStream(17)))];
        int chosen = LowRankQuantizer.BalancedCoordinates(candidates);
        foreach (var candidate in candidates)
            if (candidate.Weight.Basis.Rows < chosen)
                Assert.True(candidate.LowRankError > candidate.ClusteringError);
            else if (candidate.Weight.Basis.Rows == chosen)
                Assert.True(candidate.LowRankError <= candidate.ClusteringError);
    }

    [Fact]
    public void With_the_best_of_many_starts_more_coordinates_do_not_raise_the_error()
    {
        var quantizer = new LowRankQuantizer(new RandomStream(18).Normal(30, 4), 4);
        double[] errors = [.. Enumerable.Range(1, 4).Select(d => quantizer.Quantize(d, 3, new RandomStream(19), starts: 20).Error)];
        for (int d = 1; d < 4; d++)
            Assert.True(errors[d] <= errors[d - 1] * 1.001, string.Join(", ", errors));
    }

    [Theory]
    [InlineData(32, 64)]
    [InlineData(96, 48)]
    [InlineData(17, 33)]
    public void The_entry_stays_within_its_budget(int outputs, int inputs)
    {
        var weight = new RandomStream(20).Normal(outputs, inputs);
        foreach (double keep in new[] { 0.5, 0.3, 0.25 })
        {
            var budget = WeightBudget.Bits(keep);
            var form = new Lr2VqEntry().Compressor(keep).Compress(weight, LayerStatistics.Unknown("layer", inputs), budget, new RandomStream(21));
            Assert.True(budget.Allows(form), $"{form.Bits} bits of {budget.Limit(outputs, inputs)}");
            Assert.True(form.Bits > 0.5 * budget.Limit(outputs, inputs));
            Assert.InRange((weight - form.ToDense()).FrobeniusNorm() / weight.FrobeniusNorm(), 0, 0.35);
        }
    }

    [Fact]
    public void A_budget_that_cannot_be_met_says_the_smallest_that_can()
    {
        var compressor = new LowRankQuantizerCompressor();
        var weight = new RandomStream(22).Normal(16, 16);
        var failure = Assert.Throws<BudgetException>(() => compressor.Compress(weight, LayerStatistics.Unknown("layer", 16), WeightBudget.Bits(0.001), new RandomStream(23)));
        Assert.Contains("layer", failure.Message, StringComparison.Ordinal);
        compressor.Compress(weight, LayerStatistics.Unknown("layer", 16), WeightBudget.Bits(failure.SmallestKeep), new RandomStream(23));
    }

    [Fact]
    public void Candidates_end_with_the_length()
    {
        Assert.Equal([1], LowRankQuantizer.Candidates(1));
        Assert.Equal([1, 2, 4, 6, 8], LowRankQuantizer.Candidates(8));
        Assert.Equal([1, 2, 4, 5], LowRankQuantizer.Candidates(5));
        Assert.Equal([1, 2, 4, 6, 8, 12, 16], LowRankQuantizer.Candidates(16));
    }

    [Fact]
    public void Bad_input_is_named()
    {
        Assert.Contains("1, 2, 5, 10", Assert.Throws<ArgumentException>(() => SubVectors.Of(new RandomStream(24).Normal(3, 10), 4)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new LowRankQuantizer(new RandomStream(24).Normal(3, 10), 5).Quantize(6, 2, new RandomStream(25)));
        Assert.Throws<ArgumentException>(() => new LowRankCodebookWeight(Tensor.Ones(2, 1), Tensor.Ones(1, 4), Tensor.FromArray([0L, 2]).Reshape(1, 2)));
        Assert.Throws<NonFiniteException>(() => SubVectors.Of(Tensor.Full(double.NaN, 2, 4), 2));
    }

    [Fact]
    public void The_tool_quantises_a_matrix_and_refuses_lengths_that_do_not_divide_it()
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("praxis-lr2vq-").FullName, "weight.csv");
        var weight = new RandomStream(26).Normal(40, 16);
        File.WriteAllLines(path, Enumerable.Range(0, 40).Select(i => string.Join(',', weight.Row(i).ToArray().Select(value => FormattableString.Invariant($"{value:r}")))));
        var context = new ToolContext { Slug = "lr2vq" };
        var report = new Lr2VqTool().Use(new Lr2VqToolOptions { Weight = new InputFile(path), Codewords = 8, Length = 8 }, context, CancellationToken.None);
        Assert.Equal(4, report.Outputs.Count);
        var dense = Assert.IsType<MatrixOutput>(report.Outputs[0]);
        Assert.Equal(report.Measures[0].Value, (weight - dense.Values).FrobeniusNorm() / weight.FrobeniusNorm(), 1e-6);
        Assert.Contains("1, 2, 4, 8, 16", Assert.Throws<ToolException>(() =>
            new Lr2VqTool().Use(new Lr2VqToolOptions { Weight = new InputFile(path), Length = 7 }, context, CancellationToken.None)).Message, StringComparison.Ordinal);
    }
}
