using Praxis.Numerics;

namespace Praxis.Papers.Compression.SvdQuant;

/// <summary>
/// NF4 (Dettmers et al., 2023), the weight-only baseline: blocks of 64 weights are divided by their largest and go to the nearest of 16
/// levels, which are quantiles of the normal distribution with 0 and ±1 among them.
/// </summary>
public static class NormalFloat
{
    // Seven negative and eight positive quantiles of the normal distribution, scaled to ±1, and 0 (appendix E of the QLoRA paper).
    private static readonly double[] Levels =
    [
        -1, -0.6961928009986877, -0.5250730514526367, -0.39491748809814453, -0.28444138169288635, -0.18477343022823334, -0.09105003625154495, 0,
        0.07958029955625534, 0.16093020141124725, 0.24611230194568634, 0.33791524171829224, 0.44070982933044434, 0.5626170039176941, 0.7229568362236023, 1,
    ];

    /// <summary>The levels, ascending from −1 to 1.</summary>
    public static ReadOnlySpan<double> FourBitLevels => Levels;

    /// <summary>The weight on the grid; blocks run along the rows.</summary>
    /// <param name="weight">(outputs, inputs).</param>
    /// <param name="block">The weights that share a scale.</param>
    /// <returns>(outputs, inputs), F64.</returns>
    public static Tensor Round(Tensor weight, int block = 64)
    {
        var rounded = weight.To(DType.F64).Clone();
        for (int row = 0; row < rounded.Rows; row++)
            for (int start = 0; start < rounded.Columns; start += block)
            {
                var numbers = rounded.RowSpan(row)[start..Math.Min(start + block, rounded.Columns)];
                double scale = 0;
                foreach (double number in numbers)
                    scale = Math.Max(scale, Math.Abs(number));
                scale = (double)(Half)scale;
                foreach (ref double number in numbers)
                    number = scale == 0 ? 0 : scale * Nearest(number / scale);
            }

        return rounded;
    }

    private static double Nearest(double number)
    {
        double best = Levels[0];
        foreach (double level in Levels)
            if (Math.Abs(level - number) < Math.Abs(best - number))
                best = level;
        return best;
    }
}
