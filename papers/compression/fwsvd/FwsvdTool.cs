using Praxis.Lab;
using Praxis.Papers.Compression.Baselines;

namespace Praxis.Papers.Compression.Fwsvd;

/// <summary>Factors of the reader's weight by the reader's importances, with truncated SVD of the same rank beside them.</summary>
[Paper("fwsvd")]
public sealed class FwsvdTool : ITool<FwsvdToolOptions>
{
    /// <inheritdoc/>
    public string Says => "Factor a weight matrix so that what the loss feels most is kept best.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } =
    [
        "weight.npy fisher.npy --keep 0.5 -o factors.npy",
        "weight.csv importance.csv --rank 16",
    ];

    /// <inheritdoc/>
    public ToolReport Use(FwsvdToolOptions options, ToolContext context, CancellationToken cancel)
    {
        var weight = options.Weight.Table().Values; // (outputs, inputs)
        var importance = Importances(options, weight);
        int most = Math.Min(weight.Rows, weight.Columns);
        if (options.Rank > most)
            throw new ToolException($"--rank {options.Rank}: a weight of {weight.Rows} × {weight.Columns} has rank {most} at most.");
        int rank = options.Rank ?? RankWithin(options, weight);
        cancel.ThrowIfCancellationRequested();
        context.Report("factoring", 0.3);
        var factors = FisherWeightedSvd.Factorize(weight, importance.Values, options.Side, rank);
        var plain = LowRankBasis.Of(weight, null, rank).Truncate(rank);
        double weighted = Weighted(factors), weightedPlain = Weighted(plain), whole = Norm(weight);
        double keep = (double)factors.Parameters / factors.DenseParameters;
        return new ToolReport
        {
            Headline = $"Rank {rank} keeps {Numbers.Short(100 * keep)} % of the parameters; the weighted error is {Numbers.Short(100 * weighted / whole)} %, that of truncated SVD {Numbers.Short(100 * weightedPlain / whole)} %.",
            Guarantee = "No factors of this rank have a smaller error weighted by the importances (Eckart and Young). What that means for the loss is not guaranteed: the diagonal Fisher information, summed over the other side, is a rough second-order model of it.",
            Measures =
            [
                new("weighted error", weighted / whole, Note: "√(Σ Î (W − AB)²/Σ Î W²)"),
                new("weighted error of truncated SVD", weightedPlain / whole, Note: "same rank"),
                new("Frobenius error", WeightErrors.RelativeWeightError(weight, factors.ToDense()), Note: "‖W − AB‖/‖W‖"),
                new("Frobenius error of truncated SVD", WeightErrors.RelativeWeightError(weight, plain.ToDense()), Note: "never larger"),
                new("rank", rank),
                new("parameters kept", keep),
                new("importances raised", importance.Raised, Note: "those below a millionth of the mean"),
            ],
            Remarks = keep >= 1 ? [$"Rank {rank} saves nothing on a weight of this shape: factors are smaller from rank {(weight.Rows * (long)weight.Columns - 1) / (weight.Rows + weight.Columns)} down."] : [],
            Outputs =
            [
                new MatrixOutput("left", $"left factor ({weight.Rows}, {rank})", factors.Left),
                new MatrixOutput("right", $"right factor ({rank}, {weight.Columns}); left times right stands for the weight", factors.Right),
            ],
        };

        double Weighted(LowRankWeight form) => Norm(weight - form.ToDense());

        // √(Σ Î w²)
        double Norm(Tensor w) => (options.Side == WeightedSide.Inputs
            ? w * importance.Values.Sqrt()
            : w * importance.Values.Sqrt().Reshape(weight.Rows, 1)).FrobeniusNorm();
    }

    private static RowImportance Importances(FwsvdToolOptions options, Tensor weight)
    {
        var given = options.Importance.Table().Values;
        (string side, int count) = options.Side == WeightedSide.Inputs ? ("inputs", weight.Columns) : ("outputs", weight.Rows);
        bool isFisher = given.Rows == weight.Rows && given.Columns == weight.Columns;
        if (!isFisher && (Math.Min(given.Rows, given.Columns) != 1 || given.Length != count))
            throw new ToolException($"{options.Importance.Path}: a matrix of {weight.Rows} × {weight.Columns} like the weight, or {count} numbers for its {side}, are needed; this table has {given.Rows} rows and {given.Columns} columns.");
        try
        {
            return isFisher ? RowImportance.Of(given, options.Side, options.Importance.Path) : RowImportance.OfSums(given.Reshape(count), options.Importance.Path);
        }
        catch (ArgumentException failure)
        {
            throw new ToolException($"{options.Importance.Path}: importances are means of squares, not negative and not all 0. {failure.Message}", failure);
        }
    }

    private static int RankWithin(FwsvdToolOptions options, Tensor weight)
    {
        try
        {
            return WeightBudget.Parameters(options.Keep).Rank(weight.Rows, weight.Columns);
        }
        catch (BudgetException failure)
        {
            throw new ToolException($"--keep {options.Keep}: {failure.Message}", failure);
        }
    }
}
