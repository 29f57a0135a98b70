using System.Runtime.CompilerServices;

namespace Praxis.Numerics;

/// <summary>A transform of the length of a radix, on lanes.</summary>
internal unsafe interface ILaneButterfly
{
    /// <summary>Transforms the elements x, x + apart, …, turns all but the first result and stores them to y, y + run, ….</summary>
    static abstract void Apply<TTurn>(double* x, nint apart, double* y, nint run, double* w)
        where TTurn : struct, ITurn;
}

/// <summary>Whether results are multiplied by twiddle factors.</summary>
internal unsafe interface ITurn
{
    static abstract Lanes Of(Lanes value, double* factor);
}

internal readonly unsafe struct Turned : ITurn
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes Of(Lanes value, double* factor) => value.Times(factor[0], factor[1]);
}

internal readonly unsafe struct NotTurned : ITurn
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes Of(Lanes value, double* factor) => value;
}

internal readonly unsafe struct Radix2 : ILaneButterfly
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<TTurn>(double* x, nint apart, double* y, nint run, double* w)
        where TTurn : struct, ITurn
    {
        var a = Lanes.Load(x);
        var b = Lanes.Load(x + apart);
        (a + b).Store(y);
        TTurn.Of(a - b, w).Store(y + run);
    }
}

internal readonly unsafe struct Radix3 : ILaneButterfly
{
    private const double Sine60 = 0.86602540378443864676;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<TTurn>(double* x, nint apart, double* y, nint run, double* w)
        where TTurn : struct, ITurn
    {
        var a = Lanes.Load(x);
        var b = Lanes.Load(x + apart);
        var c = Lanes.Load(x + (2 * apart));
        var sum = b + c;
        var turned = (b - c) * Sine60;
        var middle = a.Plus(sum, -0.5);
        (a + sum).Store(y);
        TTurn.Of(middle.PlusTurned(turned), w).Store(y + run);
        TTurn.Of(middle.MinusTurned(turned), w + 2).Store(y + (2 * run));
    }
}

internal readonly unsafe struct Radix4 : ILaneButterfly
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<TTurn>(double* x, nint apart, double* y, nint run, double* w)
        where TTurn : struct, ITurn
    {
        var a = Lanes.Load(x);
        var b = Lanes.Load(x + apart);
        var c = Lanes.Load(x + (2 * apart));
        var d = Lanes.Load(x + (3 * apart));
        var even = a + c;
        var evenDifference = a - c;
        var odd = b + d;
        var oddDifference = b - d;
        (even + odd).Store(y);
        TTurn.Of(evenDifference.PlusTurned(oddDifference), w).Store(y + run);
        TTurn.Of(even - odd, w + 2).Store(y + (2 * run));
        TTurn.Of(evenDifference.MinusTurned(oddDifference), w + 4).Store(y + (3 * run));
    }
}

internal readonly unsafe struct Radix5 : ILaneButterfly
{
    private const double Cosine72 = 0.30901699437494742410;
    private const double Cosine144 = -0.80901699437494742410;
    private const double Sine72 = 0.95105651629515357212;
    private const double Sine144 = 0.58778525229247312917;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<TTurn>(double* x, nint apart, double* y, nint run, double* w)
        where TTurn : struct, ITurn
    {
        var a = Lanes.Load(x);
        var b = Lanes.Load(x + apart);
        var c = Lanes.Load(x + (2 * apart));
        var d = Lanes.Load(x + (3 * apart));
        var e = Lanes.Load(x + (4 * apart));
        var outerSum = b + e;
        var outerDifference = b - e;
        var innerSum = c + d;
        var innerDifference = c - d;
        var middle1 = a.Plus(outerSum, Cosine72).Plus(innerSum, Cosine144);
        var middle2 = a.Plus(outerSum, Cosine144).Plus(innerSum, Cosine72);
        var turned1 = (outerDifference * Sine72).Plus(innerDifference, Sine144);
        var turned2 = (outerDifference * Sine144).Plus(innerDifference, -Sine72);
        (a + outerSum + innerSum).Store(y);
        TTurn.Of(middle1.PlusTurned(turned1), w).Store(y + run);
        TTurn.Of(middle2.PlusTurned(turned2), w + 2).Store(y + (2 * run));
        TTurn.Of(middle2.MinusTurned(turned2), w + 4).Store(y + (3 * run));
        TTurn.Of(middle1.MinusTurned(turned1), w + 6).Store(y + (4 * run));
    }
}

