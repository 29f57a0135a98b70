namespace Praxis.Papers.Compression.Baselines;

/// <summary>n:m sparsity: of every m consecutive inputs n stay, as hardware with sparse products needs it (2:4).</summary>
/// <param name="Kept">n.</param>
/// <param name="Of">m; it must divide the inputs.</param>
public sealed record GroupPattern(int Kept, int Of)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Kept}:{Of}";

    /// <summary>Checks that a layer can have the pattern within a budget.</summary>
    /// <param name="outputs">Rows of the weight.</param>
    /// <param name="inputs">Columns of the weight.</param>
    /// <param name="statistics">The layer's.</param>
    /// <param name="budget">The budget.</param>
    /// <exception cref="ArgumentException">The pattern is none, or does not divide the inputs.</exception>
    public void Require(int outputs, int inputs, LayerStatistics statistics, WeightBudget budget)
    {
        if (Kept < 1 || Kept > Of)
            throw new ArgumentException($"{statistics.Name}: {this} is no pattern; n is from 1 to m.", nameof(budget));
        if (inputs % Of != 0)
            throw new ArgumentException($"{statistics.Name}: the pattern {this} does not divide {inputs} inputs.", nameof(budget));
        // Cheap before the scores are sorted; the bits with their positions are checked on the form itself.
        if (budget.Unit != BudgetUnit.Bits && Kept > budget.Keep * Of * (1 + 1e-9))
            throw TooSmall(statistics, budget, (double)Kept / Of);
    }

    /// <summary>The weight with the entries of the largest scores in every group.</summary>
    /// <param name="weight">(outputs, inputs).</param>
    /// <param name="scores">(outputs, inputs).</param>
    /// <param name="statistics">The layer's.</param>
    /// <param name="budget">The budget.</param>
    public SparseWeight Prune(Tensor weight, Tensor scores, LayerStatistics statistics, WeightBudget budget)
    {
        Require(weight.Rows, weight.Columns, statistics, budget);
        return Within(SparseWeight.OfMask(weight, PruningMask.LargestOfGroups(scores, Kept, Of), Kept, Of), statistics, budget);
    }

    /// <summary>The form, checked against the budget.</summary>
    /// <param name="form">A pruned weight.</param>
    /// <param name="statistics">The layer's.</param>
    /// <param name="budget">The budget.</param>
    public SparseWeight Within(SparseWeight form, LayerStatistics statistics, WeightBudget budget) => budget.Allows(form)
        ? form
        : throw TooSmall(statistics, budget, (double)form.Bits / form.DenseBits);

    private BudgetException TooSmall(LayerStatistics statistics, WeightBudget budget, double least) => new(
        FormattableString.Invariant($"{statistics.Name}: the pattern {this} takes a share of {least:0.####} of the {budget.Unit.ToString().ToLowerInvariant()}, and the budget is {budget.Keep:0.####}."),
        least);
}
