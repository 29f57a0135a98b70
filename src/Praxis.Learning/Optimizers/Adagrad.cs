namespace Praxis.Learning;

/// <summary>Adagrad: x ← x − η g / (√Σg² + ε) (Duchi et al., 2011).</summary>
public sealed class Adagrad : Optimizer
{
    private readonly double _epsilon;
    private readonly double _weightDecay;
    private readonly Tensor[] _sums;

    /// <summary>An optimizer of some parameters.</summary>
    /// <param name="parameters">What is optimized.</param>
    /// <param name="learningRate">η.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="weightDecay">Times the parameter, added to the gradient.</param>
    public Adagrad(IEnumerable<Variable> parameters, double learningRate = 1e-2, double epsilon = 1e-10, double weightDecay = 0)
        : base(parameters, learningRate)
    {
        (_epsilon, _weightDecay) = (epsilon, weightDecay);
        _sums = MakeState();
    }

    private protected override IReadOnlyList<KeptTensors> Kept => [new("sum", _sums)];

    /// <inheritdoc/>
    protected override void Update(int index, Tensor parameter, Tensor gradient)
    {
        if (_weightDecay != 0)
            gradient += parameter * _weightDecay;
        _sums[index].AddScaled(gradient.Square());
        parameter.AddScaled(gradient / (_sums[index].Sqrt() + _epsilon), -LearningRate);
    }
}
