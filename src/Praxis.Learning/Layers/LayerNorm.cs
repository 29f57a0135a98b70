using Praxis.Numerics;

namespace Praxis.Learning;

/// <summary>Layer norm over the last axis, with a weight and a bias (Ba et al., 2016).</summary>
public sealed class LayerNorm : Layer
{
    private readonly double _epsilon;

    /// <summary>A layer that begins with weight 1 and bias 0.</summary>
    /// <param name="width">The length of the last axis.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="bias">Whether there is a bias.</param>
    /// <param name="dtype">F32 or F64.</param>
    public LayerNorm(int width, double epsilon = 1e-5, bool bias = true, DType dtype = DType.F32)
    {
        _epsilon = epsilon;
        Weight = AddParameter("weight", Tensor.Ones(dtype, width));
        if (bias)
            Bias = AddParameter("bias", Tensor.Zeros(dtype, width));
    }

    /// <summary>A layer with given values.</summary>
    /// <param name="weight">The weight, (width).</param>
    /// <param name="bias">The bias, (width), or null.</param>
    /// <param name="epsilon">Added to the variance.</param>
    public LayerNorm(Tensor weight, Tensor? bias, double epsilon)
    {
        _epsilon = epsilon;
        Weight = AddParameter("weight", weight);
        if (bias is not null)
            Bias = AddParameter("bias", bias);
    }

    /// <summary>The weight, (width).</summary>
    public Variable Weight { get; }

    /// <summary>The bias, (width), or null.</summary>
    public Variable? Bias { get; }

    /// <inheritdoc/>
    public override Variable Forward(Variable x) => x.LayerNorm(Weight, Bias, _epsilon);
}
