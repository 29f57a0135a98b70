using System.Numerics.Tensors;
using Praxis.Learning.Files;
using Praxis.Learning.Models;
using Praxis.Numerics;

namespace Praxis.Bench.Rows.Learning;

/// <summary>Decoding with a Llama of about four million parameters, one token after the other, as in peers/learning/llama.py.</summary>
internal static class LlamaRows
{
    private const int Prompt = 16;
    private const int Tokens = 128;

    [Row("llama-decode", 3, Peer = Peer.Torch, Does = "a Llama of 4.15 M parameters writes 128 tokens after a prompt of 16, batch 1, the likeliest each: per token")]
    public static Work Decode()
    {
        var net = new Llama(
            new LlamaConfiguration
            {
                VocabularySize = 2048,
                ContextLength = 512,
                Width = 256,
                Layers = 5,
                Heads = 8,
                KeyValueHeads = 4,
                HeadWidth = 32,
                FeedForwardWidth = 688,
                NormEpsilon = 1e-5,
                TiedEmbeddings = true,
            },
            new RandomStream(0));
        TrainingWork.Fill(net, "llama", _ => 0.07, name => name.EndsWith("norm.weight") ? 1 : 0);
        net.Eval();
        var prompt = SharedNumbers.Whole("llama/prompt", net.Configuration.VocabularySize, 1, Prompt);
        var next = Tensor.Zeros(DType.I64, 1, 1);
        var cache = net.CreateCache();
        float[] first = [];
        float[] last = [];
        return new Work(
            () =>
            {
                last = first;
                for (int i = 0; i < Tokens; i++)
                {
                    next.AsSpan<long>()[0] = TensorPrimitives.IndexOfMax(last);
                    last = Scores(next);
                }
            },
            Prepare: () =>
            {
                cache.Truncate();
                first = Scores(prompt);
            })
        {
            Parts = Tokens,
            Values = () => [.. first.Take(4).Concat(last.Take(4)).Select(score => (double)score)],
            Parameters = net.CountParameters(),
        };

        // Of the last place, (vocabulary).
        float[] Scores(Tensor tokens) => net.Forward(tokens, cache).Data.AsSpan<float>()[^net.Configuration.VocabularySize..].ToArray();
    }
}
