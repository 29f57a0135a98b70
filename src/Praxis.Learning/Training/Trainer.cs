using Praxis.Learning.Models;
using Praxis.Numerics;

namespace Praxis.Learning.Training;

/// <summary>
/// Takes steps of AdamW on a language model. Weights, optimizer and step are all its state: batches are a function of the step, and layers
/// of dropout count their draws, so a trainer restored from a checkpoint goes on to the same bits.
/// </summary>
public sealed class Trainer
{
    private const double SmoothingShare = 0.02;

    private readonly LanguageModel _model;
    private readonly IBatches _batches;
    private readonly Variable[] _parameters;
    private readonly AdamW[] _optimizers;
    private readonly Func<int, double> _schedule;
    private readonly double _clip;

    /// <summary>A trainer before its first step.</summary>
    /// <param name="model">The model, which is trained in place.</param>
    /// <param name="batches">What it learns from.</param>
    /// <param name="configuration">Learning rates, weight decay, clipping.</param>
    public Trainer(LanguageModel model, IBatches batches, TrainingConfiguration configuration)
    {
        (_model, _batches, _clip) = (model, batches, configuration.Clip);
        _schedule = configuration.Schedule();
        _parameters = [.. model.Parameters()];

        // Matrices decay; the factors of norms and the biases do not, since small ones are not simpler.
        _optimizers = [.. _parameters.GroupBy(parameter => parameter.Rank >= 2).OrderByDescending(group => group.Key).Select(group => new AdamW(
            group, configuration.LearningRate, configuration.Beta1, configuration.Beta2, configuration.Epsilon, group.Key ? configuration.WeightDecay : 0))];
    }

    /// <summary>The steps taken.</summary>
    public int Step { get; private set; }

    /// <summary>The running mean of the loss: over all steps at first, then forgetting a fiftieth at each.</summary>
    public double SmoothedLoss { get; private set; }

    /// <summary>The learning rate of the next step.</summary>
    public double LearningRate => _schedule(Step);

    /// <summary>Takes one step.</summary>
    /// <returns>The loss of the batch before it, in nats a token.</returns>
    /// <exception cref="LearningException">The loss is no finite number.</exception>
    public double TakeStep()
    {
        // All that a step makes is given back at its end; the next finds its memory ready.
        using var memory = TensorScope.Begin();
        _model.Train();
        foreach (var optimizer in _optimizers)
        {
            optimizer.ZeroGrad();
            optimizer.LearningRate = LearningRate;
        }

        var batch = _batches.At(Step);
        var loss = Loss.CrossEntropy(_model.Forward(batch.Tokens), batch.Targets, TrainingBatch.Ignored);
        double value = loss.ToScalar();
        if (!double.IsFinite(value))
            throw new LearningException($"The loss of step {Step + 1} is no finite number: the learning rate is too high. Lower optimizer.learning_rate, lengthen optimizer.warmup, and begin anew.");
        loss.Backward();
        if (_clip > 0)
            GradientClipping.ByNorm(_parameters, _clip);
        foreach (var optimizer in _optimizers)
        {
            optimizer.Step();
            optimizer.ZeroGrad();
        }

        Step++;
        SmoothedLoss += (value - SmoothedLoss) * Math.Max(SmoothingShare, 1.0 / Step);
        return value;
    }

    /// <summary>The tensors of a checkpoint; they are the trainer's own.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors()
    {
        var tensors = _model.StateDictionary().ToDictionary(entry => $"model.{entry.Key}", entry => entry.Value);
        for (int i = 0; i < _optimizers.Length; i++)
            foreach ((string name, var tensor) in _optimizers[i].StateDictionary())
                tensors.Add($"optimizer.{i}.{name}", tensor);
        return tensors;
    }

    /// <summary>How often each layer of dropout has drawn.</summary>
    public IReadOnlyDictionary<string, long> DropoutCalls() => Dropouts(_model, "").ToDictionary(layer => layer.Name, layer => layer.Layer.Calls);

    /// <summary>Goes on from a checkpoint.</summary>
    /// <exception cref="LearningException">It does not fit the model.</exception>
    public void Restore(TrainingCheckpoint checkpoint)
    {
        _model.LoadStateDictionary(Within("model."));
        for (int i = 0; i < _optimizers.Length; i++)
            _optimizers[i].LoadStateDictionary(Within($"optimizer.{i}."));
        foreach ((string name, var layer) in Dropouts(_model, ""))
            layer.Calls = checkpoint.DropoutCalls.GetValueOrDefault(name);
        (Step, SmoothedLoss) = (checkpoint.Step, checkpoint.SmoothedLoss);

        Dictionary<string, Tensor> Within(string prefix) => checkpoint.Tensors
            .Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(entry => entry.Key[prefix.Length..], entry => entry.Value);
    }

    private static IEnumerable<(string Name, Dropout Layer)> Dropouts(Module module, string prefix) =>
        module.NamedChildren().SelectMany(child => child.Child is Dropout layer
            ? [(prefix + child.Name, layer)]
            : Dropouts(child.Child, $"{prefix}{child.Name}."));
}
