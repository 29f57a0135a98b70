using System.Numerics;
using Praxis.Numerics;

namespace Praxis.Learning;

/// <summary>One step of Adam on one parameter, in a single pass over memory.</summary>
/// <param name="Rate">The learning rate, already divided by the bias correction of the first moment.</param>
/// <param name="Beta1">How much of the first moment stays.</param>
/// <param name="Beta2">How much of the second moment stays.</param>
/// <param name="Correction">√(1 − β₂ᵗ), by which the root of the second moment is divided.</param>
/// <param name="Epsilon">Added to the root.</param>
/// <param name="Shrink">What the parameter is multiplied with before the step (decoupled weight decay).</param>
/// <param name="Decay">What is added of the parameter to the gradient (weight decay as a penalty).</param>
internal readonly record struct AdamStep(
    double Rate, double Beta1, double Beta2, double Correction, double Epsilon, double Shrink, double Decay)
{
    private const int BlockLength = 1 << 14;

    public void Apply(Tensor parameter, Tensor gradient, Tensor first, Tensor second)
    {
        if (parameter.DType == DType.F32)
            Apply<float>(parameter, gradient, first, second);
        else
            Apply<double>(parameter, gradient, first, second);
    }

    private void Apply<T>(Tensor parameter, Tensor gradient, Tensor first, Tensor second)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var step = this;
        Blocks.ForEach(parameter.Length, BlockLength, (start, count) => step.Run(
            parameter.AsSpan<T>().Slice(start, count),
            gradient.AsSpan<T>().Slice(start, count),
            first.AsSpan<T>().Slice(start, count),
            second.AsSpan<T>().Slice(start, count)));
    }

    private void Run<T>(Span<T> x, ReadOnlySpan<T> g, Span<T> m, Span<T> v)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (T rate, T beta1, T beta2) = (T.CreateChecked(Rate), T.CreateChecked(Beta1), T.CreateChecked(Beta2));
        (T rest1, T rest2) = (T.CreateChecked(1 - Beta1), T.CreateChecked(1 - Beta2));
        (T correction, T epsilon) = (T.CreateChecked(1 / Correction), T.CreateChecked(Epsilon));
        (T shrink, T decay) = (T.CreateChecked(Shrink), T.CreateChecked(Decay));
        int i = 0;
        for (; i <= x.Length - Vector<T>.Count; i += Vector<T>.Count)
        {
            var value = new Vector<T>(x[i..]);
            var gradient = new Vector<T>(g[i..]) + (value * decay);
            var first = (new Vector<T>(m[i..]) * beta1) + (gradient * rest1);
            var second = (new Vector<T>(v[i..]) * beta2) + (gradient * gradient * rest2);
            first.CopyTo(m[i..]);
            second.CopyTo(v[i..]);
            var root = (Vector.SquareRoot(second) * correction) + new Vector<T>(epsilon);
            ((value * shrink) - (first * rate / root)).CopyTo(x[i..]);
        }

        for (; i < x.Length; i++)
        {
            T gradient = g[i] + (x[i] * decay);
            m[i] = (m[i] * beta1) + (gradient * rest1);
            v[i] = (v[i] * beta2) + (gradient * gradient * rest2);
            x[i] = (x[i] * shrink) - (m[i] * rate / ((T.Sqrt(v[i]) * correction) + epsilon));
        }
    }
}
