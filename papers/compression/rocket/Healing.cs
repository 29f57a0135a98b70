using Praxis.Learning;
using Praxis.Learning.Models;
using Praxis.Learning.Training;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.Rocket;

/// <summary>Brief fine-tuning of a compressed model: only the numbers of the forms are trained, masks stay as they are.</summary>
public static class Healing
{
    /// <summary>Trains the layers that stand in for a model's linear maps.</summary>
    /// <param name="model">A model with replaced maps.</param>
    /// <param name="text">What it learns from; each window once.</param>
    /// <param name="batch">Windows a step.</param>
    /// <param name="learningRate">The highest rate of AdamW; it falls along a cosine to a tenth.</param>
    /// <param name="cancel">Looked at before each step.</param>
    /// <exception cref="ArgumentException">No map is replaced.</exception>
    public static void Run(LanguageModel model, TextWindows text, int batch, double learningRate, CancellationToken cancel)
    {
        var replaced = model.LinearMaps().Where(map => map.IsReplaced).ToList();
        if (replaced.Count == 0)
            throw new ArgumentException("No map of the model is compressed: there is nothing to heal.", nameof(model));
        model.Freeze();
        foreach (var map in replaced)
            map.Layer.Freeze(false);
        var optimizer = new AdamW(replaced.SelectMany(map => map.Layer.Parameters()), learningRate, weightDecay: 0);
        int steps = text.Count / batch;
        var rate = Schedules.Cosine(learningRate, steps, learningRate / 10);
        for (int step = 0; step < steps; step++)
        {
            cancel.ThrowIfCancellationRequested();
            using var memory = TensorScope.Begin();
            optimizer.LearningRate = rate(step);
            var asked = text.At(step * batch, batch);
            model.Forward(asked.Tokens).CrossEntropy(asked.Targets, TrainingBatch.Ignored).Backward();
            optimizer.Step();
            optimizer.ZeroGrad();
        }

        model.Freeze(false);
        model.Eval();
    }
}
