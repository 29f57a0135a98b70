namespace Praxis.Papers.Compression.Monarch;

/// <summary>How a Monarch matrix is cut: q × k tiles, each of the inner rank.</summary>
/// <param name="Outputs">q: each tile has every q-th row.</param>
/// <param name="Inputs">k: each tile has one of k runs of columns.</param>
/// <param name="InnerRank">The rank of each tile; 1 in the paper's square-root case.</param>
public sealed record MonarchBlocks(int Outputs, int Inputs, int InnerRank = 1)
{
    /// <summary>As many blocks on each side.</summary>
    public static MonarchBlocks Square(int blocks, int innerRank = 1) => new(blocks, blocks, innerRank);

    /// <summary>The numbers of a Monarch matrix of this cut: r (q inputs + k outputs), as many as a low-rank form of rank r q where q = k.</summary>
    public long Parameters(int outputs, int inputs) => InnerRank * (((long)Outputs * inputs) + ((long)Inputs * outputs));

    /// <summary>Checks that a matrix can be cut so.</summary>
    /// <exception cref="ArgumentException">It cannot; the message says why.</exception>
    public void RequireFor(int outputs, int inputs)
    {
        if (Outputs < 1 || Inputs < 1 || InnerRank < 1)
            throw new ArgumentException($"Blocks and rank are 1 at least, not {Outputs} × {Inputs} of rank {InnerRank}.");
        if (outputs % Outputs != 0 || inputs % Inputs != 0)
            throw new ArgumentException($"A matrix of {outputs} × {inputs} cannot be cut into {Outputs} × {Inputs} equal tiles; take numbers of blocks that divide its sides.");
        if (InnerRank > Math.Min(outputs / Outputs, inputs / Inputs))
            throw new ArgumentException($"Tiles of {outputs / Outputs} × {inputs / Inputs} have no rank of {InnerRank}.");
    }

    /// <summary>
    /// The cuts that a budget allows: 2, 4, 8, … blocks on each side up to the square root of the shorter one (or the largest smaller number that
    /// divides the side), each with the largest inner rank that fits. One block on each side, which is a low-rank form, only where nothing
    /// else fits.
    /// </summary>
    /// <param name="outputs">Rows of the weight.</param>
    /// <param name="inputs">Columns of the weight.</param>
    /// <param name="budget">What may be kept.</param>
    /// <exception cref="BudgetException">Not even one block of rank 1 fits.</exception>
    public static IReadOnlyList<MonarchBlocks> Within(int outputs, int inputs, WeightBudget budget)
    {
        var found = new List<MonarchBlocks>();
        for (int blocks = 2; blocks * blocks <= Math.Min(outputs, inputs); blocks *= 2)
            if (Largest(LargestDivisor(outputs, blocks), LargestDivisor(inputs, blocks)) is { } cut && (cut.Outputs > 1 || cut.Inputs > 1) && !found.Contains(cut))
                found.Add(cut);
        return found.Count > 0 ? found : [new MonarchBlocks(1, 1, budget.Rank(outputs, inputs))];

        MonarchBlocks? Largest(int q, int k)
        {
            // The three units agree: every number takes the same bits and two operations.
            long each = new MonarchBlocks(q, k).Parameters(outputs, inputs), dense = (long)outputs * inputs;
            long allowed = budget.Limit(outputs, inputs) / (budget.Unit switch { BudgetUnit.Bits => CompressedWeight.NumberBits, BudgetUnit.Flops => 2, _ => 1 });
            long rank = Math.Min(Math.Min(allowed, dense) / each, Math.Min(outputs / q, inputs / k));
            return rank >= 1 ? new MonarchBlocks(q, k, (int)rank) : null;
        }
    }

    private static int LargestDivisor(int side, int most)
    {
        int divisor = most;
        while (side % divisor != 0)
            divisor--;
        return divisor;
    }
}
