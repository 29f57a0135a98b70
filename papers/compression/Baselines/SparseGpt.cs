using Praxis.Numerics;

namespace Praxis.Papers.Compression.Baselines;

/// <summary>
/// SparseGPT (Frantar and Alistarh, 2023): entries with the least w²/U_jj², the error that their removal costs, are pruned block by block, and what stays is moved so that the
/// outputs change least (<see cref="OptimalBrainSweep"/>).
/// </summary>
/// <param name="pattern">n:m if groups of inputs are to be pruned, null to prune over the rows of each block.</param>
/// <param name="damping">This times the mean diagonal entry of the second moments is added to their diagonal; the paper's is 0.01.</param>
/// <param name="blockSize">The columns among which entries are chosen together; the paper's is 128.</param>
public sealed class SparseGpt(GroupPattern? pattern = null, double damping = 0.01, int blockSize = 128) : IWeightCompressor
{
    /// <inheritdoc/>
    public string Name => pattern is null ? "SparseGPT" : $"SparseGPT {pattern}";

    /// <inheritdoc/>
    public CompressedWeight Compress(Tensor weight, LayerStatistics statistics, WeightBudget budget, RandomStream random)
    {
        var w = LayerInput.Weight(weight, statistics);
        if (budget.Keep == 1)
            return new DenseWeight(w);
        pattern?.Require(w.Rows, w.Columns, statistics, budget);
        var factor = OptimalBrainSweepInput.Factor(statistics, LayerInput.DampedMoments(statistics, damping));
        long entries = pattern is null ? LayerInput.Budgeted(statistics, () => budget.Entries(w.Rows, w.Columns)) : 0;
        var rule = new PruningRule(w.Rows, w.Columns, factor.Diagonal().ToArray(), entries, pattern);
        int block = pattern is null ? blockSize : Math.Max(1, blockSize / pattern.Of) * pattern.Of; // no group across two blocks
        var pruned = OptimalBrainSweep.Run(w, factor, block, rule);
        return pattern is null ? SparseWeight.OfMask(pruned, rule.Kept) : pattern.Within(SparseWeight.OfMask(pruned, rule.Kept, pattern.Kept, pattern.Of), statistics, budget);
    }

    private sealed class PruningRule(int outputs, int inputs, double[] pivots, long entries, GroupPattern? pattern) : IColumnRule
    {
        public Tensor Kept { get; } = Tensor.Zeros(DType.Bool, outputs, inputs);

        public void BeginBlock(int start, Tensor weight, int width)
        {
            var scores = (weight.Slice(1, start, width) / Tensor.FromArray(pivots[start..(start + width)])).Square(); // (outputs, width)
            // Up to each block as large a share of the entries as in the end.
            long before = entries * start / inputs, after = entries * (start + width) / inputs;
            var mask = pattern is null
                ? PruningMask.Largest(scores, after - before)
                : PruningMask.LargestOfGroups(scores, pattern.Kept, pattern.Of);
            Kept.Slice(1, start, width).CopyFrom(mask);
        }

        public double Set(int row, int column, ReadOnlySpan<double> following) =>
            Kept.AsSpan<bool>()[(row * inputs) + column] ? following[0] : 0;
    }
}
