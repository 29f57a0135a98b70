namespace Praxis.Learning;

/// <summary>What Adam and its relatives share: running means of the gradients and of their squares.</summary>
public abstract class MomentOptimizer : Optimizer
{
    private protected MomentOptimizer(IEnumerable<Variable> parameters, double learningRate, double beta1, double beta2, double epsilon, double weightDecay)
        : base(parameters, learningRate)
    {
        (Beta1, Beta2, Epsilon, WeightDecay) = (beta1, beta2, epsilon, weightDecay);
        First = MakeState();
        Second = MakeState();
    }

    /// <summary>How much of the mean of gradients stays at each step.</summary>
    private protected double Beta1 { get; }

    /// <summary>How much of the mean of squared gradients stays at each step.</summary>
    private protected double Beta2 { get; }

    /// <summary>Added to the root of the mean of squares.</summary>
    private protected double Epsilon { get; }

    /// <summary>λ.</summary>
    private protected double WeightDecay { get; }

    /// <summary>The mean of gradients of each parameter.</summary>
    private protected Tensor[] First { get; }

    /// <summary>The mean of squared gradients of each parameter.</summary>
    private protected Tensor[] Second { get; }

    private protected override IReadOnlyList<KeptTensors> Kept => [new("first", First), new("second", Second)];
}
