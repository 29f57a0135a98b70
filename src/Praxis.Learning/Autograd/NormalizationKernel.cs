using System.Numerics;
using System.Numerics.Tensors;
using Praxis.Numerics;

namespace Praxis.Learning;

/// <summary>Rows brought to mean 0 and variance 1 (layer norm), or to mean square 1 (RMS norm), and back.</summary>
internal static class NormalizationKernel
{
    private const int BlockLength = 1 << 14;

    /// <summary>The normalised rows, and for each row the factor 1/√(variance + ε).</summary>
    public static (Tensor Rows, Tensor Factors) Forward(Tensor x, double epsilon, bool centre)
    {
        int width = x.Shape[^1];
        var rows = Tensor.Allocate(x.DType, x.Shape);
        var factors = Tensor.Allocate(x.DType, [.. x.Shape[..^1], 1]);
        x = x.Contiguous();
        Blocks.ForEach(factors.Length, Math.Max(1, BlockLength / Math.Max(1, width)), (first, count) =>
        {
            for (int row = first; row < first + count; row++)
            {
                if (x.DType == DType.F32)
                    Forward(x.AsSpan<float>().Slice(row * width, width), rows.AsSpan<float>().Slice(row * width, width), factors.AsSpan<float>().Slice(row, 1), (float)epsilon, centre);
                else
                    Forward(x.AsSpan().Slice(row * width, width), rows.AsSpan().Slice(row * width, width), factors.AsSpan().Slice(row, 1), epsilon, centre);
            }
        });
        return (rows, factors);
    }

    /// <summary>The gradient of the rows before: factor · (g − mean(g) − y mean(g y)), without mean(g) when they were not centred.</summary>
    public static Tensor Backward(Tensor gradient, Tensor normalized, Tensor factors, bool centre)
    {
        int width = gradient.Shape[^1];
        var result = Tensor.Allocate(gradient.DType, gradient.Shape);
        gradient = gradient.Contiguous();
        Blocks.ForEach(factors.Length, Math.Max(1, BlockLength / Math.Max(1, width)), (first, count) =>
        {
            for (int row = first; row < first + count; row++)
            {
                int at = row * width;
                if (gradient.DType == DType.F32)
                    Backward(gradient.AsSpan<float>().Slice(at, width), normalized.AsSpan<float>().Slice(at, width), factors.AsSpan<float>()[row], result.AsSpan<float>().Slice(at, width), centre);
                else
                    Backward(gradient.AsSpan().Slice(at, width), normalized.AsSpan().Slice(at, width), factors.AsSpan()[row], result.AsSpan().Slice(at, width), centre);
            }
        });
        return result;
    }

    private static void Forward<T>(ReadOnlySpan<T> x, Span<T> y, Span<T> factor, T epsilon, bool centre)
        where T : IFloatingPointIeee754<T>
    {
        T count = T.CreateChecked(x.Length);
        if (centre)
            TensorPrimitives.Subtract(x, TensorPrimitives.Sum(x) / count, y);
        else
            x.CopyTo(y);
        factor[0] = T.One / T.Sqrt((TensorPrimitives.SumOfSquares<T>(y) / count) + epsilon);
        TensorPrimitives.Multiply(y, factor[0], y);
    }

    private static void Backward<T>(ReadOnlySpan<T> g, ReadOnlySpan<T> y, T factor, Span<T> result, bool centre)
        where T : IFloatingPointIeee754<T>
    {
        T count = T.CreateChecked(g.Length);
        T along = -TensorPrimitives.Dot(g, y) / count;
        TensorPrimitives.MultiplyAdd(y, along, g, result);
        if (centre)
            TensorPrimitives.Subtract(result, TensorPrimitives.Sum(g) / count, result);
        TensorPrimitives.Multiply(result, factor, result);
    }
}
