using Praxis.Learning;
using Praxis.Learning.Models;
using Praxis.Learning.Training;
using Praxis.Numerics;

namespace Praxis.Papers.Compression;

/// <summary>The mean of −ln p of each window of a text, and nothing besides: for studies that measure many variants of a model.</summary>
public static class WindowLosses
{
    /// <summary>One number a window, in order.</summary>
    /// <param name="model">The model as it computes now.</param>
    /// <param name="text">The windows.</param>
    /// <param name="batch">The windows that pass at a time.</param>
    /// <param name="cancel">Stops it between two batches.</param>
    public static double[] Of(LanguageModel model, TextWindows text, int batch = 8, CancellationToken cancel = default)
    {
        bool wasTraining = model.IsTraining;
        model.Eval();
        var nats = new List<double>();
        foreach ((int first, int count) in text.Batches(batch))
        {
            cancel.ThrowIfCancellationRequested();
            using var scope = TensorScope.Begin();
            using var unrecorded = NoGradient.Scope();
            var asked = text.At(first, count);
            nats.AddRange(Means(model.Forward(asked.Tokens).Data.Contiguous(), asked.Targets));
        }

        model.Train(wasTraining);
        return [.. nats];
    }

    /// <summary>The mean over the asked places of each row of a batch.</summary>
    /// <param name="scores">(batch, time, vocabulary), contiguous.</param>
    /// <param name="targets">I64, (batch, time).</param>
    internal static double[] Means(Tensor scores, Tensor targets)
    {
        var means = new double[targets.Shape[0]];
        int time = targets.Shape[1];
        Parallel.For(0, means.Length, row =>
        {
            var asked = targets.Row(row).AsSpan<long>();
            (double sum, int count) = (0, 0);
            for (int place = 0; place < time; place++)
                if (asked[place] != TrainingBatch.Ignored)
                    (sum, count) = (sum + TargetLikelihood.Nats(scores, (row * time) + place, (int)asked[place]), count + 1);
            means[row] = sum / count;
        });
        return means;
    }
}
