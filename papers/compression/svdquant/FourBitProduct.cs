using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.SvdQuant;

/// <summary>How the branch runs beside the 4-bit product.</summary>
public enum BranchPath
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>As two products of its own: inputs are read once more, and outputs are read and written once more.</summary>
    Separate,

    /// <summary>Its first product in the pass that quantises a row, its second in the pass that writes an output (section 4.3, in the manner of Nunchaku).</summary>
    Fused,
}

/// <summary>
/// Y = Q(X) Q(W)ᵀ with 4-bit codes on a processor, with the branch X Rightᵀ Leftᵀ fused or separate: the CPU form of the paper's engine. Weights
/// are two codes a byte, in groups of 64 inputs with a scale each; activations are quantised row by row as they come.
/// </summary>
/// <remarks>On one thread; with AVX2 where the processor has it, else number by number; the integers are the same, sums of groups differ by rounding.</remarks>
public sealed class FourBitProduct
{
    /// <summary>Inputs that share a scale.</summary>
    public const int GroupSize = 64;

    private const int Middle = 8;  // a weight's code for 0
    private const int Highest = 7;
    private const int TileWidth = 16; // a cache line of outputs

    private readonly int _outputs;
    private readonly int _inputs;
    private readonly int _groups;
    private readonly int _rank;
    private readonly byte[] _packed;  // (outputs, groups, 32): the codes of i and i + 32 of a group in one byte
    private readonly float[] _scales; // (outputs, groups)
    private readonly float[] _left;   // (outputs, r)
    private readonly float[] _right;  // (r, inputs)

    /// <summary>Packs a weight.</summary>
    /// <param name="residual">4 bits, symmetric, groups of 64, a multiple of 64 inputs.</param>
    /// <param name="branch">The branch; its rank is a multiple of 8.</param>
    /// <exception cref="ArgumentException">The weight is stored otherwise.</exception>
    public FourBitProduct(QuantizedWeight residual, LowRankWeight branch)
    {
        if (residual.Grid is not { Bits: 4, GroupSize: GroupSize, Symmetric: true } || residual.Inputs % GroupSize != 0)
            throw new ArgumentException($"Four symmetric bits in groups of {GroupSize} and a multiple of {GroupSize} inputs are needed, not {residual.Grid} of {residual.Inputs} inputs.", nameof(residual));
        if (branch.Outputs != residual.Outputs || branch.Inputs != residual.Inputs || branch.Rank % Vector256<float>.Count != 0)
            throw new ArgumentException($"The branch must be of the weight's size, its rank a multiple of {Vector256<float>.Count}, not {branch.Outputs} × {branch.Inputs} of rank {branch.Rank}.", nameof(branch));
        (_outputs, _inputs, _groups, _rank) = (residual.Outputs, residual.Inputs, residual.Inputs / GroupSize, branch.Rank);
        _scales = Singles(residual.Scales);
        (_left, _right) = (Singles(branch.Left), Singles(branch.Right));
        _packed = new byte[residual.Codes.Length / 2];
        for (int start = 0; start < residual.Codes.Length; start += GroupSize)
            for (int i = 0; i < GroupSize / 2; i++)
                _packed[(start / 2) + i] = (byte)(residual.Codes[start + i] | (residual.Codes[start + i + (GroupSize / 2)] << 4));
    }

    /// <summary>Bytes of codes, scales (as 16-bit numbers) and branch (the same), which a pass reads.</summary>
    public long Bytes => _packed.Length + (2L * (_scales.Length + _left.Length + _right.Length));

    /// <summary>Computes.</summary>
    /// <param name="x">X̂, (rows, inputs), row after row.</param>
    /// <param name="y">(rows, outputs), row after row; it is overwritten.</param>
    /// <param name="path">How the branch runs.</param>
    public void Multiply(ReadOnlySpan<float> x, Span<float> y, BranchPath path)
    {
        int rows = x.Length / _inputs;
        if (x.Length != rows * _inputs || y.Length != rows * _outputs)
            throw new ArgumentException($"Rows of {_inputs} inputs and {_outputs} outputs are needed, not {x.Length} and {y.Length} numbers.", nameof(y));
        var codes = new sbyte[x.Length];
        var scales = new float[rows * _groups];
        var sums = new float[rows * _groups]; // 8 · scale · sum of a group's codes, for the weights' codes are 8 too large
        var down = new float[rows * _rank];
        for (int row = 0; row < rows; row++)
        {
            var numbers = x.Slice(row * _inputs, _inputs);
            Quantize(numbers, codes.AsSpan(row * _inputs, _inputs), scales.AsSpan(row * _groups, _groups), sums.AsSpan(row * _groups, _groups));
            if (path == BranchPath.Fused)
                Down(numbers, down.AsSpan(row * _rank, _rank)); // the row is still in the nearest cache
        }

        Products(codes, scales, sums, path == BranchPath.Fused ? down : [], y, rows);
        if (path != BranchPath.Separate)
            return;
        for (int row = 0; row < rows; row++)
            Down(x.Slice(row * _inputs, _inputs), down.AsSpan(row * _rank, _rank));
        for (int row = 0; row < rows; row++)
            Up(down.AsSpan(row * _rank, _rank), 0, y.Slice(row * _outputs, _outputs));
    }

