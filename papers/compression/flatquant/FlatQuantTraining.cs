using Praxis.Learning;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.FlatQuant;

/// <summary>
/// Learns a block's transforms, scales and clipping factors so that the quantised block gives the outputs of the block itself on its own,
/// unquantised inputs (section 3.2): AdamW, the rate falling along a cosine, the loss divided by its own value.
/// </summary>
public static class FlatQuantTraining
{
    /// <summary>The groups of a block after training.</summary>
    /// <param name="blocks">The model.</param>
    /// <param name="block">Which of its blocks.</param>
    /// <param name="inputs">What enters the block, (windows, time, d).</param>
    /// <param name="outputs">What the block makes of it, (windows, time, d).</param>
    /// <param name="options">What may be done.</param>
    /// <param name="random">First rotations, and which windows come when.</param>
    /// <param name="stepped">Told each step's relative squared error.</param>
    /// <param name="cancel">Looked at before each step.</param>
    /// <exception cref="LearningException">The error is no finite number.</exception>
    public static IReadOnlyList<FlatGroup> Train(
        LlamaBlocks blocks, int block, Tensor inputs, Tensor outputs, FlatQuantOptions options, RandomStream random,
        Action<int, double>? stepped = null, CancellationToken cancel = default)
    {
        var groups = Begin(blocks, block, inputs, options, random);
        Variable[] clips = [.. groups.SelectMany(group => group.Clips)];
        Variable[] others = [.. groups.SelectMany(group => group.Parameters()).Where(parameter => parameter.RequiresGrad).Except(clips)];
        if (options.Steps == 0 || clips.Length + others.Length == 0)
            return groups;
        Optimizer?[] optimizers = [others.Length > 0 ? new AdamW(others, weightDecay: 0) : null, clips.Length > 0 ? new AdamW(clips, weightDecay: 0) : null];
        var rate = Schedules.Cosine(options.LearningRate, options.Steps, options.LearningRate * 1e-3);
        double energy = outputs.Square().Mean();
        for (int step = 0; step < options.Steps; step++)
        {
            cancel.ThrowIfCancellationRequested();
            using var memory = TensorScope.Begin();
            int[] windows = random.Fork(step).Choose(Math.Min(options.Batch, inputs.Shape[0]), inputs.Shape[0]);
            var error = Loss.MeanSquaredError(Forward(blocks, block, inputs.Take(0, windows), Now(groups)), outputs.Take(0, windows));
            double value = error.ToScalar();
            if (!double.IsFinite(value))
                throw new LearningException($"The error of block {block} at step {step + 1} is no finite number: the learning rate {options.LearningRate:g3} is too high.");
            stepped?.Invoke(step, value / energy);
            (error / Math.Max(value, 1e-30)).Backward();
            for (int i = 0; i < optimizers.Length; i++)
                if (optimizers[i] is { } optimizer)
                {
                    optimizer.LearningRate = rate(step) * (i == 0 ? 1 : 10);
                    optimizer.Step();
                    optimizer.ZeroGrad();
                }
        }

        return groups;
    }

    /// <summary>The groups of a block as they begin.</summary>
    public static IReadOnlyList<FlatGroup> Begin(LlamaBlocks blocks, int block, Tensor inputs, FlatQuantOptions options, RandomStream random)
    {
        var seen = Inputs(blocks, block, inputs);
        return [.. LlamaBlocks.Groups.Select((parts, group) => new FlatGroup(
            [.. parts.Select(part => blocks.Map(block, part).Weight)],
            seen[group].To(DType.F64).Abs().Max(0),
            options,
            random.Fork($"group {group}")))];
    }

    /// <summary>What enters each group of a block, (rows, inputs) each.</summary>
    /// <param name="blocks">The model.</param>
    /// <param name="block">Which of its blocks.</param>
    /// <param name="inputs">What enters the block, (windows, time, d).</param>
    public static Tensor[] Inputs(LlamaBlocks blocks, int block, Tensor inputs)
    {
        var seen = new Tensor[LlamaBlocks.Groups.Count];
        using var unrecorded = NoGradient.Scope();
        blocks.Forward(block, inputs, (part, x) =>
        {
            for (int group = 0; group < seen.Length; group++)
                if (LlamaBlocks.Groups[group][0] == part)
                    seen[group] = x.Data.Contiguous().Reshape(-1, x.Shape[^1]);
            return blocks.Map(block, part).Layer.Forward(x);
        });
        return seen;
    }

    /// <summary>A block with quantised groups.</summary>
    public static Variable Forward(LlamaBlocks blocks, int block, Variable x, IReadOnlyList<FlatGroup.Moment> groups) =>
        blocks.Forward(block, x, (part, inputs) =>
        {
            for (int group = 0; group < groups.Count; group++)
                if (Array.IndexOf(LlamaBlocks.Groups[group], part) is >= 0 and var map)
                    return groups[group].Forward(map, inputs);
            throw new ArgumentException($"A block has no map named {part}.", nameof(block));
        });

    /// <summary>The groups at this moment.</summary>
    /// <param name="groups">The groups.</param>
    /// <param name="quantize">Whether anything is rounded.</param>
    public static IReadOnlyList<FlatGroup.Moment> Now(IReadOnlyList<FlatGroup> groups, bool quantize = true) => [.. groups.Select(group => group.Now(quantize))];

    /// <summary>Lets the quantised groups compute the model's maps from now on.</summary>
    public static void Place(LlamaBlocks blocks, int block, IReadOnlyList<FlatGroup> groups)
    {
        using var unpooled = TensorScope.Suspend();
        using var unrecorded = NoGradient.Scope();
        for (int group = 0; group < groups.Count; group++)
        {
            var moment = groups[group].Now();
            for (int map = 0; map < LlamaBlocks.Groups[group].Length; map++)
                blocks.Map(block, LlamaBlocks.Groups[group][map]).Replace(new FlatLayer(moment, map));
        }
    }
}
