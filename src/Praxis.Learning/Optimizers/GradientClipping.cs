using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
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
        double norm = Math.Sqrt(all.Sum(SumOfSquares));
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

    // In double precision, by blocks of fixed length.
    private static double SumOfSquares(Tensor gradient)
    {
        gradient = gradient.Contiguous();
        if (gradient.DType != DType.F32)
            return Math.Pow(gradient.FrobeniusNorm(), 2);
        var parts = new double[Blocks.Count(gradient.Length, BlockLength)];
        Blocks.ForEach(gradient.Length, BlockLength, (start, count) => parts[start / BlockLength] = SumOfSquares(gradient.AsSpan<float>().Slice(start, count)));
        return parts.Sum();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double SumOfSquares(ReadOnlySpan<float> values)
    {
        Vector512<double> low = default;
        Vector512<double> high = default;
        int i = 0;
        for (; i <= values.Length - Vector512<float>.Count; i += Vector512<float>.Count)
        {
            (var first, var second) = Vector512.Widen(Vector512.Create(values[i..]));
            low = Vector512.MultiplyAddEstimate(first, first, low);
            high = Vector512.MultiplyAddEstimate(second, second, high);
        }

        double sum = Vector512.Sum(low + high);
        for (; i < values.Length; i++)
            sum += (double)values[i] * values[i];
        return sum;
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
