using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
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

    private unsafe void Apply<T>(Tensor parameter, Tensor gradient, Tensor first, Tensor second)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var step = this;
        Blocks.ForEach(parameter.Length, BlockLength, (start, count) =>
        {
            fixed (T* x = parameter.AsSpan<T>(), g = gradient.AsSpan<T>(), m = first.AsSpan<T>(), v = second.AsSpan<T>())
                step.Run(x + start, g + start, m + start, v + start, count);
        });
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe void Run<T>(T* x, T* g, T* m, T* v, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int lanes = Vector512<T>.Count;
        (var beta1, var beta2) = (WideLanes.Of<T>(Beta1), WideLanes.Of<T>(Beta2));
        (var rest1, var rest2) = (WideLanes.Of<T>(1 - Beta1), WideLanes.Of<T>(1 - Beta2));
        (var correction, var epsilon, var rate) = (WideLanes.Of<T>(1 / Correction), WideLanes.Of<T>(Epsilon), WideLanes.Of<T>(Rate));
        (var shrink, var decay) = (WideLanes.Of<T>(Shrink), WideLanes.Of<T>(Decay));
        T* rest = stackalloc T[4 * lanes];
        int i = 0;
        for (; i <= count - lanes; i += lanes)
            One(x + i, g + i, m + i, v + i);
        int left = count - i;
        if (left == 0)
            return;

        // The rest through the same code, so that a value does not depend on its place.
        Copy(x + i, rest, left);
        Copy(g + i, rest + lanes, left);
        Copy(m + i, rest + (2 * lanes), left);
        Copy(v + i, rest + (3 * lanes), left);
        One(rest, rest + lanes, rest + (2 * lanes), rest + (3 * lanes));
        Copy(rest, x + i, left);
        Copy(rest + (2 * lanes), m + i, left);
        Copy(rest + (3 * lanes), v + i, left);

        void One(T* parameter, T* slope, T* mean, T* square)
        {
            var value = Vector512.Load(parameter);
            var gradient = WideLanes.MultiplyAdd(value, decay, Vector512.Load(slope));
            var first = WideLanes.MultiplyAdd(gradient, rest1, Vector512.Load(mean) * beta1);
            var second = WideLanes.MultiplyAdd(gradient * gradient, rest2, Vector512.Load(square) * beta2);
            first.Store(mean);
            second.Store(square);
            var root = WideLanes.MultiplyAdd(Vector512.Sqrt(second), correction, epsilon);
            ((value * shrink) - (first * rate / root)).Store(parameter);
        }

        static void Copy(T* from, T* to, int number) => new ReadOnlySpan<T>(from, number).CopyTo(new Span<T>(to, number));
    }
}
