using System.Numerics;
using System.Numerics.Tensors;
using Praxis.Learning;
using Praxis.Numerics;

namespace Praxis.Papers.Compression;

/// <summary>
/// How activations are quantised while a model runs: symmetric, with a scale for each group of neighbouring inputs of each row that is
/// found when the row comes (dynamic) and rounded to half precision. The numbers come back as full ones on the grid (fake quantisation).
/// </summary>
public sealed record ActivationGrid
{
    /// <summary>A grid of −q to q with q = 2^(bits − 1) − 1.</summary>
    /// <param name="bits">2 to 16.</param>
    /// <param name="groupSize">How many neighbours share a scale; null: the whole row. The last group may be shorter.</param>
    public ActivationGrid(int bits, int? groupSize = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bits, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bits, 16);
        ArgumentOutOfRangeException.ThrowIfLessThan(groupSize ?? 1, 1, nameof(groupSize));
        (Bits, GroupSize) = (bits, groupSize);
    }

    /// <summary>The bits of a code.</summary>
    public int Bits { get; }

    /// <summary>How many neighbours share a scale; null: the whole row.</summary>
    public int? GroupSize { get; }

    /// <summary>The largest code, 2^(bits − 1) − 1.</summary>
    public int Highest => (1 << (Bits - 1)) - 1;

    /// <summary>Every number by the nearest on its group's grid.</summary>
    /// <param name="x">(…, inputs), F32 or F64, finite.</param>
    /// <returns>(…, inputs), of the same type.</returns>
    /// <exception cref="ArgumentException">A number is not finite or too large for a scale in half precision.</exception>
    public Tensor Round(Tensor x)
    {
        var rounded = x.Clone();
        if (x.DType == DType.F32)
            Round(rounded.AsSpan<float>(), x.Shape[^1]);
        else
            Round(rounded.AsSpan<double>(), x.Shape[^1]);
        return rounded;
    }

    /// <summary>The same, where the gradient goes on as if nothing had been rounded (straight through); scales have none.</summary>
    /// <param name="x">(…, inputs).</param>
    public Variable RoundStraightThrough(Variable x) => x + (Round(x.Data) - x.Data);

    private void Round<T>(Span<T> numbers, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int size = Math.Min(GroupSize ?? width, width);
        var highest = T.CreateChecked(Highest);
        for (int row = 0; row < numbers.Length; row += width)
            for (int start = 0; start < width; start += size)
            {
                var group = numbers.Slice(row + start, Math.Min(size, width - start));
                var largest = T.Abs(TensorPrimitives.MaxMagnitude<T>(group));
                var scale = T.CreateChecked(Half.CreateSaturating(largest / highest));
                if (!T.IsFinite(largest) || T.CreateSaturating(Half.MaxValue) * highest < largest)
                    throw new ArgumentException($"{largest} cannot be quantised; activations must be finite and within a scale of half precision.", nameof(numbers));
                if (scale == T.Zero)
                {
                    group.Clear(); // smaller than half precision can tell
                    continue;
                }

                TensorPrimitives.Divide(group, scale, group);
                TensorPrimitives.Round(group, group);
                TensorPrimitives.Min(group, highest, group);
                TensorPrimitives.Max(group, -highest, group);
                TensorPrimitives.Multiply(group, scale, group);
            }
    }
}
