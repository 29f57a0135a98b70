using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Praxis.Numerics;

/// <summary>
/// The same element of eight transforms that go side by side: real parts in one vector, imaginary parts in another, sixteen
/// doubles in memory.
/// </summary>
internal readonly struct Lanes(Vector512<double> real, Vector512<double> imaginary)
{
    /// <summary>How many transforms go side by side.</summary>
    public const int Count = 8;

    /// <summary>The doubles that one element takes.</summary>
    public const int Size = 2 * Count;

    public readonly Vector512<double> Real = real;
    public readonly Vector512<double> Imaginary = imaginary;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Lanes Load(double* from) => new(Vector512.Load(from), Vector512.Load(from + Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe void Store(double* to)
    {
        Real.Store(to);
        Imaginary.Store(to + Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes operator +(Lanes a, Lanes b) => new(a.Real + b.Real, a.Imaginary + b.Imaginary);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes operator -(Lanes a, Lanes b) => new(a.Real - b.Real, a.Imaginary - b.Imaginary);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes operator *(Lanes a, double factor) => new(a.Real * factor, a.Imaginary * factor);

    /// <summary>This + other · factor, each rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes Plus(Lanes other, double factor)
    {
        var wide = Vector512.Create(factor);
        return new(
            Vector512.FusedMultiplyAdd(other.Real, wide, Real), Vector512.FusedMultiplyAdd(other.Imaginary, wide, Imaginary));
    }

    /// <summary>This − i other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes PlusTurned(Lanes other) => new(Real + other.Imaginary, Imaginary - other.Real);

    /// <summary>This + i other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes MinusTurned(Lanes other) => new(Real - other.Imaginary, Imaginary + other.Real);

    /// <summary>Real and imaginary part exchanged.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes Exchange() => new(Imaginary, Real);

    /// <summary>Every lane times one complex number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes Times(double real, double imaginary) => Times(Vector512.Create(real), Vector512.Create(imaginary));

    /// <summary>Lane by lane the product.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes Times(Vector512<double> real, Vector512<double> imaginary) => new(
        Vector512.FusedMultiplyAdd(-Imaginary, imaginary, Real * real),
        Vector512.FusedMultiplyAdd(Real, imaginary, Imaginary * real));
}
