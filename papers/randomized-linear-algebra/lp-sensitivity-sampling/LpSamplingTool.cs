using Praxis.Lab;

namespace Praxis.Papers.RandomizedLinearAlgebra.LpSensitivitySampling;

/// <summary>A weighted sample of the reader's rows that keeps ‖A x‖ₚ, with its distortion measured.</summary>
[Paper("lp-sensitivity-sampling")]
public sealed class LpSamplingTool : ITool<LpSamplingToolOptions>
{
    private const int MostRowsByDefault = 5_000, MostRows = 20_000;

    /// <inheritdoc/>
    public string Says => "Keep a few weighted rows of a table so that p-th power sums, and p-norm regression, stay nearly the same.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } =
    [
        "table.csv --p 1 --rows 200 -o sample.csv",
        "data/diabetes.csv --p 1.5 --target progression --score lewis",
    ];

    /// <inheritdoc/>
    public ToolReport Use(LpSamplingToolOptions options, ToolContext context, CancellationToken cancel)
    {
        var table = options.Table.Table();
        var a = table.Values; // (n, d), the target included: rows are scored with it
        var (n, d) = (a.Rows, a.Columns);
        if (n < d) throw new ToolException($"{table.Source}: {n} rows and {d} columns. Sampling rows is for tall tables: give at least as many rows as columns, or leave columns out.");
        var score = options.Score ?? (n <= MostRowsByDefault ? RowScore.Sensitivity : options.P < 4 ? RowScore.Lewis : RowScore.Leverage);
        Require(options, score, table);
        var wanted = Math.Min(n, options.Rows ?? 10 * d);
        if (wanted < d) throw new ToolException($"--rows {wanted}: fewer rows than the table's {d} columns lose a direction altogether. Keep at least {d}, better {10 * d}.");

        // An intercept is a column of ones: without it a regression with a constant term would not be kept.
        var design = options.Target is null ? a : Tensor.Concat(1, a, Tensor.Ones(n, 1));
        context.Report("scoring rows", 0.1);
        var basis = Basis(design, table.Source);
        var sensitivities = NeedsSensitivities(score) || n <= 2_000 ? LpSensitivities.OfBasis(basis, options.P, cancel: cancel) : null;
        var sample = LpRowSampler.OfBasis(basis, options.P, score, sensitivities, cancel).Draw(wanted, context.Random("sample"));
        if (sample.Count < basis.Columns) throw new ToolException($"Only {sample.Count} rows were kept this time, fewer than the rank {basis.Columns}. Ask for more with --rows, or take another --seed.");

        cancel.ThrowIfCancellationRequested();
        context.Report("searching the largest distortion", 0.7);
        var distortion = LpDistortion.Search(basis, sample, options.P, context.Random("search"), randomStarts: 64, steps: 60);
        List<ToolMeasure> measures =
        [
            new("distortion found", distortion, Note: "largest |‖S A x‖ᵖ/‖A x‖ᵖ − 1| over x that a search found: a lower estimate"),
            new("rows kept", sample.Count, Note: $"of {n}, {wanted} on average"),
        ];
        List<string> remarks = [];
        if (sensitivities is not null) measures.Add(new("total sensitivity 𝔖", sensitivities.Sum(), Note: $"between {Numbers.Short(Bound(basis.Columns, options.P))} and {Numbers.Short(Math.Max(basis.Columns, Math.Pow(basis.Columns, options.P / 2)))} for rank {basis.Columns}"));
        if (basis.Columns < design.Columns) remarks.Add($"The columns depend on each other: rank {basis.Columns} of {design.Columns}. Rows were scored in the space that the columns span.");
        if (options.Target is { } target) measures.Add(Regression(table, target, options.P, sample));
        remarks.Add("The output numbers rows from 1. The weight multiplies the row's p-th power: scale the row itself by weight^(1/p).");

        var columns = Tensor.Zeros(sample.Count, 2); // (kept, 2)
        for (var k = 0; k < sample.Count; k++) (columns[k, 0], columns[k, 1]) = (sample.Rows[k] + 1, sample.Weights[k]);
        return new ToolReport
        {
            Headline = $"{sample.Count} of {n} rows, sampled by {LpRowSampler.Name(score)}, keep ‖A x‖ᵖ for p = {Numbers.Short(options.P)} within {Numbers.Short(100 * distortion)} % for every x that a search tried.",
            Guarantee = Guarantee(score, options.P, basis.Columns, sensitivities, wanted),
            Measures = measures,
            Remarks = remarks,
            Outputs =
            [
                new MatrixOutput("rows", $"row numbers from 1 and weights of the {sample.Count} kept rows", columns, ["row", "weight"]),
                new MatrixOutput("sample", $"the {sample.Count} kept rows as they are in the table", a.TakeRows(sample.Rows), table.Names),
            ],
        };
    }

