using Praxis.Learning;
using Praxis.Learning.Training;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.Checkpoints;

/// <summary>Trains a compressed model for some steps on the calibration text, in its small forms.</summary>
internal static class Healing
{
    private const int Batch = 8;
    private const double LearningRate = 5e-4;
    private const double WarmUp = 0.1;
    private const double LargestGradient = 1;

    /// <summary>Trains in place: AdamW without decay, warm-up and half a cosine. Codes of quantised weights and layers that are stored dense for want of a storage stay.</summary>
    public static void Train(CompressedCheckpoint checkpoint, CompressionText text, int steps, RandomStream random, IProgress<double> progress, CancellationToken cancel)
    {
        var model = checkpoint.Model;
        var still = model.LinearMaps().Where(map => IsStill(checkpoint, map.Name)).SelectMany(map => map.Layer.Parameters()).ToHashSet();
        Variable[] trained = [.. model.Parameters().Where(parameter => !still.Contains(parameter))];
        var optimizer = new AdamW(trained, LearningRate, weightDecay: 0);
        var batches = text.Batches(Batch, random);
        for (int step = 0; step < steps; step++)
        {
            cancel.ThrowIfCancellationRequested();
            // Layers of dropout rest: the model has learned already.
            using var memory = TensorScope.Begin();
            double share = (step + 1.0) / steps;
            optimizer.LearningRate = LearningRate * Math.Min(share / WarmUp, 0.5 * (1 + Math.Cos(Math.PI * share)) + (0.5 / steps));
            optimizer.ZeroGrad();
            var batch = batches.At(step);
            var loss = model.Forward(batch.Tokens).CrossEntropy(batch.Targets, TrainingBatch.Ignored);
            if (!double.IsFinite(loss.ToScalar()))
                throw new LearningException($"The loss of healing step {step + 1} is no finite number; leave out --heal, or keep more.");
            loss.Backward();
            GradientClipping.ByNorm(trained, LargestGradient);
            optimizer.Step();
            optimizer.ZeroGrad();
            progress.Report(share);
        }
    }

    /// <summary>Writes the trained model as a compressed checkpoint of the same forms.</summary>
    public static void Write(CompressedCheckpoint checkpoint, CheckpointSource source, string folder, string method, Pipeline.CompressionReport report)
    {
        using var writer = new CompressedCheckpointWriter(source, folder);
        var maps = checkpoint.Model.LinearMaps().ToDictionary(map => map.Name);
        var changed = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var stored in source.Maps)
        {
            var map = maps[stored.Name];
            if (checkpoint.Forms.TryGetValue(stored.Name, out var form))
            {
                var state = map.Layer.StateDictionary();
                writer.Add(stored, FormStorage.Restore(Trained(FormStorage.TryStore(form)!, "", state)));
                if (map.Bias is not null && state.FirstOrDefault(entry => entry.Key is "bias" || entry.Key.EndsWith(".bias", StringComparison.Ordinal)).Value is { } bias)
                    changed.Add(source.StoredName($"{map.Name}.bias"), bias);
            }
            else
            {
                writer.Add(stored, new DenseWeight(map.Weight), checkpoint.Manifest.Layers.GetValueOrDefault(map.Name)?.Was);
            }
        }

        string[] replaced = [.. checkpoint.Forms.Keys.Select(name => $"{name}.")];
        foreach ((string name, var parameter) in checkpoint.Model.NamedParameters())
            if (!Array.Exists(replaced, prefix => name.StartsWith(prefix, StringComparison.Ordinal)))
                changed[source.StoredName(name)] = parameter.Data;
        writer.Finish(method, report, changed.GetValueOrDefault);
    }

    private static bool IsStill(CompressedCheckpoint checkpoint, string name) => checkpoint.Manifest.Layers.TryGetValue(name, out var form) && form.Was is not null;

    // The parts that the form's layer trains have the names of its parameters.
    private static StoredForm Trained(StoredForm form, string prefix, IReadOnlyDictionary<string, Tensor> state) => form with
    {
        Parts = form.Parts.ToDictionary(part => part.Key, part => state.TryGetValue(prefix + part.Key, out var tensor) && tensor.DType is DType.F32 or DType.F64 ? part.Value with { Tensor = tensor } : part.Value),
        Terms = [.. form.Terms.Select((term, i) => Trained(term, $"{prefix}terms.{i}.", state))],
    };
}
