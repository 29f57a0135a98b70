namespace Praxis.Papers.Compression.Allocations;

/// <summary>
/// By energy: one threshold for the singular values of all layers. The values of all layers are taken together from the largest down, each
/// at the price of a rank of its layer, as long as they fit.
/// </summary>
/// <param name="whitened">Whether the values are those of W M^½ with the second moments M of the inputs, instead of W's.</param>
/// <param name="scale">What a layer's values are divided by first.</param>
public sealed class SingularValueThreshold(bool whitened = true, SpectrumScale scale = SpectrumScale.None) : IBudgetAllocation
{
    /// <inheritdoc/>
    public string Name => (whitened ? "threshold on whitened singular values" : "threshold on singular values") + scale switch
    {
        SpectrumScale.Largest => " over the largest",
        SpectrumScale.Norm => " over the norm",
        _ => "",
    };

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, WeightBudget> Allocate(IReadOnlyList<LayerToCompress> layers, double keep)
    {
        TotalBudget.RequireAtLeast(Name, layers, keep, layers.Sum(layer => RankLadder.Parameters(layer, 0)));
        var spectra = new SpectralSteps(layers, whitened);
        // Step s is rank s + 1, so the next value to be taken is number s + 1, counted from 0.
        return spectra.Budgets(StepwiseFill.Run(spectra.Sizes, TotalBudget.Of(layers, keep), (layer, step) =>
            step + 1 < spectra.Energies[layer].Length ? Math.Sqrt(spectra.Energies[layer][step + 1] / Unit(spectra, layer)) : 0));
    }

    private double Unit(SpectralSteps spectra, int layer)
    {
        double unit = scale switch
        {
            SpectrumScale.Largest => spectra.Energies[layer][0],
            SpectrumScale.Norm => spectra.Tails[layer][0],
            _ => 1,
        };
        return unit > 0 ? unit : 1;
    }
}
