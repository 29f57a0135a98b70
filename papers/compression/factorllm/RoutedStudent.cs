using Praxis.Learning;
using Praxis.Learning.Models;
using Praxis.Learning.Training;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.FactorLlm;

/// <summary>How the feed-forward parts of a student are made smaller, and how what chooses is taught.</summary>
public enum Arm
{
    /// <summary>The router is taught by the closest slices.</summary>
    PriorApproximation,

    /// <summary>The router learns from the task, through straight-through gates, with a balancing loss.</summary>
    Unguided,

    /// <summary>A random linear router that stays as it is.</summary>
    Random,

    /// <summary>The same hidden units for all tokens.</summary>
    Static,

    /// <summary>All hidden units.</summary>
    Dense,
}

/// <summary>How a student is trained.</summary>
public sealed record FactorRecipe
{
    /// <summary>Steps of AdamW.</summary>
    public required int Steps { get; init; }

    /// <summary>The highest learning rate, after a tenth of the steps; it falls along a cosine.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Windows a step.</summary>
    public int Batch { get; init; } = 4;

    /// <summary>α, the weight of the router's lesson.</summary>
    public double Guidance { get; init; } = 0.05;

    /// <summary>β, the weight of the balance of experts.</summary>
    public double Balance { get; init; } = 0.01;

    /// <summary>s of the router's target.</summary>
    public double Sharpness { get; init; } = 1;
}

/// <summary>A dense teacher and a student whose feed-forward parts compute less; embeddings, attention, norms and head stay as they are.</summary>
public sealed class RoutedStudent
{
    private readonly LanguageModel _teacher;
    private readonly ObservedFeedForward[] _observed;
    private readonly Arm _arm;

    /// <summary>A student before training.</summary>
    /// <param name="source">The trained model.</param>
    /// <param name="arm">How parts are made smaller.</param>
    /// <param name="experts">E.</param>
    /// <param name="chosen">k; the static arm keeps k/E of the units.</param>
    /// <param name="calibration">Text by which the static arm chooses its units.</param>
    /// <param name="random">First weights of routers.</param>
    /// <param name="order">The order of hidden units, from the gate's weight; as they are when null.</param>
    public RoutedStudent(BundledLanguageModel source, Arm arm, int experts, int chosen, TextWindows calibration, RandomStream random, Func<Tensor, RandomStream, int[]>? order = null)
    {
        (_teacher, Model, _arm) = (source.Load(), source.Load(), arm);
        _observed = [.. _teacher.FeedForwards().Select(part => new ObservedFeedForward(part))];
        foreach (var (part, observed) in _teacher.FeedForwards().Zip(_observed))
            part.Replace(observed);
        Teach(calibration.At(0, Math.Min(8, calibration.Count)).Tokens);
        Model.Freeze();
        var parts = Model.FeedForwards();
        for (int layer = 0; layer < parts.Count; layer++)
            Replace(parts[layer], layer);

        void Replace(FeedForwardPart part, int layer)
        {
            var stream = random.Fork(layer);
            if (arm == Arm.Dense || arm == Arm.Static)
            {
                int hidden = part.Gate.Outputs;
                int[] units = arm == Arm.Dense ? [.. Enumerable.Range(0, hidden)] : NarrowFeedForward.Strongest(part, _observed[layer].Input, hidden * chosen / experts);
                part.Replace(new NarrowFeedForward(part, units));
                return;
            }

            var form = MixtureOfExperts.Of(part, experts, chosen, order?.Invoke(part.Gate.Weight, stream.Fork("order")));
            var mixture = form.ToLayer(stream, DType.F32);
            mixture.StraightThrough = arm == Arm.Unguided;
            mixture.Router.Freeze(arm == Arm.Random);
            Mixtures.Add(mixture);
            part.Replace(mixture);
        }
    }

    /// <summary>The student.</summary>
    public LanguageModel Model { get; }

    /// <summary>Its routed parts; none for the static and the dense arm.</summary>
    public List<MixtureOfExpertsLayer> Mixtures { get; } = [];

    /// <summary>Trains the parts on text.</summary>
    /// <param name="text">As many windows as steps need, each seen once.</param>
    /// <param name="recipe">How.</param>
    /// <param name="cancel">Looked at before each step.</param>
    /// <exception cref="LearningException">The loss is no finite number.</exception>
    public void Train(TextWindows text, FactorRecipe recipe, CancellationToken cancel)
    {
        Variable[] trained = [.. Model.Parameters().Where(parameter => parameter.RequiresGrad)];
        var optimizer = new AdamW(trained, recipe.LearningRate, beta2: 0.95, weightDecay: 1e-5);
        var rate = Schedules.LinearWarmup(recipe.Steps / 10, Schedules.Cosine(recipe.LearningRate, recipe.Steps, recipe.LearningRate / 1000));
        for (int step = 0; step < recipe.Steps; step++)
        {
            cancel.ThrowIfCancellationRequested();
            using var memory = TensorScope.Begin();
            optimizer.LearningRate = rate(step);
            var asked = text.At(step * recipe.Batch % (text.Count - recipe.Batch + 1), recipe.Batch);
            var loss = Model.Forward(asked.Tokens).CrossEntropy(asked.Targets, TrainingBatch.Ignored);
            if (!double.IsFinite(loss.ToScalar()))
                throw new LearningException($"The loss of step {step + 1} is no finite number: the learning rate {recipe.LearningRate:g3} is too high.");
            if (_arm == Arm.PriorApproximation)
                loss += RouterLesson(asked.Tokens, recipe);
            else if (_arm == Arm.Unguided)
                loss += Balance(recipe);
            loss.Backward();
            GradientClipping.ByNorm(trained, 1);
            optimizer.Step();
            optimizer.ZeroGrad();
        }
    }

