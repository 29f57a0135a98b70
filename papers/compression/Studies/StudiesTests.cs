using Praxis.Lab;
using Praxis.Learning.Models;
using Praxis.Numerics;
using Praxis.Papers.Compression;

namespace Praxis.Papers.Tests.Compression;

public sealed class StudiesTests
{
    private static readonly DataFolder Data = DataFolder.Find();

    [Fact]
    public void Digits_are_split_into_parts_that_share_no_input()
    {
        var task = ClassificationTask.Digits(Data, new RandomStream(1));
        Assert.Equal((1000, 297, 500), (task.Train.Count, task.Validation.Count, task.Test.Count));
        var table = FeatureTable.Load(Data, "digits");
        double all = table.Features.Sum() / 16 + table.Labels.To(DType.F64).Sum();
        double parts = new[] { task.Train, task.Validation, task.Test }.Sum(part => part.Inputs.To(DType.F64).Sum() + part.Labels.To(DType.F64).Sum());
        Assert.Equal(all, parts, 1e-6 * all);
    }

    [Fact]
    public void A_perceptron_learns_the_digits_and_learns_the_same_again()
    {
        var task = ClassificationTask.Digits(Data, new RandomStream(1));
        (var first, var second) = (Trained(), Trained());
        Assert.True(first.Accuracy > 0.9, $"accuracy {first.Accuracy}");
        Assert.Equal(first, second);

        ClassifierScore Trained()
        {
            var network = new Mlp([64, 32, 10], new RandomStream(2));
            ClassifierTraining.Train(network, task.Train, new ClassifierRecipe { Epochs = 10, LearningRate = 5e-3 }, new RandomStream(3));
            return ClassifierTraining.Score(network, task.Test);
        }
    }

    [Fact]
    public void Frozen_parameters_stay_as_they_are()
    {
        var task = ClassificationTask.Digits(Data, new RandomStream(1), asImages: true);
        var network = new ConvolutionalNetwork(8, 10, new RandomStream(2), width: 4);
        var first = network.NamedParameters().First().Parameter;
        first.RequiresGrad = false;
        var before = first.Data.Clone();
        ClassifierTraining.Train(network, task.Train.Range(0, 128), new ClassifierRecipe { Epochs = 1, Adam = false }, new RandomStream(3));
        Assert.Equal(before.AsSpan<float>().ToArray(), first.Data.AsSpan<float>().ToArray());
    }

    [Fact]
    public void Calibration_passages_belong_to_the_stream_they_are_drawn_from()
    {
        var model = BundledLanguageModel.Open(Data, "llama-1m");
        long[] Window(long seed) => model.Calibration(new RandomStream(seed), 4, 32).At(3, 1).Tokens.AsSpan<long>().ToArray();
        Assert.Equal(Window(1), Window(1));
        Assert.NotEqual(Window(1), Window(2));
    }

    [Fact]
    public void A_bundled_model_reads_its_test_books_better_than_frequencies_do()
    {
        var model = BundledLanguageModel.Open(Data, "llama-1m");
        var evaluation = ModelEvaluation.Of(model.Load(), model.Test(8, 64));
        Assert.InRange(evaluation.Perplexity.Estimate, 5, 80);
    }
}
