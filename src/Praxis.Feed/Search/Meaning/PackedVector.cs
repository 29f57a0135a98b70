using System.Buffers.Binary;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Praxis.Feed;

/// <summary>A place in the latent space in one byte a dimension, with the one factor that gives its numbers back.</summary>
internal static class PackedVector
{
    /// <summary>Bytes of a packed vector as it is stored: the factor, then the dimensions.</summary>
    public const int StoredLength = sizeof(float) + LatentModel.Dimensions;

    private const int Largest = 127;

    public static byte[] Pack(ReadOnlySpan<float> place)
    {
        var stored = new byte[StoredLength];
        var factor = TensorPrimitives.MaxMagnitude(place) is var largest && MathF.Abs(largest) > 0 ? MathF.Abs(largest) / Largest : 0;
        BinaryPrimitives.WriteSingleLittleEndian(stored, factor);
        if (factor == 0) return stored;
        var values = MemoryMarshal.Cast<byte, sbyte>(stored.AsSpan(sizeof(float)));
        for (var i = 0; i < place.Length; i++) values[i] = (sbyte)MathF.Round(place[i] / factor);
        return stored;
    }

    /// <summary>The scalar product of the numbers, without the factors.</summary>
    public static int Dot(ReadOnlySpan<sbyte> a, ReadOnlySpan<sbyte> b)
    {
        var sum = 0;
        var i = 0;
        if (Avx2.IsSupported && a.Length >= Vector128<sbyte>.Count)
        {
            var sums = Vector256<int>.Zero;
            for (; i <= a.Length - Vector128<sbyte>.Count; i += Vector128<sbyte>.Count)
                sums += Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(Vector128.Create(a[i..])), Avx2.ConvertToVector256Int16(Vector128.Create(b[i..])));
            sum = Vector256.Sum(sums);
        }
        else if (Vector.IsHardwareAccelerated && a.Length >= Vector<sbyte>.Count)
        {
            var sums = Vector<int>.Zero;
            for (; i <= a.Length - Vector<sbyte>.Count; i += Vector<sbyte>.Count)
            {
                Vector.Widen(new Vector<sbyte>(a[i..]), out var lowA, out var highA);
                Vector.Widen(new Vector<sbyte>(b[i..]), out var lowB, out var highB);
                // Two products of numbers up to 127 still fit into 16 bits.
                Vector.Widen(lowA * lowB + highA * highB, out var low, out var high);
                sums += low + high;
            }
            sum = Vector.Sum(sums);
        }
        for (; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }
}
