using Praxis.Learning;
using Praxis.Numerics;

namespace Praxis.Papers.Compression;

/// <summary>
/// Denoising diffusion (Ho et al., 2020) of vectors with the cosine schedule (Nichol and Dhariwal, 2021): x_t = √ᾱ_t x₀ + √(1 − ᾱ_t) ε, and a
/// network that tells ε from x_t and t. Samples are drawn by the deterministic steps of Song et al. (2021), so that two networks can be
/// compared from the same noise.
/// </summary>
public sealed class Diffusion
{
    private readonly double[] _signal; // ᾱ_t, t = 0 … steps − 1

    /// <summary>A schedule.</summary>
    /// <param name="steps">The number of noise levels.</param>
    public Diffusion(int steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 2);
        _signal = [.. Enumerable.Range(1, steps).Select(t => Math.Clamp(Level(t) / Level(0), 1e-4, 1 - 1e-4))];

        double Level(double t) => Math.Pow(Math.Cos((((t / steps) + 0.008) / 1.008) * (Math.PI / 2)), 2);
    }

    /// <summary>The number of noise levels.</summary>
    public int Steps => _signal.Length;

    /// <summary>Noisy vectors with what a network is to tell.</summary>
    /// <param name="clean">F32, (count, width).</param>
    /// <param name="random">Levels and noise.</param>
    public NoisyBatch Noised(Tensor clean, RandomStream random)
    {
        (int count, int width) = (clean.Rows, clean.Columns);
        int[] levels = [.. Enumerable.Range(0, count).Select(_ => random.Next(Steps))];
        var noise = random.Normal(count, width).To(DType.F32);
        var signal = Tensor.Wrap([.. levels.Select(t => (float)Math.Sqrt(_signal[t]))], count, 1);
        var amount = Tensor.Wrap([.. levels.Select(t => (float)Math.Sqrt(1 - _signal[t]))], count, 1);
        return new NoisyBatch((clean * signal) + (noise * amount), levels, noise);
    }

    /// <summary>Trains a network to tell the noise, in place.</summary>
    /// <param name="network">What is trained.</param>
    /// <param name="clean">F32, (count, width).</param>
    /// <param name="steps">Steps of AdamW, the rate falling along a cosine.</param>
    /// <param name="batch">Vectors a step.</param>
    /// <param name="learningRate">The highest.</param>
    /// <param name="random">Vectors, levels and noise.</param>
    /// <param name="cancel">Looked at before each step.</param>
    public void Train(Denoiser network, Tensor clean, int steps, int batch, double learningRate, RandomStream random, CancellationToken cancel = default)
    {
        network.Train();
        var optimizer = new AdamW(network.Parameters(), learningRate, weightDecay: 0);
        var rate = Schedules.Cosine(learningRate, steps, learningRate / 50);
        for (int step = 0; step < steps; step++)
        {
            cancel.ThrowIfCancellationRequested();
            using var memory = TensorScope.Begin();
            var drawn = random.Fork(step);
            int[] rows = [.. Enumerable.Range(0, batch).Select(_ => drawn.Next(clean.Rows))];
            var noisy = Noised(clean.TakeRows(rows), drawn);
            optimizer.LearningRate = rate(step);
            Loss.MeanSquaredError(network.Forward(noisy.Inputs, noisy.Levels), noisy.Noise).Backward();
            optimizer.Step();
            optimizer.ZeroGrad();
        }

        network.Eval();
    }

    /// <summary>Vectors from noise, by equally spaced levels from the highest to none.</summary>
    /// <param name="network">What tells the noise.</param>
    /// <param name="noise">F32, (count, width).</param>
    /// <param name="steps">How many levels are used.</param>
    /// <param name="limit">Numbers of the clean vectors are kept within ± this.</param>
    /// <returns>F32, (count, width).</returns>
    public Tensor Sample(Denoiser network, Tensor noise, int steps, double limit = double.PositiveInfinity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(steps, Steps);
        using var unrecorded = NoGradient.Scope();
        var x = noise;
        for (int step = steps; step >= 1; step--)
        {
            int level = (step * Steps / steps) - 1, next = ((step - 1) * Steps / steps) - 1;
            double signal = _signal[level], after = next >= 0 ? _signal[next] : 1;
            var told = network.Forward(x, [.. Enumerable.Repeat(level, x.Rows)]).Data;           // (count, width)
            var clean = ((x - (told * Math.Sqrt(1 - signal))) * (1 / Math.Sqrt(signal))).Clamp(-limit, limit);
            // The noise that leads from the clean vector to x, so that limits do not push x off its level.
            var rest = (x - (clean * Math.Sqrt(signal))) * (1 / Math.Sqrt(1 - signal));
            x = (clean * Math.Sqrt(after)) + (rest * Math.Sqrt(1 - after));
        }

        return x;
    }
}

/// <summary>Noisy vectors, their levels, and the noise in them.</summary>
/// <param name="Inputs">x_t, F32, (count, width).</param>
/// <param name="Levels">t, from 0 on.</param>
/// <param name="Noise">ε, F32, (count, width).</param>
public sealed record NoisyBatch(Tensor Inputs, int[] Levels, Tensor Noise);
