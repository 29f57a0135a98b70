using Praxis.Papers.Compression.Baselines;

namespace Praxis.Papers.Compression.Allocations;

/// <summary>The spectra of all layers and the sizes of their ranks: what the allocations by energy look at.</summary>
internal sealed class SpectralSteps
{
    private readonly IReadOnlyList<LayerToCompress> _layers;

    public SpectralSteps(IReadOnlyList<LayerToCompress> layers, bool whitened)
    {
        _layers = layers;
        Energies = [.. layers.Select(layer => LowRankBasis.Energies(layer.ReadWeight(), layer.Statistics, whitened))];
        Tails = [.. Energies.Select(TailsOf)];
        Sizes = [.. layers.Select(layer => (IReadOnlyList<long>)[.. Enumerable.Range(0, RankLadder.Steps(layer)).Select(step => RankLadder.Parameters(layer, step))])];
    }

    /// <summary>For each layer the squared singular values, descending.</summary>
    public IReadOnlyList<double[]> Energies { get; }

    /// <summary>For each layer and each rank from 0 the energy that is left out.</summary>
    public IReadOnlyList<double[]> Tails { get; }

    /// <summary>For each layer the parameters of its steps.</summary>
    public IReadOnlyList<IReadOnlyList<long>> Sizes { get; }

    /// <summary>The energy that a layer leaves out on a step, as a share of its whole; 0 for a dense layer and for zeros.</summary>
    public double RelativeTail(int layer, int step) =>
        RankLadder.Rank(_layers[layer], step) is { } rank && Tails[layer][0] > 0 ? Tails[layer][rank] / Tails[layer][0] : 0;

    /// <summary>The budgets of the steps.</summary>
    public IReadOnlyDictionary<string, WeightBudget> Budgets(int[] steps) => _layers.Select((layer, l) => (layer.Name, Keep: RankLadder.Keep(layer, steps[l])))
        .ToDictionary(pair => pair.Name, pair => WeightBudget.Parameters(pair.Keep));

    // Summed from the small end, so that small tails keep their digits.
    private static double[] TailsOf(double[] energies)
    {
        var tails = new double[energies.Length + 1];
        for (int k = energies.Length - 1; k >= 0; k--)
            tails[k] = tails[k + 1] + energies[k];
        return tails;
    }
}
