namespace Praxis.Learning;

/// <summary>Stochastic gradient descent with momentum as PyTorch counts it: v ← μ v + (1 − dampening) g, x ← x − η v.</summary>
public sealed class Sgd : Optimizer
{
    private readonly double _momentum;
    private readonly double _dampening;
    private readonly double _weightDecay;
    private readonly bool _nesterov;
    private readonly Tensor?[] _velocities;

    /// <summary>An optimizer of some parameters.</summary>
    /// <param name="parameters">What is optimized.</param>
    /// <param name="learningRate">η.</param>
    /// <param name="momentum">μ; 0 for none.</param>
    /// <param name="nesterov">Whether to step along g + μ v instead of v.</param>
    /// <param name="weightDecay">Times the parameter, added to the gradient.</param>
    /// <param name="dampening">How much less of the gradient enters the velocity after the first step.</param>
    /// <exception cref="ArgumentException">Nesterov without momentum or with dampening.</exception>
    public Sgd(IEnumerable<Variable> parameters, double learningRate, double momentum = 0, bool nesterov = false, double weightDecay = 0, double dampening = 0)
        : base(parameters, learningRate)
    {
        if (nesterov && (momentum <= 0 || dampening != 0))
            throw new ArgumentException("Nesterov's step needs a momentum and no dampening.", nameof(nesterov));
        (_momentum, _nesterov, _weightDecay, _dampening) = (momentum, nesterov, weightDecay, dampening);
        _velocities = new Tensor?[Parameters.Count];
    }

    private protected override IReadOnlyList<KeptTensors> Kept => [new("velocity", _velocities, MayBeMissing: true)];

    /// <inheritdoc/>
    protected override void Update(int index, Tensor parameter, Tensor gradient)
    {
        if (_weightDecay != 0)
            gradient += parameter * _weightDecay;
        if (_momentum != 0)
        {
            var velocity = _velocities[index] = _velocities[index] is { } before
                ? (before * _momentum) + (gradient * (1 - _dampening))
                : gradient.Clone();
            gradient = _nesterov ? gradient + (velocity * _momentum) : velocity;
        }

        parameter.AddScaled(gradient, -LearningRate);
    }
}
