using Praxis.Numerics;

namespace Praxis.Papers.Compression.Allocations;

/// <summary>The loss of a layer at a few shares by trying: the layer is compressed at each of them and a measure is taken of the outcome.</summary>
/// <param name="compressor">What compresses.</param>
/// <param name="shares">The shares of the parameters to try, each more than 0 and below 1; the dense weight is always an option besides.</param>
/// <param name="measure">
/// The loss of a compressed weight: <see cref="WeightErrors.RelativeWeightError(LayerToCompress, CompressedWeight)"/>, <see cref="WeightErrors.RelativeOutputError(LayerToCompress, CompressedWeight)"/>, or a
/// function that puts it into the model and evaluates that. The dense weight counts 0.
/// </param>
/// <param name="random">Where the compressor draws from: forked by the layer's name.</param>
public sealed class ProfiledLoss(
    IWeightCompressor compressor,
    IReadOnlyList<double> shares,
    Func<LayerToCompress, CompressedWeight, double> measure,
    RandomStream random) : ILossEstimate
{
    /// <inheritdoc/>
    public string Name => $"profile of {compressor.Name}";

    /// <inheritdoc/>
    /// <remarks>Shares that the compressor cannot meet are left out, and so are those that cost more than a better one.</remarks>
    public IReadOnlyList<AllocationOption> Options(LayerToCompress layer)
    {
        List<AllocationOption> tried = [new(1, layer.Parameters, 0)];
        foreach (double share in shares.Distinct())
            if (Try(layer, share) is { } option)
                tried.Add(option);
        // Options that another one beats in both respects are dropped, and of equally large ones only the best stays.
        List<AllocationOption> kept = [];
        foreach (var option in tried.OrderBy(option => option.Parameters).ThenBy(option => option.Loss).ThenBy(option => option.Keep))
            if (kept.Count == 0 || option.Loss < kept[^1].Loss)
                kept.Add(option);
        if (kept[^1].Keep < 1)
            kept.Add(tried[0] with { Loss = kept[^1].Loss }); // a form that lost nothing: dense stays an option, and is never better
        return kept;
    }

    private AllocationOption? Try(LayerToCompress layer, double share)
    {
        if (!(share is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(share), share, "Shares to try are more than 0 and below 1.");
        try
        {
            var budget = WeightBudget.Parameters(share);
            var form = compressor.Compress(layer.ReadWeight(), layer.Statistics, budget, random.Fork(layer.Name));
            double loss = measure(layer, form);
            if (!double.IsFinite(loss))
                throw new ArgumentException($"The loss of {layer.Name} at a share of {share} is {loss}; it must be a finite number.");
            // What counts is the share given, for the compressor may take less at another time; a quantiser's parameters are its bits over 16.
            return new AllocationOption(share, budget.Limit(layer.Outputs, layer.Inputs), loss);
        }
        catch (BudgetException)
        {
            return null;
        }
    }
}
