using Praxis.Lab;
using Praxis.Learning;
using Praxis.Learning.Models;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.SvdQuant;

/// <summary>What became of a trained denoiser when all its linear maps were quantised by one arm.</summary>
/// <param name="Arm">The arm's name.</param>
/// <param name="NoiseError">Mean squared difference of the told noise to the trained network's, over the latter's mean square.</param>
/// <param name="Distance">Fréchet distance of samples to real digits.</param>
/// <param name="BitsPerWeight">What the maps take, for each number of their weights.</param>
internal sealed record DenoiserOutcome(string Arm, double NoiseError, double Distance, double BitsPerWeight);

/// <summary>A seed's denoiser for digits: outcomes by arm, errors of its layers, some samples.</summary>
/// <param name="Outcomes">The network as it was trained first.</param>
/// <param name="LayerErrors">Relative output errors of the layers.</param>
/// <param name="Pictures">The first digits of some arms, 64 numbers each.</param>
/// <param name="RealDistance">The Fréchet distance between two halves of the real digits.</param>
internal sealed record DenoiserTrial(DenoiserOutcome[] Outcomes, MapErrors[] LayerErrors, Dictionary<string, double[][]> Pictures, double RealDistance);

/// <summary>Trains a denoiser, quantises it by every arm, and measures.</summary>
internal static class QuantizedDenoiser
{
    public const string Trained = "as trained";
    public const string EightBits = "SVDQuant with 8 bits";
    public const string Nf4 = "NF4 weights only";

    private const int Levels = 100;
    private const int SamplingSteps = 25;

    public static DenoiserTrial Run(StudyContext context, long seed, int width, int steps, int samples, CancellationToken cancel)
    {
        var random = context.Random(seed, "denoiser");
        var task = ClassificationTask.Digits(context.Data, random.Fork("split"));
        var real = Tensor.Concat(0, task.Validation.Inputs, task.Test.Inputs);
        var features = Features(task, random, context.Pick(2, 10, 10));
        var diffusion = new Diffusion(Levels);
        var network = new Denoiser(64, width, 3, random.Fork("network"));
        diffusion.Train(network, Centred(task.Train.Inputs), steps, 128, 2e-3, random.Fork("training"), cancel);
        var calibration = RecordedInputs.Of(network, diffusion.Noised(Centred(task.Train.Inputs.Slice(0, 0, 256)), random.Fork("calibration")));
        var test = diffusion.Noised(Centred(real), random.Fork("test"));
        var testRows = RecordedInputs.Of(network, test);
        var noise = random.Fork("samples").Normal(samples, 64).To(DType.F32);
        var realFeatures = features(real);
        using var still = NoGradient.Scope();
        var told = network.Forward(test.Inputs, test.Levels).Data;
        var outcomes = new List<DenoiserOutcome>();
        var pictures = new Dictionary<string, double[][]>();

        Measure(Trained, CompressedWeight.NumberBits);
        MapInstance[] instances = [.. network.Maps.Select((map, i) => new MapInstance(map.Weight.Data.To(DType.F64), calibration[i], testRows[i]))];
        var quantized = new List<IReadOnlyDictionary<string, QuantizedMap>>();
        foreach (var instance in instances)
        {
            cancel.ThrowIfCancellationRequested();
            quantized.Add(instance.Quantized(Rank(instance.Weight.Rows, instance.Weight.Columns)));
        }

        foreach (string arm in QuantizationArm.All(0).Select(arm => arm.Name))
            Replace(arm, [.. quantized.Select(maps => maps[arm])]);
        Replace(EightBits, [.. instances.Select(instance => SvdQuantizer.Fit(instance.Weight, instance.Calibration, new SvdQuantOptions
        {
            Rank = Rank(instance.Weight.Rows, instance.Weight.Columns),
            WeightBits = 8,
            ActivationBits = 8,
        }))]);
        for (int i = 0; i < network.Maps.Count; i++)
            network.Replace(i, new Linear(NormalFloat.Round(network.Maps[i].Weight.Data).To(DType.F32), network.Maps[i].Bias!.Data));
        Measure(Nf4, (long)(4.25 * network.Maps.Sum(map => map.Weight.Length)));
        network.Restore();
        cancel.ThrowIfCancellationRequested();
        int half = realFeatures.Rows / 2;
        return new DenoiserTrial(
            [.. outcomes],
            [.. instances.Select((instance, i) => instance.Errors(quantized[i]))],
            pictures,
            FrechetDistance.Of(realFeatures.Slice(0, 0, half), realFeatures.Slice(0, half, realFeatures.Rows - half)));

        void Replace(string name, QuantizedMap[] maps)
        {
            for (int i = 0; i < maps.Length; i++)
                network.Replace(i, maps[i].ToLayer(network.Maps[i].Bias!.Data, DType.F32));
            Measure(name, maps.Sum(map => map.Bits));
        }

        void Measure(string name, long bits)
        {
            var changed = network.Forward(test.Inputs, test.Levels).Data;
            var generated = diffusion.Sample(network, noise, SamplingSteps, limit: 1);
            outcomes.Add(new DenoiserOutcome(
                name,
                (changed - told).Square().Mean() / told.Square().Mean(),
                FrechetDistance.Of(features((generated + 1) * 0.5), realFeatures),
                name == Trained ? bits : (double)bits / network.Maps.Sum(map => map.Weight.Length)));
            pictures[name] = [.. Enumerable.Range(0, Math.Min(12, samples)).Select(i => generated.Row(i).ToArray())];
        }
    }

    /// <summary>1/32 of the smaller side, at least 1.</summary>
    public static int Rank(int outputs, int inputs) => Math.Max(1, Math.Min(outputs, inputs) / 32);

    private static Tensor Centred(Tensor pixels) => (pixels * 2) - 1;

    // What a classifier of digits has before its last layer.
    private static Func<Tensor, Tensor> Features(ClassificationTask task, RandomStream random, int epochs)
    {
        var classifier = new Mlp([64, 64, 10], random.Fork("classifier"));
        ClassifierTraining.Train(classifier, task.Train, new ClassifierRecipe { Epochs = epochs, LearningRate = 3e-3 }, random.Fork("order"));
        var hidden = (Linear)classifier.NamedChildren().First().Child;
        return inputs => hidden.Forward(inputs).Relu().Data;
    }
}
