using System.Numerics.Tensors;
using Praxis.Numerics;

namespace Praxis.Learning;

/// <summary>Keeps gradients from growing too large, between <see cref="Variable.Backward"/> and <see cref="Optimizer.Step"/>.</summary>
public static class GradientClipping
{
    private const int BlockLength = 1 << 15;

    /// <summary>Scales all gradients down together, in place, if their common Euclidean norm is above a bound.</summary>
    /// <returns>The norm before.</returns>
    public static double ByNorm(IEnumerable<Variable> parameters, double bound)
    {
        Tensor[] all = [.. parameters.Distinct().Select(parameter => parameter.Grad).OfType<Tensor>()];
        double norm = Math.Sqrt(all.Sum(gradient => Math.Pow(gradient.FrobeniusNorm(), 2)));
        double scale = bound / (norm + 1e-6);
        if (scale < 1)
            foreach (var gradient in all)
                Scale(gradient, scale);
        return norm;
    }

    /// <summary>Moves every element of the gradients into [−bound, bound].</summary>
    public static void ByValue(IEnumerable<Variable> parameters, double bound)
    {
        foreach (var parameter in parameters.Distinct())
            parameter.Grad?.CopyFrom(parameter.Grad.Clamp(-bound, bound));
    }

    private static void Scale(Tensor gradient, double scale)
    {
        if (!gradient.IsContiguous || gradient.DType != DType.F32)
        {
            gradient.CopyFrom(gradient * scale);
            return;
        }

        Blocks.ForEach(gradient.Length, BlockLength, (start, count) =>
        {
            var part = gradient.AsSpan<float>().Slice(start, count);
            TensorPrimitives.Multiply(part, (float)scale, part);
        });
    }
}
