using System.Buffers;

namespace Praxis.Numerics;

/// <summary>Memory from the pool, aligned to cache lines, with whatever was in it.</summary>
internal static unsafe class Workspace
{
    private const int Alignment = 64;

    public delegate void Body(double* memory);

    /// <summary>Lends <paramref name="count"/> doubles for the time of a call.</summary>
    public static void Use(long count, Body body)
    {
        double[] rented = ArrayPool<double>.Shared.Rent(checked((int)(count + (Alignment / sizeof(double)))));
        try
        {
            fixed (double* start = rented)
                body((double*)(((nint)start + Alignment - 1) & -Alignment));
        }
        finally
        {
            ArrayPool<double>.Shared.Return(rented);
        }
    }
}
