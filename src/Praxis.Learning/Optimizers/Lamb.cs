namespace Praxis.Learning;

/// <summary>
/// LAMB (You et al., 2020): Adam's direction with decoupled weight decay, r + λ x, per parameter brought to the length of the parameter.
/// </summary>
public sealed class Lamb : MomentOptimizer
{
    /// <summary>An optimizer of some parameters.</summary>
    /// <param name="parameters">What is optimized.</param>
    /// <param name="learningRate">η.</param>
    /// <param name="beta1">How much of the mean of gradients stays at each step.</param>
    /// <param name="beta2">How much of the mean of squared gradients stays at each step.</param>
    /// <param name="epsilon">Added to the root of the mean of squares.</param>
    /// <param name="weightDecay">λ.</param>
    public Lamb(IEnumerable<Variable> parameters, double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-6, double weightDecay = 0)
        : base(parameters, learningRate, beta1, beta2, epsilon, weightDecay)
    {
    }

    /// <inheritdoc/>
    protected override void Update(int index, Tensor parameter, Tensor gradient)
    {
        var first = First[index] = (First[index] * Beta1) + (gradient * (1 - Beta1));
        var second = Second[index] = (Second[index] * Beta2) + (gradient.Square() * (1 - Beta2));
        var direction = first / (1 - Math.Pow(Beta1, Steps)) / ((second / (1 - Math.Pow(Beta2, Steps))).Sqrt() + Epsilon);
        direction += parameter * WeightDecay;
        (double length, double stride) = (parameter.FrobeniusNorm(), direction.FrobeniusNorm());
        parameter.AddScaled(direction, -LearningRate * (length > 0 && stride > 0 ? length / stride : 1));
    }
}
