using System.Numerics;

namespace Praxis.Numerics;

/// <content>Convolutions.</content>
public static partial class Fourier
{
    /// <summary>The convolution of two vectors, or the part of it that is wanted.</summary>
    /// <param name="a">m values.</param>
    /// <param name="b">n values.</param>
    /// <param name="mode">Which part.</param>
    /// <exception cref="ShapeException">The valid part of a first operand that is shorter than the second.</exception>
    public static double[] Convolve(ReadOnlySpan<double> a, ReadOnlySpan<double> b, ConvolutionMode mode) =>
        Part(Tensor.Wrap(Convolve(a, b), a.IsEmpty || b.IsEmpty ? 0 : a.Length + b.Length - 1), [a.Length], [b.Length], mode).ToArray();

    /// <summary>The convolution of two tensors over all axes, c[k] = Σ a[j] b[k − j] with vectors of indices j and k.</summary>
    /// <param name="a">A tensor of rank at least 1.</param>
    /// <param name="b">A tensor of the same rank.</param>
    /// <param name="mode">Which part, axis by axis.</param>
    /// <returns>A tensor in F64.</returns>
    /// <exception cref="ShapeException">
    /// The ranks differ or are 0, or the valid part is asked for and the first operand is shorter along some axis.
    /// </exception>
    public static Tensor Convolve(Tensor a, Tensor b, ConvolutionMode mode = ConvolutionMode.Full)
    {
        if (a.Rank != b.Rank || a.Rank == 0)
            throw ShapeException.Between("Convolve", a.Shape, b.Shape, "tensors of the same rank, at least 1, are needed");
        int[] shape = [.. a.Shape];
        int[] padded = [.. a.Shape];
        for (int axis = 0; axis < shape.Length; axis++)
        {
            shape[axis] = a.Shape[axis] == 0 || b.Shape[axis] == 0 ? 0 : checked(a.Shape[axis] + b.Shape[axis] - 1);
            padded[axis] = shape[axis] == 0 ? 0 : FourierPlan.FastLengthAtLeast(shape[axis]);
        }

        var full = Tensor.Zeros(shape);
        if (full.Length > 0)
        {
            Complex[] left = ForwardReal(Filled(a, padded));
            Complex[] right = ForwardReal(Filled(b, padded));
            for (int k = 0; k < left.Length; k++)
                left[k] *= right[k];
            full = InverseReal(left, padded);
            for (int axis = 0; axis < shape.Length; axis++)
                full = full.Slice(axis, 0, shape[axis]);
        }

        return Part(full, a.Shape, b.Shape, mode);
    }

    private static Tensor Filled(Tensor values, ReadOnlySpan<int> shape)
    {
        var filled = Tensor.Zeros(shape);
        var corner = filled;
        for (int axis = 0; axis < shape.Length; axis++)
            corner = corner.Slice(axis, 0, values.Shape[axis]);
        corner.CopyFrom(values.To(DType.F64));
        return filled;
    }

    private static Tensor Part(Tensor full, ReadOnlySpan<int> first, ReadOnlySpan<int> second, ConvolutionMode mode)
    {
        for (int axis = 0; axis < first.Length; axis++)
        {
            (int m, int n) = (first[axis], second[axis]);
            if (mode == ConvolutionMode.Valid && n > m)
                throw ShapeException.Between("Convolve", first, second, "for the valid part the first must be at least as long along every axis");
            if (full.Length == 0)
                continue;
            full = mode switch
            {
                ConvolutionMode.Same => full.Slice(axis, (n - 1) / 2, m),
                ConvolutionMode.Valid => full.Slice(axis, n - 1, m - n + 1),
                ConvolutionMode.Circular => Wrapped(full, axis, m),
                _ => full,
            };
        }

        // An empty operand: every sum that is wanted is an empty one.
        return full.Length == 0 && mode is ConvolutionMode.Same or ConvolutionMode.Circular ? Tensor.Zeros(first) : full.Contiguous();
    }

    private static Tensor Wrapped(Tensor full, int axis, int period)
    {
        int length = full.Shape[axis];
        var wrapped = full.Slice(axis, 0, Math.Min(period, length)).Clone();
        for (int start = period; start < length; start += period)
        {
            int count = Math.Min(period, length - start);
            var target = wrapped.Slice(axis, 0, count);
            target.CopyFrom(target + full.Slice(axis, start, count));
        }

        return wrapped;
    }
}