    private static bool NeedsSensitivities(RowScore score) => score is RowScore.Sensitivity or RowScore.LeveragePlusSensitivity;

    private static double Bound(int rank, double p) => Math.Min(rank, Math.Pow(rank, p / 2));

    private static void Require(LpSamplingToolOptions options, RowScore score, InputTable table)
    {
        if (score == RowScore.Lewis && options.P >= 4) throw new ToolException($"--score lewis: Lewis weights are computed for p below 4, not {Numbers.Short(options.P)}. Take sensitivity or leverage.");
        if (score == RowScore.RootLeverage && options.P > 2) throw new ToolException($"--score root-leverage is for p up to 2, not {Numbers.Short(options.P)}. Take leverage-plus-sensitivity.");
        if (NeedsSensitivities(score) && table.Values.Rows > MostRows)
            throw new ToolException($"{table.Source}: sensitivities of {table.Values.Rows:N0} rows are as many convex problems; up to {MostRows:N0} rows are taken. Choose --score lewis, leverage or root-leverage.");
    }

    private static Tensor Basis(Tensor design, string source)
    {
        try
        {
            return LeverageScores.Basis(design);
        }
        catch (ArgumentException e)
        {
            throw new ToolException($"{source}: {e.Message}", e);
        }
    }

    private static ToolMeasure Regression(InputTable table, string target, double p, RowSample sample)
    {
        var (features, b, name) = table.Split(target);
        var a = Tensor.Concat(1, features.Values, Tensor.Ones(b.Length, 1)); // (n, d)
        try
        {
            var best = LpRegression.Solve(a, b, p).Cost;
            var sampled = LpRegression.SolveOn(a, b, p, sample).Cost;
            return new ToolMeasure($"cost of regressing {name}, relative excess", best > 0 ? sampled / best - 1 : sampled, Note: $"Σ|residual|^{Numbers.Short(p)} on all rows, solution of the sample against solution of all rows");
        }
        catch (ArgumentException e)
        {
            throw new ToolException($"{table.Source}: {e.Message}", e);
        }
    }

    private static string Guarantee(RowScore score, double p, int rank, double[]? sensitivities, int rows)
    {
        const string unbiased = "For every fixed x the weighted sum of p-th powers is unbiased.";
        double? bound = score switch
        {
            RowScore.Sensitivity => Math.Pow(sensitivities!.Sum(), p == 2 ? 1 : LpSensitivitySamplingStudy.NewExponent(p)),
            RowScore.LeveragePlusSensitivity when p > 2 => Math.Pow(rank, 2 / p) * Math.Pow(sensitivities!.Sum(), 2 - 4 / p),
            RowScore.Lewis => Math.Pow(rank, Math.Max(1, p / 2)),
            RowScore.RootLeverage => rank,
            RowScore.Leverage when p == 2 => rank,
            _ => null,
        };
        return bound is { } needed
            ? $"{unbiased} The theory asks for about {Numbers.Short(needed)}/ε² rows, up to constants and logarithms that it does not name, to keep all x within 1 ± ε: {rows} rows correspond to ε near {Numbers.Short(Math.Sqrt(needed / rows))}."
            : $"{unbiased} There is no guarantee for all x at once with this score and p; the distortion found is measured.";
    }
}
