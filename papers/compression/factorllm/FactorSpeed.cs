using System.Diagnostics;
using Praxis.Learning;
using Praxis.Learning.Models;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.FactorLlm;

/// <summary>Times and differences between a dense model and the same with its feed-forward parts cut into slices.</summary>
internal static class FactorSpeed
{
    /// <summary>The time of a model with some of the slices and of the dense one, in turns, in seconds: medians of repeats.</summary>
    public static (double Routed, double Dense) Measure(BundledLanguageModel source, int windows, int repeats, RandomStream random)
    {
        (var dense, var routed) = (source.Load(), Cut(source, FactorExperiment.Experts, FactorExperiment.Chosen, random, shuffled: false));
        var tokens = source.Test(windows, 64).At(0, windows).Tokens;
        (var ofRouted, var ofDense) = (new List<double>(), new List<double>());
        for (int repeat = -1; repeat < repeats; repeat++) // the first turn only warms up
        {
            (double slow, double fast) = (Seconds(dense, tokens), Seconds(routed, tokens));
            if (repeat >= 0)
            {
                ofDense.Add(slow);
                ofRouted.Add(fast);
            }
        }

        return (Summary.Median(ofRouted), Summary.Median(ofDense));
    }

    /// <summary>The largest difference of a logit between the dense model and all slices together, over the largest logit.</summary>
    public static double Difference(BundledLanguageModel source, int experts, bool shuffled, RandomStream random)
    {
        using var memory = TensorScope.Begin();
        using var unrecorded = NoGradient.Scope();
        var tokens = source.Test(2, 64).At(0, 2).Tokens;
        var dense = source.Load().Forward(tokens).Data.To(DType.F64);
        var sliced = Cut(source, experts, experts, random, shuffled).Forward(tokens).Data.To(DType.F64);
        return (sliced - dense).MaxAbs() / dense.MaxAbs();
    }

    private static LanguageModel Cut(BundledLanguageModel source, int experts, int chosen, RandomStream random, bool shuffled)
    {
        var model = source.Load();
        foreach (var (layer, part) in model.FeedForwards().Index())
        {
            var stream = random.Fork(layer);
            part.Replace(MixtureOfExperts.Of(part, experts, chosen, shuffled ? stream.Fork("order").Permutation(part.Gate.Outputs) : null).ToLayer(stream, DType.F32));
        }

        return model;
    }

    private static double Seconds(LanguageModel model, Tensor tokens)
    {
        using var memory = TensorScope.Begin();
        using var unrecorded = NoGradient.Scope();
        long start = Stopwatch.GetTimestamp();
        model.Forward(tokens);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
