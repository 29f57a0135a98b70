using Praxis.Learning;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.QvGen;

/// <summary>How a denoiser is trained with quantised layers.</summary>
public sealed record QvGenOptions
{
    /// <summary>Bits of weights and activations.</summary>
    public int Bits { get; init; } = 4;

    /// <summary>Whether the weights' steps are learned.</summary>
    public bool LearnSteps { get; init; } = true;

    /// <summary>The module's first rank; 0 for training without it.</summary>
    public int Rank { get; init; }

    /// <summary>Which of its directions fade first.</summary>
    public DecayOrder Order { get; init; }

    /// <summary>The module stays whole until half-way and is then removed, instead of fading.</summary>
    public bool RemoveAtOnce { get; init; }

    /// <summary>Steps in all, of all phases together.</summary>
    public int Steps { get; init; } = 240;

    /// <summary>Noisy vectors in a step.</summary>
    public int Batch { get; init; } = 64;

    /// <summary>The learning rate of the first four fifths of the steps; it falls along a cosine to a hundredth in the last.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>The phases that the module takes to go: until ⌈r/2⌉ at a time have left nothing.</summary>
    public int Phases
    {
        get
        {
            if (Rank == 0 || RemoveAtOnce || Order == DecayOrder.Uniform)
                return 1;
            int phases = 0;
            for (int rank = Rank; rank > 0; rank /= 2)
                phases++;
            return phases;
        }
    }
}

/// <summary>What a training left behind.</summary>
/// <param name="Losses">The loss of each step.</param>
/// <param name="GradientNorms">The norm of the gradient of all quantised weights at each step, the module's left out.</param>
/// <param name="SmallShares">For each phase at its beginning, the energy's share of the smaller half of the module's singular values.</param>
/// <param name="Layers">The layers that were trained.</param>
public sealed record QvGenRecord(double[] Losses, double[] GradientNorms, double[] SmallShares, IReadOnlyList<QuantizedLinear> Layers);

/// <summary>
/// Quantisation-aware training of a denoiser by distillation from itself in full precision (section 3): the layers inside are quantised, the first
/// and the last are not. With a module it fades phase by phase (algorithm 1).
/// </summary>
public static class QvGenTraining
{
    /// <summary>Trains; the student computes with low-bit layers alone afterwards.</summary>
    /// <param name="student">A denoiser with the teacher's weights; its inner layers are replaced.</param>
    /// <param name="teacher">What it should say.</param>
    /// <param name="diffusion">Noise levels.</param>
    /// <param name="clean">Vectors to be noised, F32, (count, width).</param>
    /// <param name="options">How.</param>
    /// <param name="random">Vectors, levels and noise: a function of the step alone, whatever the options.</param>
    /// <param name="cancel">Looked at before each step.</param>
    /// <exception cref="LearningException">The loss is no finite number.</exception>
    public static QvGenRecord Train(
        Denoiser student, Denoiser teacher, Diffusion diffusion, Tensor clean, QvGenOptions options, RandomStream random, CancellationToken cancel = default)
    {
        QuantizedLinear[] layers = [.. Enumerable.Range(1, student.Maps.Count - 2).Select(map => new QuantizedLinear(student.Maps[map], options.Bits, options.LearnSteps))];
        for (int i = 0; i < layers.Length; i++)
        {
            student.Replace(i + 1, layers[i]);
            if (options.Rank > 0)
                layers[i].AddModule(options.Rank, options.Order);
        }

        student.Train();
        var weights = new AdamW(student.Parameters().Where(parameter => parameter.RequiresGrad), weightDecay: 0);
        var rate = Rate(options);
        int phases = options.Phases, phase = -1, begin = 0, end = 0;
        Optimizer? factors = null;
        double[] losses = new double[options.Steps], norms = new double[options.Steps];
        var shares = new List<double>();
        for (int step = 0; step < options.Steps; step++)
        {
            cancel.ThrowIfCancellationRequested();
            if (step == end && phase + 1 < phases)
            {
                phase++;
                (begin, end) = (phase * options.Steps / phases, (phase + 1) * options.Steps / phases);
                factors = Begin(layers); // what the optimizer remembered belongs to factors that are no more
                shares.Add(layers.Average(layer => SmallShare(layer.Module)));
            }

            if (options.RemoveAtOnce && step == options.Steps / 2)
            {
                foreach (var layer in layers)
                    layer.Module?.Remove();
                factors = null;
            }

            foreach (var layer in layers)
                if (!options.RemoveAtOnce)
                    layer.Module?.Fade((double)(step - begin + 1) / (end - begin)); // 0 is left at the phase's last step
            using (TensorScope.Begin())
            {
                var drawn = random.Fork(step);
                var noisy = diffusion.Noised(clean.TakeRows([.. Enumerable.Range(0, options.Batch).Select(_ => drawn.Next(clean.Rows))]), drawn);
                Variable told;
                using (NoGradient.Scope())
                    told = teacher.Forward(noisy.Inputs, noisy.Levels);
                var loss = Loss.MeanSquaredError(student.Forward(noisy.Inputs, noisy.Levels), told);
                losses[step] = loss.ToScalar();
                if (!double.IsFinite(losses[step]))
                    throw new LearningException($"The loss of step {step + 1} is no finite number: the learning rate {options.LearningRate:g3} is too high.");
                loss.Backward();
                norms[step] = Math.Sqrt(layers.Sum(layer => layer.Weight.Grad is { } gradient ? Math.Pow(gradient.FrobeniusNorm(), 2) : 0));
                foreach (var optimizer in new[] { weights, factors })
                    if (optimizer is not null)
                    {
                        optimizer.LearningRate = rate(step);
                        optimizer.Step();
                        optimizer.ZeroGrad();
                    }
            }

            if (step + 1 == end && !options.RemoveAtOnce)
                foreach (var layer in layers)
                    layer.Module?.EndPhase();
        }

        student.Eval();
        for (int i = 0; i < layers.Length; i++)
            student.Replace(i + 1, layers[i].LowBit());
        return new QvGenRecord(losses, norms, [.. shares], layers);
    }

    // A rate that falls from the first step on is almost nothing by the time that the module's last directions go, and what they leave is never learned.
    private static Func<int, double> Rate(QvGenOptions options)
    {
        int held = options.Steps * 4 / 5;
        var falling = Schedules.Cosine(options.LearningRate, options.Steps - held, options.LearningRate / 100);
        return step => step < held ? options.LearningRate : falling(step - held);
    }

    private static AdamW? Begin(QuantizedLinear[] layers)
    {
        Variable[] factors = [.. layers.SelectMany(layer => layer.Module?.Factors ?? [])];
        return factors.Length == 0 ? null : new AdamW(factors, weightDecay: 0);
    }

    private static double SmallShare(AuxiliaryModule? module)
    {
        double[] values = module?.SingularValues() ?? [];
        double all = values.Sum(value => value * value);
        return all > 0 ? values.Skip(values.Length - ((values.Length + 1) / 2)).Sum(value => value * value) / all : 0;
    }
}
