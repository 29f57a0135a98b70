using Praxis.Numerics;

namespace Praxis.Learning;

public sealed partial class Variable
{
    /// <summary>(x − mean) / √(variance + ε) along the last axis, then times a weight plus a bias where they are given.</summary>
    /// <param name="weight">In the length of the last axis, or null.</param>
    /// <param name="bias">In the length of the last axis, or null.</param>
    /// <param name="epsilon">ε, which keeps constant rows finite.</param>
    /// <exception cref="ShapeException">There is no last axis, it is empty, or weight and bias have another length.</exception>
    public Variable LayerNorm(Variable? weight = null, Variable? bias = null, double epsilon = 1e-5) =>
        Normalize("LayerNorm", weight, bias, epsilon, centre: true);

    /// <summary>x / √(mean(x²) + ε) along the last axis, then times a weight where it is given.</summary>
    /// <param name="weight">In the length of the last axis, or null.</param>
    /// <param name="epsilon">ε, which keeps zero rows finite.</param>
    /// <exception cref="ShapeException">There is no last axis, it is empty, or the weight has another length.</exception>
    public Variable RmsNorm(Variable? weight = null, double epsilon = 1e-6) => Normalize("RmsNorm", weight, null, epsilon, centre: false);

    private Variable Normalize(string operation, Variable? weight, Variable? bias, double epsilon, bool centre)
    {
        if (Rank == 0 || Shape[^1] == 0)
            throw ShapeException.Of(operation, Shape, "a last axis with entries is needed");
        foreach (var scale in new[] { weight, bias })
            if (scale is not null && (scale.Rank != 1 || scale.Length != Shape[^1] || scale.DType != DType))
                throw ShapeException.Between(operation, Shape, scale.Shape, $"weight and bias need {Shape[^1]} entries of type {DType}");
        var x = Data.Contiguous();
        var w = weight?.Data.Contiguous();
        (var result, var moments) = NormalizationKernel.Forward(x, w, bias?.Data.Contiguous(), epsilon, centre);
        Variable[] operands = [this, .. Given(weight), .. Given(bias)];
        int places = operands.Length;
        return Graph.RecordFused(result, operands, Plain, (g, wanted) =>
        {
            bool wantsWeight = weight is not null && wanted[1];
            bool wantsBias = bias is not null && wanted[places - 1];
            var parts = NormalizationKernel.Backward(g, x, w, moments, centre, wanted[0], wantsWeight, wantsBias);
            return weight is null && bias is not null ? [parts[0], parts[2]] : parts[..places];
        });

        Variable Plain(Variable[] names)
        {
            var deviations = centre ? names[0] - names[0].Mean([-1], keepAxes: true) : names[0];
            var y = deviations * (deviations.Square().Mean([-1], keepAxes: true) + epsilon).Pow(-0.5);
            y = weight is null ? y : y * names[1];
            return bias is null ? y : y + names[^1];
        }

        static Variable[] Given(Variable? variable) => variable is null ? [] : [variable];
    }
}
