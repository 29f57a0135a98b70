namespace Praxis.Papers.Compression;

/// <summary>How much of a dense weight a smaller form may keep: a share of its parameters, of its bits or of its operations.</summary>
/// <remarks>
/// A method that stores cheaper rather than fewer numbers (a quantiser) takes a share of the parameters as the same share of the bits:
/// <c>budget with { Unit = BudgetUnit.Bits }</c>.
/// </remarks>
public sealed record WeightBudget
{
    private WeightBudget(double keep, BudgetUnit unit) => (Keep, Unit) = (keep, unit);

    /// <summary>The share of the dense weight's amount, more than 0 and at most 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The share is none.</exception>
    public double Keep
    {
        get;
        init => field = value is > 0 and <= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A budget keeps more than 0 and at most 1 of the dense weight.");
    }

    /// <summary>What is counted.</summary>
    public BudgetUnit Unit { get; init; }

    /// <summary>A share of the dense weight's parameters.</summary>
    /// <param name="keep">More than 0, at most 1.</param>
    public static WeightBudget Parameters(double keep) => new(keep, BudgetUnit.Parameters);

    /// <summary>A share of the dense weight's bits, which are <see cref="CompressedWeight.NumberBits"/> a number.</summary>
    /// <param name="keep">More than 0, at most 1.</param>
    public static WeightBudget Bits(double keep) => new(keep, BudgetUnit.Bits);

    /// <summary>Bits for each number of the dense weight, on average and with everything that is stored besides.</summary>
    /// <param name="bits">More than 0, at most <see cref="CompressedWeight.NumberBits"/>.</param>
    public static WeightBudget BitsPerWeight(double bits) => Bits(bits / CompressedWeight.NumberBits);

    /// <summary>A share of the dense weight's operations.</summary>
    /// <param name="keep">More than 0, at most 1.</param>
    public static WeightBudget Flops(double keep) => new(keep, BudgetUnit.Flops);

    /// <summary>The most a form of this size may take, in the budget's unit.</summary>
    /// <param name="outputs">Rows of the dense weight.</param>
    /// <param name="inputs">Columns of the dense weight.</param>
    public long Limit(int outputs, int inputs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        // A share such as 0.3 is a little below 3/10 in binary: an amount that is whole but for rounding counts as whole.
        double amount = Keep * Dense(outputs, inputs), whole = Math.Round(amount);
        return (long)(Math.Abs(amount - whole) <= 1e-9 * whole ? whole : Math.Floor(amount));
    }

    /// <summary>Whether a form stays within the budget.</summary>
    public bool Allows(CompressedWeight weight) => AmountOf(weight) <= Limit(weight.Outputs, weight.Inputs);

    /// <summary>What a form takes, in the budget's unit.</summary>
    public long AmountOf(CompressedWeight weight) => Unit switch
    {
        BudgetUnit.Parameters => weight.Parameters,
        BudgetUnit.Bits => weight.Bits,
        _ => weight.FlopsPerRow,
    };

    /// <summary>
    /// The largest rank r with r (outputs + inputs) numbers within the budget, at most min(outputs, inputs). The three units agree, for a
    /// low-rank form saves the same share of each.
    /// </summary>
    /// <param name="outputs">Rows of the dense weight.</param>
    /// <param name="inputs">Columns of the dense weight.</param>
    /// <exception cref="BudgetException">Not even rank 1 fits.</exception>
    public int Rank(int outputs, int inputs)
    {
        long each = (long)outputs + inputs, cost = each * Dense(outputs, inputs) / ((long)outputs * inputs);
        long rank = Math.Min(Limit(outputs, inputs) / cost, Math.Min(outputs, inputs));
        return rank >= 1 ? (int)rank : throw TooSmall("a low-rank form", outputs, inputs, cost);
    }

    /// <summary>The largest number of entries that an unstructured sparse form may keep within the budget.</summary>
    /// <param name="outputs">Rows of the dense weight.</param>
    /// <param name="inputs">Columns of the dense weight.</param>
    /// <exception cref="BudgetException">Not one entry fits.</exception>
    public long Entries(int outputs, int inputs)
    {
        long limit = Limit(outputs, inputs), all = (long)outputs * inputs;
        long low = 0, high = all; // the cost grows with the number of entries
        while (low < high)
        {
            long middle = low + (high - low + 1) / 2;
            if (SparseAmount(middle) <= limit) low = middle;
            else high = middle - 1;
        }

        return low >= 1 ? low : throw TooSmall("a sparse form", outputs, inputs, SparseAmount(1));

        long SparseAmount(long entries) => Unit switch
        {
            BudgetUnit.Parameters => entries,
            BudgetUnit.Bits => SparseStorage.Bits(outputs, inputs, entries),
            _ => 2 * entries,
        };
    }

    /// <summary>The error for a form whose least amount is above the budget.</summary>
    /// <param name="form">The form in words, such as "a low-rank form".</param>
    /// <param name="outputs">Rows of the dense weight.</param>
    /// <param name="inputs">Columns of the dense weight.</param>
    /// <param name="least">The least amount that the form takes, in the budget's unit.</param>
    public BudgetException TooSmall(string form, int outputs, int inputs, long least)
    {
        // Rounded up in the fourth digit, so that the share in the message does fit.
        double smallest = Math.Min(1, Math.Ceiling(1e4 * least / Dense(outputs, inputs)) / 1e4);
        return new BudgetException(
            FormattableString.Invariant($"A share of {Keep:0.####} of the {Unit.ToString().ToLowerInvariant()} of a weight of {outputs} × {inputs} is too small for {form}; the smallest that can be met is {smallest:0.####}."),
            smallest);
    }

    private long Dense(int outputs, int inputs) => (long)outputs * inputs * Unit switch
    {
        BudgetUnit.Parameters => 1,
        BudgetUnit.Bits => CompressedWeight.NumberBits,
        _ => 2,
    };
}
