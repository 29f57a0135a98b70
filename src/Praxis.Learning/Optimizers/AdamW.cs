namespace Praxis.Learning;

/// <summary>Adam with decoupled weight decay, x ← (1 − ηλ) x before each step (Loshchilov and Hutter, 2019).</summary>
public sealed class AdamW : Adam
{
    /// <inheritdoc cref="Adam(IEnumerable{Variable}, double, double, double, double, double)"/>
    public AdamW(IEnumerable<Variable> parameters, double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 1e-2)
        : base(parameters, learningRate, beta1, beta2, epsilon, weightDecay)
    {
    }

    private protected override bool IsDecoupled => true;
}
