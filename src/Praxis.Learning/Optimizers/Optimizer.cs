using Praxis.Numerics;

namespace Praxis.Learning;

/// <summary>Changes parameters along their gradients. Parameters without a gradient, or frozen ones, stay as they are.</summary>
public abstract class Optimizer
{
    private protected const string StepsName = "steps";

    private readonly Variable[] _parameters;
    private readonly Tensor?[] _gradients; // without gaps, during a step

    /// <summary>An optimizer of some parameters.</summary>
    /// <param name="parameters">Leaves; each is taken once.</param>
    /// <param name="learningRate">The first learning rate.</param>
    /// <exception cref="ArgumentException">There are none, or one is not a leaf.</exception>
    protected Optimizer(IEnumerable<Variable> parameters, double learningRate)
    {
        _parameters = [.. parameters.Distinct()];
        if (_parameters.Length == 0 || _parameters.Any(parameter => !parameter.IsLeaf || !parameter.Data.IsContiguous))
            throw new ArgumentException("An optimizer needs parameters, each a leaf without gaps.", nameof(parameters));
        _gradients = new Tensor?[_parameters.Length];
        LearningRate = learningRate;
    }

    /// <summary>The learning rate of the next step; schedules set it.</summary>
    public double LearningRate { get; set; }

    /// <summary>How many steps were taken.</summary>
    public int Steps { get; protected set; }

    /// <summary>What is optimized.</summary>
    public IReadOnlyList<Variable> Parameters => _parameters;

    /// <summary>Takes one step with the gradients as they are.</summary>
    public virtual void Step()
    {
        Steps++;
        using var copies = TensorScope.Begin();
        for (int i = 0; i < _parameters.Length; i++)
            _gradients[i] = _parameters[i] is { RequiresGrad: true, Grad: { } gradient } ? gradient.Contiguous() : null;
        using var outside = TensorScope.Suspend(); // What an optimizer remembers outlives the step.
        for (int i = 0; i < _parameters.Length; i++)
            if (_gradients[i] is { } gradient)
                Update(i, _parameters[i].Data, gradient);
        Array.Clear(_gradients);
    }

    /// <summary>
    /// All that a later step depends on, apart from the parameters themselves and the learning rate: the number of steps, as "steps", and the
    /// tensors kept for parameter i, as "i.NAME". The tensors are the optimizer's own.
    /// </summary>
    public virtual IReadOnlyDictionary<string, Tensor> StateDictionary()
    {
        var state = new Dictionary<string, Tensor> { [StepsName] = Tensor.FromArray([(long)Steps]) };
        foreach (var kept in Kept)
            for (int i = 0; i < kept.Tensors.Length; i++)
                if (kept.Tensors[i] is { } tensor)
                    state.Add($"{i}.{kept.Name}", tensor);
        return state;
    }

    /// <summary>
    /// Copies a state into this optimizer, which then goes on as the one it was taken from would have: to the same bits, if parameters and
    /// gradients have the same.
    /// </summary>
    /// <param name="state">What <see cref="StateDictionary"/> gave for an optimizer of the same kind over parameters of the same shapes.</param>
    /// <exception cref="LearningException">Names, shapes or types do not fit; nothing was copied then.</exception>
    public virtual void LoadStateDictionary(IReadOnlyDictionary<string, Tensor> state)
    {
        int steps = StepsOf(state);
        var expected = new HashSet<string> { StepsName };
        foreach (var kept in Kept)
            for (int i = 0; i < kept.Tensors.Length; i++)
            {
                string name = $"{i}.{kept.Name}";
                expected.Add(name);
                if (state.TryGetValue(name, out var tensor))
                    RequireFit(name, tensor, _parameters[i].Data);
                else if (!kept.MayBeMissing)
                    throw new LearningException($"The state has no '{name}'; take one of {GetType().Name} over the same parameters.");
            }

        if (state.Keys.FirstOrDefault(name => !expected.Contains(name)) is { } unknown)
            throw new LearningException($"The state's '{unknown}' is unknown to {GetType().Name}; take one of {GetType().Name} over the same parameters.");
        Steps = steps;
        foreach (var kept in Kept)
            for (int i = 0; i < kept.Tensors.Length; i++)
                kept.Tensors[i] = state.TryGetValue($"{i}.{kept.Name}", out var tensor) ? tensor.Clone() : null;
    }

    /// <summary>Forgets all gradients.</summary>
    public void ZeroGrad()
    {
        foreach (var parameter in _parameters)
            parameter.ZeroGrad();
    }

    /// <summary>What is kept from step to step, one tensor per parameter.</summary>
    private protected virtual IReadOnlyList<KeptTensors> Kept => [];

    /// <summary>The number of steps in a state.</summary>
    private protected static int StepsOf(IReadOnlyDictionary<string, Tensor> state) =>
        state.TryGetValue(StepsName, out var steps) && steps is { DType: DType.I64, Length: 1 } && steps.ToScalar() is >= 0 and <= int.MaxValue
            ? (int)steps.ToScalar()
            : throw new LearningException($"The state has no '{StepsName}', one whole number; take it from an optimizer's StateDictionary().");

    /// <summary>Refuses a tensor of another shape or type than the one it is to replace.</summary>
    private protected static void RequireFit(string name, Tensor tensor, Tensor place)
    {
        if (!tensor.Shape.SequenceEqual(place.Shape) || tensor.DType != place.DType)
            throw new LearningException(
                $"'{name}' is {tensor.DType} of shape {ShapeException.Describe(tensor.Shape)} in the state, but {place.DType} of shape {ShapeException.Describe(place.Shape)} here.");
    }

    /// <summary>Changes one parameter in place.</summary>
    /// <param name="index">Its place in <see cref="Parameters"/>.</param>
    /// <param name="parameter">Its value.</param>
    /// <param name="gradient">Its gradient, without gaps.</param>
    protected abstract void Update(int index, Tensor parameter, Tensor gradient);

    /// <summary>For each parameter a tensor of zeros in its shape and type.</summary>
    protected Tensor[] MakeState() => [.. _parameters.Select(parameter => Tensor.Zeros(parameter.DType, parameter.Shape))];
}
