using System.Numerics.Tensors;
using Praxis.Numerics;

namespace Praxis.Learning.Training;

/// <summary>−ln softmax(scores)[target] of single rows.</summary>
public static class TargetLikelihood
{
    /// <summary>The negative logarithm of a target's probability.</summary>
    /// <param name="logits">The scores, (batch, time, vocabulary).</param>
    /// <param name="row">batch · time + place.</param>
    /// <param name="target">The token.</param>
    public static double Nats(Tensor logits, int row, int target)
    {
        int classes = logits.Shape[^1];
        return logits.DType == DType.F32
            ? Nats(logits.AsSpan<float>().Slice(row * classes, classes), target)
            : Nats(logits.AsSpan<double>().Slice(row * classes, classes), target);
    }

    // The exponentials are summed in double precision, so that a sum over millions of rows keeps its digits.
    private static double Nats(ReadOnlySpan<float> scores, int target)
    {
        float highest = TensorPrimitives.Max(scores);
        double sum = 0;
        Span<float> block = stackalloc float[256];
        for (int start = 0; start < scores.Length; start += block.Length)
        {
            var part = scores[start..Math.Min(scores.Length, start + block.Length)];
            var exponentials = block[..part.Length];
            TensorPrimitives.Subtract(part, highest, exponentials);
            TensorPrimitives.Exp(exponentials, exponentials);
            sum += TensorPrimitives.Sum<float>(exponentials);
        }

        return Math.Log(sum) - (scores[target] - (double)highest);
    }

    private static double Nats(ReadOnlySpan<double> scores, int target)
    {
        double highest = TensorPrimitives.Max(scores);
        double sum = 0;
        foreach (double score in scores)
            sum += Math.Exp(score - highest);
        return Math.Log(sum) - (scores[target] - highest);
    }
}
