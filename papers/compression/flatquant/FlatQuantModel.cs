using Praxis.Learning;
using Praxis.Learning.Models;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.FlatQuant;

/// <summary>A way to quantise all maps of a model, under the name that tables and figures show.</summary>
/// <param name="Name">The name.</param>
/// <param name="Options">What is done to each group of maps.</param>
/// <param name="Exponents">Exponents of fixed scales among which each group takes its own best; empty: those of the options.</param>
public sealed record FlatArm(string Name, FlatQuantOptions Options, IReadOnlyList<double?> Exponents)
{
    /// <summary>The method.</summary>
    public const string FlatQuant = "FlatQuant";

    /// <summary>Round to nearest.</summary>
    public const string Nearest = "round to nearest";

    /// <summary>Scales alone.</summary>
    public const string Smoothing = "SmoothQuant";

    /// <summary>Fixed rotations.</summary>
    public const string Hadamard = "Hadamard";

    /// <summary>Learned rotations alone.</summary>
    public const string Rotation = "learned rotation";

    /// <summary>The method without its transform.</summary>
    public const string NoTransform = "without transform";

    /// <summary>The method without scales.</summary>
    public const string NoScaling = "without scaling";

    /// <summary>The method without clipping.</summary>
    public const string NoClipping = "without clipping";

    private static readonly FlatQuantOptions Fixed = FlatQuantOptions.RoundToNearest;

    /// <summary>The method and what it is compared with.</summary>
    /// <param name="steps">Training steps of each that learns.</param>
    public static IReadOnlyList<FlatArm> Rivals(int steps) =>
    [
        new(Nearest, Fixed, []),
        new(Smoothing, Fixed, [null, 0.25, 0.5, 0.75, 1]),
        new(Hadamard, Fixed with { Transform = FlatTransform.Hadamard }, []),
        new(Rotation, new FlatQuantOptions { Transform = FlatTransform.Rotation, ScaleExponent = null, Clip = false, Steps = steps }, []),
        new(FlatQuant, new FlatQuantOptions { Steps = steps }, []),
    ];

    /// <summary>The method without one of its parts each.</summary>
    /// <param name="steps">Training steps.</param>
    public static IReadOnlyList<FlatArm> Ablation(int steps) =>
    [
        new(NoTransform, new FlatQuantOptions { Transform = FlatTransform.None, Steps = steps }, []),
        new(NoScaling, new FlatQuantOptions { ScaleExponent = null, Steps = steps }, []),
        new(NoClipping, new FlatQuantOptions { Clip = false, Steps = steps }, []),
    ];
}

/// <summary>A model whose blocks are quantised one by one, each on the inputs that it has in the unquantised model.</summary>
public sealed class FlatQuantModel
{
    /// <summary>A model with its states on a calibration text.</summary>
    /// <param name="model">The model; freeze its weights first.</param>
    /// <param name="calibration">What blocks are trained on.</param>
    public FlatQuantModel(Llama model, TextWindows calibration)
    {
        (Model, Blocks) = (model, new LlamaBlocks(model));
        States = StatesOf(calibration);
    }

    /// <summary>The model.</summary>
    public Llama Model { get; }

    /// <summary>Its blocks.</summary>
    public LlamaBlocks Blocks { get; }

    /// <summary>What enters each block on the calibration text, and what leaves the last: (windows, time, d).</summary>
    public Tensor[] States { get; }

    /// <summary>The same on another text, with the model's own maps.</summary>
    public Tensor[] StatesOf(TextWindows text)
    {
        using var unrecorded = NoGradient.Scope();
        var states = new Tensor[Blocks.Count + 1];
        states[0] = Blocks.Embed(text.At(0, text.Count).Tokens).Data;
        for (int block = 0; block < Blocks.Count; block++)
            states[block + 1] = Blocks.Forward(block, states[block]).Data;
        return states;
    }

    /// <summary>The groups of a block by an arm.</summary>
    public IReadOnlyList<FlatGroup> Fit(int block, FlatArm arm, RandomStream random, CancellationToken cancel = default)
    {
        if (arm.Exponents.Count == 0)
            return FlatQuantTraining.Train(Blocks, block, States[block], States[block + 1], arm.Options, random.Fork(block), cancel: cancel);
        var inputs = FlatQuantTraining.Inputs(Blocks, block, States[block]);
        var tried = arm.Exponents.Select(exponent => FlatQuantTraining.Begin(Blocks, block, States[block], arm.Options with { ScaleExponent = exponent }, random)).ToList();
        return [.. inputs.Select((rows, group) => tried.Select(groups => groups[group]).MinBy(fitted => OutputError(fitted, rows))!)];
    }

    /// <summary>Quantises every block; the model computes with it until its maps are restored.</summary>
    public IReadOnlyList<IReadOnlyList<FlatGroup>> Quantize(FlatArm arm, RandomStream random, CancellationToken cancel = default)
    {
        IReadOnlyList<FlatGroup>[] all = [.. Enumerable.Range(0, Blocks.Count).Select(block => Fit(block, arm, random, cancel))];
        for (int block = 0; block < all.Length; block++)
            FlatQuantTraining.Place(Blocks, block, all[block]);
        return all;
    }

    /// <summary>Puts the model's own maps back.</summary>
    public void Restore()
    {
        foreach (var map in Model.LinearMaps())
            map.Restore();
    }

    /// <summary>‖Y − Ŷ‖/‖Y‖ over all maps of a group.</summary>
    public static double OutputError(FlatGroup group, Tensor rows)
    {
        using var unrecorded = NoGradient.Scope();
        (var exact, var quantized) = (group.Now(quantize: false), group.Now());
        double error = 0, energy = 0;
        for (int map = 0; map < exact.Weights.Count; map++)
        {
            var truth = exact.Forward(map, rows).Data;
            error += (quantized.Forward(map, rows).Data - truth).Square().Sum();
            energy += truth.Square().Sum();
        }

        return Math.Sqrt(error / energy);
    }
}
