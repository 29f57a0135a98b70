using Praxis.Numerics;

namespace Praxis.Learning;

/// <summary>
/// Limited-memory BFGS (Nocedal, 1980; Liu and Nocedal, 1989) with a backtracking line search by Armijo's rule: for smooth losses that are
/// the same at every call.
/// </summary>
public sealed class LBfgs : Optimizer
{
    private const double SufficientDecrease = 1e-4;
    private const int MostHalvings = 25;

    private readonly Func<Variable> _loss;
    private readonly int _history;
    private readonly Queue<(Tensor Step, Tensor Change, double Curvature)> _pairs = [];
    private Tensor? _gradient;
    private double _value;

    /// <summary>An optimizer of some parameters.</summary>
    /// <param name="parameters">What is optimized.</param>
    /// <param name="loss">Computes the loss (one element) from the parameters as they are.</param>
    /// <param name="learningRate">The length of the first try along the direction.</param>
    /// <param name="history">How many pairs of steps and gradient changes are remembered.</param>
    /// <exception cref="ArgumentOutOfRangeException">The history is not positive.</exception>
    public LBfgs(IEnumerable<Variable> parameters, Func<Variable> loss, double learningRate = 1, int history = 10)
        : base(parameters, learningRate)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(history);
        (_loss, _history) = (loss, history);
    }

    /// <summary>The loss after the last step; not a number before the first.</summary>
    public double Value => _gradient is null ? double.NaN : _value;

    /// <summary>Searches once along the quasi-Newton direction; the loss never rises. Where no lower loss is found, nothing changes.</summary>
    public override void Step()
    {
        Steps++;
        using var outside = TensorScope.Suspend(); // Steps and changes are remembered from call to call.
        if (_gradient is null)
            (_value, _gradient) = Evaluate();
        var start = Flat(parameter => parameter.Data);
        var direction = Direction(_gradient);
        double slope = LinearAlgebra.Dot(direction, _gradient);
        if (!(slope < 0))
        {
            _pairs.Clear();
            direction = -_gradient;
            slope = LinearAlgebra.Dot(direction, _gradient);
        }

        double length = _pairs.Count > 0 ? LearningRate : LearningRate * Math.Min(1, 1 / Math.Max(_gradient.Abs().Sum(), double.Epsilon));
        for (int halving = 0; halving < MostHalvings && slope < 0; halving++, length /= 2)
        {
            Place(start + (direction * length));
            (double value, var gradient) = Evaluate();
            if (!(value <= _value + (SufficientDecrease * length * slope)))
                continue;
            Remember(direction * length, gradient - _gradient);
            (_value, _gradient) = (value, gradient);
            return;
        }

        Place(start);
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> StateDictionary()
    {
        var state = new Dictionary<string, Tensor>(base.StateDictionary());
        if (_gradient is null)
            return state;
        state.Add("value", Tensor.FromArray([_value]));
        state.Add("gradient", _gradient);
        foreach ((int i, var pair) in _pairs.Index())
        {
            state.Add($"pair.{i}.step", pair.Step);
            state.Add($"pair.{i}.change", pair.Change);
            state.Add($"pair.{i}.curvature", Tensor.FromArray([pair.Curvature]));
        }

        return state;
    }

    /// <inheritdoc/>
    public override void LoadStateDictionary(IReadOnlyDictionary<string, Tensor> state)
    {
        int steps = StepsOf(state);
        int count = state.Keys.Count(name => name.StartsWith("pair.", StringComparison.Ordinal)) / 3;
        bool started = state.ContainsKey("gradient");
        if (state.Count != 1 + (started ? 2 + (3 * count) : 0) || count > _history)
            throw new LearningException($"The state is none of {nameof(LBfgs)} with a history of at most {_history} pairs.");
        var number = Tensor.Zeros(1);
        var vector = Tensor.Zeros(Parameters.Sum(parameter => parameter.Length));
        double value = started ? Take("value", number)[0] : 0;
        var gradient = started ? Take("gradient", vector) : null;
        var pairs = Enumerable.Range(0, count)
            .Select(i => (Take($"pair.{i}.step", vector), Take($"pair.{i}.change", vector), Take($"pair.{i}.curvature", number)[0]))
            .ToList();
        (Steps, _value, _gradient) = (steps, value, gradient);
        _pairs.Clear();
        foreach (var pair in pairs)
            _pairs.Enqueue(pair);

        Tensor Take(string name, Tensor place)
        {
            var tensor = state.TryGetValue(name, out var found) ? found : throw new LearningException($"The state has no '{name}'; take one of {nameof(LBfgs)}.");
            RequireFit(name, tensor, place);
            return tensor.Clone();
        }
    }

    /// <inheritdoc/>
    protected override void Update(int index, Tensor parameter, Tensor gradient) =>
        throw new NotSupportedException("L-BFGS moves all parameters together.");

    // The two-loop recursion.
    private Tensor Direction(Tensor gradient)
    {
        var q = gradient.Clone();
        var weights = new Stack<double>();
        foreach ((var step, var change, double curvature) in _pairs.Reverse())
        {
            double weight = LinearAlgebra.Dot(step, q) / curvature;
            weights.Push(weight);
            q.AddScaled(change, -weight);
        }

        if (_pairs.Count > 0)
        {
            var last = _pairs.Last();
            q *= last.Curvature / LinearAlgebra.Dot(last.Change, last.Change);
        }

        foreach ((var step, var change, double curvature) in _pairs)
            q.AddScaled(step, weights.Pop() - (LinearAlgebra.Dot(change, q) / curvature));
        return -q;
    }

    private void Remember(Tensor step, Tensor change)
    {
        double curvature = LinearAlgebra.Dot(step, change);
        if (curvature <= 1e-10 * LinearAlgebra.Dot(change, change))
            return; // Without positive curvature the pair would make the next direction point uphill.
        _pairs.Enqueue((step, change, curvature));
        if (_pairs.Count > _history)
            _pairs.Dequeue();
    }

    private (double Value, Tensor Gradient) Evaluate()
    {
        var loss = _loss();
        var found = Gradients.Of(loss, Parameters);
        return (loss.ToScalar(), Tensor.Concat(0, [.. found.Select(gradient => gradient.Data.Flatten().To(DType.F64))]));
    }

    private Tensor Flat(Func<Variable, Tensor> part) =>
        Tensor.Concat(0, [.. Parameters.Select(parameter => part(parameter).Flatten().To(DType.F64))]);

    private void Place(Tensor values)
    {
        int at = 0;
        foreach (var parameter in Parameters)
        {
            parameter.Data.CopyFrom(values.Slice(0, at, parameter.Length).Reshape(parameter.Shape).To(parameter.DType));
            at += parameter.Length;
        }
    }
}
