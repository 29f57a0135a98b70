using Praxis.Numerics;

namespace Praxis.Papers.Compression.Maestro;

/// <summary>Ranks for networks that were not trained to have low ones, within a number of parameters.</summary>
public static class RankBaselines
{
    /// <summary>
    /// Ranks by energy: from rank 1 everywhere, the component that adds the largest share of its layer's squared norm per parameter comes next,
    /// as long as it fits.
    /// </summary>
    /// <param name="network">Layers whose components are in the order of their singular values, as a decomposed network's are.</param>
    /// <param name="parameters">The most parameters of all weights together.</param>
    /// <exception cref="ArgumentOutOfRangeException">Rank 1 everywhere takes more.</exception>
    public static int[] ByEnergy(MaestroNetwork network, long parameters)
    {
        int[] ranks = [.. network.Layers.Select(_ => 1)];
        ArgumentOutOfRangeException.ThrowIfLessThan(parameters, network.WeightParameters(ranks));
        double[][] energies = [.. network.Layers.Select(layer => Energies(layer))];
        while (true)
        {
            (int Layer, double Gain) best = (-1, double.NegativeInfinity);
            for (int i = 0; i < ranks.Length; i++)
            {
                if (ranks[i] == network.Layers[i].FullRank)
                    continue;
                int[] next = [.. ranks];
                next[i]++;
                long cost = network.WeightParameters(next) - network.WeightParameters(ranks); // 0 where the layer is stored dense anyway
                double gain = energies[i][ranks[i]] / Math.Max(cost, 1e-3);
                if (network.WeightParameters(next) <= parameters && gain > best.Gain)
                    best = (i, gain);
            }

            if (best.Layer < 0)
                return ranks;
            ranks[best.Layer]++;
        }
    }

    /// <summary>The largest share of all full ranks alike that stays within the parameters; each layer keeps one component at least.</summary>
    /// <param name="network">The layers.</param>
    /// <param name="parameters">The most parameters of all weights together.</param>
    /// <exception cref="ArgumentOutOfRangeException">Rank 1 everywhere takes more.</exception>
    public static int[] ByShare(MaestroNetwork network, long parameters)
    {
        const int steps = 1000;
        ArgumentOutOfRangeException.ThrowIfLessThan(parameters, network.WeightParameters(Share(0)));
        return Enumerable.Range(0, steps + 1).Reverse().Select(k => Share((double)k / steps)).First(ranks => network.WeightParameters(ranks) <= parameters);

        int[] Share(double share) => [.. network.FullRanks.Select(full => Math.Max(1, (int)(share * full)))];
    }

    /// <summary>Squared singular values as shares of their sum; a component's is ‖u‖² ‖v‖².</summary>
    private static double[] Energies(LodLinear layer)
    {
        (double[] left, double[] right) = (Squares(layer.U.Data), Squares(layer.V.Data));
        double[] energies = [.. left.Zip(right, (u, v) => u * v)];
        double sum = energies.Sum();
        return [.. energies.Select(energy => energy / sum)];
    }

    private static double[] Squares(Tensor factor) => factor.To(DType.F64).Square().Sum(0).ToArray(); // (full rank)
}
