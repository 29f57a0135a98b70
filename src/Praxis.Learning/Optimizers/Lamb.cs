namespace Praxis.Learning;

/// <summary>
/// LAMB (You et al., 2020): Adam's direction with decoupled weight decay, r + λ x, per parameter brought to the length of the parameter.
/// </summary>
public sealed class Lamb : Optimizer
{
    private readonly double _beta1;
    private readonly double _beta2;
    private readonly double _epsilon;
    private readonly double _weightDecay;
    private readonly Tensor[] _first;
    private readonly Tensor[] _second;

    /// <summary>An optimizer of some parameters.</summary>
    /// <param name="parameters">What is optimized.</param>
    /// <param name="learningRate">η.</param>
    /// <param name="beta1">How much of the mean of gradients stays at each step.</param>
    /// <param name="beta2">How much of the mean of squared gradients stays at each step.</param>
    /// <param name="epsilon">Added to the root of the mean of squares.</param>
    /// <param name="weightDecay">λ.</param>
    public Lamb(IEnumerable<Variable> parameters, double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-6, double weightDecay = 0)
        : base(parameters, learningRate)
    {
        (_beta1, _beta2, _epsilon, _weightDecay) = (beta1, beta2, epsilon, weightDecay);
        _first = MakeState();
        _second = MakeState();
    }

    /// <inheritdoc/>
    protected override void Update(int index, Tensor parameter, Tensor gradient)
    {
        var first = _first[index] = (_first[index] * _beta1) + (gradient * (1 - _beta1));
        var second = _second[index] = (_second[index] * _beta2) + (gradient.Square() * (1 - _beta2));
        var direction = first / (1 - Math.Pow(_beta1, Steps)) / ((second / (1 - Math.Pow(_beta2, Steps))).Sqrt() + _epsilon);
        direction += parameter * _weightDecay;
        (double length, double stride) = (parameter.FrobeniusNorm(), direction.FrobeniusNorm());
        parameter.AddScaled(direction, -LearningRate * (length > 0 && stride > 0 ? length / stride : 1));
    }
}
