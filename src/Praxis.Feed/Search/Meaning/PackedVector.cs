using System.Buffers.Binary;
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

    /// <summary>Numbers as <see cref="Dot"/> takes those of its first vector: widened once for all products with it.</summary>
    public static short[] Widen(ReadOnlySpan<sbyte> values)
    {
        var wide = new short[values.Length];
        for (var i = 0; i < wide.Length; i++) wide[i] = values[i];
        return wide;
    }

    /// <summary>The scalar product of the numbers, without the factors.</summary>
    public static int Dot(ReadOnlySpan<short> a, ReadOnlySpan<sbyte> b)
    {
        if (a.Length != LatentModel.Dimensions || b.Length != LatentModel.Dimensions) throw new ArgumentException("The vectors have other dimensions than the model.");
        ref var left = ref MemoryMarshal.GetReference(a);
        ref var right = ref MemoryMarshal.GetReference(b);
        // The dimensions are a multiple of every vector's length.
        if (Avx512BW.IsSupported)
        {
            var sums = Vector512<int>.Zero;
            for (nuint i = 0; i < LatentModel.Dimensions; i += (nuint)Vector512<short>.Count)
                sums += Avx512BW.MultiplyAddAdjacent(Avx512BW.ConvertToVector512Int16(Vector256.LoadUnsafe(ref right, i)), Vector512.LoadUnsafe(ref left, i));
            return Vector512.Sum(sums);
        }
        if (Avx2.IsSupported)
        {
            var sums = Vector256<int>.Zero;
            for (nuint i = 0; i < LatentModel.Dimensions; i += (nuint)Vector256<short>.Count)
                sums += Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(ref right, i)), Vector256.LoadUnsafe(ref left, i));
            return Vector256.Sum(sums);
        }
        var all = Vector128<int>.Zero;
        for (nuint i = 0; i < LatentModel.Dimensions; i += (nuint)Vector128<sbyte>.Count)
        {
            var (low, high) = Vector128.Widen(Vector128.LoadUnsafe(ref right, i));
            // Products of numbers up to 127 fit into 16 bits; their sum of two does, too.
            var (first, second) = Vector128.Widen(low * Vector128.LoadUnsafe(ref left, i) + high * Vector128.LoadUnsafe(ref left, i + (nuint)Vector128<short>.Count));
            all += first + second;
        }
        return Vector128.Sum(all);
    }
}
