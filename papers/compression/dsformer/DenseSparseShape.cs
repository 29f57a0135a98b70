namespace Praxis.Papers.Compression.Dsformer;

/// <summary>How large a dense-sparse factorisation is.</summary>
/// <param name="Blocks">The blocks of inputs, each with a dictionary of its own.</param>
/// <param name="Atoms">r, the atoms of each block.</param>
/// <param name="Each">k, the atoms that each output takes of each block; at most r.</param>
public readonly record struct DenseSparseShape(int Blocks, int Atoms, int Each)
{
    private static readonly int[] BlockNumbers = [1, 2, 4, 8];
    private static readonly double[] Shares = [0.125, 0.25, 0.5]; // k/r

    /// <summary>What the factors take, in a budget's unit; in bits the ⌈log₂ r⌉ bits of each coefficient's place count, too.</summary>
    /// <param name="outputs">Rows of the weight.</param>
    /// <param name="inputs">Columns of the weight.</param>
    /// <param name="unit">The unit.</param>
    public long Amount(int outputs, int inputs, BudgetUnit unit)
    {
        long coefficients = (long)outputs * Blocks * Each, dictionary = (long)inputs * Atoms;
        return unit switch
        {
            BudgetUnit.Parameters => coefficients + dictionary,
            BudgetUnit.Flops => 2 * (coefficients + dictionary),
            _ => (dictionary * CompressedWeight.NumberBits) + (coefficients * (CompressedWeight.NumberBits + SparseStorage.IndexBits(Atoms))),
        };
    }

    /// <summary>
    /// Shapes that fill a budget: for 1, 2, 4 and 8 blocks and k/r near 1/8, 1/4 and 1/2 the largest k that fits, and then the largest r. Where
    /// none fits, one atom for all.
    /// </summary>
    /// <param name="outputs">Rows of the weight.</param>
    /// <param name="inputs">Columns of the weight; block numbers that do not divide it are left out.</param>
    /// <param name="budget">What the factors may take.</param>
    /// <exception cref="BudgetException">Not even one atom for all fits.</exception>
    public static IReadOnlyList<DenseSparseShape> Within(int outputs, int inputs, WeightBudget budget)
    {
        long limit = budget.Limit(outputs, inputs);
        var found = new HashSet<DenseSparseShape>();
        foreach (int blocks in BlockNumbers.Where(blocks => inputs % blocks == 0))
            foreach (double share in Shares)
            {
                int each = Largest(0, outputs, k => k == 0 || Fits(new(blocks, (int)Math.Ceiling(k / share), k)));
                if (each == 0)
                    continue;
                int least = (int)Math.Ceiling(each / share);
                if (least <= outputs) // as many atoms as outputs are the weight itself
                    found.Add(new(blocks, Largest(least, outputs, atoms => Fits(new(blocks, atoms, each))), each));
            }

        var smallest = new DenseSparseShape(1, 1, 1);
        if (found.Count == 0)
            found.Add(Fits(smallest) ? smallest : throw budget.TooSmall("one atom with a coefficient for each output", outputs, inputs, smallest.Amount(outputs, inputs, budget.Unit)));
        return [.. found];

        bool Fits(DenseSparseShape shape) => shape.Amount(outputs, inputs, budget.Unit) <= limit;

        static int Largest(int low, int high, Predicate<int> fits)
        {
            while (low < high)
            {
                int middle = low + ((high - low + 1) / 2);
                if (fits(middle)) low = middle;
                else high = middle - 1;
            }

            return low;
        }
    }
}
