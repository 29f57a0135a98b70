using Praxis.Learning;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.SpectralStudy;

/// <summary>How RMT-KD reduces and repairs a network.</summary>
public sealed record ReductionRecipe
{
    /// <summary>Passes over the training inputs after each reduction.</summary>
    public required int Epochs { get; init; }

    /// <summary>α, the weight of the labels against the teacher.</summary>
    public double LabelShare { get; init; } = 0.7;

    /// <summary>The temperature at which teacher and student are compared.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>The highest learning rate of the tuning.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>ρ: a reduction to less than this share of the first width ends it.</summary>
    public double SmallestShare { get; init; } = 0.05;

    /// <summary>ε: how far the validation accuracy may fall below that of the network at the beginning.</summary>
    public double LargestDrop { get; init; } = 0.02;
}

/// <summary>Trains a student on labels and on what a teacher says: α CE + (1 − α) KL(teacher ‖ student).</summary>
public static class SelfDistillation
{
    /// <summary>Trains in place.</summary>
    /// <param name="student">The network.</param>
    /// <param name="teacher">The teacher's scores of all training inputs: (count, classes).</param>
    /// <param name="data">The training inputs.</param>
    /// <param name="recipe">How.</param>
    /// <param name="random">The order.</param>
    /// <param name="cancel">Looked at before each step.</param>
    public static void Tune(StreamPerceptron student, Tensor teacher, LabelledInputs data, ReductionRecipe recipe, RandomStream random, CancellationToken cancel)
    {
        var training = new ClassifierRecipe { Epochs = recipe.Epochs, LearningRate = recipe.LearningRate };
        ClassifierTraining.Train(
            student,
            data,
            training,
            random,
            (scores, places, labels) =>
            {
                var said = new Variable(teacher.TakeRows(places)); // (batch, classes)
                var apart = Loss.KullbackLeibler((scores / recipe.Temperature).LogSoftmax(), (said / recipe.Temperature).LogSoftmax());
                return (Loss.CrossEntropy(scores, labels) * recipe.LabelShare) + (apart * (1 - recipe.LabelShare));
            },
            cancel: cancel);
    }
}
