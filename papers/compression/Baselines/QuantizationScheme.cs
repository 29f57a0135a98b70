namespace Praxis.Papers.Compression.Baselines;

/// <summary>
/// The grids that a quantiser uses (<see cref="QuantizationGrid"/>): evenly spaced levels over the range of a row, or of a group of
/// consecutive inputs of a row.
/// </summary>
/// <param name="Bits">From 2 to 8; null: as many as the budget allows.</param>
/// <param name="GroupSize">The inputs that share a scale; null: the whole row.</param>
/// <param name="Symmetric">Whether grids have 0 in the middle; otherwise they span from min(w, 0) to max(w, 0) with a zero point.</param>
public sealed record QuantizationScheme(int? Bits = null, int? GroupSize = null, bool Symmetric = true)
{
    /// <summary>The fewest bits.</summary>
    public const int LeastBits = 2;

    /// <summary>The most bits.</summary>
    public const int MostBits = 8;

    /// <inheritdoc/>
    public override string ToString() =>
        (Bits is { } bits ? $"{bits} bits" : "bits by budget") + (GroupSize is { } size ? $", groups of {size}" : "") + (Symmetric ? "" : ", asymmetric");

    /// <summary>The grid of a layer: with the scheme's own bits, or the most with which the form stays within the budget.</summary>
    /// <param name="outputs">Rows of the weight.</param>
    /// <param name="inputs">Columns of the weight.</param>
    /// <param name="statistics">The layer's.</param>
    /// <param name="budget">A budget in bits; one in parameters counts as the same share of the bits.</param>
    /// <exception cref="ArgumentException">The scheme has bits or a group size that cannot be, or the budget is in operations, of which quantising saves none.</exception>
    /// <exception cref="BudgetException">Not even the fewest bits fit, or the scheme's own do not; the message says the least share.</exception>
    public QuantizationGrid Within(int outputs, int inputs, LayerStatistics statistics, WeightBudget budget)
    {
        if (Bits is < LeastBits or > MostBits)
            throw new ArgumentException($"{statistics.Name}: {Bits} bits cannot be had; from {LeastBits} to {MostBits} can.", nameof(statistics));
        if (GroupSize < 1)
            throw new ArgumentException($"{statistics.Name}: a group of {GroupSize} inputs cannot be.", nameof(statistics));
        if (budget.Unit == BudgetUnit.Flops)
            throw new ArgumentException($"{statistics.Name}: quantising saves no operations; give the budget in bits.", nameof(budget));
        var bitBudget = budget with { Unit = BudgetUnit.Bits };
        long limit = bitBudget.Limit(outputs, inputs);
        int least = Bits ?? LeastBits;
        for (int bits = Bits ?? MostBits; bits >= least; bits--)
            if (GridOf(bits, inputs) is var grid && grid.StorageBits(outputs, inputs) <= limit)
                return grid;
        return LayerInput.Budgeted<QuantizationGrid>(statistics, () => throw bitBudget.TooSmall(
            $"{least} bits a number with the scales",
            outputs,
            inputs,
            GridOf(least, inputs).StorageBits(outputs, inputs)));
    }

    private QuantizationGrid GridOf(int bits, int inputs) => new(bits, Math.Min(GroupSize ?? inputs, inputs), Symmetric);
}
