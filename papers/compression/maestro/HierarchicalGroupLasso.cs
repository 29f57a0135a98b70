using Praxis.Learning;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.Maestro;

/// <summary>
/// The paper's penalty λ Σ<sub>b</sub> (‖U<sub>b:</sub>‖ + ‖V<sub>b:</sub>‖), where b: are the columns from b on. The last column is in
/// every group and the first in one only: components vanish from the end.
/// </summary>
public static class HierarchicalGroupLasso
{
    /// <summary>Keeps the square root away from zero, where its slope has no bound.</summary>
    private const double Floor = 1e-12;

    /// <summary>The penalty of one factor, without λ.</summary>
    /// <param name="factor">(rows, full rank).</param>
    /// <param name="rank">How many columns count.</param>
    public static double Value(Tensor factor, int rank) => TailNorms(factor).Take(rank).Sum();

    /// <summary>Adds λ times the penalty's gradient to a factor's gradient: column j takes λ U<sub>j</sub> Σ<sub>b ≤ j</sub> 1/‖U<sub>b:</sub>‖.</summary>
    /// <param name="factor">(rows, full rank), F32 or F64, with a gradient.</param>
    /// <param name="rank">How many columns count.</param>
    /// <param name="strength">λ.</param>
    public static void AddGradient(Variable factor, int rank, double strength)
    {
        if (strength == 0 || rank == 0 || factor.Grad is not { } gradient)
            return;
        double[] tails = TailNorms(factor.Data);
        double[] scales = new double[factor.Shape[1]];
        double sum = 0;
        for (int j = 0; j < rank; j++)
            scales[j] = strength * (sum += 1 / tails[j]);
        gradient.AddScaled(factor.Data * Tensor.Wrap(scales, scales.Length).To(factor.DType)); // (rows, full rank)
    }

    /// <summary>‖U<sub>b:</sub>‖ for every b.</summary>
    /// <param name="factor">(rows, full rank).</param>
    public static double[] TailNorms(Tensor factor)
    {
        double[] squares = factor.To(DType.F64).Square().Sum(0).ToArray(); // (full rank)
        double sum = 0;
        for (int b = squares.Length - 1; b >= 0; b--)
            squares[b] = Math.Sqrt(Floor + (sum += squares[b]));
        return squares;
    }
}
