using Praxis.Numerics;

namespace Praxis.Learning;

/// <summary>RMS norm over the last axis, with a weight (Zhang and Sennrich, 2019).</summary>
public sealed class RmsNorm : Layer
{
    private readonly double _epsilon;

    /// <summary>A layer that begins with weight 1.</summary>
    /// <param name="width">The length of the last axis.</param>
    /// <param name="epsilon">Added to the mean square.</param>
    /// <param name="dtype">F32 or F64.</param>
    public RmsNorm(int width, double epsilon = 1e-6, DType dtype = DType.F32)
    {
        _epsilon = epsilon;
        Weight = AddParameter("weight", Tensor.Ones(dtype, width));
    }

    /// <summary>A layer with given values.</summary>
    /// <param name="weight">The weight, (width).</param>
    /// <param name="epsilon">Added to the mean square.</param>
    public RmsNorm(Tensor weight, double epsilon)
    {
        _epsilon = epsilon;
        Weight = AddParameter("weight", weight);
    }

    /// <summary>The weight, (width).</summary>
    public Variable Weight { get; }

    /// <inheritdoc/>
    public override Variable Forward(Variable x) => x.RmsNorm(Weight, _epsilon);
}