    private static void Quantize(ReadOnlySpan<float> numbers, Span<sbyte> codes, Span<float> scales, Span<float> sums)
    {
        Span<float> rounded = stackalloc float[GroupSize];
        for (int group = 0; group < scales.Length; group++)
        {
            var part = numbers.Slice(group * GroupSize, GroupSize);
            float scale = (float)(Half)(MathF.Abs(TensorPrimitives.MaxMagnitude(part)) / Highest);
            TensorPrimitives.Multiply(part, scale == 0 ? 0 : 1 / scale, rounded);
            TensorPrimitives.Round(rounded, rounded);
            TensorPrimitives.Min(rounded, Highest, rounded);
            TensorPrimitives.Max(rounded, -Highest, rounded);
            TensorPrimitives.ConvertTruncating<float, sbyte>(rounded, codes.Slice(group * GroupSize, GroupSize));
            (scales[group], sums[group]) = (scale, Middle * scale * TensorPrimitives.Sum<float>(rounded));
        }
    }

    private void Down(ReadOnlySpan<float> numbers, Span<float> down)
    {
        for (int k = 0; k < _rank; k++)
            down[k] = TensorPrimitives.Dot(numbers, _right.AsSpan(k * _inputs, _inputs));
    }

    // An output's codes are unpacked once and meet all rows; a tile of outputs is written when it is whole. down is empty where no branch is added.
    private void Products(sbyte[] codes, float[] scales, float[] sums, ReadOnlySpan<float> down, Span<float> y, int rows)
    {
        var unpacked = new byte[_inputs];
        var tile = new float[rows * TileWidth];
        for (int start = 0; start < _outputs; start += TileWidth)
        {
            int width = Math.Min(TileWidth, _outputs - start);
            for (int output = start; output < start + width; output++)
            {
                Unpack(_packed.AsSpan(output * (_inputs / 2), _inputs / 2), unpacked);
                var weightScales = _scales.AsSpan(output * _groups, _groups);
                for (int row = 0; row < rows; row++)
                    tile[(row * TileWidth) + output - start] = Row(unpacked, codes.AsSpan(row * _inputs, _inputs), weightScales, scales.AsSpan(row * _groups, _groups))
                        - TensorPrimitives.Dot(weightScales, sums.AsSpan(row * _groups, _groups));
            }

            for (int row = 0; row < rows; row++)
            {
                var ready = tile.AsSpan(row * TileWidth, width);
                if (!down.IsEmpty)
                    Up(down.Slice(row * _rank, _rank), start, ready);
                ready.CopyTo(y[((row * _outputs) + start)..]);
            }
        }
    }

    private void Up(ReadOnlySpan<float> down, int start, Span<float> outputs)
    {
        for (int i = 0; i < outputs.Length; i++)
            outputs[i] += Dot(_left.AsSpan((start + i) * _rank, _rank), down);
    }

    private static void Unpack(ReadOnlySpan<byte> packed, Span<byte> codes)
    {
        const int half = GroupSize / 2;
        for (int start = 0; start < packed.Length; start += half)
            for (int i = 0; i < half; i++)
                (codes[(2 * start) + i], codes[(2 * start) + half + i]) = ((byte)(packed[start + i] & 15), (byte)(packed[start + i] >> 4));
    }

    // Σ over groups of weight scale · activation scale · Σ codes · codes.
    private static float Row(ReadOnlySpan<byte> weights, ReadOnlySpan<sbyte> activations, ReadOnlySpan<float> weightScales, ReadOnlySpan<float> scales)
    {
        float sum = 0;
        if (Avx2.IsSupported)
        {
            var total = Vector256<float>.Zero;
            var ones = Vector256.Create((short)1);
            ref byte weight = ref MemoryMarshal.GetReference(weights);
            ref sbyte activation = ref MemoryMarshal.GetReference(activations);
            for (int group = 0; group < scales.Length; group++)
            {
                nuint at = (nuint)(group * GroupSize);
                // Two products of at most 15 · 7 each, twice: far below what 16 bits hold.
                var low = Avx2.MultiplyAddAdjacent(Vector256.LoadUnsafe(ref weight, at), Vector256.LoadUnsafe(ref activation, at));
                var high = Avx2.MultiplyAddAdjacent(Vector256.LoadUnsafe(ref weight, at + 32), Vector256.LoadUnsafe(ref activation, at + 32));
                var products = Avx2.MultiplyAddAdjacent(low + high, ones); // 8 sums of 8 products
                total += Vector256.ConvertToSingle(products) * (weightScales[group] * scales[group]);
            }

            return Vector256.Sum(total);
        }

        for (int group = 0; group < scales.Length; group++)
        {
            int products = 0;
            for (int i = group * GroupSize; i < (group + 1) * GroupSize; i++)
                products += weights[i] * activations[i];
            sum += products * (weightScales[group] * scales[group]);
        }

        return sum;
    }

    private static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = Vector256<float>.Zero;
        ref float left = ref MemoryMarshal.GetReference(a);
        ref float right = ref MemoryMarshal.GetReference(b);
        for (nuint i = 0; i < (nuint)a.Length; i += (nuint)Vector256<float>.Count)
            sum += Vector256.LoadUnsafe(ref left, i) * Vector256.LoadUnsafe(ref right, i);
        return Vector256.Sum(sum);
    }

    private static float[] Singles(Tensor tensor) => tensor.To(DType.F32).Contiguous().AsSpan<float>().ToArray();
}
