using Praxis.Numerics;

namespace Praxis.Papers.Compression.Baselines;

/// <summary>
/// GPTQ (Frantar et al., 2022): column after column goes to the nearest level, and the columns still to come are moved so that the outputs change
/// least (<see cref="OptimalBrainSweep"/>). A group's grid is fitted when the sweep comes to it; in the order of activations all grids are fitted
/// beforehand, so that groups stay consecutive. Inputs that were always zero are rounded to nearest (the authors' code sets their weights to zero).
/// </summary>
/// <param name="scheme">Bits, groups and symmetry.</param>
/// <param name="damping">This times the mean diagonal entry of the second moments is added to their diagonal; the paper's is 0.01.</param>
/// <param name="blockSize">The columns of a block; it changes the time, not the result.</param>
/// <param name="activationOrder">Whether the columns of the largest second moments come first.</param>
public sealed class Gptq(QuantizationScheme scheme, double damping = 0.01, int blockSize = 128, bool activationOrder = false) : IWeightCompressor
{
    /// <inheritdoc/>
    public string Name => $"GPTQ ({scheme}{(activationOrder ? ", activation order" : "")})";

    /// <inheritdoc/>
    public CompressedWeight Compress(Tensor weight, LayerStatistics statistics, WeightBudget budget, RandomStream random)
    {
        var w = LayerInput.Weight(weight, statistics);
        var rows = new QuantizedRows(w.Rows, w.Columns, scheme.Within(w.Rows, w.Columns, statistics, budget));
        var moments = LayerInput.DampedMoments(statistics, damping);
        int[]? order = activationOrder ? Order(moments) : null;
        if (order is not null || rows.Width == w.Columns)
            rows.FitAll(w);
        var rule = new NearestLevel(rows, order, fitsGroups: order is null && rows.Width < w.Columns);
        if (order is not null)
            (w, moments) = (w.TakeColumns(order), moments.TakeRows(order).TakeColumns(order));
        // No group across two blocks, or its grid would be fitted to numbers that are not up to date.
        int block = rule.FitsGroups ? Math.Max(1, blockSize / rows.Width) * rows.Width : blockSize;
        OptimalBrainSweep.Run(w, OptimalBrainSweepInput.Factor(statistics, moments), block, rule);
        return rows.ToWeight();
    }

    private static int[] Order(Tensor moments)
    {
        double[] diagonal = moments.Diagonal().ToArray();
        return [.. Enumerable.Range(0, diagonal.Length).OrderByDescending(column => diagonal[column])]; // stable
    }

    private sealed class NearestLevel(QuantizedRows rows, int[]? order, bool fitsGroups) : IColumnRule
    {
        public bool FitsGroups => fitsGroups;

        public double Set(int row, int column, ReadOnlySpan<double> following)
        {
            if (fitsGroups && column % rows.Width == 0)
                rows.Fit(row, column, following);
            return rows.Put(row, order is null ? column : order[column], following[0]);
        }
    }
}
