using Praxis.Learning;
using Praxis.Learning.Files;
using Praxis.Learning.Models;
using Praxis.Numerics;

namespace Praxis.Bench;

/// <summary>Our side of bench/agree: what PyTorch computes again from the same files.</summary>
internal static class Agreement
{
    private const int Steps = 20;
    private const int Batch = 8;
    private const int MostTokens = 32;

    /// <summary>
    /// Writes a small GPT-2 with fresh weights, and batches, into a folder; then trains it on them with AdamW and gives the loss before each step.
    /// </summary>
    public static double[] Losses(string folder)
    {
        var configuration = new Gpt2Configuration
        {
            VocabularySize = 64,
            ContextLength = 64,
            Width = 128,
            Layers = 2,
            Heads = 4,
            FeedForwardWidth = 512,
            TiedEmbeddings = true,
        };
        var net = new Gpt2(configuration, new RandomStream(4));
        net.Save(folder);
        (var tokens, var targets) = Texts(configuration.VocabularySize, configuration.ContextLength);
        SafetensorsFile.Write(
            Path.Combine(folder, "batches.safetensors"), new Dictionary<string, Tensor> { ["tokens"] = tokens, ["targets"] = targets });
        var optimizer = new AdamW(net.Parameters(), 1e-3, weightDecay: 0.01);
        var losses = new double[Steps];
        for (int step = 0; step < Steps; step++)
        {
            using var scope = TensorScope.Begin();
            optimizer.ZeroGrad();
            var loss = Loss.CrossEntropy(net.Forward(tokens.Select(0, step)), targets.Select(0, step));
            loss.Backward();
            optimizer.Step();
            losses[step] = loss.ToScalar();
        }

        return losses;
    }

    /// <summary>Writes some tokens and a model's logits for them into a file.</summary>
    public static void Logits(string folder, string file)
    {
        var net = LanguageModel.Load(folder);
        net.Eval();
        int time = Math.Min(MostTokens, net.Configuration.ContextLength);
        var tokens = SharedNumbers.Whole("agree/tokens", net.Configuration.VocabularySize, 2, time);
        using var scope = NoGradient.Scope();
        SafetensorsFile.Write(file, new Dictionary<string, Tensor> { ["tokens"] = tokens, ["logits"] = net.Forward(tokens).Data });
    }

    // Each text counts up by a stride of its own, and the target is what comes next: something to learn.
    private static (Tensor Tokens, Tensor Targets) Texts(int vocabulary, int time)
    {
        var tokens = Tensor.Zeros(DType.I64, Steps, Batch, time);
        var targets = Tensor.Zeros(DType.I64, Steps, Batch, time);
        for (int step = 0; step < Steps; step++)
            for (int b = 0; b < Batch; b++)
                for (int t = 0; t < time; t++)
                {
                    tokens[step, b, t] = ((11 * step) + (5 * b) + ((b + 1) * t)) % vocabulary;
                    targets[step, b, t] = ((11 * step) + (5 * b) + ((b + 1) * (t + 1))) % vocabulary;
                }

        return (tokens, targets);
    }
}
