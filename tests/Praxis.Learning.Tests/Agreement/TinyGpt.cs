using Praxis.Learning.Files;
using Praxis.Learning.Models;
using Praxis.Numerics;

namespace Praxis.Learning.Tests.Agreement;

/// <summary>A tiny GPT-2 and its batches, the same as in oracles/gpt_training.py.</summary>
internal static class TinyGpt
{
    private const int Batch = 4;

    public static readonly Gpt2Configuration Configuration = new()
    {
        VocabularySize = 32,
        ContextLength = 16,
        Width = 32,
        Layers = 2,
        Heads = 2,
        FeedForwardWidth = 128,
        TiedEmbeddings = true,
    };

    /// <summary>The model with weights from a hash of their place; seeds are the places in the sorted list of names.</summary>
    public static Gpt2 Create(DType dtype)
    {
        var net = new Gpt2(Configuration, new RandomStream(0), dtype);
        int seed = 0;
        foreach ((string name, var parameter) in net.NamedParameters().OrderBy(named => named.Name, StringComparer.Ordinal))
        {
            double centre = name.Contains(".ln_", StringComparison.Ordinal) && name.EndsWith("weight", StringComparison.Ordinal) ? 1 : 0;
            float[] values = [.. Enumerable.Range(0, parameter.Length).Select(place => (float)(centre + (0.1 * Hashed(seed, place))))];
            parameter.Data.CopyFrom(Tensor.Wrap(values, parameter.Shape).To(dtype));
            seed++;
        }

        return net;
    }

    /// <summary>Takes steps of AdamW, each on a batch of its own, and gives the losses before them.</summary>
    public static double[] Train(CausalLanguageModel net, int steps, int batch = Batch)
    {
        var optimizer = new AdamW(net.Parameters(), 3e-3, weightDecay: 0.1);
        var losses = new double[steps];
        for (int step = 0; step < steps; step++)
        {
            using var scope = TensorScope.Begin();
            (var tokens, var targets) = Texts(step, batch, net.Configuration.ContextLength, net.Configuration.VocabularySize);
            optimizer.ZeroGrad();
            var loss = Loss.CrossEntropy(net.Forward(tokens), targets);
            loss.Backward();
            optimizer.Step();
            losses[step] = loss.ToScalar();
        }

        return losses;
    }

    // Text b counts up from a place of its own, in steps of b + 1; the target is what comes next.
    private static (Tensor Tokens, Tensor Targets) Texts(int step, int batch, int time, int vocabulary)
    {
        var tokens = new long[batch * time];
        var targets = new long[batch * time];
        for (int b = 0; b < batch; b++)
            for (int t = 0; t < time; t++)
            {
                tokens[(b * time) + t] = ((7 * step) + (5 * b) + ((b + 1) * t)) % vocabulary;
                targets[(b * time) + t] = ((7 * step) + (5 * b) + ((b + 1) * (t + 1))) % vocabulary;
            }

        return (Tensor.Wrap(tokens, batch, time), Tensor.Wrap(targets, batch, time));
    }

    // Uniform in [−1, 1).
    private static double Hashed(int seed, int place)
    {
        uint x = unchecked((uint)(place + (seed * 1000003L)));
        x = (x ^ (x >> 16)) * 0x7FEB352D;
        x = (x ^ (x >> 15)) * 0x846CA68B;
        x ^= x >> 16;
        return (x / 2147483648.0) - 1;
    }
}
