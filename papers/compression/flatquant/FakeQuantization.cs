using System.Numerics;
using System.Numerics.Tensors;
using Praxis.Learning;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.FlatQuant;

/// <summary>Symmetric rounding of rows with a learnable range, through which gradients pass straight (inside the range).</summary>
public static class FakeQuantization
{
    // Keeps rows of zeros from dividing by zero.
    private const double Least = 1e-9;

    /// <summary>Each row on a grid of −q to q with q = 2^(bits − 1) − 1, whose end is σ(clip) · max|row|.</summary>
    /// <param name="x">(…, width).</param>
    /// <param name="bits">2 to 16.</param>
    /// <param name="clip">The clipping factor before its sigmoid, which broadcasts against (…, 1); null: no clipping.</param>
    public static Variable Apply(Variable x, int bits, Variable? clip)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bits, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bits, 16);
        int highest = (1 << (bits - 1)) - 1;
        var range = x.Norm([x.Rank - 1], double.PositiveInfinity, keepAxes: true); // (…, 1)
        if (clip is not null)
            range *= clip.Sigmoid();
        var step = (range * (1.0 / highest)) + Least;
        var level = (x / step).Clamp(-highest, highest);
        return (level + (Rounded(level.Data) - level.Data)) * step;
    }

    private static Tensor Rounded(Tensor x)
    {
        var rounded = x.Clone();
        if (x.DType == DType.F32)
            Round(rounded.AsSpan<float>());
        else
            Round(rounded.AsSpan<double>());
        return rounded;
    }

    private static void Round<T>(Span<T> numbers)
        where T : unmanaged, IFloatingPoint<T> => TensorPrimitives.Round(numbers, numbers);
}
