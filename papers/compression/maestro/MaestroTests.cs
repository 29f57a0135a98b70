using Praxis.Lab;
using Praxis.Learning;
using Praxis.Learning.Models;
using Praxis.Numerics;
using Praxis.Papers.Compression;
using Praxis.Papers.Compression.Maestro;

namespace Praxis.Papers.Tests.Compression;

public sealed class MaestroTests
{
    [Fact]
    public void A_decomposed_perceptron_computes_what_the_perceptron_does()
    {
        var random = new RandomStream(1);
        var network = new Mlp([7, 5, 6, 3], random);
        var x = random.Normal(4, 7).To(DType.F32);
        var difference = network.Forward(x).Data - new MaestroNetwork(network).Forward(x).Data;
        Assert.InRange(difference.MaxAbs(), 0, 1e-5);
    }

    [Fact]
    public void A_new_layer_cut_to_a_rank_is_the_truncated_svd()
    {
        var weight = new RandomStream(2).Normal(6, 9);
        var layer = new LodLinear(weight, null, DType.F64);
        var svd = LinearAlgebra.Svd(weight);
        for (int rank = 0; rank <= 6; rank++)
            Assert.InRange((layer.Product(rank) - svd.Rebuild(rank)).MaxAbs(), 0, 1e-12);
        var x = new RandomStream(3).Normal(5, 9);
        Assert.InRange((layer.Forward(x, 2).Data - LinearAlgebra.MatMul(x, svd.Rebuild(2).Transpose().Contiguous())).MaxAbs(), 0, 1e-12);
    }

    [Fact]
    public void A_layer_without_components_gives_its_bias()
    {
        var layer = new LodLinear(new RandomStream(2).Normal(3, 4), Tensor.FromArray([1.0, 2, 3]), DType.F64);
        layer.Shrink(0);
        Assert.Equal([1.0, 2, 3, 1, 2, 3], layer.Forward(Tensor.Ones(2, 4)).Data.ToArray());
        Assert.Equal(0, layer.Product(3).MaxAbs());
        Assert.Throws<ArgumentOutOfRangeException>(() => layer.Shrink(1));
        Assert.Throws<NonFiniteException>(() => new LodLinear(Tensor.Full(double.NaN, 2, 2), null));
    }

    [Fact]
    public void The_gradient_of_the_group_lasso_is_that_of_its_value()
    {
        var factor = new Variable(new RandomStream(4).Normal(5, 4), requiresGrad: true) { Grad = Tensor.Zeros(5, 4) };
        HierarchicalGroupLasso.AddGradient(factor, 3, 0.7);
        const double step = 1e-6;
        for (int i = 0; i < 5; i++)
            for (int j = 0; j < 4; j++)
            {
                (var above, var below) = (factor.Data.Clone(), factor.Data.Clone());
                above[i, j] += step;
                below[i, j] -= step;
                // Columns behind the active rank are zero in a layer; here the last one is not, so that only the active ones' gradients are compared.
                double slope = j < 3 ? 0.7 * (HierarchicalGroupLasso.Value(above, 3) - HierarchicalGroupLasso.Value(below, 3)) / (2 * step) : 0;
                Assert.Equal(slope, factor.Grad![i, j], 1e-6);
            }
    }

    [Fact]
    public void The_lasso_by_hand()
    {
        var factor = Tensor.FromArray(new double[,] { { 3, 0 }, { 0, 4 } });
        Assert.Equal(5 + 4, HierarchicalGroupLasso.Value(factor, 2), 1e-9);
        Assert.Equal(5, HierarchicalGroupLasso.Value(factor, 1), 1e-9);
    }

    [Fact]
    public void Every_pair_of_layer_and_rank_is_equally_likely()
    {
        var random = new RandomStream(5);
        var counts = new Dictionary<(int, int), int>();
        for (int i = 0; i < 6000; i++)
        {
            var pair = RankSampler.Draw([1, 0, 3, 2], random)!.Value;
            counts[pair] = counts.GetValueOrDefault(pair) + 1;
        }

        Assert.Equal([(0, 1), (2, 1), (2, 2), (2, 3), (3, 1), (3, 2)], counts.Keys.Order());
        Assert.All(counts.Values, count => Assert.InRange(count, 850, 1150)); // 1000 ± 5 deviations
        Assert.Null(RankSampler.Draw([0, 0], random));
    }

