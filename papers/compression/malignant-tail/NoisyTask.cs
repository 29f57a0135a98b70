using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.MalignantTail;

/// <summary>A classification task of the study with wrong labels in training and validation; test labels are clean.</summary>
/// <param name="Clean">The task with its true labels.</param>
/// <param name="TrainLabels">What the network is told of the training inputs.</param>
/// <param name="ValidationLabels">What d, the epoch and the ridge are chosen by, as noisy as the training labels.</param>
internal sealed record NoisyTask(ClassificationTask Clean, Tensor TrainLabels, Tensor ValidationLabels)
{
    /// <summary>How far apart the means of the synthetic classes are: the deviation of each coordinate, where that of an input is 1.</summary>
    private const double Separation = 0.5;

    private const int SyntheticInputs = 64;

    /// <summary>A task; its inputs depend on the seed alone, whatever the noise.</summary>
    public static NoisyTask Draw(StudyContext context, TailSetting setting, long seed)
    {
        var random = context.Random(seed, setting.Data);
        int train = context.Pick(smoke: 200, small: 1000, full: 1000), test = context.Pick(smoke: 200, small: 500, full: 500);
        var clean = setting.Data switch
        {
            TailSetting.Digits => ClassificationTask.Digits(context.Data, random),
            TailSetting.Clothes => ClassificationTask.Fashion(context.Data, random, train, 300, test),
            _ => Synthetic(random, train, test),
        };
        clean = Standardised(clean);
        var noise = random.Fork("noise");
        return new NoisyTask(
            clean,
            setting.Flip(clean.Train.Labels, clean.Classes, noise.Fork("train")),
            setting.Flip(clean.Validation.Labels, clean.Classes, noise.Fork("validation")));
    }

    // The mean input is taken away, and all inputs are divided by the deviation of the training inputs, so that all data sets are as easily learned by heart.
    private static ClassificationTask Standardised(ClassificationTask task)
    {
        var mean = task.Train.Inputs.Mean(0);                                                      // (inputs)
        double deviation = Math.Sqrt((task.Train.Inputs - mean).Square().Mean());
        return task with { Train = Scaled(task.Train), Validation = Scaled(task.Validation), Test = Scaled(task.Test) };

        LabelledInputs Scaled(LabelledInputs part) => part with { Inputs = (part.Inputs - mean) / deviation };
    }

    // Ten normal clouds of unit variance with random means in 64 dimensions.
    private static ClassificationTask Synthetic(RandomStream random, int train, int test)
    {
        const int classes = 10;
        var means = random.Fork("means").Normal(classes, SyntheticInputs) * Separation;
        return new ClassificationTask(Sample(train, "train"), Sample(300, "validation"), Sample(test, "test"), classes);

        LabelledInputs Sample(int count, string part)
        {
            int[] labels = [.. Enumerable.Range(0, count).Select(i => i % classes)];
            var inputs = means.TakeRows(labels) + random.Fork(part).Normal(count, SyntheticInputs);
            return new LabelledInputs(inputs.To(DType.F32), Tensor.FromArray(Array.ConvertAll(labels, label => (long)label)));
        }
    }
}

/// <summary>A setting of the study.</summary>
/// <param name="Data">The inputs.</param>
/// <param name="Rate">The share of wrong labels.</param>
/// <param name="Systematic">Whether wrong labels are the next class instead of any other.</param>
/// <param name="SmallWeights">Whether the first weights are uniform in ±1/√inputs, as PyTorch's linear layers have them, instead of He's, which are 2.4 times as large.</param>
internal sealed record TailSetting(string Data, double Rate, bool Systematic = false, bool SmallWeights = false)
{
    public const string Synthetic = "synthetic", Digits = "digits", Clothes = "clothes";

    public string Name => $"{Data}, {100 * Rate:0} % {(Systematic ? "to the next class" : "flipped")}{(SmallWeights ? ", small first weights" : "")}";

    public Tensor Flip(Tensor labels, int classes, RandomStream random) => Systematic
        ? LabelNoise.NextClass(labels, classes, Rate, random)
        : LabelNoise.Symmetric(labels, classes, Rate, random);
}
