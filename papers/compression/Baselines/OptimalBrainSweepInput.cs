namespace Praxis.Papers.Compression.Baselines;

/// <summary>The factor of the inverse second moments, or an error that names the layer.</summary>
internal static class OptimalBrainSweepInput
{
    public static Tensor Factor(LayerStatistics statistics, Tensor moments)
    {
        try
        {
            return OptimalBrainSweep.InverseFactor(moments);
        }
        catch (ArithmeticException failure)
        {
            throw new ArgumentException(
                $"The second moments of {statistics.Name} ({statistics.Rows} rows, {statistics.Inputs} inputs) are not positive definite: give more calibration text, or more damping. {failure.Message}",
                nameof(statistics),
                failure);
        }
    }
}
