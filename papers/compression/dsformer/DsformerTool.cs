using Praxis.Lab;
using Praxis.Papers.Compression.Baselines;

namespace Praxis.Papers.Compression.Dsformer;

/// <summary>The reader's weight in dense-sparse form, with truncated SVD of the same size beside it.</summary>
[Paper("dsformer")]
public sealed class DsformerTool : ITool<DsformerToolOptions>
{
    /// <inheritdoc/>
    public string Says => "Write a weight matrix as blocks of a small dense basis with a few coefficients for every output.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } =
    [
        "weight.npy --keep 0.5 -o coefficients.npy",
        "weight.csv --keep 0.36 --values-only --rounds 50",
    ];

    /// <inheritdoc/>
    public ToolReport Use(DsformerToolOptions options, ToolContext context, CancellationToken cancel)
    {
        var weight = options.Weight.Table().Values; // (outputs, inputs)
        var budget = options.ValuesOnly ? WeightBudget.Parameters(options.Keep) : WeightBudget.Bits(options.Keep);
        context.Report("factoring", 0.1);
        var form = Factored(options, weight, budget);
        cancel.ThrowIfCancellationRequested();
        double error = WeightErrors.RelativeWeightError(weight, form.ToDense());
        double? svd = SvdError(weight, budget);
        long each = form.Coefficients.Parameters / ((long)form.Outputs * form.Blocks);
        return new ToolReport
        {
            Headline = $"{form.Blocks} block{(form.Blocks == 1 ? "" : "s")} of {form.Atoms} atoms, {each} for every output: the error is {Numbers.Short(100 * error)} %{(svd is { } other ? $", that of truncated SVD of the same size {Numbers.Short(100 * other)} %" : "")}.",
            Guarantee = "None: the search by turns stops where neither turn helps, which need not be the best. The error below is measured.",
            Measures =
            [
                new("relative error", error, Note: "‖W − Ŵ‖/‖W‖ in the Frobenius norm"),
                .. svd is { } value ? [new ToolMeasure("relative error of truncated SVD", value, Note: "the largest rank within the same budget")] : Array.Empty<ToolMeasure>(),
                new("numbers kept", (double)form.Parameters / form.DenseParameters),
                new("bits kept", (double)form.Bits / form.DenseBits, Note: "16 a number, and the places of the coefficients"),
            ],
            Outputs =
            [
                new MatrixOutput("coefficients", $"sparse coefficients with their zeros ({form.Outputs}, {form.Blocks * form.Atoms}), those of the first block first", form.Coefficients.ToDense()),
                new MatrixOutput("dictionary", $"atoms ({form.Blocks * form.Atoms}, {form.Inputs / form.Blocks}), those of the first block first: block b of the weight's columns is its coefficients times its atoms", form.Dictionary.Reshape(form.Blocks * form.Atoms, form.Inputs / form.Blocks)),
            ],
        };
    }

    private static DictionaryWeight Factored(DsformerToolOptions options, Tensor weight, WeightBudget budget)
    {
        try
        {
            return DenseSparseFactorization.Best(weight, budget, options.Rounds);
        }
        catch (BudgetException failure)
        {
            throw new ToolException($"--keep {options.Keep}: {failure.Message}", failure);
        }
    }

    private static double? SvdError(Tensor weight, WeightBudget budget)
    {
        try
        {
            return WeightErrors.RelativeWeightError(weight, LowRankBasis.Of(weight, null, budget.Rank(weight.Rows, weight.Columns)).Truncate(budget.Rank(weight.Rows, weight.Columns)).ToDense());
        }
        catch (BudgetException)
        {
            return null; // not even rank 1 fits
        }
    }
}