internal readonly unsafe struct Radix7 : ILaneButterfly
{
    // Cosine and sine of 2πk/7.
    private const double Cosine1 = 0.62348980185873353053;
    private const double Cosine2 = -0.22252093395631440429;
    private const double Cosine3 = -0.90096886790241912624;
    private const double Sine1 = 0.78183148246802980871;
    private const double Sine2 = 0.97492791218182360702;
    private const double Sine3 = 0.43388373911755812048;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<TTurn>(double* x, nint apart, double* y, nint run, double* w)
        where TTurn : struct, ITurn
    {
        var a = Lanes.Load(x);
        var b = Lanes.Load(x + apart);
        var c = Lanes.Load(x + (2 * apart));
        var d = Lanes.Load(x + (3 * apart));
        var e = Lanes.Load(x + (4 * apart));
        var f = Lanes.Load(x + (5 * apart));
        var g = Lanes.Load(x + (6 * apart));
        var sum1 = b + g;
        var sum2 = c + f;
        var sum3 = d + e;
        var difference1 = b - g;
        var difference2 = c - f;
        var difference3 = d - e;
        (a + sum1 + sum2 + sum3).Store(y);
        var middle1 = a.Plus(sum1, Cosine1).Plus(sum2, Cosine2).Plus(sum3, Cosine3);
        var turned1 = (difference1 * Sine1).Plus(difference2, Sine2).Plus(difference3, Sine3);
        TTurn.Of(middle1.PlusTurned(turned1), w).Store(y + run);
        TTurn.Of(middle1.MinusTurned(turned1), w + 10).Store(y + (6 * run));
        var middle2 = a.Plus(sum1, Cosine2).Plus(sum2, Cosine3).Plus(sum3, Cosine1);
        var turned2 = (difference1 * Sine2).Plus(difference2, -Sine3).Plus(difference3, -Sine1);
        TTurn.Of(middle2.PlusTurned(turned2), w + 2).Store(y + (2 * run));
        TTurn.Of(middle2.MinusTurned(turned2), w + 8).Store(y + (5 * run));
        var middle3 = a.Plus(sum1, Cosine3).Plus(sum2, Cosine1).Plus(sum3, Cosine2);
        var turned3 = (difference1 * Sine3).Plus(difference2, -Sine1).Plus(difference3, Sine2);
        TTurn.Of(middle3.PlusTurned(turned3), w + 4).Store(y + (3 * run));
        TTurn.Of(middle3.MinusTurned(turned3), w + 6).Store(y + (4 * run));
    }
}

internal readonly unsafe struct Radix8 : ILaneButterfly
{
    private const double Half = 0.70710678118654752440;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<TTurn>(double* x, nint apart, double* y, nint run, double* w)
        where TTurn : struct, ITurn
    {
        // The even elements and the odd ones as transforms of length 4.
        var a0 = Lanes.Load(x);
        var a4 = Lanes.Load(x + (4 * apart));
        var a2 = Lanes.Load(x + (2 * apart));
        var a6 = Lanes.Load(x + (6 * apart));
        var b0 = a0 + a4;
        var b1 = a0 - a4;
        var b2 = a2 + a6;
        var b3 = a2 - a6;
        var even0 = b0 + b2;
        var even2 = b0 - b2;
        var even1 = b1.PlusTurned(b3);
        var even3 = b1.MinusTurned(b3);
        var a1 = Lanes.Load(x + apart);
        var a5 = Lanes.Load(x + (5 * apart));
        var a3 = Lanes.Load(x + (3 * apart));
        var a7 = Lanes.Load(x + (7 * apart));
        var c0 = a1 + a5;
        var c1 = a1 - a5;
        var c2 = a3 + a7;
        var c3 = a3 - a7;
        var odd0 = c0 + c2;
        var odd2 = c0 - c2;

        // Turned by exp(−πi/4) and exp(πi/4), but for the factor √½; exp(−3πi/4) is −i exp(−πi/4) = −exp(πi/4).
        var odd1 = c1.PlusTurned(c3);
        odd1 = odd1.PlusTurned(odd1);
        var odd3 = c1.MinusTurned(c3);
        odd3 = odd3.MinusTurned(odd3);
        (even0 + odd0).Store(y);
        TTurn.Of(even0 - odd0, w + 6).Store(y + (4 * run));
        TTurn.Of(even1.Plus(odd1, Half), w).Store(y + run);
        TTurn.Of(even1.Plus(odd1, -Half), w + 8).Store(y + (5 * run));
        TTurn.Of(even2.PlusTurned(odd2), w + 2).Store(y + (2 * run));
        TTurn.Of(even2.MinusTurned(odd2), w + 10).Store(y + (6 * run));
        TTurn.Of(even3.Plus(odd3, -Half), w + 4).Store(y + (3 * run));
        TTurn.Of(even3.Plus(odd3, Half), w + 12).Store(y + (7 * run));
    }
}
