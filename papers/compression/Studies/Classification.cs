using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Papers.Compression;

/// <summary>Inputs of a classifier with their classes.</summary>
/// <param name="Inputs">F32, (count, features) or (count, channels, height, width).</param>
/// <param name="Labels">I64, (count).</param>
public sealed record LabelledInputs(Tensor Inputs, Tensor Labels)
{
    /// <summary>How many there are.</summary>
    public int Count => Inputs.Shape[0];

    /// <summary>Those at some places.</summary>
    public LabelledInputs At(int[] places) => new(Inputs.Take(0, places), Labels.Take(0, places));

    /// <summary>A run of them.</summary>
    public LabelledInputs Range(int start, int count) => At([.. Enumerable.Range(start, count)]);
}

/// <summary>A small task on which studies train classifiers: what a network learns from, what settings are chosen by, what is measured on.</summary>
/// <param name="Train">What the network learns from.</param>
/// <param name="Validation">What settings are chosen by.</param>
/// <param name="Test">What is measured on, once.</param>
/// <param name="Classes">The number of classes.</param>
public sealed record ClassificationTask(LabelledInputs Train, LabelledInputs Validation, LabelledInputs Test, int Classes)
{
    /// <summary>Handwritten digits, 8 × 8 pixels from 0 to 1: 1,000 to learn from, 297 for settings, 500 to measure, shuffled.</summary>
    /// <param name="data">The bundled data sets.</param>
    /// <param name="random">The split.</param>
    /// <param name="asImages">(count, 1, 8, 8) in place of (count, 64).</param>
    public static ClassificationTask Digits(DataFolder data, RandomStream random, bool asImages = false)
    {
        var table = FeatureTable.Load(data, "digits");
        var inputs = (table.Features * (1 / 16.0)).To(DType.F32);
        return Split(asImages ? inputs.Reshape(-1, 1, 8, 8) : inputs, table.Labels, [1000, 297, 500], random, 10);
    }

    /// <summary>Pictures of clothes, 28 × 28 pixels from 0 to 1, drawn from the bundled 10,000.</summary>
    /// <param name="data">The bundled data sets.</param>
    /// <param name="random">Which pictures are taken for what.</param>
    /// <param name="train">How many to learn from.</param>
    /// <param name="validation">How many for settings.</param>
    /// <param name="test">How many to measure on.</param>
    /// <param name="asImages">(count, 1, 28, 28) in place of (count, 784).</param>
    public static ClassificationTask Fashion(DataFolder data, RandomStream random, int train = 5000, int validation = 1000, int test = 4000, bool asImages = false)
    {
        var pictures = LabelledImages.Load(data, "fashion-mnist");
        var images = pictures.Images(); // (count, 28, 28)
        return Split(
            asImages ? images.Reshape(-1, 1, pictures.Height, pictures.Width) : images.Reshape(-1, pictures.Height * pictures.Width),
            pictures.Labels(),
            [train, validation, test],
            random,
            pictures.ClassNames.Count);
    }

    private static ClassificationTask Split(Tensor inputs, Tensor labels, int[] sizes, RandomStream random, int classes)
    {
        int[] order = random.Permutation(inputs.Shape[0]);
        var all = new LabelledInputs(inputs, labels);
        return new ClassificationTask(
            all.At(order[..sizes[0]]),
            all.At(order[sizes[0]..(sizes[0] + sizes[1])]),
            all.At(order[(sizes[0] + sizes[1])..(sizes[0] + sizes[1] + sizes[2])]),
            classes);
    }
}
