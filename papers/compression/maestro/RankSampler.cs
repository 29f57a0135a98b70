using Praxis.Numerics;

namespace Praxis.Papers.Compression.Maestro;

/// <summary>Draws the layer that is cut in a step and its rank; every pair of a layer and one of its ranks is equally likely.</summary>
public static class RankSampler
{
    /// <summary>One pair.</summary>
    /// <param name="ranks">The layers' active ranks.</param>
    /// <param name="random">Where it is drawn from.</param>
    /// <returns>The layer from 0, and b from 1 to its rank; null if no layer has a component left.</returns>
    public static (int Layer, int Rank)? Draw(IReadOnlyList<int> ranks, RandomStream random)
    {
        int all = ranks.Sum();
        if (all == 0)
            return null;
        int place = random.Next(all), layer = 0;
        while (place >= ranks[layer])
            place -= ranks[layer++];
        return (layer, place + 1);
    }
}
