using System.Numerics;
using System.Numerics.Tensors;

namespace Praxis.Learning.Files;

/// <summary>
/// Conversions between the 16-bit floating-point formats F16 and BF16 and wider numbers. Widening is exact; narrowing rounds to the nearest
/// number and, half-way, to the one whose last bit is zero. What is too large becomes infinite, NaN stays NaN.
/// </summary>
public static class HalfPrecision
{
    private const uint Magnitude = 0x7FFF_FFFF;
    private const uint Infinity = 0x7F80_0000;
    private const uint QuietBit = 0x40;

    /// <summary>F16 to single precision, exactly.</summary>
    /// <exception cref="ArgumentException">The target is shorter than the source.</exception>
    public static void WidenF16(ReadOnlySpan<Half> source, Span<float> target) => TensorPrimitives.ConvertToSingle(source, target);

    /// <summary>Single precision to F16, rounded to nearest even.</summary>
    /// <exception cref="ArgumentException">The target is shorter than the source.</exception>
    public static void NarrowToF16(ReadOnlySpan<float> source, Span<Half> target) => TensorPrimitives.ConvertToHalf(source, target);

    /// <summary>Double precision to F16, rounded once to nearest even.</summary>
    /// <exception cref="ArgumentException">The target is shorter than the source.</exception>
    public static void NarrowToF16(ReadOnlySpan<double> source, Span<Half> target)
    {
        RequireRoom(source.Length, target.Length);
        for (int i = 0; i < source.Length; i++)
            target[i] = (Half)source[i];
    }

    /// <summary>BF16 (its bits) to single precision, exactly.</summary>
    /// <exception cref="ArgumentException">The target is shorter than the source.</exception>
    public static void WidenBF16(ReadOnlySpan<ushort> source, Span<float> target)
    {
        RequireRoom(source.Length, target.Length);
        int width = Vector<ushort>.Count;
        int i = 0;
        for (; i <= source.Length - width; i += width)
        {
            Vector.Widen(new Vector<ushort>(source[i..]), out var lower, out var upper);
            Vector.AsVectorSingle(lower << 16).CopyTo(target[i..]);
            Vector.AsVectorSingle(upper << 16).CopyTo(target[(i + (width / 2))..]);
        }

        for (; i < source.Length; i++)
            target[i] = BitConverter.UInt32BitsToSingle((uint)source[i] << 16);
    }

    /// <summary>Single precision to BF16 (its bits), rounded to nearest even.</summary>
    /// <exception cref="ArgumentException">The target is shorter than the source.</exception>
    public static void NarrowToBF16(ReadOnlySpan<float> source, Span<ushort> target)
    {
        RequireRoom(source.Length, target.Length);
        int width = Vector<float>.Count;
        int i = 0;
        for (; i <= source.Length - (2 * width); i += 2 * width)
        {
            var lower = Narrow(Vector.AsVectorUInt32(new Vector<float>(source[i..])));
            var upper = Narrow(Vector.AsVectorUInt32(new Vector<float>(source[(i + width)..])));
            Vector.Narrow(lower, upper).CopyTo(target[i..]);
        }

        for (; i < source.Length; i++)
            target[i] = Narrow(BitConverter.SingleToUInt32Bits(source[i]));
    }

    /// <summary>Double precision to BF16 (its bits), rounded once to nearest even.</summary>
    /// <exception cref="ArgumentException">The target is shorter than the source.</exception>
    public static void NarrowToBF16(ReadOnlySpan<double> source, Span<ushort> target)
    {
        RequireRoom(source.Length, target.Length);
        for (int i = 0; i < source.Length; i++)
            target[i] = Narrow(RoundToOdd(source[i]));
    }

    private static Vector<uint> Narrow(Vector<uint> bits)
    {
        var half = new Vector<uint>(0x7FFF);
        var upper = bits >>> 16;
        var rounded = (bits + half + (upper & Vector<uint>.One)) >>> 16;
        var isNan = Vector.GreaterThan(bits & new Vector<uint>(Magnitude), new Vector<uint>(Infinity));
        return Vector.ConditionalSelect(isNan, upper | new Vector<uint>(QuietBit), rounded);
    }

    // Adding just under half a unit carries into the part that is kept exactly when rounding up is right; on its way it may reach infinity.
    private static ushort Narrow(uint bits)
    {
        uint upper = bits >> 16;
        return (ushort)((bits & Magnitude) > Infinity ? upper | QuietBit : (bits + 0x7FFF + (upper & 1)) >> 16);
    }

    // Cut off towards zero, with the last bit set if anything was lost, a number can be rounded again without the error of rounding twice.
    private static uint RoundToOdd(double value)
    {
        float single = (float)value;
        uint bits = BitConverter.SingleToUInt32Bits(single);
        if (single == value || double.IsNaN(value))
            return bits;
        if (Math.Abs((double)single) > Math.Abs(value))
            bits--;
        return bits | 1;
    }

    private static void RequireRoom(int source, int target)
    {
        if (target < source)
            throw new ArgumentException($"The target holds {target} elements and the source {source}; make it as long.", nameof(target));
    }
}
