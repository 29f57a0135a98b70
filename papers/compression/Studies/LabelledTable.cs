using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Papers.Compression;

/// <summary>A reader's table of examples with a column of classes, for tools that train a classifier on it.</summary>
public static class LabelledTable
{
    private const int LeastExamples = 20, MostClasses = 1000;

    /// <summary>Reads the table; columns are scaled to mean 0 and deviation 1.</summary>
    /// <param name="file">The table.</param>
    /// <param name="target">The column of classes 0, 1, 2, …, by name or by number from 1; the last if null.</param>
    /// <returns>The examples, F32, and the number of classes.</returns>
    /// <exception cref="ToolException">There are too few examples, a class is no small whole number, or there is only one.</exception>
    public static (LabelledInputs Data, int Classes) Read(InputFile file, string? target)
    {
        var (features, classes, name) = file.Table().Split(target);
        if (features.Values.Rows < LeastExamples)
            throw new ToolException($"{features.Source}: {features.Values.Rows} examples are too few to train on and measure; give at least {LeastExamples}.");
        long[] labels = new long[classes.Length];
        for (int i = 0; i < labels.Length; i++)
            labels[i] = classes[i] is >= 0 and < MostClasses && classes[i] == Math.Floor(classes[i])
                ? (long)classes[i]
                : throw new ToolException($"{features.Source}: row {i + 1} of column {name} is {Numbers.Short(classes[i])}; classes are whole numbers from 0 to {MostClasses - 1}.");
        if (labels.Distinct().Count() < 2)
            throw new ToolException($"{features.Source}: column {name} holds one class only; there is nothing to learn.");
        var centred = features.Values - features.Values.Mean(0);                         // (examples, features)
        var deviation = centred.Square().Mean(0).Sqrt().Map(s => s > 0 ? s : 1);         // (features)
        return (new LabelledInputs((centred / deviation).To(DType.F32), Tensor.FromArray(labels)), (int)labels.Max() + 1);
    }

    /// <summary>Splits examples into three quarters to train on and a quarter that is held out.</summary>
    /// <param name="data">All examples.</param>
    /// <param name="random">Which are held out.</param>
    public static (LabelledInputs Train, LabelledInputs HeldOut) Split(LabelledInputs data, RandomStream random)
    {
        int held = data.Count / 4;
        int[] order = random.Permutation(data.Count);
        return (data.At(order[held..]), data.At(order[..held]));
    }

    /// <summary>Widths of hidden layers from an option.</summary>
    /// <param name="widths">What the reader gave.</param>
    /// <exception cref="ToolException">One is no whole number from 1 to 4096.</exception>
    public static int[] Hidden(IReadOnlyList<double> widths) => [.. widths.Select(width => width is >= 1 and <= 4096 && width == Math.Floor(width)
        ? (int)width
        : throw new ToolException($"--hidden {Numbers.Short(width)}: widths are whole numbers from 1 to 4096."))];
}
