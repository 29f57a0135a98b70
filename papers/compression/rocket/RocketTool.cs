using Praxis.Lab;
using Praxis.Numerics;
using Praxis.Papers.Compression.Baselines;

namespace Praxis.Papers.Compression.Rocket;

/// <summary>Dictionary and sparse coefficients of the reader's weight, with whitened SVD of the same size beside them.</summary>
[Paper("rocket")]
public sealed class RocketTool : ITool<RocketToolOptions>
{
    /// <inheritdoc/>
    public string Says => "Write a weight matrix as a small dense dictionary times sparse coefficients.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } =
    [
        "weight.npy --inputs activations.npy --keep 0.5 -o coefficients.npy",
        "weight.csv --keep 0.3 --ratio 2 --count-mask",
    ];

    /// <inheritdoc/>
    public ToolReport Use(RocketToolOptions options, ToolContext context, CancellationToken cancel)
    {
        var weight = options.Weight.Table().Values; // (outputs, inputs)
        var statistics = Statistics(options, weight);
        var budget = options.CountMask ? WeightBudget.Bits(options.Keep) : WeightBudget.Parameters(options.Keep);
        context.Report("whitening", 0.1);
        var basis = WhitenedBasis.Of(weight, statistics);
        cancel.ThrowIfCancellationRequested();
        context.Report("factoring", 0.5);
        var (factors, error, ratio) = Best(options, basis, budget);
        var form = factors.ToForm();
        var low = LowRankWithin(weight, statistics, budget);
        double output = WeightErrors.RelativeOutputError(weight, form.ToDense(), statistics.SecondMoments);
        int atoms = factors.Dictionary.Rows;
        double lowOutput = low is null ? double.NaN : WeightErrors.RelativeOutputError(weight, low.ToDense(), statistics.SecondMoments);
        return new ToolReport
        {
            Headline = $"{atoms} atoms with {Numbers.Short((double)(form.Parameters - factors.Dictionary.Length) / form.Outputs)} coefficients an output keep {Numbers.Short(100.0 * form.Parameters / form.DenseParameters)} % of the numbers; the outputs are off by {Numbers.Short(100 * output)} %{(low is null ? "" : $", those of whitened SVD of the same size by {Numbers.Short(100 * lowOutput)} %")}.",
            Guarantee = "None: the coefficients are chosen by thresholding, not by search. The errors below are measured.",
            Measures =
            [
                new("output error", output, Note: options.Inputs is null ? "√(mean ‖(W − SD) x‖²/mean ‖W x‖²), inputs uncorrelated and of one scale" : "√(mean ‖(W − SD) x‖²/mean ‖W x‖²) over the inputs given"),
                .. low is null ? Array.Empty<ToolMeasure>() : [new("output error of whitened SVD", lowOutput, Note: "the largest rank within the same budget")],
                new("weight error", error, Note: "‖W − SD‖/‖W‖"),
                new("ratio of atoms to coefficients", ratio),
                new("numbers kept", (double)form.Parameters / form.DenseParameters),
                new("bits kept", (double)form.Bits / form.DenseBits, Note: "16 a number, and the places of the coefficients"),
            ],
            Outputs =
            [
                new MatrixOutput("coefficients", $"sparse coefficients with their zeros ({weight.Rows}, {atoms})", factors.Coefficients),
                new MatrixOutput("dictionary", $"dense dictionary ({atoms}, {weight.Columns}); coefficients times dictionary stand for the weight", factors.Dictionary),
            ],
        };
    }

    private static LayerStatistics Statistics(RocketToolOptions options, Tensor weight)
    {
        if (options.Inputs is not { } file)
            return LayerStatistics.Unknown(options.Weight.Path, weight.Columns);
        var inputs = file.Table().Values; // (rows, inputs)
        return inputs.Columns == weight.Columns
            ? LayerStatistics.OfInputs(options.Weight.Path, inputs)
            : throw new ToolException($"{file.Path}: {inputs.Columns} columns, and the weight {options.Weight.Path} has {weight.Columns} inputs. Give one column for each input.");
    }

    private static (DictionaryFactors Factors, double Error, double Ratio) Best(RocketToolOptions options, WhitenedBasis basis, WeightBudget budget)
    {
        try
        {
            return RocketFactorization.Best(basis, budget, options.Ratio is { } ratio ? [ratio] : RocketFactorization.Ratios);
        }
        catch (BudgetException failure)
        {
            throw new ToolException($"--keep {options.Keep}: {failure.Message}", failure);
        }
    }

    private static CompressedWeight? LowRankWithin(Tensor weight, LayerStatistics statistics, WeightBudget budget)
    {
        try
        {
            return new ActivationAwareSvd().Compress(weight, statistics, budget, new RandomStream(0));
        }
        catch (BudgetException)
        {
            return null; // not even rank 1 fits
        }
    }
}
