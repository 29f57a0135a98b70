using System.Runtime.CompilerServices;
using System.Text.Json;
using Praxis.Learning.Models;
using Praxis.Numerics;

namespace Praxis.Learning.Tests.Agreement;

public class TrainingTests
{
    [Theory]
    [InlineData(DType.F32, 2e-5)]
    [InlineData(DType.F64, 1e-10)]
    public void Losses_of_twenty_steps_of_AdamW_are_PyTorchs(DType dtype, double tolerance)
    {
        double[] recorded = Recorded();
        double[] losses = TinyGpt.Train(TinyGpt.Create(dtype), recorded.Length);
        for (int step = 0; step < losses.Length; step++)
            Assert.True(
                Math.Abs(losses[step] - recorded[step]) < tolerance,
                $"The loss of step {step} is {losses[step]:R} here and {recorded[step]:R} in PyTorch.");
    }

    [Fact]
    public void Trained_weights_are_the_same_bits_on_one_thread_and_on_two()
    {
        // Large enough for products, norms, lookups and the optimizer to be shared among threads.
        var configuration = TinyGpt.Configuration with { VocabularySize = 300, ContextLength = 32, Width = 64, FeedForwardWidth = 256 };
        int before = Backend.Threads;
        try
        {
            Assert.Equal(Weights(1), Weights(2));
        }
        finally
        {
            Backend.Threads = before;
        }

        double[] Weights(int threads)
        {
            Backend.Threads = threads;
            var net = new Gpt2(configuration, new RandomStream(3));
            TinyGpt.Train(net, steps: 10, batch: 6);
            return [.. net.Parameters().SelectMany(parameter => parameter.Data.ToArray())];
        }
    }

    private static double[] Recorded([CallerFilePath] string here = "")
    {
        string file = Path.Combine(Path.GetDirectoryName(here)!, "..", "oracles", "gpt_training.json");
        using var document = JsonDocument.Parse(File.ReadAllText(file));
        return [.. document.RootElement.GetProperty("losses").EnumerateArray().Select(loss => loss.GetDouble())];
    }
}
