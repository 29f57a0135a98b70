using Praxis.Lab;
using Praxis.Learning;
using Praxis.Numerics;
using Praxis.Papers.Compression;
using Praxis.Papers.Compression.TrainedRankPruning;

namespace Praxis.Papers.Tests.Compression;

public sealed class TrainedRankPruningTests
{
    [Theory]
    [InlineData(FilterScheme.Channel, 4, 15)]
    [InlineData(FilterScheme.Spatial, 9, 20)]
    public void A_weight_comes_back_from_its_matrix(FilterScheme scheme, int rows, int columns)
    {
        int[] shape = scheme == FilterScheme.Channel ? [4, 5, 3, 1] : [4, 3, 3, 5];
        var weight = new RandomStream(1).Normal(shape);
        var matrix = FilterMatrix.Of(weight, scheme);
        Assert.Equal((rows, columns), (matrix.Rows, matrix.Columns));
        Assert.Equal(weight.ToArray(), FilterMatrix.ToWeight(matrix, scheme, shape).ToArray());
    }

    [Fact]
    public void The_spatial_matrix_has_channel_and_row_against_filter_and_column()
    {
        var weight = new RandomStream(2).Normal(4, 3, 3, 5);
        var matrix = FilterMatrix.Of(weight, FilterScheme.Spatial);
        var filter = weight.Select(0, 2).Select(0, 1); // filter 2, channel 1: (3, 5)
        Assert.Equal(filter[2, 4], matrix[(1 * 3) + 2, (2 * 5) + 4]);
    }

    [Theory]
    [InlineData(FilterScheme.Channel)]
    [InlineData(FilterScheme.Spatial)]
    public void Two_convolutions_of_full_rank_are_the_one(FilterScheme scheme)
    {
        int[] shape = [6, 4, 3, 5];
        var weight = new RandomStream(3).Normal(shape);
        var bias = new RandomStream(4).Normal(6);
        var x = new RandomStream(5).Normal(2, 4, 7, 6);
        var svd = LinearAlgebra.Svd(FilterMatrix.Of(weight, scheme));
        var two = new FactoredConvolution(svd, svd.S.Length, scheme, shape, bias, DType.F64).Forward(x);
        var one = Convolution.TwoDimensional(new Variable(x).Pad(2, 1, 1).Pad(3, 2, 2), weight, bias);
        Assert.Equal([2, 6, 7, 6], two.Shape.ToArray());
        Assert.InRange((two.Data - one.Data).MaxAbs(), 0, 1e-10);
    }

    [Theory]
    [InlineData(FilterScheme.Channel)]
    [InlineData(FilterScheme.Spatial)]
    public void A_decomposed_network_computes_what_its_truncated_weights_do(FilterScheme scheme)
    {
        var network = PrunableNetwork.Convolutional(8, [4, 6, 6], 3, new RandomStream(6));
        int[] ranks = [2, 3];
        var x = new RandomStream(7).Normal(3, 1, 8, 8).To(DType.F32);
        var decomposed = network.Decomposed(scheme, ranks).Forward(x).Data;
        foreach ((var layer, int rank) in network.Prunable.Zip(ranks))
            layer.Weight.Data.CopyFrom(FilterMatrix.ToWeight(LinearAlgebra.Svd(FilterMatrix.Of(layer.Weight.Data, scheme)).Rebuild(rank), scheme, layer.Weight.Shape).To(DType.F32));
        Assert.InRange((decomposed - network.Forward(x).Data).MaxAbs(), 0, 1e-5);
    }

    [Fact]
    public void Operations_by_hand()
    {
        var network = PrunableNetwork.Convolutional(8, [4, 6, 8], 3, new RandomStream(6));
        long ends = (64 * 4 * 9) + (8 * 4 * 3);
        Assert.Equal(ends + (16 * 6 * 4 * 9) + (16 * 8 * 6 * 9), network.Operations(FilterScheme.Channel, null));
        Assert.Equal(ends + (16 * 2 * ((4 * 9) + 6)) + (16 * 3 * ((6 * 9) + 8)), network.Operations(FilterScheme.Channel, [2, 3]));
        Assert.Equal(ends + (16 * 2 * ((4 * 3) + (6 * 3))) + (16 * 3 * ((6 * 3) + (8 * 3))), network.Operations(FilterScheme.Spatial, [2, 3]));
        Assert.Equal(network.Operations(FilterScheme.Channel, null), network.Operations(FilterScheme.Channel, [6, 8])); // no layer is cut to cost more
    }

