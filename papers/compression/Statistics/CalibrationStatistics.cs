using Praxis.Learning;
using Praxis.Learning.Models;
using Praxis.Learning.Training;
using Praxis.Numerics;

namespace Praxis.Papers.Compression;

/// <summary>Statistics of all linear maps of a model from calibration text, in as many passes as kinds of statistics: inputs first, gradients second.</summary>
public static class CalibrationStatistics
{
    /// <summary>
    /// Moments of the inputs of every linear map, summed up while the text passes the model once; activations of a batch are forgotten with
    /// it. Maps that see the same input (query, key and value; gate and up) share their moments.
    /// </summary>
    /// <param name="model">The model; maps may be replaced, and are as they were afterwards.</param>
    /// <param name="text">The windows.</param>
    /// <param name="batch">The windows that pass at a time.</param>
    /// <param name="progress">Told the share that is done.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>By the maps' names.</returns>
    public static IReadOnlyDictionary<string, LayerStatistics> Gather(
        LanguageModel model, TextWindows text, int batch = 8, IProgress<double>? progress = null, CancellationToken cancel = default)
    {
        var moments = new Dictionary<string, InputMoments>();
        using (var observation = new Observation(model, moments))
            foreach ((int first, int count) in text.Batches(batch))
            {
                cancel.ThrowIfCancellationRequested();
                using var memory = TensorScope.Begin();
                using var unrecorded = NoGradient.Scope();
                model.Forward(text.At(first, count).Tokens);
                observation.EndOfPass();
                progress?.Report((first + count) / (double)text.Count);
            }

        var shared = moments.Values.Distinct().ToDictionary(sums => sums, sums => sums.ToStatistics("inputs"));
        return moments.ToDictionary(pair => pair.Key, pair => shared[pair.Value] with { Name = pair.Key });
    }

    /// <summary>
    /// The same statistics with the mean gradient and the empirical Fisher information of every weight: one gradient for each window (the
    /// example) of its mean loss, squared on its own and summed in F64.
    /// </summary>
    /// <param name="statistics">What <see cref="Gather"/> found.</param>
    /// <param name="model">The model, no map replaced.</param>
    /// <param name="text">The windows: the examples.</param>
    /// <param name="progress">Told the share that is done.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>By the maps' names.</returns>
    /// <exception cref="LearningException">A map is replaced, so that its weight has no gradient.</exception>
    public static IReadOnlyDictionary<string, LayerStatistics> WithGradients(
        IReadOnlyDictionary<string, LayerStatistics> statistics, LanguageModel model, TextWindows text,
        IProgress<double>? progress = null, CancellationToken cancel = default)
    {
        var maps = model.LinearMaps();
        if (maps.FirstOrDefault(map => map.IsReplaced) is { } replaced)
            throw new LearningException($"{replaced.Name} is replaced, and its weight has no gradient; restore it first.");
        var sums = maps.ToDictionary(map => map.Name, map => new GradientSums(map));
        using (new OnlyMapsTrained(model))
            for (int window = 0; window < text.Count; window++)
            {
                cancel.ThrowIfCancellationRequested();
                using var memory = TensorScope.Begin();
                var example = text.At(window, 1);
                model.Forward(example.Tokens).CrossEntropy(example.Targets, TrainingBatch.Ignored).Backward();
                foreach (var sum in sums.Values)
                    sum.Add();
                progress?.Report((window + 1.0) / text.Count);
            }

        return statistics.ToDictionary(
            pair => pair.Key,
            pair => sums.TryGetValue(pair.Key, out var sum)
                ? pair.Value with { Gradient = sum.Gradient / text.Count, Fisher = sum.Squares / text.Count }
                : pair.Value);
    }

    /// <summary>What is known of a model's maps without text: nothing.</summary>
    /// <param name="model">The model.</param>
    public static IReadOnlyDictionary<string, LayerStatistics> Unknown(LanguageModel model) =>
        model.LinearMaps().ToDictionary(map => map.Name, map => LayerStatistics.Unknown(map.Name, map.Inputs));

    // All maps observed; at the end everything is as it was.
    private sealed class Observation : IDisposable
    {
        private readonly LanguageModel _model;
        private readonly bool _wasTraining;
        private readonly List<(LinearMap Map, bool WasReplaced, ObservedLayer Layer)> _observed = [];
        private readonly HashSet<InputMoments> _added = []; // in this pass
        private (Tensor Input, InputMoments Moments)? _last;

        public Observation(LanguageModel model, Dictionary<string, InputMoments> moments)
        {
            (_model, _wasTraining) = (model, model.IsTraining);
            model.Eval();
            foreach (var map in model.LinearMaps())
            {
                var layer = new ObservedLayer(map.Layer);
                _observed.Add((map, map.IsReplaced, layer));
                map.Replace(layer);
                layer.Observer = input => See(map, input, moments);
            }
        }

        public void EndOfPass()
        {
            _added.Clear();
            _last = null;
        }

        public void Dispose()
        {
            foreach ((var map, bool wasReplaced, var layer) in _observed)
                if (wasReplaced)
                    map.Replace(layer.Inner);
                else
                    map.Restore();
            _model.Train(_wasTraining);
        }

        // In the first pass a map that sees the very tensor that the one before saw joins its moments; a pass adds each input once.
        private void See(LinearMap map, Tensor input, Dictionary<string, InputMoments> moments)
        {
            if (!moments.TryGetValue(map.Name, out var sums))
                moments.Add(map.Name, sums = _last is { } last && ReferenceEquals(last.Input, input) ? last.Moments : new InputMoments(map.Inputs));
            if (_added.Add(sums))
                sums.Add(input);
            _last = (input, sums);
        }
    }

    // Gradients of the maps' weights alone are computed; at the end every parameter requires one or none as before.
    private sealed class OnlyMapsTrained : IDisposable
    {
        private readonly LanguageModel _model;
        private readonly bool _wasTraining;
        private readonly (Variable Parameter, bool Required, Tensor? Gradient)[] _before;

        public OnlyMapsTrained(LanguageModel model)
        {
            (_model, _wasTraining) = (model, model.IsTraining);
            _before = [.. model.Parameters().Select(parameter => (parameter, parameter.RequiresGrad, parameter.Grad))];
            model.Eval();
            foreach ((var parameter, _, _) in _before)
                (parameter.RequiresGrad, parameter.Grad) = (false, null);
            foreach (var map in model.LinearMaps())
                map.Parameter.RequiresGrad = true;
        }

        public void Dispose()
        {
            foreach ((var parameter, bool required, var gradient) in _before)
                (parameter.RequiresGrad, parameter.Grad) = (required, gradient);
            _model.Train(_wasTraining);
        }
    }

    private sealed class GradientSums(LinearMap map)
    {
        public Tensor Gradient { get; } = Tensor.Zeros(map.Outputs, map.Inputs);

        public Tensor Squares { get; } = Tensor.Zeros(map.Outputs, map.Inputs);

        public void Add()
        {
            var gradient = map.AsWeight(map.Parameter.Grad!).To(DType.F64); // (outputs, inputs)
            Gradient.AddScaled(gradient);
            Squares.AddScaled(gradient.Square());
            map.Parameter.ZeroGrad();
        }
    }
}
