using Praxis.Learning;
using Praxis.Learning.Files;
using Praxis.Learning.Models;
using Praxis.Numerics;

namespace Praxis.Bench.Rows.Learning;

/// <summary>One step of training a GPT-2 (forward, backward, AdamW), as in peers/learning/gpt.py; the head is tied to the embedding.</summary>
internal static class GptRows
{
    [Row("gpt-step-large", 1.2, Peer = Peer.Torch, Does = "GPT-2 of 4 layers, d 256, 4 heads, T 128, batch 8, vocabulary 512: forward, backward, AdamW")]
    [Row("gpt-step-large-memory", 1.0, Peer = Peer.Torch, Quantity = Quantity.PeakMemory, Does = "a process that takes 25 such steps of the large GPT-2 and does nothing else")]
    public static Work Large() => Step(vocabulary: 512, time: 128, d: 256, heads: 4, layers: 4, batch: 8, steps: 4);

    [Row("gpt-step-small", 1.5, Peer = Peer.Torch, Does = "GPT-2 of 2 layers, d 128, 4 heads, T 64, batch 8, vocabulary 64: forward, backward, AdamW")]
    public static Work Small() => Step(vocabulary: 64, time: 64, d: 128, heads: 4, layers: 2, batch: 8, steps: 20);

    private static Work Step(int vocabulary, int time, int d, int heads, int layers, int batch, int steps)
    {
        var net = new Gpt2(
            new Gpt2Configuration
            {
                VocabularySize = vocabulary,
                ContextLength = time,
                Width = d,
                Layers = layers,
                Heads = heads,
                FeedForwardWidth = 4 * d,
                TiedEmbeddings = true,
            },
            new RandomStream(0));
        TrainingWork.Fill(net, "gpt", _ => 0.035, name => name.Contains(".ln_") && name.EndsWith("weight") ? 1 : 0);
        var tokens = SharedNumbers.Whole("gpt/tokens", vocabulary, batch, time);
        var targets = SharedNumbers.Whole("gpt/targets", vocabulary, batch, time);
        var optimizer = new AdamW(net.Parameters(), 1e-3, weightDecay: 0.01);
        int rows = batch * time;
        var touched = new TouchedBytes()
            .Product(rows, d, 3 * d, layers).Attention(rows, d, layers).Product(rows, d, d, layers)
            .Product(rows, d, 4 * d, layers).Product(rows, 4 * d, d, layers)
            .Product(rows, d, vocabulary);
        return TrainingWork.Of(net, () => TrainingWork.Step(optimizer, () => Loss.CrossEntropy(net.Forward(tokens), targets)), steps, touched);
    }
}