    [Fact]
    public void A_truncation_leaves_out_no_more_than_its_share_and_no_rank_less_would_do()
    {
        var matrix = new RandomStream(8).Normal(9, 7);
        foreach (double energy in new[] { 0.3, 0.8, 0.95, 0.99 })
        {
            var truncation = EnergyTruncation.Of(matrix, energy, "a matrix");
            double all = Square(matrix);
            Assert.True(Square(matrix - truncation.Truncated()) <= ((1 - energy) * all) + 1e-9);
            if (truncation.Rank > 1)
                Assert.True(Square(matrix - truncation.Svd.Rebuild(truncation.Rank - 1)) > (1 - energy) * all);
        }

        Assert.Equal(7, EnergyTruncation.Of(matrix, 1, "a matrix").Rank);
        Assert.Equal(1, EnergyTruncation.Of(Tensor.Zeros(3, 3), 0.5, "zeros").Rank);
        Assert.Contains("conv2", Assert.Throws<NonFiniteException>(() => EnergyTruncation.Of(Tensor.Full(double.NaN, 2, 2), 0.5, "conv2")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => EnergyTruncation.Of(matrix, 0, "a matrix"));

        static double Square(Tensor t) => t.Square().Sum();
    }

    [Fact]
    public void The_subgradient_is_the_nuclear_norms_slope()
    {
        var matrix = new RandomStream(9).Normal(5, 4);
        var subgradient = EnergyTruncation.Of(matrix, 1, "a matrix").NuclearSubgradient();
        var direction = new RandomStream(10).Normal(5, 4);
        const double step = 1e-6;
        double slope = (LinearAlgebra.SingularValues(matrix + (direction * step)).Sum() - LinearAlgebra.SingularValues(matrix - (direction * step)).Sum()) / (2 * step);
        Assert.Equal(slope, (subgradient * direction).Sum(), 1e-6);
    }

    [Fact]
    public void Training_starts_its_steps_at_truncated_weights_and_is_the_same_again()
    {
        var data = Task();
        var recipe = new RankPruningRecipe { Training = new ClassifierRecipe { Epochs = 20, Batch = 32, Adam = false, LearningRate = 0.05 }, Scheme = FilterScheme.Channel, Energy = 0.8, Every = 4, Nuclear = 1e-3 };
        (var first, var course) = Trained();
        (var second, _) = Trained();
        Assert.Equal(first.Prunable[0].Weight.Data.ToArray(), second.Prunable[0].Weight.Data.ToArray());
        Assert.Equal(2 * 8 / 4 * 4, course[0].Step); // a tenth of 160 steps, and a multiple of 4
        Assert.True(course[^1].Ranks[0] < course[0].Ranks[0], $"from {course[0].Ranks[0]} to {course[^1].Ranks[0]}");
        Assert.True(ClassifierTraining.Score(first, data).Accuracy > 0.9);
        int[] ranks = RankPruning.Ranks(first, FilterScheme.Channel, 0.8);
        Assert.Equal(ClassifierTraining.Score(first, data).Accuracy, ClassifierTraining.Score(first.Decomposed(FilterScheme.Channel, ranks), data).Accuracy, 0.05);

        (PrunableNetwork Network, IReadOnlyList<TruncationRanks> Course) Trained()
        {
            var network = PrunableNetwork.Perceptron([10, 12, 8, 2], new RandomStream(11));
            return (network, RankPruning.Train(network, data, recipe, new RandomStream(12)));
        }
    }

    [Fact]
    public void Without_truncation_and_nuclear_norm_it_is_normal_training()
    {
        var data = Task();
        var training = new ClassifierRecipe { Epochs = 2, Batch = 32, Adam = false, LearningRate = 0.05 };
        (var plain, var pruned) = (PrunableNetwork.Perceptron([10, 6, 2], new RandomStream(13)), PrunableNetwork.Perceptron([10, 6, 2], new RandomStream(13)));
        ClassifierTraining.Train(plain, data, training, new RandomStream(14));
        RankPruning.Train(pruned, data, new RankPruningRecipe { Training = training, Scheme = FilterScheme.Channel, WarmUp = 1 }, new RandomStream(14));
        Assert.Equal(plain.Prunable[0].Weight.Data.ToArray(), pruned.Prunable[0].Weight.Data.ToArray());
    }

    [Fact]
    public void Ranks_within_a_number_of_operations_take_no_more()
    {
        var network = PrunableNetwork.Convolutional(8, [6, 8, 8], 3, new RandomStream(15));
        long whole = network.Operations(FilterScheme.Spatial, null);
        int[] ranks = RankPruning.RanksWithin(network, FilterScheme.Spatial, (long)(0.6 * whole));
        Assert.InRange(network.Operations(FilterScheme.Spatial, ranks), 0.45 * whole, 0.6 * whole);
        Assert.Throws<ArgumentOutOfRangeException>(() => RankPruning.RanksWithin(network, FilterScheme.Spatial, 10));
        Assert.Throws<InvalidOperationException>(() => network.Decomposed(FilterScheme.Spatial, ranks).Decomposed(FilterScheme.Spatial, ranks).Prunable[0]);
    }

    [Fact]
    public void The_tool_trains_decomposes_and_gives_the_factors()
    {
        var report = Use(row => row % 2, 0.8);
        Assert.True(report.Measures[0].Value > 0.9, report.Headline);
        (var left, var right) = (Assert.IsType<MatrixOutput>(report.Outputs[0]), Assert.IsType<MatrixOutput>(report.Outputs[1]));
        Assert.Equal((8, 2, left.Values.Columns), (left.Values.Rows, right.Values.Columns, right.Values.Rows));
        Assert.Contains("row 3", Assert.Throws<ToolException>(() => Use(row => row == 2 ? -1 : row % 2, 0.8)).Message, StringComparison.Ordinal);

        static ToolReport Use(Func<int, double> label, double energy)
        {
            var random = new RandomStream(17);
            string path = Path.Combine(Directory.CreateTempSubdirectory("praxis-rank-pruning-").FullName, "table.csv");
            File.WriteAllLines(path, Enumerable.Range(0, 80).Select(row => FormattableString.Invariant($"{random.NextNormal() + (4 * label(row))},{random.NextNormal()},{label(row)}")).Prepend("a,b,class"));
            return new RankPruningTool().Use(
                new RankPruningToolOptions { Table = new InputFile(path), Hidden = [8, 6], Epochs = 150, Energy = energy, Every = 5 }, new ToolContext { Slug = "trained-rank-pruning" }, CancellationToken.None);
        }
    }

    private static LabelledInputs Task()
    {
        var inputs = new RandomStream(16).Normal(256, 10);
        return new LabelledInputs(inputs.To(DType.F32), Tensor.FromArray([.. Enumerable.Range(0, 256).Select(i => inputs[i, 0] > 0 ? 1L : 0L)]));
    }
}
