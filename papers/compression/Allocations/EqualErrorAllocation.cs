namespace Praxis.Papers.Compression.Allocations;

/// <summary>
/// By energy: ranks such that the largest relative error ‖W − Ŵ‖/‖W‖ over the layers (of truncated SVD, in the Frobenius norm or in that of
/// the inputs' second moments) is as small as the budget allows. The layer with the largest error is raised first.
/// </summary>
/// <param name="whitened">Whether errors are measured by the second moments of the inputs: relative mean squared errors of the outputs.</param>
public sealed class EqualErrorAllocation(bool whitened = true) : IBudgetAllocation
{
    /// <inheritdoc/>
    public string Name => whitened ? "equal output error" : "equal weight error";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, WeightBudget> Allocate(IReadOnlyList<LayerToCompress> layers, double keep)
    {
        TotalBudget.RequireAtLeast(Name, layers, keep, layers.Sum(layer => RankLadder.Parameters(layer, 0)));
        var spectra = new SpectralSteps(layers, whitened);
        return spectra.Budgets(StepwiseFill.Run(spectra.Sizes, TotalBudget.Of(layers, keep), spectra.RelativeTail));
    }
}