    /// <summary>The mean of −ln p of each window of a text.</summary>
    public double[] WindowNats(TextWindows text, CancellationToken cancel) => WindowNats(Model, text, cancel);

    /// <summary>The mean of −ln p of each window of a text.</summary>
    public static double[] WindowNats(LanguageModel model, TextWindows text, CancellationToken cancel)
    {
        var nats = new double[text.Count];
        for (int window = 0; window < text.Count; window++)
        {
            cancel.ThrowIfCancellationRequested();
            using var memory = TensorScope.Begin();
            using var unrecorded = NoGradient.Scope();
            var asked = text.At(window, 1);
            nats[window] = model.Forward(asked.Tokens).CrossEntropy(asked.Targets, TrainingBatch.Ignored).ToScalar();
        }

        return nats;
    }

    /// <summary>Lets the closest slices be picked at the student's own inputs, or the router again: what a perfect router would pick.</summary>
    /// <param name="on">Whether the closest slices are picked.</param>
    public void PickClosest(bool on)
    {
        foreach (var mixture in Mixtures)
            mixture.Chooser = on ? rows => Closest(mixture, rows) : null;

        static Tensor Closest(MixtureOfExpertsLayer mixture, Tensor rows)
        {
            using var unrecorded = NoGradient.Scope();
            var all = mixture.Expert(0, rows).Data;                                // (rows, d): all slices together
            for (int expert = 1; expert < mixture.Experts; expert++)
                all += mixture.Expert(expert, rows).Data;
            return PriorApproximation.Labels(PriorApproximation.Errors(mixture, rows, all), mixture.Chosen);
        }
    }

    /// <summary>How well routers pick the closest slices on the teacher's hidden states, and how often each slice is among the closest.</summary>
    /// <param name="text">The windows.</param>
    /// <returns>By layer: the share of labels picked, and of each expert among the labels.</returns>
    public (double Agreement, double[] Share)[] Quality(TextWindows text)
    {
        var found = Mixtures.Select(mixture => (Agreement: 0.0, Share: new double[mixture.Experts])).ToArray();
        for (int window = 0; window < text.Count; window++)
        {
            using var memory = TensorScope.Begin();
            Teach(text.At(window, 1).Tokens);
            for (int layer = 0; layer < Mixtures.Count; layer++)
            {
                var mixture = Mixtures[layer];
                var labels = Labels(layer);
                found[layer].Agreement += PriorApproximation.Agreement(mixture.Choose(_observed[layer].Input), labels) / text.Count;
                foreach (long expert in labels.AsSpan<long>())
                    found[layer].Share[expert] += 1.0 / labels.Length / text.Count;
            }
        }

        return found;
    }

    /// <summary>How often each expert of each layer is picked in each window.</summary>
    /// <returns>By layer and window: counts of the experts.</returns>
    public double[][][] Usage(TextWindows text)
    {
        var counts = Mixtures.Select(mixture => Enumerable.Range(0, text.Count).Select(_ => new double[mixture.Experts]).ToArray()).ToArray();
        for (int window = 0; window < text.Count; window++)
        {
            using var memory = TensorScope.Begin();
            using var unrecorded = NoGradient.Scope();
            Model.Forward(text.At(window, 1).Tokens);
            for (int layer = 0; layer < Mixtures.Count; layer++)
                foreach (long expert in Mixtures[layer].LastChoice!.AsSpan<long>())
                    counts[layer][window][expert]++;
        }

        return counts;
    }

    private void Teach(Tensor tokens)
    {
        using var unrecorded = NoGradient.Scope();
        _teacher.Forward(tokens);
    }

    private Tensor Labels(int layer) => PriorApproximation.Labels(
        PriorApproximation.Errors(Mixtures[layer], _observed[layer].Input, _observed[layer].Output), Mixtures[layer].Chosen);

    // α Σ KL + β Σ balance over the layers, at the teacher's hidden states.
    private Variable RouterLesson(Tensor tokens, FactorRecipe recipe)
    {
        Teach(tokens);
        return Mixtures.Select((_, layer) => OfLayer(layer)).Aggregate((sum, next) => sum + next);

        Variable OfLayer(int layer)
        {
            var mixture = Mixtures[layer];
            var logits = mixture.Router.Forward(_observed[layer].Input);                              // (rows, E)
            var target = PriorApproximation.Target(Labels(layer), mixture.Experts, recipe.Sharpness, DType.F32);
            var picked = MixtureOfExpertsLayer.Highest(logits.Data, mixture.Chosen);
            return (PriorApproximation.Loss(logits, target) * recipe.Guidance) + (PriorApproximation.Balance(logits.Softmax(), picked) * recipe.Balance);
        }
    }

    // β Σ balance over the layers, at the student's own hidden states.
    private Variable Balance(FactorRecipe recipe) =>
        Mixtures.Select(mixture => PriorApproximation.Balance(mixture.LastProbabilities!, mixture.LastChoice!)).Aggregate((sum, next) => sum + next) * recipe.Balance;
}
