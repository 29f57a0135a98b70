using Praxis.Numerics;

namespace Praxis.Learning;

/// <summary>x Wᵀ + b over the last axis.</summary>
public sealed class Linear : Layer
{
    /// <summary>A layer with weights uniform in ±1/√inputs.</summary>
    /// <param name="inputs">The length of the last axis of the input.</param>
    /// <param name="outputs">The length of the last axis of the output.</param>
    /// <param name="random">Where the first values come from.</param>
    /// <param name="bias">Whether b is added.</param>
    /// <param name="dtype">F32 or F64.</param>
    public Linear(int inputs, int outputs, RandomStream random, bool bias = true, DType dtype = DType.F32)
    {
        Weight = AddParameter("weight", Initializers.Default(random.Fork("weight"), inputs, dtype, outputs, inputs));
        if (bias)
            Bias = AddParameter("bias", Initializers.Default(random.Fork("bias"), inputs, dtype, outputs));
    }

    /// <summary>A layer with given values.</summary>
    /// <param name="weight">W, (outputs, inputs).</param>
    /// <param name="bias">b, (outputs), or null.</param>
    public Linear(Tensor weight, Tensor? bias)
    {
        Weight = AddParameter("weight", weight);
        if (bias is not null)
            Bias = AddParameter("bias", bias);
    }

    /// <summary>W, (outputs, inputs).</summary>
    public Variable Weight { get; }

    /// <summary>b, (outputs), or null.</summary>
    public Variable? Bias { get; }

    /// <inheritdoc/>
    public override Variable Forward(Variable x) => x.Affine(Weight.Transpose(), Bias); // (…, outputs)
}
