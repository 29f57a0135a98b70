using Praxis.Learning;
using Praxis.Learning.Models;
using Praxis.Learning.Training;
using Praxis.Numerics;

namespace Praxis.Papers.Compression;

/// <summary>What a model thinks most likely at every asked place of a text: what a smaller model is compared with.</summary>
public sealed class NextTokens
{
    private readonly int[][] _windows;

    private NextTokens(int[][] windows) => _windows = windows;

    /// <summary>The number of windows.</summary>
    public int Count => _windows.Length;

    /// <summary>The tokens at a window's asked places, in order.</summary>
    public ReadOnlySpan<int> Window(int window) => _windows[window];

    /// <summary>A model's choices; of equal scores the first counts.</summary>
    /// <param name="model">The model.</param>
    /// <param name="text">The windows.</param>
    /// <param name="batch">The windows that pass at a time.</param>
    /// <param name="cancel">Stops it.</param>
    public static NextTokens Of(LanguageModel model, TextWindows text, int batch = 8, CancellationToken cancel = default)
    {
        bool wasTraining = model.IsTraining;
        model.Eval();
        var windows = new List<int[]>();
        foreach ((int first, int count) in text.Batches(batch))
        {
            cancel.ThrowIfCancellationRequested();
            using var memory = TensorScope.Begin();
            using var unrecorded = NoGradient.Scope();
            var asked = text.At(first, count);
            windows.AddRange(Chosen(model.Forward(asked.Tokens).Data, asked.Targets));
        }

        model.Train(wasTraining);
        return new NextTokens([.. windows]);
    }

    /// <summary>The most likely tokens at the asked places, window by window.</summary>
    /// <param name="scores">(batch, time, vocabulary).</param>
    /// <param name="targets">I64, (batch, time).</param>
    internal static int[][] Chosen(Tensor scores, Tensor targets)
    {
        var best = scores.ArgMax(-1);                  // (batch, time)
        var chosen = new int[targets.Shape[0]][];
        for (int row = 0; row < chosen.Length; row++)
        {
            var asked = targets.Row(row).AsSpan<long>();
            var said = best.Row(row).Contiguous().AsSpan<long>();
            var tokens = new List<int>(asked.Length);
            for (int place = 0; place < asked.Length; place++)
                if (asked[place] != TrainingBatch.Ignored)
                    tokens.Add((int)said[place]);
            chosen[row] = [.. tokens];
        }

        return chosen;
    }
}
