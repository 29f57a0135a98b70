using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.PrivateSimilarity;

/// <summary>
/// Releases a summary of a private table that answers kernel-density queries with differential privacy, and answers queries from it without the table.
/// Its noise is not from the seed: it comes from the system's cryptographic generator, and no run can be repeated.
/// </summary>
/// <remarks>The ledger is written here and not with the results: what is spent must be on record before any noise is drawn.</remarks>
[Paper("private-similarity")]
public sealed class PrivateSimilarityTool : ITool<PrivateSimilarityToolOptions>
{
    private const string Protects = "each single row of the table: adding or leaving out one row changes the probability of any outcome by at most the factor e^ε";

    /// <inheritdoc/>
    public string Says => "Answer kernel-density queries about a private table with differential privacy.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } =
    [
        "table.csv --low 0 --high 100 --epsilon 1 --ledger spent.json --budget 2 -o summary.json",
        "summary.json --queries places.csv -o similarity.csv",
    ];

    /// <inheritdoc/>
    public ToolReport Use(PrivateSimilarityToolOptions options, ToolContext context, CancellationToken cancel) =>
        options.File.Format == InputFormat.Json ? Answer(options, cancel) : Release(options, context, cancel);

    private static ToolReport Release(PrivateSimilarityToolOptions options, ToolContext context, CancellationToken cancel)
    {
        // Everything that can be wrong is looked at before ε is spent.
        if (options.Epsilon is not { } epsilon) throw new ToolException("--epsilon: a release from a private table needs its ε, above 0: smaller is more private. A summary (.json) answers without it.");
        if (!(epsilon > 0 && double.IsFinite(epsilon))) throw new ToolException($"--epsilon: {epsilon} is refused; ε must be a finite number above 0.");
        if (options.Ledger is not { Length: > 0 } ledgerPath) throw new ToolException("--ledger: name the file that records what is spent on this table. Without it nobody could tell when a row is no longer protected.");
        if (Path.GetFullPath(ledgerPath) == Path.GetFullPath(options.File.File)) throw new ToolException($"--ledger: {ledgerPath} is the private table. Name another file.");
        if (options.Low.Length == 0 || options.High.Length == 0)
            throw new ToolException("--low and --high: give public bounds of the columns, which anybody could know without the table. They are never taken from it: the smallest and the largest value belong to somebody, and no noise would hide them.");
        var table = options.File.Table();
        var d = table.Values.Columns;
        var box = Bounds(options, d);
        if (options.Project is { } m && m >= d) throw new ToolException($"--project {m}: the table has {d} columns; a projection must have fewer, or leave the option out.");
        var diagonal = Math.Sqrt(Enumerable.Range(0, d).Sum(j => (box.High[j] - box.Low[j]) * (box.High[j] - box.Low[j])));
        // Two uniform points of a box are about diagonal/√6 apart; half of that tells near from far.
        var bandwidth = options.Bandwidth ?? 0.5 * diagonal / Math.Sqrt(6);
        var featureSeed = context.Seed;
        var features = KernelFeatures.Draw(d, options.Kernel, bandwidth, options.Features, options.Project, new RandomStream(featureSeed));
        var queries = options.Queries is { } asked ? Queries(asked, d) : null;
        cancel.ThrowIfCancellationRequested();

        var ledger = PrivacyLedger.Spend(ledgerPath, options.Budget, new LedgerEntry(epsilon, $"average {options.Kernel} similarity, {options.Features} features", DateTime.UtcNow));
        context.Report("drawing noise from the cryptographic generator", 0.5);
        var summary = KernelSummary.Release(box.Clip(table.Values), features, epsilon, new SecureNoise());
        var document = new SummaryDocument
        {
            Format = SummaryDocument.Kind,
            Epsilon = epsilon,
            Delta = 0,
            Protects = Protects,
            Kernel = options.Kernel.ToString(),
            Bandwidth = bandwidth,
            Low = [.. box.Low],
            High = [.. box.High],
            Projected = options.Project,
            FeatureSeed = featureSeed,
            Sums = [.. summary.Sums],
            Count = summary.Count,
        };
        var noise = KernelSummary.NoiseDeviation(options.Features, epsilon, Math.Max(1, summary.Count));
        return new ToolReport
        {
            Headline = $"Released a summary of about {summary.Count} rows with ε = {Numbers.Short(epsilon)}, δ = 0: average similarities are answered with a noise of about {Numbers.Short(noise)} (similarities lie between 0 and 1). {Numbers.Short(Math.Max(0, ledger.Budget - ledger.Spent))} of the budget is left.",
            Guarantee = Guarantee(epsilon),
            Measures =
            [
                new("expected error by noise", noise, Note: "standard deviation of an answer, from the noisy number of rows"),
                new("expected error by features", 1 / Math.Sqrt(options.Features), Note: "at most about 1/√I for a single pair, less for an average"),
                new("ε of this release", epsilon),
                new("δ", 0),
                new("ε spent in all", ledger.Spent, Note: ledgerPath),
                new("ε left", Math.Max(0, ledger.Budget - ledger.Spent)),
                new("noisy number of rows", summary.Count),
            ],
            Remarks =
            [
                "No exact error is measured: an error computed from the table would itself give the table away.",
                "Values outside the bounds were moved to them, and how many is not said. The coins of the features are public; the noise comes from the system's cryptographic generator, as integers on a grid, and is in no seed.",
                .. noise > 0.25 ? new[] { "The noise is as large as the similarities themselves. Use fewer features, more rows, or a larger ε." } : [],
            ],
            Outputs = [new TextOutput("summary", $"the summary as JSON, {options.Features} noisy sums; it may be published", document.Write()), .. queries is null ? [] : new[] { Answers(document, queries, out _) }],
        };
    }

