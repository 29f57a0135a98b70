using Praxis.Numerics;

namespace Praxis.Learning;

public sealed partial class Variable
{
    /// <summary>(x − mean) / √(variance + ε) along the last axis, then times a weight plus a bias where they are given.</summary>
    /// <param name="weight">In the length of the last axis, or null.</param>
    /// <param name="bias">In the length of the last axis, or null.</param>
    /// <param name="epsilon">ε, which keeps constant rows finite.</param>
    /// <exception cref="ShapeException">There is no last axis.</exception>
    public Variable LayerNorm(Variable? weight = null, Variable? bias = null, double epsilon = 1e-5)
    {
        var y = Normalize(epsilon, centre: true);
        y = weight is null ? y : y * weight;
        return bias is null ? y : y + bias;
    }

    /// <summary>x / √(mean(x²) + ε) along the last axis, then times a weight where it is given.</summary>
    /// <param name="weight">In the length of the last axis, or null.</param>
    /// <param name="epsilon">ε, which keeps zero rows finite.</param>
    /// <exception cref="ShapeException">There is no last axis.</exception>
    public Variable RmsNorm(Variable? weight = null, double epsilon = 1e-6)
    {
        var y = Normalize(epsilon, centre: false);
        return weight is null ? y : y * weight;
    }

    private Variable Normalize(double epsilon, bool centre)
    {
        if (Rank == 0)
            throw ShapeException.Of("LayerNorm", Shape, "a last axis is needed");
        (var rows, var factors) = NormalizationKernel.Forward(Data, epsilon, centre);
        return Graph.RecordWithResult(rows, this, (g, y) =>
        {
            if (!Graph.IsRecording)
                return NormalizationKernel.Backward(g.Data, rows, factors, centre);
            var deviations = centre ? this - Mean([-1], keepAxes: true) : this;
            var factor = (deviations.Square().Mean([-1], keepAxes: true) + epsilon).Pow(-0.5);
            var rest = g - (y * (g * y).Mean([-1], keepAxes: true));
            return factor * (centre ? rest - g.Mean([-1], keepAxes: true) : rest);
        });
    }
}
