using Praxis.Numerics;
using Praxis.Papers.Compression.Baselines;

namespace Praxis.Papers.Compression.Farms;

/// <summary>AlphaPruning's scores: the mean exponent of a block's matrices.</summary>
public static class BlockScores
{
    /// <summary>The block of a map, by its name up to the first number: <c>model.layers.3</c> of <c>model.layers.3.mlp.up_proj</c>; the name itself without one.</summary>
    public static string BlockOf(string name)
    {
        string[] parts = name.Split('.');
        int number = Array.FindIndex(parts, part => int.TryParse(part, out _));
        return number < 0 ? name : string.Join('.', parts[..(number + 1)]);
    }

    /// <summary>The scores of all blocks.</summary>
    /// <param name="layers">The maps.</param>
    /// <param name="grid">FARMS's windows; null: whole matrices.</param>
    /// <returns>By the blocks' names; a matrix too small for an exponent counts for nothing, and a block of such alone gets the mean of the others.</returns>
    /// <exception cref="NonFiniteException">A weight holds a number that is not finite; the message names the map.</exception>
    public static IReadOnlyDictionary<string, double> Of(IReadOnlyList<LayerToCompress> layers, WindowGrid? grid)
    {
        var exponents = new double?[layers.Count];
        Tensor[] weights = [.. layers.Select(layer => LayerInput.Weight(layer.ReadWeight(), layer.Statistics))];
        Parallel.For(0, layers.Count, l => exponents[l] = Spectra.Exponent(weights[l], grid));
        var blocks = layers.Select((layer, l) => (Block: BlockOf(layer.Name), Exponent: exponents[l])).GroupBy(pair => pair.Block)
            .Select(block => (block.Key, Scores: block.Where(pair => pair.Exponent is not null).Select(pair => pair.Exponent!.Value).ToArray())).ToList();
        double mean = blocks.SelectMany(block => block.Scores).DefaultIfEmpty(1).Average();
        return blocks.ToDictionary(block => block.Key, block => block.Scores.DefaultIfEmpty(mean).Average());
    }
}
