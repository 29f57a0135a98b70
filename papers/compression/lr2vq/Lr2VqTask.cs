using Praxis.Lab;
using Praxis.Learning;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.Lr2Vq;

/// <summary>A perceptron on the digits whose layers but the classifier are quantised and fine-tuned.</summary>
/// <param name="Width">Of both hidden layers.</param>
/// <param name="Epochs">Of the normal training.</param>
/// <param name="Tuning">Epochs of fine-tuning codebooks, maps and biases.</param>
/// <param name="Pairs">Lengths and codebook sizes.</param>
public sealed record Lr2VqTask(int Width, int Epochs, int Tuning, IReadOnlyList<(int Length, int Codewords)> Pairs)
{
    private const double LearningRate = 2e-3, TuningRate = 2e-3;

    /// <summary>Trains, quantises in every way, fine-tunes and measures.</summary>
    /// <param name="data">The bundled data sets.</param>
    /// <param name="random">Of the seed.</param>
    /// <param name="seed">The seed, for the result.</param>
    /// <param name="cancel">Stops it.</param>
    public Lr2VqMeasures Run(DataFolder data, RandomStream random, long seed, CancellationToken cancel)
    {
        var task = ClassificationTask.Digits(data, random.Fork("data"));
        int[] widths = [task.Train.Inputs.Shape[1], Width, Width, task.Classes];
        Linear[] layers = [.. Enumerable.Range(0, 3).Select(i => new Linear(widths[i], widths[i + 1], random.Fork("weights").Fork(i)))];
        var normal = Joined(layers);
        ClassifierTraining.Train(normal, task.Train, new ClassifierRecipe { Epochs = Epochs, LearningRate = LearningRate }, random.Fork("order"), cancel: cancel);
        Linear[] quantised = layers[..^1];
        return new Lr2VqMeasures(
            seed,
            ClassifierTraining.Score(normal, task.Test).Accuracy,
            [.. new[] { 2, 4 }.Select(codewords => Measure(Quantizers(1), 1, codewords))],
            [.. Pairs.Select(Setting)]);

        QuantizationSetting Setting((int Length, int Codewords) pair)
        {
            var quantizers = Quantizers(pair.Length);
            QuantizedNetwork[] all = [.. LowRankQuantizer.Candidates(pair.Length).Select(coordinates => Measure(quantizers, coordinates, pair.Codewords))];
            int balanced = Array.FindIndex(all, network => network.LowRankError <= network.ClusteringError); // d̃ = m has no low-rank error
            int codewords = pair.Codewords;
            while (codewords > 2 && Bits(pair.Length, codewords, pair.Length) > all[balanced].Bits)
                codewords--;
            var equal = balanced == all.Length - 1 ? all[^1] : Measure(quantizers, pair.Length, codewords);
            return new QuantizationSetting(pair.Length, pair.Codewords, all, balanced, equal);
        }

        QuantizedNetwork Measure(LowRankQuantizer[] quantizers, int coordinates, int codewords)
        {
            cancel.ThrowIfCancellationRequested();
            string name = $"m = {quantizers[0].Length}, k = {codewords}, d = {coordinates}";
            var forms = quantizers.Select((quantizer, l) => quantizer.Quantize(coordinates, codewords, random.Fork(name).Fork(l))).ToList();
            var network = Joined(
            [
                .. forms.Select((form, l) => form.Weight.ToLayer(quantised[l].Bias!.Data, DType.F32)),
                new Linear(layers[^1].Weight.Data.Clone(), layers[^1].Bias!.Data.Clone()),
            ]);
            double untuned = ClassifierTraining.Score(network, task.Test).Accuracy;
            ClassifierTraining.Train(network, task.Train, new ClassifierRecipe { Epochs = Tuning, LearningRate = TuningRate, WeightDecay = 0 }, random.Fork("tuning"), cancel: cancel);
            double energy = quantizers.Sum(quantizer => quantizer.Energy);
            return new QuantizedNetwork(
                coordinates, codewords, Bits(quantizers[0].Length, codewords, coordinates), forms.Sum(form => form.LowRankError) / energy, forms.Sum(form => form.ClusteringError) / energy,
                untuned, ClassifierTraining.Score(network, task.Test).Accuracy, ClassifierTraining.Score(network, task.Validation).Accuracy);
        }

        LowRankQuantizer[] Quantizers(int length) => [.. quantised.Select(layer => new LowRankQuantizer(layer.Weight.Data, length))];

        double Bits(int length, int codewords, int coordinates) =>
            quantised.Sum(layer => (double)LowRankCodebookWeight.BitsOf(layer.Weight.Length, length, codewords, coordinates)) / quantised.Sum(layer => layer.Weight.Length);
    }

    private static Sequential Joined(IReadOnlyList<Layer> layers) =>
        new([.. layers.SelectMany((layer, l) => l + 1 < layers.Count ? new[] { layer, new Activation(x => x.Relu()) } : [layer])]);
}
