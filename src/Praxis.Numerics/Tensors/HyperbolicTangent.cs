using System.Runtime.Intrinsics;

namespace Praxis.Numerics;

/// <summary>
/// tanh to about two units in the last place everywhere: 1 − 2/(exp(2|x|) + 1) loses digits near zero, so below 0.625 a polynomial or a
/// rational function in x² is taken instead (S. L. Moshier, Cephes Mathematical Library, tanhf.c and tanh.c).
/// </summary>
internal static class HyperbolicTangent
{
    private const float Small = 0.625f;

    public static void Apply(ReadOnlySpan<float> source, Span<float> destination)
    {
        int width = Vector512<float>.Count;
        int i = 0;
        for (; i <= source.Length - width; i += width)
            Of(Vector512.Create(source.Slice(i, width))).CopyTo(destination[i..]);
        if (i == source.Length)
            return;

        // The rest through the same code, so that a value does not depend on its place.
        Span<float> rest = stackalloc float[width];
        rest.Clear();
        source[i..].CopyTo(rest);
        Of(Vector512.Create<float>(rest)).CopyTo(rest);
        rest[..(source.Length - i)].CopyTo(destination[i..]);
    }

    public static void Apply(ReadOnlySpan<double> source, Span<double> destination)
    {
        int width = Vector512<double>.Count;
        int i = 0;
        for (; i <= source.Length - width; i += width)
            Of(Vector512.Create(source.Slice(i, width))).CopyTo(destination[i..]);
        if (i == source.Length)
            return;
        Span<double> rest = stackalloc double[width];
        rest.Clear();
        source[i..].CopyTo(rest);
        Of(Vector512.Create<double>(rest)).CopyTo(rest);
        rest[..(source.Length - i)].CopyTo(destination[i..]);
    }

    private static Vector512<float> Of(Vector512<float> x)
    {
        var size = Vector512.Abs(x);
        var square = x * x;
        var series = Vector512.Create(-5.70498872745e-3f);
        series = Vector512.FusedMultiplyAdd(series, square, Vector512.Create(2.06390887954e-2f));
        series = Vector512.FusedMultiplyAdd(series, square, Vector512.Create(-5.37397155531e-2f));
        series = Vector512.FusedMultiplyAdd(series, square, Vector512.Create(1.33314422036e-1f));
        series = Vector512.FusedMultiplyAdd(series, square, Vector512.Create(-3.33332819422e-1f));
        var near = Vector512.FusedMultiplyAdd(series * square, x, x);
        var far = Vector512<float>.One - (Vector512.Create(2f) / (Vector512.Exp(size + size) + Vector512<float>.One));
        return Vector512.ConditionalSelect(Vector512.LessThan(size, Vector512.Create(Small)), near, Vector512.CopySign(far, x));
    }

    private static Vector512<double> Of(Vector512<double> x)
    {
        var size = Vector512.Abs(x);
        var square = x * x;
        var upper = Vector512.Create(-9.64399179425052238628e-1);
        upper = Vector512.FusedMultiplyAdd(upper, square, Vector512.Create(-9.92877231001918586564e1));
        upper = Vector512.FusedMultiplyAdd(upper, square, Vector512.Create(-1.61468768441708447952e3));
        var lower = square + Vector512.Create(1.12811678491632931402e2);
        lower = Vector512.FusedMultiplyAdd(lower, square, Vector512.Create(2.23548839060100448583e3));
        lower = Vector512.FusedMultiplyAdd(lower, square, Vector512.Create(4.84406305325125486048e3));
        var near = Vector512.FusedMultiplyAdd(square * upper / lower, x, x);
        var far = Vector512<double>.One - (Vector512.Create(2.0) / (Vector512.Exp(size + size) + Vector512<double>.One));
        return Vector512.ConditionalSelect(Vector512.LessThan(size, Vector512.Create((double)Small)), near, Vector512.CopySign(far, x));
    }
}
