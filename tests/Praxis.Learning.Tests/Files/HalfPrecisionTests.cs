using System.Runtime.InteropServices;
using Praxis.Learning.Files;

namespace Praxis.Learning.Tests.Files;

public sealed class HalfPrecisionTests
{
    // sign × 2^(exponent − bias) × (1 + fraction), and without the one for the smallest exponent: the definition of both formats.
    private static double Decode(int bits, int fractionBits)
    {
        int exponentBits = 15 - fractionBits;
        int bias = (1 << (exponentBits - 1)) - 1;
        int exponent = (bits >> fractionBits) & ((1 << exponentBits) - 1);
        double fraction = (bits & ((1 << fractionBits) - 1)) / (double)(1 << fractionBits);
        double sign = bits >> 15 == 0 ? 1 : -1;
        if (exponent == (1 << exponentBits) - 1)
            return fraction == 0 ? sign * double.PositiveInfinity : double.NaN;
        return sign * (exponent == 0 ? fraction * Math.Pow(2, 1 - bias) : (1 + fraction) * Math.Pow(2, exponent - bias));
    }

    private static float[] WidenAll(int fractionBits)
    {
        var wide = new float[1 << 16];
        ushort[] bits = [.. Enumerable.Range(0, 1 << 16).Select(i => (ushort)i)];
        if (fractionBits == 10)
            HalfPrecision.WidenF16([.. bits.Select(BitConverter.UInt16BitsToHalf)], wide);
        else
            HalfPrecision.WidenBF16(bits, wide);
        return wide;
    }

    private static ushort[] Narrow(int fractionBits, ReadOnlySpan<float> wide)
    {
        var bits = new ushort[wide.Length];
        if (fractionBits == 10)
            HalfPrecision.NarrowToF16(wide, MemoryMarshal.Cast<ushort, Half>(bits.AsSpan()));
        else
            HalfPrecision.NarrowToBF16(wide, bits);
        return bits;
    }

    private static ushort[] Narrow(int fractionBits, ReadOnlySpan<double> wide)
    {
        var bits = new ushort[wide.Length];
        if (fractionBits == 10)
            HalfPrecision.NarrowToF16(wide, MemoryMarshal.Cast<ushort, Half>(bits.AsSpan()));
        else
            HalfPrecision.NarrowToBF16(wide, bits);
        return bits;
    }

    [Theory]
    [InlineData(10)]
    [InlineData(7)]
    public void Every_number_of_sixteen_bits_widens_to_what_its_bits_say_and_comes_back(int fractionBits)
    {
        float[] wide = WidenAll(fractionBits);
        ushort[] back = Narrow(fractionBits, wide);
        ushort[] backFromDouble = Narrow(fractionBits, Array.ConvertAll(wide, value => (double)value));
        for (int bits = 0; bits < wide.Length; bits++)
        {
            double expected = Decode(bits, fractionBits);
            Assert.Equal(expected, wide[bits]);
            Assert.Equal(bits >> 15 == 1, float.IsNegative(wide[bits]));
            if (double.IsNaN(expected))
            {
                Assert.True(double.IsNaN(Decode(back[bits], fractionBits)) && double.IsNaN(Decode(backFromDouble[bits], fractionBits)));
                continue;
            }

            Assert.Equal(bits, back[bits]);
            Assert.Equal(bits, backFromDouble[bits]);
        }
    }

    [Theory]
    [InlineData(10)]
    [InlineData(7)]
    public void Between_neighbours_the_nearer_is_taken_and_half_way_the_even_one(int fractionBits)
    {
        // From zero through the subnormal numbers to the largest, whose upper neighbour is infinity (as if the exponents went on).
        int last = (((1 << (15 - fractionBits)) - 1) << fractionBits) - 1;
        int bias = (1 << (14 - fractionBits)) - 1;
        var singles = new List<float>();
        var doubles = new List<double>();
        var expected = new List<ushort>();
        var expectedOfDoubles = new List<ushort>();
        for (int bits = 0; bits <= last; bits++)
        {
            double lower = Decode(bits, fractionBits);
            double upper = bits == last ? Math.Pow(2, bias + 1) : Decode(bits + 1, fractionBits);
            double middle = (lower + upper) / 2;
            var even = (ushort)(bits % 2 == 0 ? bits : bits + 1);
            doubles.AddRange([Math.BitDecrement(middle), middle, Math.BitIncrement(middle), -middle]);
            expectedOfDoubles.AddRange([(ushort)bits, even, (ushort)(bits + 1), (ushort)(even | 0x8000)]);
            var single = (float)middle;
            Assert.Equal(middle, single);
            singles.AddRange([MathF.BitDecrement(single), single, MathF.BitIncrement(single), -single]);
            expected.AddRange([(ushort)bits, even, (ushort)(bits + 1), (ushort)(even | 0x8000)]);
        }

        Assert.Equal(expected, Narrow(fractionBits, singles.ToArray()));
        Assert.Equal(expectedOfDoubles, Narrow(fractionBits, doubles.ToArray()));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(7)]
    public void What_is_beyond_the_range_becomes_infinite_or_zero_with_its_sign_and_NaN_stays(int fractionBits)
    {
        int infinity = ((1 << (15 - fractionBits)) - 1) << fractionBits;
        float[] values = [float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.MinValue, float.Epsilon, -float.Epsilon, 0f, -0f];
        int[] expected = [infinity, infinity | 0x8000, infinity, infinity | 0x8000, 0, 0x8000, 0, 0x8000];
        Assert.Equal(expected, Narrow(fractionBits, values).Select(bits => (int)bits));
        Assert.Equal(expected, Narrow(fractionBits, Array.ConvertAll(values, value => (double)value)).Select(bits => (int)bits));
        Assert.Equal([infinity, 0], Narrow(fractionBits, [double.MaxValue, double.Epsilon]).Select(bits => (int)bits));

        // Quiet and signalling, with bits set only where narrowing cuts them off; long enough for the vectorised path.
        uint[] patterns = [0x7FC00000, 0xFFC00000, 0x7F800001, 0xFF800001, 0x7FFFFFFF, 0xFFFFFFFF];
        float[] nans = [.. Enumerable.Range(0, 96).Select(i => BitConverter.UInt32BitsToSingle(patterns[i % patterns.Length]))];
        Assert.All(Narrow(fractionBits, nans), bits => Assert.True(double.IsNaN(Decode(bits, fractionBits))));
    }

    [Fact]
    public void Every_length_is_converted_to_its_end()
    {
        for (int length = 0; length < 70; length++)
        {
            float[] values = [.. Enumerable.Range(1, length).Select(i => i / 4f)];
            var bits = Narrow(7, values);
            var wide = new float[length];
            HalfPrecision.WidenBF16(bits, wide);
            Assert.Equal(values, wide);
            Assert.Equal(values.Select(value => BitConverter.HalfToUInt16Bits((Half)value)), Narrow(10, values));
        }

        Assert.Throws<ArgumentException>(() => HalfPrecision.WidenBF16(new ushort[2], new float[1]));
        Assert.Throws<ArgumentException>(() => HalfPrecision.NarrowToF16(new float[2], new Half[1]));
    }
}
