using System.Text;
using Praxis.Numerics;

namespace Praxis.Bench;

/// <summary>
/// Numbers that are the same here and in peers/learning/shared_numbers.py to the last bit, so that both sides train the same model on the same
/// data: a hash of a name and a place (SplitMix64, seeded with FNV-1a).
/// </summary>
internal static class SharedNumbers
{
    /// <summary>Uniform in [0, 1), F32 or F64.</summary>
    public static Tensor Uniform(string name, DType dtype, params ReadOnlySpan<int> shape)
    {
        var values = new double[Count(shape)];
        ulong seed = Fnv(name);
        for (int i = 0; i < values.Length; i++)
            values[i] = UnitInterval(seed, i);
        return Tensor.Wrap(values, shape).To(dtype);
    }

    /// <summary>Uniform in [−scale, scale), F32.</summary>
    public static Tensor Centred(string name, double scale, params ReadOnlySpan<int> shape)
    {
        var values = new float[Count(shape)];
        ulong seed = Fnv(name);
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)(((2 * UnitInterval(seed, i)) - 1) * scale);
        return Tensor.Wrap(values, shape);
    }

    /// <summary>Whole numbers from 0 to below − 1, I64.</summary>
    public static Tensor Whole(string name, int below, params ReadOnlySpan<int> shape)
    {
        var values = new long[Count(shape)];
        ulong seed = Fnv(name);
        for (int i = 0; i < values.Length; i++)
            values[i] = (long)(UnitInterval(seed, i) * below);
        return Tensor.Wrap(values, shape);
    }

    private static double UnitInterval(ulong seed, int place)
    {
        ulong z = seed + ((ulong)(place + 1) * 0x9E3779B97F4A7C15);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        z ^= z >> 31;
        return (z >> 11) * (1.0 / (1L << 53));
    }

    private static ulong Fnv(string name)
    {
        ulong value = 0xCBF29CE484222325;
        foreach (byte letter in Encoding.UTF8.GetBytes(name))
            value = (value ^ letter) * 0x100000001B3;
        return value;
    }

    private static int Count(ReadOnlySpan<int> shape)
    {
        int count = 1;
        foreach (int length in shape)
            count *= length;
        return count;
    }
}
