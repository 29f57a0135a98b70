using Praxis.Lab;
using Praxis.Numerics;
using Praxis.Papers.RandomizedLinearAlgebra.RepeatedRandomSampling;

namespace Praxis.Papers.Tests.RandomizedLinearAlgebra;

public sealed class RepeatedRandomSamplingTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public void Gradient_is_that_of_central_differences(int hidden)
    {
        var random = new RandomStream(1);
        var network = new Perceptron(4, hidden, 3, random);
        var x = random.Normal(7, 4);
        int[] labels = [0, 1, 2, 2, 1, 0, 1];
        var (_, gradient) = network.LossAndGradient(x, labels);
        for (var k = 0; k < gradient.Length; k++)
        {
            var values = network.Parameters[k].AsSpan();
            for (var i = 0; i < values.Length; i++)
            {
                const double step = 1e-6;
                var kept = values[i];
                values[i] = kept + step;
                var up = network.LossAndGradient(x, labels).Loss;
                values[i] = kept - step;
                var down = network.LossAndGradient(x, labels).Loss;
                values[i] = kept;
                Assert.Equal((up - down) / (2 * step), gradient[k].Contiguous().AsSpan()[i], 1e-7);
            }
        }
    }

    [Fact]
    public void Softmax_regression_loss_at_zero_weights_is_the_logarithm_of_the_classes()
    {
        var network = new Perceptron(3, 0, 4, new RandomStream(2));
        network.Parameters[0].Fill(0);
        Assert.Equal(Math.Log(4), network.LossAndGradient(new RandomStream(3).Normal(5, 3), [0, 1, 2, 3, 0]).Loss, 12);
    }

    [Theory]
    [InlineData(10, 0.3, 3)]
    [InlineData(7, 0.5, 4)]
    [InlineData(100, 0.07, 7)]
    [InlineData(5, 1, 5)]
    public void Without_replacement_every_example_comes_once_before_any_comes_again(int n, double share, int size)
    {
        var subsets = new RepeatedSubsets(n, share, seed: 4);
        Assert.Equal(size, subsets.Size);
        for (var cycle = 0; cycle < 5; cycle++)
        {
            var seen = Enumerable.Range(0, n / size).SelectMany(_ => subsets.Next()).ToList();
            Assert.Equal(seen.Count, seen.Distinct().Count());
            Assert.All(seen, i => Assert.InRange(i, 0, n - 1));
        }
    }

    [Fact]
    public void With_replacement_rounds_are_independent_and_have_no_example_twice()
    {
        var subsets = new RepeatedSubsets(10, 0.3, seed: 5, replacement: true);
        var counts = new int[10];
        for (var round = 0; round < 3000; round++)
        {
            var subset = subsets.Next();
            Assert.Equal(3, subset.Distinct().Count());
            foreach (var i in subset) counts[i]++;
        }
        Assert.All(counts, count => Assert.InRange(count, 900 - 115, 900 + 115)); // 4.6 standard deviations
    }

    [Fact]
    public void Subsets_are_a_function_of_the_seed_and_steps_count_part_batches()
    {
        var (one, same, other) = (new RepeatedSubsets(50, 0.2, 6), new RepeatedSubsets(50, 0.2, 6), new RepeatedSubsets(50, 0.2, 7));
        Assert.Equal(one.Next(), same.Next());
        Assert.NotEqual(one.Next(), other.Next());
        Assert.Equal(6, one.Steps(rounds: 3, batch: 8)); // 10 examples: a batch of 8 and one of 2
    }

    [Fact]
    public void El2n_and_margin_are_those_of_a_hand_computed_softmax()
    {
        var network = new Perceptron(1, 0, 3, new RandomStream(8));
        network.Parameters[0].Fill(0);
        Tensor.FromArray([Math.Log(2), 0, 0]).ToArray().CopyTo(network.Parameters[1].AsSpan()); // softmax = (1/2, 1/4, 1/4)
        var data = new LabelledData(Tensor.Zeros(2, 1), [0, 1], Tensor.Zeros(1, 1), [0], 3);
        var scores = Selections.El2nScores(network, data);
        Assert.Equal(Math.Sqrt(0.25 + 2.0 / 16), scores[0], 12);
        Assert.Equal(Math.Sqrt(0.25 + 9.0 / 16 + 1.0 / 16), scores[1], 12);
        Assert.Equal([-0.25, -0.25], Selections.MarginScores(network, data).Select(score => Math.Round(score, 12)));
    }

    private static LabelledData Blobs(int n)
    {
        var random = new RandomStream(9);
        int[] labels = [.. Enumerable.Range(0, n).Select(i => i % 3)];
        var x = random.Normal(n, 2) * 0.5;
        for (var i = 0; i < n; i++) x[i, labels[i] % 2] += 4 * (labels[i] - 1);
        return LabelledData.Split(x, labels, random);
    }

    [Theory]
    [InlineData("uniform")]
    [InlineData("herding")]
    [InlineData("k-center")]
    [InlineData("EL2N")]
    [InlineData("margin")]
    [InlineData("forgetting")]
    [InlineData("facility location")]
    public void Every_selection_gives_as_many_different_examples_as_asked_and_is_repeatable(string name)
    {
        var data = Blobs(90);
        var options = new TrainingOptions { Hidden = 4 };
        var selected = Selections.Choose(name, data, 11, options, new RandomStream(10));
        Assert.Equal(11, selected.Examples.Distinct().Count());
        Assert.All(selected.Examples, i => Assert.InRange(i, 0, data.Labels.Length - 1));
        Assert.Equal(selected.Examples, Selections.Choose(name, data, 11, options, new RandomStream(10)).Examples);
        Assert.Equal(name == "uniform", selected.Cost == 0);
    }

    [Fact]
    public void Herding_begins_with_the_example_nearest_to_the_mean_and_k_center_covers_far_blobs()
    {
        var data = Blobs(90);
        var herded = Selections.Choose("herding", data, 3, new TrainingOptions(), new RandomStream(11)).Examples;
        foreach (var group in Enumerable.Range(0, data.Labels.Length).GroupBy(i => data.Labels[i]))
        {
            var mean = data.X.TakeRows([.. group]).Mean(0);
            var nearest = group.MinBy(i => (data.X.Row(i) - mean).FrobeniusNorm());
            if (group.Count() * 3 >= data.Labels.Length) Assert.Contains(nearest, herded); // its share is one example
        }
        Assert.Equal(3, Selections.Choose("k-center", data, 3, new TrainingOptions(), new RandomStream(12)).Examples.Select(i => data.Labels[i]).Distinct().Count());
    }

    [Fact]
    public void Separable_classes_are_learned_from_a_tenth_a_round_and_the_whole_schedule_is_used()
    {
        var data = Blobs(300);
        var subsets = new RepeatedSubsets(data.Labels.Length, 0.1, 13);
        var trained = Trainer.Train(data, (_, _) => subsets.Next(), new TrainingOptions { Hidden = 8, Rounds = 20 }, new RandomStream(14));
        Assert.Equal(20, trained.Accuracies.Length);
        Assert.InRange(trained.Accuracies[^1], 0.93, 1);
        Assert.Equal(3.0 * trained.Network.ForwardCost * subsets.Size, trained.RoundCost);
    }

    [Fact]
    public void Wrong_labels_are_wrong_and_as_many_as_asked()
    {
        var data = Blobs(100);
        var noisy = data.WithWrongLabels(0.2, new RandomStream(15));
        Assert.Equal((int)(0.2 * data.Labels.Length), data.Labels.Zip(noisy.Labels).Count(pair => pair.First != pair.Second));
        Assert.All(noisy.Labels, label => Assert.InRange(label, 0, 2));
    }

    [Fact]
    public void Bad_input_is_refused_with_its_reason()
    {
        Assert.Contains("above 0 and is at most 1", Assert.Throws<ArgumentOutOfRangeException>(() => new RepeatedSubsets(10, 1.2, 1)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new RepeatedSubsets(10, double.NaN, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RepeatedSubsets(0, 0.5, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Perceptron(3, 0, 1, new RandomStream(1)));
        Assert.Contains("too few", Assert.Throws<ArgumentException>(() => LabelledData.Split(Tensor.Zeros(5, 2), [0, 1, 0, 1, 0], new RandomStream(1))).Message);
        Assert.Contains("no selection", Assert.Throws<ArgumentException>(() => Selections.Choose("best", Blobs(30), 3, new TrainingOptions(), new RandomStream(1))).Message);
    }

    [Fact]
    public void Tool_tables_accuracy_by_share()
    {
        var random = new RandomStream(16);
        var csv = "u,v,class\n" + string.Concat(Enumerable.Range(0, 150).Select(i => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{random.NextNormal() + 4 * (i % 2):0.000},{random.NextNormal():0.000},{3 + 4 * (i % 2)}\n")));
        var report = UseTool(csv, options => options with { Shares = [0.1, 0.5], Hidden = 0 });
        var output = ((MatrixOutput)report.Outputs[0]).Values;
        Assert.Equal(2, output.Rows);
        Assert.InRange(output[0, 1], 0.85, 1);
        Assert.Equal(report.Measures.Single(m => m.Name == "accuracy, all data").Value, output[1, 3]);
    }

    [Theory]
    [InlineData("1,0\n2,0\n3,0\n", "in every row")]
    [InlineData("1,0\n2,1\n3,2\n4,7\n", "not a class")]
    [InlineData("1,0\n2,1\n3,0\n4,1\n", "at least 10")]
    [InlineData("1,0\nnan,1\n", "NaN")]
    public void Tool_refuses_bad_tables_with_the_reason(string csv, string reason) =>
        Assert.Contains(reason, Assert.ThrowsAny<Exception>(() => UseTool(csv, options => options)).Message);

    [Fact]
    public void Tool_refuses_shares_that_are_none() =>
        Assert.Contains("no share", Assert.Throws<ToolException>(() => UseTool("1,0\n2,1\n3,0\n4,1\n", options => options with { Shares = [2] })).Message);

    private static ToolReport UseTool(string csv, Func<SubsetTrainingOptions, SubsetTrainingOptions> change)
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.csv");
        File.WriteAllText(path, csv);
        try
        {
            return new SubsetTrainingTool().Use(change(new SubsetTrainingOptions { Table = new InputFile(path) }), new ToolContext { Slug = "repeated-random-sampling" }, CancellationToken.None);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