    [Fact]
    public void Gradients_of_the_linear_case_are_those_of_autograd()
    {
        var random = new RandomStream(6);
        var target = random.Normal(5, 4);
        var inputs = random.Normal(9, 4);
        var moments = LinearAlgebra.MatMul(inputs, inputs, true, false);
        var fit = new OrderedLinearFit(target, moments, 3, random);
        (var left, var right) = fit.Gradients(2);
        // Σ over inputs of ‖U V ᵀx − A x‖²
        var seen = new Variable(inputs).MatMul(fit.V.Slice(1, 0, 2)).MatMul(fit.U.Slice(1, 0, 2).Transpose());
        (seen - LinearAlgebra.MatMul(inputs, target.Transpose().Contiguous())).Square().Sum().Backward();
        Assert.InRange((fit.U.Grad! - left).MaxAbs(), 0, 1e-10);
        Assert.InRange((fit.V.Grad! - right).MaxAbs(), 0, 1e-10);
    }

    [Fact]
    public void Random_ranks_find_the_singular_vectors_and_full_ranks_do_not()
    {
        var target = Tensor.Diagonal(Tensor.FromArray([3.0, 2, 1]));
        var best = LinearAlgebra.Svd(target);
        var ordered = new OrderedLinearFit(target, null, 3, new RandomStream(7));
        ordered.Train(2500, 0.02, new RandomStream(8));
        var unordered = new OrderedLinearFit(target, null, 3, new RandomStream(7));
        unordered.Train(2500, 0.02, draws: null);
        Assert.InRange(ordered.LargestDistance(best), 0, 1e-3);
        Assert.InRange(unordered.Distance(best, 3), 0, 1e-3);
        Assert.True(unordered.LargestDistance(best) > 0.1);
    }

    [Fact]
    public void Best_under_moments_is_the_svd_for_isotropic_inputs_and_no_worse_than_it_for_others()
    {
        var map = LinearCases.Decaying(new RandomStream(9));
        var moments = LinearCases.Anisotropic(12, new RandomStream(10));
        var svd = LinearAlgebra.Svd(map);
        Assert.InRange((LinearCases.BestUnder(map, Tensor.Identity(12), 4) - svd.Rebuild(4)).MaxAbs(), 0, 1e-10);
        Assert.Equal(Math.Pow(0.8, 3), svd.S[3], 1e-10);
        Assert.True(Error(LinearCases.BestUnder(map, moments, 4)) < 0.99 * Error(svd.Rebuild(4)));

        double Error(Tensor approximation)
        {
            var difference = map - approximation;
            return LinearAlgebra.Trace(LinearAlgebra.MatMul(LinearAlgebra.MatMul(difference, moments), difference, false, true));
        }
    }

    [Fact]
    public void Principal_angles_by_hand()
    {
        double angle = 30 * Math.PI / 180;
        var turned = Tensor.FromArray(new[,] { { Math.Cos(angle) }, { Math.Sin(angle) }, { 0 } });
        Assert.Equal(30, LinearCases.LargestAngle(turned * 5, Tensor.FromArray(new double[,] { { 1 }, { 0 }, { 0 } })), 1e-9);
    }

