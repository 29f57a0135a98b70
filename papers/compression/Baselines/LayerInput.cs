using Praxis.Numerics;

namespace Praxis.Papers.Compression.Baselines;

/// <summary>What compressors check before they begin; every message names the layer.</summary>
public static class LayerInput
{
    /// <summary>The weight in F64.</summary>
    /// <param name="weight">(outputs, inputs), F32 or F64.</param>
    /// <param name="statistics">The layer's.</param>
    /// <exception cref="ArgumentException">It is no matrix of numbers, is empty, or does not fit the statistics.</exception>
    /// <exception cref="NonFiniteException">It holds a NaN or an infinity; the message says where.</exception>
    public static Tensor Weight(Tensor weight, LayerStatistics statistics)
    {
        if (weight.Rank != 2 || weight.Length == 0 || weight.DType is not (DType.F32 or DType.F64))
            throw new ArgumentException($"{statistics.Name}: a weight is a matrix (outputs, inputs) of F32 or F64, not {weight.DType} of shape ({string.Join(", ", weight.Shape.ToArray())}).", nameof(weight));
        statistics.RequireFor(weight);
        return weight.To(DType.F64).Contiguous();
    }

    /// <summary>The second moments of the inputs, checked to be finite with no negative number on the diagonal.</summary>
    /// <param name="statistics">The layer's.</param>
    /// <exception cref="ArgumentException">A diagonal entry is negative.</exception>
    /// <exception cref="NonFiniteException">They hold a NaN or an infinity.</exception>
    public static Tensor Moments(LayerStatistics statistics)
    {
        var moments = statistics.SecondMoments.EnsureFinite($"The second moments of {statistics.Name}");
        for (int j = 0; j < moments.Rows; j++)
            if (moments[j, j] < 0)
                throw new ArgumentException($"The second moment of input {j} of {statistics.Name} is {moments[j, j]}; a mean of squares is not negative.", nameof(statistics));
        return moments;
    }

    /// <summary>
    /// M + damping · mean(diag M) · I, where an input that was always zero gets the mean itself (1 if all were zero): positive definite if the
    /// damping is more than 0 or the rows were enough.
    /// </summary>
    /// <param name="statistics">The layer's.</param>
    /// <param name="damping">Not negative.</param>
    public static Tensor DampedMoments(LayerStatistics statistics, double damping)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(damping);
        var damped = Moments(statistics).Clone();
        int n = damped.Rows;
        double mean = LinearAlgebra.Trace(damped) / n;
        for (int j = 0; j < n; j++)
            damped[j, j] = damped[j, j] > 0 ? damped[j, j] + (damping * mean) : mean > 0 ? mean : 1;
        return damped;
    }

    /// <summary>Runs a computation of a layer; a budget that it cannot meet is reported with the layer's name.</summary>
    /// <typeparam name="T">What it gives.</typeparam>
    /// <param name="statistics">The layer's.</param>
    /// <param name="compute">The computation.</param>
    /// <exception cref="BudgetException">The budget cannot be met; the message begins with the layer's name.</exception>
    public static T Budgeted<T>(LayerStatistics statistics, Func<T> compute)
    {
        try
        {
            return compute();
        }
        catch (BudgetException failure)
        {
            throw new BudgetException($"{statistics.Name}: {failure.Message}", failure.SmallestKeep);
        }
    }
}
