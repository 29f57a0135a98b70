using System.Numerics;
using Praxis.Numerics;

namespace Praxis.Learning;

/// <summary>Tensors of ones and zeros that say where something holds, and choices by them.</summary>
internal static class Masks
{
    /// <summary>Ones where the two are equal.</summary>
    public static Tensor Equal(Tensor left, Tensor right)
    {
        var mask = Tensor.Allocate(left.DType, left.Shape);
        (left, right) = (left.Contiguous(), right.Contiguous());
        if (left.DType == DType.F32)
            Equal(left.AsSpan<float>(), right.AsSpan<float>(), mask.AsSpan<float>());
        else
            Equal(left.AsSpan(), right.AsSpan(), mask.AsSpan());
        return mask;
    }

    /// <summary>Ones where low ≤ x ≤ high.</summary>
    public static Tensor Inside(Tensor x, double low, double high)
    {
        var mask = Tensor.Allocate(x.DType, x.Shape);
        x = x.Contiguous();
        if (x.DType == DType.F32)
            Inside(x.AsSpan<float>(), (float)low, (float)high, mask.AsSpan<float>());
        else
            Inside(x.AsSpan(), low, high, mask.AsSpan());
        return mask;
    }

    /// <summary>The elements of <paramref name="values"/> where x is positive, else zeros.</summary>
    public static Tensor WherePositive(Tensor x, Tensor values) => VectorFunction.Apply<WherePositiveKernel>(x, values);

    /// <summary>One element of two each, as the condition (Bool) says; all three of one shape.</summary>
    public static Tensor Choose(Tensor condition, Tensor yes, Tensor no)
    {
        var result = Tensor.Allocate(yes.DType, yes.Shape);
        (condition, yes, no) = (condition.Contiguous(), yes.Contiguous(), no.Contiguous());
        if (yes.DType == DType.F32)
            Choose(condition.AsSpan<bool>(), yes.AsSpan<float>(), no.AsSpan<float>(), result.AsSpan<float>());
        else
            Choose(condition.AsSpan<bool>(), yes.AsSpan(), no.AsSpan(), result.AsSpan());
        return result;
    }

    private static void Equal<T>(ReadOnlySpan<T> left, ReadOnlySpan<T> right, Span<T> mask)
        where T : INumber<T>
    {
        for (int i = 0; i < mask.Length; i++)
            mask[i] = left[i] == right[i] ? T.One : T.Zero;
    }

    private static void Inside<T>(ReadOnlySpan<T> x, T low, T high, Span<T> mask)
        where T : INumber<T>
    {
        for (int i = 0; i < mask.Length; i++)
            mask[i] = x[i] >= low && x[i] <= high ? T.One : T.Zero;
    }

    private static void Choose<T>(ReadOnlySpan<bool> condition, ReadOnlySpan<T> yes, ReadOnlySpan<T> no, Span<T> result)
    {
        for (int i = 0; i < result.Length; i++)
            result[i] = condition[i] ? yes[i] : no[i];
    }
}
