using Praxis.Papers.Compression.Allocations;

namespace Praxis.Papers.Compression.Rocket;

/// <summary>
/// The menu of a layer: at each share of its parameters the best ratio of atoms to coefficients, and the relative error of the weight it leaves. The paper measures this
/// error on the weight itself although the factors are made for the outputs.
/// </summary>
/// <param name="shares">The shares to try, more than 0 and below 1; the paper's are 0.95, 0.90, … 0.30.</param>
/// <param name="ratios">The ratios to try at each share.</param>
/// <param name="error">The error of (W, Ŵ); that of the Frobenius norm if left out.</param>
public sealed class RocketProfile(IReadOnlyList<double> shares, IReadOnlyList<double>? ratios = null, Func<Tensor, Tensor, double>? error = null) : ILossEstimate
{
    /// <summary>The paper's menu: 5 % to 70 % removed.</summary>
    public static IReadOnlyList<double> Shares { get; } = [.. Enumerable.Range(6, 14).Select(twentieths => twentieths / 20.0)];

    private readonly IReadOnlyList<double> _shares = shares.All(share => share is > 0 and < 1)
        ? shares
        : throw new ArgumentException($"Shares to try are more than 0 and below 1, not {string.Join(", ", shares)}.", nameof(shares));

    /// <inheritdoc/>
    public string Name => "profile of ROCKET";

    /// <summary>‖W − Ŵ‖₁/‖W‖₁ over all entries, for the ablation.</summary>
    public static double RelativeEntrywiseError(Tensor weight, Tensor approximation) => (weight - approximation).Abs().Sum() / weight.Abs().Sum();

    /// <inheritdoc/>
    public IReadOnlyList<AllocationOption> Options(LayerToCompress layer) => Options(layer, WhitenedBasis.Of(layer.ReadWeight(), layer.Statistics));

    /// <summary>The same from a basis that is there already.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="basis">Its basis.</param>
    public IReadOnlyList<AllocationOption> Options(LayerToCompress layer, WhitenedBasis basis)
    {
        List<AllocationOption> kept = [];
        foreach (double share in _shares.Order())
        {
            var budget = WeightBudget.Parameters(share);
            if (DictionarySize.Of(layer.Outputs, layer.Inputs, budget, layer.Outputs) is null)
                continue; // not one atom fits
            var option = new AllocationOption(
                share, budget.Limit(layer.Outputs, layer.Inputs), RocketFactorization.Best(basis, budget, ratios ?? RocketFactorization.Ratios, error).Error);
            // More parameters without less error are no option.
            if (kept.Count == 0 || (option.Loss < kept[^1].Loss && option.Parameters > kept[^1].Parameters))
                kept.Add(option);
        }

        kept.Add(new AllocationOption(1, layer.Parameters, 0));
        return kept;
    }
}