    [Fact]
    public void Training_cuts_ranks_for_good_and_is_the_same_again()
    {
        var random = new RandomStream(11);
        var inputs = random.Normal(256, 10);
        var labels = Tensor.FromArray([.. Enumerable.Range(0, 256).Select(i => inputs[i, 0] > 0 ? 1L : 0L)]);
        var data = new LabelledInputs(inputs.To(DType.F32), labels);
        (var first, var second) = (Trained(), Trained());
        Assert.Equal(first.Network.Ranks, second.Network.Ranks);
        Assert.Equal(first.Network.Layers[0].U.Data.ToArray(), second.Network.Layers[0].U.Data.ToArray());
        Assert.True(first.Network.Layers[0].Rank < 8, $"rank {first.Network.Layers[0].Rank}");
        Assert.True(ClassifierTraining.Score(first.Network, data).Accuracy > 0.95);
        for (int epoch = 1; epoch < first.Epochs.Count; epoch++)
            Assert.True(first.Epochs[epoch].MultiplyAdds <= first.Epochs[epoch - 1].MultiplyAdds);
        var layer = first.Network.Layers[0];
        double[] importance = layer.Importance();
        Assert.Equal(importance.OrderDescending(), importance);
        Assert.InRange((layer.Product(layer.FullRank) - layer.Product(layer.Rank)).MaxAbs(), 0, 1e-12);

        (MaestroNetwork Network, IReadOnlyList<MaestroEpoch> Epochs) Trained()
        {
            var network = new MaestroNetwork([10, 8, 2], new RandomStream(12));
            var epochs = MaestroTraining.Train(network, data, new MaestroRecipe { Epochs = 20, Penalty = 5e-3, Batch = 32 }, new RandomStream(13));
            return (network, epochs);
        }
    }

    [Fact]
    public void A_truncated_copy_leaves_the_network_as_it_was()
    {
        var network = new MaestroNetwork([6, 5, 3], new RandomStream(14));
        var before = network.Layers[0].U.Data.ToArray();
        var cut = network.Truncated([2, 1]);
        Assert.Equal([2, 1], cut.Ranks);
        Assert.Equal(before, network.Layers[0].U.Data.ToArray());
        var x = new RandomStream(15).Normal(3, 6).To(DType.F32);
        Assert.Equal(network.Forward(x, [2, 1]).Data.ToArray(), cut.Forward(x).Data.ToArray());
    }

    [Fact]
    public void Ranks_of_the_baselines_stay_within_the_parameters_and_use_them()
    {
        var network = new MaestroNetwork([30, 20, 20, 10], new RandomStream(16));
        foreach (long parameters in new long[] { 200, 500, 900 })
        {
            foreach (int[] ranks in new[] { RankBaselines.ByEnergy(network, parameters), RankBaselines.ByShare(network, parameters) })
                Assert.InRange(network.WeightParameters(ranks), parameters - 130, parameters);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => RankBaselines.ByEnergy(network, 50));
        Assert.Equal(network.FullRanks, RankBaselines.ByShare(network, 30 * 20 + 20 * 20 + 20 * 10));
    }

    [Fact]
    public void The_tool_trains_and_cuts_on_a_table()
    {
        var report = new MaestroTool().Use(
            new MaestroToolOptions { Table = new InputFile(Written(row => row % 2)), Hidden = [6], Epochs = 40 }, new ToolContext { Slug = "maestro" }, CancellationToken.None);
        Assert.True(report.Measures[0].Value > 0.9, report.Headline);
        var left = Assert.IsType<MatrixOutput>(report.Outputs[0]);
        Assert.Equal(6, left.Values.Rows);
        Assert.Equal(4, report.Tables[0].Rows.Count);
    }

    [Fact]
    public void The_tool_names_what_is_wrong_with_a_table()
    {
        Assert.Contains("row 3", Error(row => row == 2 ? 0.5 : row % 2), StringComparison.Ordinal);
        Assert.Contains("one class", Error(_ => 0), StringComparison.Ordinal);

        string Error(Func<int, double> label) => Assert.Throws<ToolException>(() => new MaestroTool().Use(
            new MaestroToolOptions { Table = new InputFile(Written(label)) }, new ToolContext { Slug = "maestro" }, CancellationToken.None)).Message;
    }

    private static string Written(Func<int, double> label)
    {
        var random = new RandomStream(17);
        string path = Path.Combine(Directory.CreateTempSubdirectory("praxis-maestro-").FullName, "table.csv");
        File.WriteAllLines(path, Enumerable.Range(0, 80).Select(row => FormattableString.Invariant($"{random.NextNormal() + (4 * label(row))},{random.NextNormal()},{label(row)}")).Prepend("a,b,class"));
        return path;
    }
}
