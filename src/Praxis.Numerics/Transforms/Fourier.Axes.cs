using System.Numerics;

namespace Praxis.Numerics;

/// <content>Transforms of arrays of any rank over chosen axes: an axis alone is a batch, several are an n-dimensional transform.</content>
public static partial class Fourier
{
    /// <summary>Replaces a row-major array by its transform over some axes (not normalised).</summary>
    /// <param name="values">The array.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="axes">The axes; negative numbers count from the last; none means all.</param>
    /// <exception cref="ShapeException">The shape does not fit the values, or an axis is missing or named twice.</exception>
    public static void Forward(Span<Complex> values, ReadOnlySpan<int> shape, params ReadOnlySpan<int> axes) =>
        Transform("Forward", values, shape, axes, inverse: false);

    /// <summary>Undoes <see cref="Forward(Span{Complex}, ReadOnlySpan{int}, ReadOnlySpan{int})"/> over the same axes.</summary>
    /// <inheritdoc cref="Forward(Span{Complex}, ReadOnlySpan{int}, ReadOnlySpan{int})"/>
    public static void Inverse(Span<Complex> values, ReadOnlySpan<int> shape, params ReadOnlySpan<int> axes) =>
        Transform("Inverse", values, shape, axes, inverse: true);

    /// <summary>
    /// The transform of a real tensor over some axes. Of the last axis named, of length n, only the first n/2 + 1 terms are given; the
    /// others are conjugates of these.
    /// </summary>
    /// <param name="values">A tensor of rank at least 1.</param>
    /// <param name="axes">The axes; negative numbers count from the last; none means all.</param>
    /// <returns>The terms, row-major, in the tensor's shape but for the halved axis.</returns>
    /// <exception cref="ShapeException">An axis is missing or named twice, or the tensor has rank 0.</exception>
    public static Complex[] ForwardReal(Tensor values, params ReadOnlySpan<int> axes)
    {
        int[] chosen = CheckedAxes("ForwardReal", values.Shape, axes);
        int[] shape = [.. values.Shape];
        int real = chosen[^1];
        int length = shape[real];
        shape[real] = length == 0 ? 0 : (length / 2) + 1;
        var spectrum = new Complex[ShapeRules.Count(shape)];
        if (spectrum.Length == 0)
            return spectrum;
        double[] source = values.To(DType.F64).ToArray();
        ForEachRun(values.Shape, real, (outer, inner, stride) =>
        {
            var run = new double[length];
            for (int j = 0; j < length; j++)
                run[j] = source[(((outer * length) + j) * stride) + inner];
            Complex[] terms = ForwardReal(run);
            for (int k = 0; k < terms.Length; k++)
                spectrum[(((outer * terms.Length) + k) * stride) + inner] = terms[k];
        });
        foreach (int axis in chosen.AsSpan()[..^1])
            AxisTransform.Run(spectrum, shape, axis, inverse: false);
        return spectrum;
    }

    /// <summary>Undoes <see cref="ForwardReal(Tensor, ReadOnlySpan{int})"/> over the same axes.</summary>
    /// <param name="spectrum">The terms; they are not changed.</param>
    /// <param name="shape">The shape of the real tensor, which the terms leave open between even and odd.</param>
    /// <param name="axes">The axes, in the same order.</param>
    /// <exception cref="ShapeException">The number of terms does not fit the shape, or an axis is missing or named twice.</exception>
    public static Tensor InverseReal(ReadOnlySpan<Complex> spectrum, ReadOnlySpan<int> shape, params ReadOnlySpan<int> axes)
    {
        int[] chosen = CheckedAxes("InverseReal", shape, axes);
        int[] halved = [.. shape];
        int real = chosen[^1];
        int length = shape[real];
        halved[real] = length == 0 ? 0 : (length / 2) + 1;
        if (spectrum.Length != ShapeRules.Count(halved))
            throw ShapeException.Of("InverseReal", halved, $"{spectrum.Length} terms were given");
        var result = Tensor.Zeros(shape);
        if (result.Length == 0)
            return result;
        Complex[] terms = spectrum.ToArray();
        foreach (int axis in chosen.AsSpan()[..^1])
            AxisTransform.Run(terms, halved, axis, inverse: true);
        double[] target = result.Buffer<double>();
        ForEachRun(result.Shape, real, (outer, inner, stride) =>
        {
            var run = new Complex[(length / 2) + 1];
            for (int k = 0; k < run.Length; k++)
                run[k] = terms[(((outer * run.Length) + k) * stride) + inner];
            double[] values = InverseReal(run, length);
            for (int j = 0; j < length; j++)
                target[(((outer * length) + j) * stride) + inner] = values[j];
        });
        return result;
    }

    private static void Transform(string operation, Span<Complex> values, ReadOnlySpan<int> shape, ReadOnlySpan<int> axes, bool inverse)
    {
        if (ShapeRules.Count(shape) != values.Length)
            throw ShapeException.Of(operation, shape, $"{values.Length} values were given");
        if (shape.IsEmpty)
            return;
        foreach (int axis in CheckedAxes(operation, shape, axes))
            AxisTransform.Run(values, shape, axis, inverse);
    }

    private static int[] CheckedAxes(string operation, ReadOnlySpan<int> shape, ReadOnlySpan<int> axes)
    {
        if (shape.IsEmpty)
            throw ShapeException.Of(operation, shape, "an axis is needed");
        if (axes.IsEmpty)
            return [.. Enumerable.Range(0, shape.Length)];
        var chosen = new int[axes.Length];
        for (int i = 0; i < axes.Length; i++)
        {
            chosen[i] = ShapeRules.NormalizeAxis(operation, axes[i], shape);
            if (chosen.AsSpan(0, i).Contains(chosen[i]))
                throw ShapeException.Of(operation, shape, $"axis {axes[i]} is named twice");
        }

        return chosen;
    }

    // Every run along an axis, by what lies before it, what lies after it, and the distance of its entries.
    private static void ForEachRun(ReadOnlySpan<int> shape, int axis, Action<int, int, int> body)
    {
        int stride = ShapeRules.Count(shape[(axis + 1)..]);
        int runs = ShapeRules.Count(shape[..axis]) * stride;
        Blocks.ForEach(runs, Math.Max(1, AxisTransform.ParallelLength / shape[axis]), (first, count) =>
        {
            for (int run = first; run < first + count; run++)
                body(run / stride, run % stride, stride);
        });
    }
}
