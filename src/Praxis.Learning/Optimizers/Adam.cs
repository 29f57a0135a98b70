namespace Praxis.Learning;

/// <summary>Adam (Kingma and Ba, 2015); weight decay, if any, is added to the gradient.</summary>
public class Adam : MomentOptimizer
{
    /// <summary>An optimizer of some parameters.</summary>
    /// <param name="parameters">What is optimized.</param>
    /// <param name="learningRate">η.</param>
    /// <param name="beta1">How much of the mean of gradients stays at each step.</param>
    /// <param name="beta2">How much of the mean of squared gradients stays at each step.</param>
    /// <param name="epsilon">Added to the root of the mean of squares.</param>
    /// <param name="weightDecay">λ.</param>
    public Adam(IEnumerable<Variable> parameters, double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0)
        : base(parameters, learningRate, beta1, beta2, epsilon, weightDecay)
    {
    }

    private protected virtual bool IsDecoupled => false;

    /// <inheritdoc/>
    protected override void Update(int index, Tensor parameter, Tensor gradient)
    {
        var step = new AdamStep(
            LearningRate / (1 - Math.Pow(Beta1, Steps)),
            Beta1,
            Beta2,
            Math.Sqrt(1 - Math.Pow(Beta2, Steps)),
            Epsilon,
            IsDecoupled ? 1 - (LearningRate * WeightDecay) : 1,
            IsDecoupled ? 0 : WeightDecay);
        step.Apply(parameter, gradient, First[index], Second[index]);
    }
}
