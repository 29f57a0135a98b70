using System.IO.Compression;
using System.Runtime.CompilerServices;
using Praxis.Numerics;

namespace Praxis.Learning.Tests.Models;

/// <summary>Little problems on which small models are trained.</summary>
internal static class SmallProblems
{
    private static readonly Lazy<(Tensor Images, Tensor Labels)> AllDigits = new(ReadDigits);

    /// <summary>The first bundled handwritten digits, (count, 1, 8, 8) from 0 to 1, and their labels.</summary>
    public static (Tensor Images, Tensor Labels) Digits(int first, int count) =>
        (AllDigits.Value.Images.Slice(0, first, count), AllDigits.Value.Labels.Slice(0, first, count));

    /// <summary>Trains a classifier by Adam on shuffled batches.</summary>
    /// <param name="model">The classifier.</param>
    /// <param name="forward">From inputs to scores.</param>
    /// <param name="inputs">(count, …).</param>
    /// <param name="labels">I64, (count).</param>
    /// <param name="epochs">How often each example is seen.</param>
    /// <param name="learningRate">Of Adam.</param>
    public static void Train(Module model, Func<Variable, Variable> forward, Tensor inputs, Tensor labels, int epochs, double learningRate)
    {
        const int Batch = 50;
        var optimizer = new Adam(model.Parameters(), learningRate);
        var random = new RandomStream(1);
        model.Train();
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            int[] order = random.Permutation(labels.Length);
            for (int start = 0; start + Batch <= order.Length; start += Batch)
            {
                var rows = order.AsSpan(start, Batch);
                model.ZeroGrad();
                Loss.CrossEntropy(forward(inputs.Take(0, rows)), labels.Take(0, rows)).Backward();
                optimizer.Step();
            }
        }

        model.Eval();
    }

    /// <summary>How many examples get the largest score for their label.</summary>
    public static double Accuracy(Variable scores, Tensor labels)
    {
        var chosen = scores.Data.ArgMax(-1).ToArray();
        return chosen.Zip(labels.ToArray()).Count(pair => pair.First == pair.Second) / (double)labels.Length;
    }

    private static (Tensor Images, Tensor Labels) ReadDigits()
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(DataFile()), CompressionMode.Decompress));
        reader.ReadLine();
        List<float> pixels = [];
        List<long> labels = [];
        while (reader.ReadLine() is { } line)
        {
            string[] cells = line.Split(',');
            pixels.AddRange(cells[..64].Select(cell => float.Parse(cell) / 16));
            labels.Add(long.Parse(cells[64]));
        }

        return (Tensor.Wrap([.. pixels], labels.Count, 1, 8, 8), Tensor.Wrap([.. labels], labels.Count));
    }

    private static string DataFile([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "data", "digits.csv.gz");
}
