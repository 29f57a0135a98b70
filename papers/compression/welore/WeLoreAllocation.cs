using Praxis.Papers.Compression.Allocations;

namespace Praxis.Papers.Compression.WeLore;

/// <summary>
/// WeLore's ranks for a share of the parameters instead of a nominal rank reduction: the smallest threshold with which the factors and the
/// matrices that stay dense fit into the budget. What is left over goes on to the next largest normalised singular values, as far as whole steps fit.
/// </summary>
/// <param name="normalization">How the singular values of different matrices are made comparable; the released code's is their range.</param>
public sealed class WeLoreAllocation(SpectrumNormalization normalization = SpectrumNormalization.Range) : IBudgetAllocation
{
    /// <inheritdoc/>
    public string Name => normalization == SpectrumNormalization.Range ? "WeLore" : "WeLore, over the largest";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, WeightBudget> Allocate(IReadOnlyList<LayerToCompress> layers, double keep)
    {
        long budget = TotalBudget.Of(layers, keep);
        IReadOnlyList<long>[] sizes = [.. layers.Select(Sizes)];
        TotalBudget.RequireAtLeast(Name, layers, keep, sizes.Sum(size => size[0]));
        NormalizedSpectrum[] spectra = [.. layers.Select(layer => NormalizedSpectrum.Of(layer.ReadWeight(), normalization, layer.Name))];
        int[] steps = StepwiseFill.Run(
            sizes,
            StepsWithin(spectra, sizes, budget),
            budget,
            (l, step) => spectra[l].Values[step + 1]); // step s is rank s + 1
        return layers.Select((layer, l) => (layer.Name, Keep: (double)sizes[l][steps[l]] / layer.Parameters))
            .ToDictionary(pair => pair.Name, pair => WeightBudget.Parameters(pair.Keep));
    }

    // Rank 1, 2, … as long as WeLore factors, then the dense matrix.
    private static IReadOnlyList<long> Sizes(LayerToCompress layer) =>
    [
        .. Enumerable.Range(1, WeLoreRanks.LargestRank(layer.Outputs, layer.Inputs)).Select(rank => rank * ((long)layer.Outputs + layer.Inputs)),
        layer.Parameters,
    ];

    // The total falls as the threshold rises: bisection over the values at which it can change. At the largest, 1, all keep rank 1.
    private static int[] StepsWithin(NormalizedSpectrum[] spectra, IReadOnlyList<long>[] sizes, long budget)
    {
        double[] thresholds = [.. spectra.SelectMany(spectrum => spectrum.Values).Distinct().Order()];
        (int low, int high) = (0, thresholds.Length - 1);
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (Total(Steps(thresholds[middle])) <= budget)
                high = middle;
            else
                low = middle + 1;
        }

        int[] found = Steps(thresholds[low]);
        // Equal singular values at the top cannot be told apart by a threshold; the fill then begins from rank 1.
        return Total(found) <= budget ? found : new int[spectra.Length];

        int[] Steps(double threshold) => [.. WeLoreRanks.At(spectra, threshold).Select((rank, l) => rank.Rank is { } kept ? kept - 1 : sizes[l].Count - 1)];

        long Total(int[] steps) => steps.Select((step, l) => sizes[l][step]).Sum();
    }
}
