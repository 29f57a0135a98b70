namespace Praxis.Papers.Compression.Rocket;

/// <summary>How large ROCKET's factors of a weight are.</summary>
/// <param name="Atoms">k, the rows of the dense dictionary.</param>
/// <param name="Entries">The coefficients that are kept, over all outputs: s · outputs in the paper.</param>
public readonly record struct DictionarySize(int Atoms, long Entries)
{
    /// <summary>
    /// The size that fills a budget with k atoms to k/ratio coefficients an output: k = ⌊budget/(inputs + outputs/ratio)⌋, and as many coefficients as
    /// then still fit. When k reaches the full rank, the rest goes to coefficients.
    /// </summary>
    /// <param name="outputs">Rows of the dense weight.</param>
    /// <param name="inputs">Columns of the dense weight.</param>
    /// <param name="budget">In parameters as the paper counts, or in bits or operations; in bits the places of the coefficients count, too.</param>
    /// <param name="ratio">k/s, 1 at least; 1 is a low-rank form.</param>
    /// <returns>The size; null if not one atom fits.</returns>
    public static DictionarySize? Of(int outputs, int inputs, WeightBudget budget, double ratio)
    {
        if (!(ratio >= 1) || !double.IsFinite(ratio))
            throw new ArgumentOutOfRangeException(nameof(ratio), ratio, "The ratio of atoms to coefficients an output is a number of 1 or more.");
        long limit = budget.Limit(outputs, inputs);
        int atoms = (int)Largest(0, Math.Min(outputs, inputs), k => Amount(k, (long)Math.Ceiling(k * outputs / ratio)));
        if (atoms == 0)
            return null;
        long all = (long)atoms * outputs;
        return new DictionarySize(atoms, Amount(atoms, all) <= limit ? all : Largest(1, all - 1, entries => Amount(atoms, entries)));

        // With every coefficient kept there is no mask to store.
        long Amount(long k, long entries) => budget.Unit switch
        {
            BudgetUnit.Parameters => (k * inputs) + entries,
            BudgetUnit.Flops => 2 * ((k * inputs) + entries),
            _ when k == 0 => 0,
            _ => (k * inputs * CompressedWeight.NumberBits)
                + (entries == k * outputs ? entries * CompressedWeight.NumberBits : SparseStorage.Bits(outputs, (int)k, entries)),
        };

        long Largest(long low, long high, Func<long, long> amount)
        {
            while (low < high)
            {
                long middle = low + ((high - low + 1) / 2);
                if (amount(middle) <= limit) low = middle;
                else high = middle - 1;
            }

            return low;
        }
    }
}