    private static ToolReport Answer(PrivateSimilarityToolOptions options, CancellationToken cancel)
    {
        if (options.Epsilon is not null || options.Ledger is not null || options.Budget is not null || options.Low.Length > 0 || options.High.Length > 0)
            throw new ToolException($"{options.File.Path}: a summary is answered from as it is: --epsilon, --ledger, --budget, --low and --high belong to a release from a table. Leave them out.");
        var document = SummaryDocument.Read(options.File);
        var queries = Queries(options.Queries ?? throw new ToolException("--queries: name a table of queries with the columns of the private one."), document.Low.Length);
        cancel.ThrowIfCancellationRequested();
        var output = Answers(document, queries, out var answers);
        var noise = KernelSummary.NoiseDeviation(document.Sums.Length, document.Epsilon, Math.Max(1, document.Count));
        return new ToolReport
        {
            Headline = $"{answers.Length} average similarities to about {document.Count} rows, from {Numbers.Short(answers.Min())} to {Numbers.Short(answers.Max())}, with a noise of about {Numbers.Short(noise)} each. The private table was not touched, and no ε was spent.",
            Guarantee = Guarantee(document.Epsilon),
            Measures =
            [
                new("expected error by noise", noise, Note: "standard deviation of an answer"),
                new("expected error by features", 1 / Math.Sqrt(document.Sums.Length), Note: "at most about 1/√I for a single pair, less for an average"),
                new("ε of the release", document.Epsilon),
                new("δ", document.Delta),
            ],
            Remarks = ["Answers may lie a little below 0 or above 1: they are left as they are, because moving them would bias sums of them."],
            Outputs = [output],
        };
    }

    private static string Guarantee(double epsilon) =>
        $"ε-differential privacy with ε = {Numbers.Short(epsilon)}, δ = 0, for {Protects}, however many queries are asked of the summary. It does not protect a person with several rows as well, what others know already, or the number of columns; further releases from the same table add up in the ledger.";

    private static PublicBox Bounds(PrivateSimilarityToolOptions options, int d)
    {
        double[] Spread(double[] values, string name) => values.Length == 1 ? [.. Enumerable.Repeat(values[0], d)]
            : values.Length == d ? values
            : throw new ToolException($"--{name}: {values.Length} numbers for {d} columns; give one for all or one for each.");
        try
        {
            return new PublicBox(Spread(options.Low, "low"), Spread(options.High, "high"));
        }
        catch (ArgumentException error)
        {
            throw new ToolException($"--low and --high: {error.Message}", error);
        }
    }

    private static Tensor Queries(InputFile file, int d)
    {
        var table = file.Table();
        return table.Values.Columns == d ? table.Values
            : throw new ToolException($"{file.Path}: the queries have {table.Values.Columns} columns, the private table {d}. Give the same columns in the same order.");
    }

    private static MatrixOutput Answers(SummaryDocument document, Tensor queries, out double[] answers)
    {
        answers = document.Open().Averages(document.Box().Clip(queries));
        return new MatrixOutput("similarity", $"({answers.Length}, 1): the average similarity of the private rows to each query", Tensor.Wrap(answers, answers.Length, 1), ["similarity"]);
    }
}
